"""One unit's share in a task: what is to be done, what was done, who decides."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongjian.campaigns.actions import assignments as actions
from gongjian.campaigns.actions import evidence as evidence_actions
from gongjian.campaigns.forms.work import AppointForm, DecideForm, HandOverForm, ReportForm, TimeForm
from gongjian.campaigns.models import Assignment, Extension, Handover
from gongjian.campaigns.queries import people as around
from gongjian.campaigns.queries import visible, waiting, work
from gongjian.campaigns.queries.timeline import timeline, why_returned
from gongjian.campaigns.rules import steering
from gongjian.campaigns.rules import work as rules
from gongjian.files import kinds
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.kernel.request import Request
from gongjian.kernel.web import go_to

Forms = dict[str, Any]


def fetch(request: Request, pk: int) -> Assignment:
    """The assignment, or 404 for who does not see it."""
    return get_object_or_404(work.assignment(request.reach, pk))


@require_safe
def assignment(request: Request, pk: int) -> HttpResponse:
    return page(request, fetch(request, pk), {})


@require_POST
def report(request: Request, pk: int) -> HttpResponseBase:
    """What was done with its files; submitted as done, if that button was pressed.

    HTMX gets only what is wrong, so that the chosen files stay in the form.
    """
    found = fetch(request, pk)
    submitting = request.POST.get("then") == "submit"
    form = ReportForm(request.POST, request.FILES, is_own=rules.is_own(found, request.reach))

    def action(**given: Any) -> None:
        uploads = request.FILES.getlist("files")
        evidence_actions.report(found, uploads=uploads, submitting=submitting, **given)

    # Of what is submitted the page itself says so.
    if done := do(request, found, form, action, "" if submitting else _("Saved.")):
        return done
    if request.htmx:
        return render(request, "campaigns/parts/errors.html", {"form": form}, status=422)
    return page(request, found, {"report_form": form})


@require_POST
def decide(request: Request, pk: int) -> HttpResponseBase:
    """Confirm or return, by the button that was pressed."""
    found = fetch(request, pk)
    confirming = request.POST.get("then") == "confirm"
    form = DecideForm(request.POST, returning=not confirming)

    def action(**given: Any) -> None:
        (actions.confirm if confirming else actions.give_back)(found, **given)

    # The page itself says how it stands then.
    return do(request, found, form, action) or page(request, found, {"decide_form": form})


def do(
    request: Request, found: Assignment, form: Any, action: Callable[..., Any], said: str = ""
) -> HttpResponseBase | None:
    """When the form is right, do the one thing it is for, say so and go back to the assignment.

    None when the form is wrong or the action is refused; what is wrong then stands in the form.
    """
    if form.is_valid():
        try:
            action(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if said:
                messages.success(request, said)
            # Who has declined what was offered may not see it any more.
            sees_it = visible.assignments(request.reach).filter(pk=found.pk).exists()
            return go_to(request, found if sees_it else settings.LOGIN_REDIRECT_URL)
    return None


def page(request: Request, found: Assignment, forms: Forms) -> HttpResponse:
    """The page of an assignment; `forms` are those that came back with mistakes."""
    found.task.campaign = found.campaign
    reach, today = request.reach, timezone.localdate()
    uses = list(work.evidence_of(assignment=found))
    serving = [use.evidence_id for use in uses]
    staff = list(around.staff(found, today))
    colleagues = [one for one in staff if one.pk != reach.person_id]
    asked, offered = _waiting_time(found), _offered(found)
    why_not, events = _why_not(request, found, asked, offered), timeline(found)
    removable = {
        use.pk for use in uses if rules.why_not_take_off(found, added_by=use.by_id, reach=reach) is None
    }
    context = {
        "assignment": found,
        "task": found.task,
        "campaign": found.campaign,
        "uses": uses,
        "events": events,
        "why_returned": why_returned(events),
        "others": visible.assignments(reach).filter(task=found.task_id).exclude(pk=found.pk).count(),
        "waiting_time": asked,
        "offered": offered,
        "at_hand": list(work.evidence_at_hand(found.area_path, reach, serving)),
        "accept": kinds.accept(kinds.EVIDENCE),
        "overdue": found.is_overdue(today),
        "above": _above(found),
        "is_own": rules.is_own(found, reach),
        "why_not": why_not,
        "removable": removable,
        "next_one": _next(request, found, why_not["decide"], today),
        "may_unassign": found.is_open
        and not steering.why_not_assign(found.task, found.area_path, reach=reach),
        "has_colleagues": bool(colleagues),
        "report_form": ReportForm(is_own=rules.is_own(found, reach)),
        "decide_form": DecideForm(),
        "time_form": TimeForm(found, today=today),
        "hand_over_form": HandOverForm(colleagues=colleagues),
        "appoint_form": AppointForm(staff=staff, holder=found.holder_id),
    } | forms
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "campaigns/assignment.html", context, status=status)


def _next(request: Request, found: Assignment, why_not: Refusal | None, today: date) -> Assignment | None:
    """What waits for this person's decision next, once there is nothing to decide here."""
    if why_not is None or not rules.decides(found, request.reach):
        return None
    return waiting.submitted(request.reach, today).first()


def _why_not(
    request: Request, found: Assignment, asked: Extension | None, offered: Handover | None
) -> dict[str, Refusal | None]:
    """What this person cannot do here and why; the buttons stand where there is None."""
    reach = request.reach
    return {
        "add": rules.why_not_add(found, reach=reach),
        "submit": rules.why_not_submit(found, reach=reach),
        "decide": rules.why_not_decide(found, reach=reach),
        "reopen": rules.why_not_reopen(found, reach=reach),
        "ask_time": rules.why_not_ask_time(found, reach=reach),
        "hand_over": rules.why_not_hand_over(found, reach=reach),
        "appoint": rules.why_not_appoint(found, reach=reach),
        "decide_time": rules.why_not_decide_time(asked, reach=reach) if asked else None,
        "withdraw_time": rules.why_not_withdraw_time(asked, reach=reach) if asked else None,
        "answer": rules.why_not_answer(offered, reach=reach) if offered else None,
        "withdraw_handover": rules.why_not_withdraw_handover(offered, reach=reach) if offered else None,
    }


def _waiting_time(found: Assignment) -> Extension | None:
    asked = found.extensions.filter(state=Extension.State.ASKED).select_related("asked_by").first()
    if asked is not None:
        asked.assignment = found
    return asked


def _offered(found: Assignment) -> Handover | None:
    offers = found.handovers.filter(state=Handover.State.OFFERED)
    offered = offers.select_related("from_person", "to_person").first()
    if offered is not None:
        offered.assignment = found
    return offered


def _above(found: Assignment) -> str:
    """Who confirms it, by name: the area above the unit, or the campaign's own."""
    area = found.area
    if area is not None and area.parent is not None and area.path != found.campaign.area_path:
        return area.parent.name
    return found.campaign.area.name
