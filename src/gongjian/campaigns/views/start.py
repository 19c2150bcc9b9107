"""Starting a campaign from a reviewed plan: its basics first, then what each row becomes."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongjian.campaigns.actions import start as actions
from gongjian.campaigns.forms.start import BasicsForm, DecisionsForm, PastForm
from gongjian.campaigns.models import Campaign
from gongjian.campaigns.proposals import Make, past, settle, year_of
from gongjian.campaigns.proposals.naming import campaign_title, likely_area
from gongjian.campaigns.queries import proposals, wizard
from gongjian.campaigns.queries.names import Names
from gongjian.kernel.paths import within
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.web import go_to
from gongjian.people.roles import Capability
from gongjian.places.models import Area, Kind
from gongjian.plans.models import Plan


def _plan(request: Request, pk: int) -> Plan:
    plans = Plan.objects.filter(request.reach.up_and_down(Capability.VIEW)).select_related("document__area")
    return get_object_or_404(plans, pk=pk)


def _asked(request: Request, plan: Plan, running: list[Campaign]) -> dict[str, Any]:
    """What the form of the basics has to know. A second campaign from a plan must be meant.

    That is asked before the rows are shown: who then presses twice is led to the one campaign.
    """
    is_another = bool(running) and request.method != "POST"
    return {"reach": request.reach, "near": plan.area_path, "is_another": is_another}


def _running(plan: Plan) -> list[Campaign]:
    return list(plan.campaigns.exclude(state=Campaign.State.CANCELLED).select_related("area"))


@require_safe
def basics(request: Request, pk: int) -> HttpResponse:
    """What the campaign is. Goes on to the rows with its answers in the address."""
    plan = _plan(request, pk)
    drawn = proposals.draw(plan)
    running = _running(plan)
    form = BasicsForm(
        request.GET or None,
        **_asked(request, plan, running),
        initial=_suggested(request, plan, drawn),
    )
    return _basics_page(request, plan, form, drawn, running)


def _suggested(request: Request, plan: Plan, drawn: proposals.Drawn) -> dict[str, Any]:
    """The area that the plan speaks of, its period that the stages fill, else the rest of this year."""
    today = timezone.localdate()
    year = year_of(drawn.proposal, today.year)
    settled = settle(drawn.proposal, date(year, 1, 1), date(year, 12, 31))
    stages = [settled[row.key] for row in drawn.proposal.of(Make.PHASE)]
    starts = min((stage.starts for stage in stages if stage.starts), default=today)
    ends = max(
        (stage.ends for stage in stages if stage.ends),
        default=max(date(year, 12, 31), starts + timedelta(30)),
    )
    area = _likely_area(request, plan)
    title = campaign_title(plan.title, area.name, starts.year)
    return {"title": title[:200], "area": area, "starts": starts, "ends": ends}


def _likely_area(request: Request, plan: Plan) -> Area:
    """The area of the document, or one below it that the plan is of, among those the person plans for."""
    below = Area.objects.filter(
        within(plan.area_path),
        request.reach.down(Capability.PLAN, "path"),
        kind__in=(Kind.DISTRICT, Kind.SUBDISTRICT, Kind.TOWNSHIP),
        valid_to=None,
    )
    areas = {area.name: area for area in below}
    return areas.get(likely_area(plan.title, plan.text, areas), plan.document.area)


def _basics_page(
    request: Request, plan: Plan, form: BasicsForm, drawn: proposals.Drawn, running: list[Campaign]
) -> HttpResponse:
    context = {
        "plan": plan,
        "form": form,
        "running": running,
        "unreviewed": drawn.unreviewed,
        "may_plan": request.reach.may_anywhere(Capability.PLAN),
        "counts": _counts(drawn),
    }
    return render(request, "campaigns/start_basics.html", context, status=422 if form.errors else 200)


def _counts(drawn: proposals.Drawn) -> list[tuple[Any, int]]:
    found = [(wizard.LABELS[make], len(drawn.proposal.of(make))) for make in Make]
    return [(label, count) for label, count in found if count]


@require_http_methods(["GET", "HEAD", "POST"])
def rows(request: Request, pk: int) -> HttpResponseBase:
    """What each row of the proposal becomes; then everything is made at once."""
    plan = _plan(request, pk)
    drawn = proposals.draw(plan)
    running = _running(plan)
    form = BasicsForm(request.GET, **_asked(request, plan, running))
    if not form.is_valid():
        return _basics_page(request, plan, form, drawn, running)
    given = form.basics
    settled = settle(drawn.proposal, given.starts, given.ends)
    # Decisions on a proposal that has changed since are not applied to other rows of the same number.
    is_same = request.POST.get("drawn_from") == drawn.fingerprint
    chosen = DecisionsForm(
        drawn.proposal, settled, request.POST if request.method == "POST" and is_same else None
    )
    today = timezone.localdate()
    late = past(chosen.decisions, today)
    posted = request.POST if request.method == "POST" and late else None
    past_form = PastForm(posted, today=today, last=given.ends)
    refused = ""
    if request.method == "POST" and not is_same:
        refused = _("The plan was changed while you were looking. Check the rows again, then start.")
    elif chosen.is_valid() and (not late or past_form.is_valid()):
        decisions = past_form.applied(chosen.decisions, late) if late else chosen.decisions
        try:
            campaign = actions.start(
                plan,
                basics=given,
                decisions=decisions,
                drawn_from=drawn.fingerprint,
                by=request.user,
                at=timezone.now(),
            )
        except actions.AlreadyStarted as already:
            messages.info(request, str(already))
            return go_to(request, already.campaign)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(
                request, _("The campaign has begun. Everyone who owes something finds it under Today.")
            )
            return go_to(request, campaign)
    names = Names(given.area, _names(drawn), on=today)
    period = (given.starts, given.ends)
    sections = wizard.sections(
        drawn.proposal, chosen.decisions, chosen.shown, chosen.errors, names, period, today
    )
    shown = [row for section in sections for row in section.rows]
    tasks = sum(decision.make == Make.TASK for decision in chosen.decisions.values())
    context = {
        "plan": plan,
        "basics": given,
        "query": request.GET.urlencode(),
        "sections": sections,
        "drawn_from": drawn.fingerprint,
        "refused": refused,
        "errors": len(chosen.errors),
        "unbound": len({name.name for row in shown for name in row.names if not name.found}),
        "tasks": tasks,
        "nobody": bool(tasks)
        and not given.everyone
        and not wizard.tasks_given(drawn.proposal, chosen.decisions, names),
        "late": len(late),
        "past_form": past_form,
        "outside": sum(row.is_outside for row in shown),
        "asks": sum(section.asks for section in sections),
        "running": [campaign for campaign in running if campaign.area_id == given.area.pk],
    }
    is_wrong = refused or chosen.errors or past_form.errors
    return render(request, "campaigns/start_rows.html", context, status=422 if is_wrong else 200)


def _names(drawn: proposals.Drawn) -> list[str]:
    spoken = [name for row in drawn.proposal.rows for name in row.names]
    return spoken + [str(row.extra["place"]) for row in drawn.proposal.of(Make.PAIRING)]
