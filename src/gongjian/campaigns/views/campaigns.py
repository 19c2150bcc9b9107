"""The list of campaigns, a campaign's first page, and the campaign itself."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongjian.campaigns.actions import steer
from gongjian.campaigns.forms.editing import CampaignForm, DraftForm
from gongjian.campaigns.models import Campaign
from gongjian.campaigns.queries import overview
from gongjian.campaigns.queries.overview_then import overview_then
from gongjian.campaigns.rules import steering as rules
from gongjian.campaigns.views.as_then import asked
from gongjian.campaigns.views.shared import edit_page, fetch, page, sent
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.tables import Column, Table
from gongjian.kernel.web import go_to
from gongjian.people.roles import Capability

COLUMNS = [
    Column("title", pgettext_lazy("column", "Campaign"), lambda c: c.title, ("title",)),
    Column(
        "programme", pgettext_lazy("column", "Programme"), lambda c: c.programme.name, ("programme__name",)
    ),
    Column("area", pgettext_lazy("column", "Area"), lambda c: c.area.name, ("area_path",)),
    Column("starts", pgettext_lazy("column", "From"), lambda c: c.starts, ("starts",)),
    Column("ends", pgettext_lazy("column", "Until"), lambda c: c.ends, ("ends",)),
    Column("state", pgettext_lazy("column", "State"), lambda c: c.get_state_display(), ("state",)),
    Column("owed", pgettext_lazy("column", "Assigned"), lambda c: c.owed, ("owed",), end=True),
    Column("done", pgettext_lazy("column", "Done"), lambda c: c.done, ("done",), end=True),
    Column("late", pgettext_lazy("column", "Overdue"), lambda c: c.late, ("late",), end=True),
]


@require_safe
def listing(request: Request) -> HttpResponse:
    today = timezone.localdate()
    rows = overview.listed(request.reach, today)
    state = request.GET.get("state", "")
    if state in Campaign.State.values:
        rows = rows.filter(state=state)
    if text := request.GET.get("q", "").strip()[:100]:
        rows = rows.filter(title__icontains=text)
    table = Table(request, rows, COLUMNS, sort="-starts")
    if table.wants_xlsx:
        state = state if state in Campaign.State.values else ""
        return table.as_xlsx(_("Campaigns"), filters={"q": bool(text), "state": state})
    context = {
        "table": table,
        "states": Campaign.State.choices,
        "state": state,
        "text": text,
        "may_plan": request.reach.may_anywhere(Capability.PLAN),
    }
    return render(request, "campaigns/list.html", context)


@require_safe
def campaign(request: Request, pk: int) -> HttpResponse:
    found = fetch(request, pk)
    today = timezone.localdate()
    on = asked(request, found)
    context = {
        "asked": on,
        "overview": (
            overview_then(found, request.reach, on.day)
            if on.day
            else overview.overview(found, request.reach, today)
        ),
        "moves": [
            (to, label) for to, label in MOVES if rules.why_not_move(found, to, reach=request.reach) is None
        ],
    }
    return page(request, found, "campaign", context)


MOVES = (
    (Campaign.State.RUNNING, pgettext_lazy("campaign, button", "Begin")),
    (Campaign.State.CLOSED, pgettext_lazy("campaign, button", "Close the campaign")),
    (Campaign.State.CANCELLED, pgettext_lazy("campaign, button", "Cancel the campaign")),
)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponseBase:
    """A campaign made by hand."""
    form = DraftForm(sent(request), reach=request.reach)
    if form.is_valid():
        try:
            made = steer.draft(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The draft is made. Add its phases and tasks, then begin it."))
            return go_to(request, made)
    context = {"form": form, "may_plan": request.reach.may_anywhere(Capability.PLAN)}
    return render(request, "campaigns/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponseBase:
    found = fetch(request, pk)
    return edit_page(
        request,
        found,
        CampaignForm(sent(request), initial=CampaignForm.initial_of(found)),
        partial(steer.edit, found),
        title=_("Change the campaign"),
        back=found.get_absolute_url(),
        done=gettext_lazy("Saved."),
    )


@require_POST
def move(request: Request, pk: int) -> HttpResponseBase:
    """Begin, close, reopen or cancel, by the button that was pressed."""
    found = fetch(request, pk)
    try:
        moved = steer.move(found, to=request.POST.get("to", ""), by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        state = moved.get_state_display()
        messages.success(request, pgettext("campaign", "The campaign is now: %(state)s.") % {"state": state})
    return go_to(request, found)
