"""What of the plan is left, and the names nobody is bound to yet."""

from functools import partial

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongjian.campaigns.actions import names as actions
from gongjian.campaigns.forms.editing import BindForm
from gongjian.campaigns.queries import parts
from gongjian.campaigns.queries.names import Names
from gongjian.campaigns.rules import steering as rules
from gongjian.campaigns.views.shared import fetch, form_page, may_not, page, sent
from gongjian.kernel.request import Request


@require_safe
def from_plan(request: Request, pk: int) -> HttpResponse:
    campaign = fetch(request, pk)
    context = {"leftovers": parts.leftovers(campaign), "names": parts.open_names(campaign)}
    return page(request, campaign, "from-plan", context)


@require_http_methods(["GET", "HEAD", "POST"])
def bind(request: Request, pk: int) -> HttpResponseBase:
    """Say whom a name means; everywhere in the campaign at once."""
    campaign = fetch(request, pk)
    if refusal := rules.why_not_edit(campaign, reach=request.reach):
        return may_not(request, campaign, refusal)
    name = request.GET.get("name", "")
    if not name:
        raise Http404
    today = timezone.localdate()
    likely = Names(campaign.area, [name], on=today).all(name)
    return form_page(
        request,
        campaign,
        BindForm(
            sent(request),
            campaign=campaign,
            on=today,
            initial={"unit": likely[0].code if likely and not likely[0].everyone else ""},
        ),
        partial(actions.bind, campaign, name=name),
        title=_("Whom “%(name)s” means") % {"name": name},
        note=_("It is bound wherever it stands in this campaign. Tasks go to whoever it means."),
        button=_("Bind"),
        back=f"{reverse('campaigns:from-plan', args=[campaign.pk])}#names",
        done=gettext_lazy("The name is bound."),
    )
