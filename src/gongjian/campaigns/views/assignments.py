"""One unit's share in a task: what is to be done, what was done, who decides."""

from collections.abc import Callable
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
from gongjian.campaigns.forms.work import AppointForm, HandOverForm, ReasonForm, ReportForm, TimeForm
from gongjian.campaigns.models import Assignment, Extension, Handover
from gongjian.campaigns.queries import people as around
from gongjian.campaigns.queries import visible, work
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
    form = ReportForm(request.POST, request.FILES, is_own=_is_own(request, found))

    def action(**given: Any) -> None:
        uploads = request.FILES.getlist("files")
        evidence_actions.report(found, uploads=uploads, submitting=submitting, **given)

    said = _("Submitted. Those above are told and will confirm it.") if submitting else _("Saved.")
    if done := do(request, found, form, action, said):
        return done
    if request.htmx:
        return render(request, "campaigns/parts/errors.html", {"form": form}, status=422)
    return page(request, found, {"report_form": form})


@require_POST
def decide(request: Request, pk: int) -> HttpResponseBase:
    """Confirm or return, by the button that was pressed."""
    found = fetch(request, pk)
    confirming = request.POST.get("then") == "confirm"
    form = ReasonForm(request.POST)

    def action(**given: Any) -> None:
        (actions.confirm if confirming else actions.give_back)(found, **given)

    said = _("Confirmed.") if confirming else _("Returned. The unit is told why.")
    return do(request, found, form, action, said) or page(request, found, {"reason_form": form})


def do(
    request: Request, found: Assignment, form: Any, action: Callable[..., Any], said: str
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
    waiting, offered = _waiting_time(found), _offered(found)
    why_not, events = _why_not(request, found, waiting, offered), timeline(found)
    context = {
        "assignment": found,
        "task": found.task,
        "campaign": found.campaign,
        "uses": uses,
        "events": events,
        "why_returned": why_returned(events),
        "others": visible.assignments(reach).filter(task=found.task_id).exclude(pk=found.pk).count(),
        "waiting_time": waiting,
        "offered": offered,
        "at_hand": list(work.evidence_at_hand(found.area_path, reach, serving)),
        "accept": kinds.accept(kinds.EVIDENCE),
        "overdue": found.is_overdue(today),
        "above": _above(found),
        "is_own": _is_own(request, found),
        "why_not": why_not,
        "may_take_off": why_not["take_off"] is None,
        "may_unassign": found.is_open
        and not steering.why_not_assign(found.task, found.area_path, reach=reach),
        "has_colleagues": bool(colleagues),
        "report_form": ReportForm(is_own=_is_own(request, found)),
        "reason_form": ReasonForm(),
        "time_form": TimeForm(found, today=today),
        "hand_over_form": HandOverForm(colleagues=colleagues),
        "appoint_form": AppointForm(staff=staff, holder=found.holder_id),
    } | forms
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "campaigns/assignment.html", context, status=status)


def _is_own(request: Request, found: Assignment) -> bool:
    """Whether it is the person's to do, not only to look after."""
    return rules.of_unit(found, request.reach) or found.holder_id == request.reach.person_id


def _why_not(
    request: Request, found: Assignment, waiting: Extension | None, offered: Handover | None
) -> dict[str, Refusal | None]:
    """What this person cannot do here and why; the buttons stand where there is None."""
    reach = request.reach
    return {
        "add": rules.why_not_add(found, reach=reach),
        "submit": rules.why_not_submit(found, reach=reach),
        "decide": rules.why_not_decide(found, reach=reach),
        "reopen": rules.why_not_reopen(found, reach=reach),
        "take_off": rules.why_not_take_off(found, reach=reach),
        "ask_time": rules.why_not_ask_time(found, reach=reach),
        "hand_over": rules.why_not_hand_over(found, reach=reach),
        "appoint": rules.why_not_appoint(found, reach=reach),
        "decide_time": rules.why_not_decide_time(waiting, reach=reach) if waiting else None,
        "withdraw_time": rules.why_not_withdraw_time(waiting, reach=reach) if waiting else None,
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
