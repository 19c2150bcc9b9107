"""A task, and one unit's share in it: what is to be done, what was done, who decides."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongjian.campaigns import rules_of_work as rules
from gongjian.campaigns.actions import assignments as actions
from gongjian.campaigns.actions import evidence as evidence_actions
from gongjian.campaigns.forms.work import AnswerForm, HandOverForm, ReasonForm, ReportForm, TimeForm
from gongjian.campaigns.models import Assignment, Evidence, EvidenceUse, Extension, Handover
from gongjian.campaigns.queries import people as around
from gongjian.campaigns.queries import visible, work
from gongjian.files import kinds
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.web import go_to

Forms = dict[str, Any]


@require_safe
def task(request: Request, pk: int) -> HttpResponse:
    """What is to be done, and how far every unit is that the person sees."""
    found = get_object_or_404(work.task(request.reach, pk))
    today = timezone.localdate()
    owed = (
        visible.assignments(request.reach)
        .filter(task=found)
        .select_related("area__parent", "department", "person", "holder")
        .order_by("area_path", "pk")
    )
    state = request.GET.get("state", "")
    shown = owed.filter(state=state) if state in Assignment.State.values else owed
    if state == "late":
        shown = owed.filter(state__in=Assignment.OPEN, due__lt=today)
    context = {
        "task": found,
        "campaign": found.campaign,
        "assignments": list(shown),
        "tally": work.tally(owed, today),
        "state": state,
        "duties": list(found.duties.select_related("person", "area", "department")),
        "targets": list(found.targets.all()),
    }
    return render(request, "campaigns/task.html", context)


def _assignment(request: Request, pk: int) -> Assignment:
    return get_object_or_404(work.assignment(request.reach, pk))


@require_safe
def assignment(request: Request, pk: int) -> HttpResponse:
    return _page(request, _assignment(request, pk), {})


def _page(request: Request, found: Assignment, forms: Forms) -> HttpResponse:
    """The page of an assignment; `forms` are those that came back with mistakes."""
    reach, today = request.reach, timezone.localdate()
    colleagues = around.of_unit(found, today).exclude(pk=reach.person_id)
    uses = list(work.evidence_of(assignment=found))
    waiting_time = found.extensions.filter(state=Extension.State.ASKED).select_related("asked_by").first()
    offered = (
        found.handovers.filter(state=Handover.State.OFFERED)
        .select_related("from_person", "to_person")
        .first()
    )
    if waiting_time:
        waiting_time.assignment = found
    context = {
        "assignment": found,
        "task": found.task,
        "campaign": found.campaign,
        "uses": uses,
        "events": work.timeline(found),
        "others": visible.assignments(reach).filter(task=found.task_id).exclude(pk=found.pk).count(),
        "waiting_time": waiting_time,
        "offered": offered,
        "at_hand": list(work.evidence_at_hand(found.area_path, reach, [use.evidence_id for use in uses])),
        "accept": kinds.accept(kinds.EVIDENCE),
        "overdue": found.is_overdue(today),
        "why_not": {
            "add": rules.why_not_add(found, reach=reach),
            "submit": rules.why_not_submit(found, reach=reach),
            "decide": rules.why_not_decide(found, reach=reach),
            "reopen": rules.why_not_reopen(found, reach=reach),
            "ask_time": rules.why_not_ask_time(found, reach=reach),
            "decide_time": rules.why_not_decide_time(waiting_time, reach=reach) if waiting_time else None,
            "hand_over": rules.why_not_hand_over(found, reach=reach),
            "answer": rules.why_not_answer(offered, reach=reach) if offered else None,
        },
        "report_form": ReportForm(),
        "reason_form": ReasonForm(),
        "time_form": TimeForm(after=found.due, until=found.campaign.ends),
        "hand_over_form": HandOverForm(colleagues=colleagues),
    } | forms
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "campaigns/assignment.html", context, status=status)


def _do(
    request: Request, found: Assignment, name: str, form: Any, action: Callable[..., Any], said: str
) -> HttpResponseBase:
    """Check the form, do the one action with what it gives, say so; or show the page with what is wrong."""
    if form.is_valid():
        try:
            action(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, said)
            return go_to(request, found)
    return _page(request, found, {name: form})


@require_POST
def report(request: Request, pk: int) -> HttpResponseBase:
    found = _assignment(request, pk)
    submitting = request.POST.get("then") == "submit"

    def action(**given: Any) -> None:
        uploads = request.FILES.getlist("files")
        evidence_actions.report(found, uploads=uploads, submitting=submitting, **given)

    said = _("Submitted. Those above are told and will confirm it.") if submitting else _("Saved.")
    return _do(request, found, "report_form", ReportForm(request.POST, request.FILES), action, said)


@require_POST
def decide(request: Request, pk: int) -> HttpResponseBase:
    """Confirm or return, by the button that was pressed."""
    found = _assignment(request, pk)
    confirming = request.POST.get("then") == "confirm"

    def action(**given: Any) -> None:
        (actions.confirm if confirming else actions.give_back)(found, **given)

    said = _("Confirmed.") if confirming else _("Returned. The unit is told why.")
    return _do(request, found, "reason_form", ReasonForm(request.POST), action, said)


@require_POST
def ask_time(request: Request, pk: int) -> HttpResponseBase:
    found = _assignment(request, pk)
    form = TimeForm(request.POST, after=found.due, until=found.campaign.ends)

    def action(**given: Any) -> None:
        actions.ask_time(found, **given)

    return _do(
        request, found, "time_form", form, action, _("Asked. The present date holds until it is granted.")
    )


def _extension(request: Request, pk: int) -> Extension:
    seen = visible.assignments(request.reach).values("pk")
    extension = get_object_or_404(Extension.objects.filter(assignment__in=seen), pk=pk)
    extension.assignment = _assignment(request, extension.assignment_id)
    return extension


@require_POST
def decide_time(request: Request, pk: int) -> HttpResponseBase:
    extension = _extension(request, pk)

    def action(accept: bool, answer: str, **given: Any) -> None:
        actions.decide_time(extension, grant=accept, answer=answer, **given)

    form = AnswerForm(request.POST)
    return _do(
        request, extension.assignment, "time_answer_form", form, action, _("Decided. The unit is told.")
    )


@require_POST
def withdraw_time(request: Request, pk: int) -> HttpResponseBase:
    extension = _extension(request, pk)
    return _take_back(
        request, extension.assignment, lambda **given: actions.withdraw_time(extension, **given)
    )


@require_POST
def hand_over(request: Request, pk: int) -> HttpResponseBase:
    found = _assignment(request, pk)
    colleagues = around.of_unit(found, timezone.localdate()).exclude(pk=request.user.pk)

    def action(**given: Any) -> None:
        actions.hand_over(found, **given)

    form = HandOverForm(request.POST, colleagues=colleagues)
    return _do(
        request, found, "hand_over_form", form, action, _("Offered. It is yours until it is taken over.")
    )


def _handover(request: Request, pk: int) -> Handover:
    seen = visible.assignments(request.reach).values("pk")
    handover = get_object_or_404(Handover.objects.filter(assignment__in=seen), pk=pk)
    handover.assignment = _assignment(request, handover.assignment_id)
    return handover


@require_POST
def answer_handover(request: Request, pk: int) -> HttpResponseBase:
    handover = _handover(request, pk)

    def action(**given: Any) -> None:
        actions.answer_handover(handover, **given)

    form = AnswerForm(request.POST)
    return _do(request, handover.assignment, "handover_answer_form", form, action, _("Answered."))


@require_POST
def withdraw_handover(request: Request, pk: int) -> HttpResponseBase:
    handover = _handover(request, pk)
    return _take_back(
        request, handover.assignment, lambda **given: actions.withdraw_handover(handover, **given)
    )


def _take_back(request: Request, found: Assignment, action: Callable[..., Any]) -> HttpResponseBase:
    try:
        action(by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Taken back."))
    return go_to(request, found)


@require_POST
def use_evidence(request: Request, pk: int) -> HttpResponseBase:
    """Let evidence that is there serve this assignment too."""
    found = _assignment(request, pk)
    chosen = request.POST.getlist("evidence")[: work.AGAIN]
    pieces = list(visible.evidence(request.reach).filter(pk__in=[n for n in chosen if n.isdigit()]))
    return _take_up(request, found, pieces)


def _take_up(request: Request, found: Assignment, pieces: list[Evidence]) -> HttpResponseBase:
    try:
        for piece in pieces:
            evidence_actions.use_again(piece, found, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Saved."))
    return go_to(request, found)


@require_POST
def take_off(request: Request, pk: int) -> HttpResponseBase:
    """Let a piece of evidence no longer serve the assignment."""
    seen = visible.assignments(request.reach).values("pk")
    uses = EvidenceUse.objects.select_related("assignment", "evidence__file")
    use = get_object_or_404(uses, pk=pk, assignment__in=seen)
    found = _assignment(request, use.assignment_id or 0)
    return _take_back(request, found, lambda **given: evidence_actions.take_off(use, **given))
