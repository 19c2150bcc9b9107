"""What of the plan is left, and the names nobody is bound to yet."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gongjian.campaigns.actions import names as actions
from gongjian.campaigns.forms.editing import BindForm
from gongjian.campaigns.forms.names import NamesForm
from gongjian.campaigns.queries import parts, units
from gongjian.campaigns.queries.names import Names
from gongjian.campaigns.rules import steering as rules
from gongjian.campaigns.views.shared import fetch, form_page, may_not, page, sent
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.web import go_to
from gongjian.people.roles import Capability


@require_safe
def from_plan(request: Request, pk: int) -> HttpResponse:
    campaign = fetch(request, pk)
    context = {"leftovers": parts.leftovers(campaign), "names": parts.open_names(campaign)}
    return page(request, campaign, "from-plan", context)


@require_http_methods(["GET", "HEAD", "POST"])
def names(request: Request, pk: int) -> HttpResponseBase:
    """All names nobody is bound to yet, each with whom it could mean; saved together."""
    campaign = fetch(request, pk)
    if refusal := rules.why_not_edit(campaign, reach=request.reach):
        return may_not(request, campaign, refusal)
    today = timezone.localdate()
    waiting = parts.open_names(campaign)
    form = NamesForm(
        waiting,
        units.options(campaign, on=today),
        Names(campaign.area, [one.name for one in waiting], on=today),
        sent(request),
    )
    refused = ""
    if request.method == "POST":
        try:
            bound = actions.bind_all(campaign, meanings=form.meanings, by=request.user, at=timezone.now())
        except Refused as refusal:
            refused = str(refusal)
        else:
            _tell_bound(request, bound, form.gone)
            return go_to(request, "campaigns:names", campaign.pk)
    context = {
        "campaign": campaign,
        "form": form,
        "refused": refused,
        "guesses": sum(row.is_guess for row in form.rows),
        "may_add": request.reach.may_anywhere(Capability.MANAGE_PEOPLE),
    }
    return render(request, "campaigns/names.html", context, status=422 if refused else 200)


def _tell_bound(request: Request, bound: int, gone: list[str]) -> None:
    if bound:
        text = ngettext("%(n)s name is bound.", "%(n)s names are bound.", bound)
        messages.success(request, text % {"n": bound})
    if gone:
        words = {"names": "、".join(gone)}
        messages.info(request, _("Someone was quicker; these were bound already: %(names)s") % words)
    if not bound and not gone:
        messages.info(request, _("Nothing was chosen, so nothing has changed."))


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
