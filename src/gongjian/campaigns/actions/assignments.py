"""Working on an assignment: noting, submitting, confirming, asking for time, handing over."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.campaigns import rules_of_work as rules
from gongjian.campaigns.models import Assignment, Extension, Handover, ProgressNote
from gongjian.campaigns.queries import people as around
from gongjian.history.actions import record
from gongjian.inbox import actions as inbox
from gongjian.inbox.models import Kind
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person
from gongjian.people.reach import reach_of

SAY_SOMETHING = Refusal("say_something", gettext_lazy("Please say in a few words what was done or why."))


def locked(assignment: Assignment) -> Assignment:
    """The assignment as it stands now, locked, so that of two people pressing at once the second is told."""
    return (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("campaign", "task", "area", "department", "person", "holder")
        .get(pk=assignment.pk)
    )


def _refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise Refused(refusal)


def _say(text: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(SAY_SOMETHING)
    return text


def _record(
    verb: str,
    assignment: Assignment,
    by: Person,
    at: datetime,
    note: str = "",
    **changed: tuple[object, object],
) -> None:
    record(
        verb,
        assignment,
        by=by,
        at=at,
        area_path=assignment.area_path,
        before={name: old for name, (old, _new) in changed.items()},
        after={name: new for name, (_old, new) in changed.items()},
        note=note,
    )


def _tell(
    people: Iterable[Person], by: Person, title: str, assignment: Assignment, at: datetime, kind: str
) -> None:
    inbox.tell(
        [person for person in people if person != by],
        title=title,
        text=str(assignment),
        url=assignment.get_absolute_url(),
        kind=kind,
        at=at,
    )


def _move(assignment: Assignment, to: str) -> tuple[str, str]:
    before, assignment.state = assignment.state, to
    return before, to


# --- Doing it ---------------------------------------------------------------------------------------------
@transaction.atomic
def add_note(assignment: Assignment, *, text: str, by: Person, at: datetime) -> ProgressNote:
    """Note what was done; whoever first notes something on an untouched assignment begins it.

    Raises Refused when the rules forbid it or nothing is said; nothing is saved then.
    """
    assignment = locked(assignment)
    _refuse(rules.why_not_add(assignment, reach=reach_of(by, on=day_of(at))))
    note = ProgressNote.objects.create(assignment=assignment, text=_say(text), by=by, at=at)
    changed = begin(assignment)
    _record("assignment.noted", assignment, by, at, note=note.text, **changed)
    return note


def begin(assignment: Assignment) -> dict[str, tuple[object, object]]:
    """Move an untouched or returned assignment to "under way"; what changed, for the history."""
    if assignment.state not in (Assignment.State.TODO, Assignment.State.RETURNED):
        return {}
    changed = {"state": _move(assignment, Assignment.State.DOING)}
    assignment.save(update_fields=["state"])
    return dict(changed)


@transaction.atomic
def submit(assignment: Assignment, *, text: str, by: Person, at: datetime) -> Assignment:
    """Say that it is done; those above are told and confirm or return it.

    Raises Refused when the rules forbid it or nothing is said; nothing is saved then.
    """
    assignment = locked(assignment)
    today = day_of(at)
    _refuse(rules.why_not_submit(assignment, reach=reach_of(by, on=today)))
    ProgressNote.objects.create(assignment=assignment, text=_say(text), by=by, at=at)
    state = _move(assignment, Assignment.State.SUBMITTED)
    assignment.submitted_at, assignment.submitted_by = at, by
    assignment.save(update_fields=["state", "submitted_at", "submitted_by"])
    _record("assignment.submitted", assignment, by, at, note=text, state=state)
    title = _("%(unit)s has submitted a task") % {"unit": assignment.unit}
    _tell(around.above(assignment, today), by, title, assignment, at, Kind.TO_DO)
    return assignment


@transaction.atomic
def confirm(assignment: Assignment, *, text: str = "", by: Person, at: datetime) -> Assignment:
    """Accept what was submitted.

    Raises Refused when the rules forbid it, among them: who submitted does not confirm.
    """
    assignment = locked(assignment)
    _refuse(rules.why_not_decide(assignment, reach=reach_of(by, on=day_of(at))))
    state = _move(assignment, Assignment.State.DONE)
    assignment.done_at = at
    assignment.save(update_fields=["state", "done_at"])
    if text.strip():
        ProgressNote.objects.create(assignment=assignment, text=text.strip(), by=by, at=at)
    _record("assignment.confirmed", assignment, by, at, note=text, state=state)
    _tell(around.in_charge(assignment, day_of(at)), by, _("A task was confirmed"), assignment, at, Kind.DONE)
    return assignment


@transaction.atomic
def give_back(assignment: Assignment, *, text: str, by: Person, at: datetime) -> Assignment:
    """Return what was submitted, or confirmed by mistake, with a reason.

    Raises Refused when the rules forbid it or no reason is given; nothing is saved then.
    """
    assignment = locked(assignment)
    reach = reach_of(by, on=day_of(at))
    reopening = assignment.state == Assignment.State.DONE
    why_not = rules.why_not_reopen if reopening else rules.why_not_decide
    _refuse(why_not(assignment, reach=reach))
    ProgressNote.objects.create(assignment=assignment, text=_say(text), by=by, at=at)
    state = _move(assignment, Assignment.State.RETURNED)
    assignment.done_at = None
    assignment.save(update_fields=["state", "done_at"])
    _record("assignment.returned", assignment, by, at, note=text, state=state)
    _tell(around.in_charge(assignment, day_of(at)), by, _("A task was returned"), assignment, at, Kind.TO_DO)
    return assignment


# --- More time --------------------------------------------------------------------------------------------
@transaction.atomic
def ask_time(assignment: Assignment, *, new_due: date, reason: str, by: Person, at: datetime) -> Extension:
    """Ask for a later date; somebody above decides.

    Raises Refused when the rules forbid it, the date is not later, or no reason is given.
    """
    assignment = locked(assignment)
    today = day_of(at)
    _refuse(rules.why_not_ask_time(assignment, reach=reach_of(by, on=today)))
    _refuse(rules.why_not_until(assignment, new_due))
    assert assignment.due is not None  # noqa: S101 - the rule has refused a task without a date
    extension = Extension.objects.create(
        assignment=assignment,
        reason=_say(reason),
        old_due=assignment.due,
        new_due=new_due,
        asked_by=by,
        asked_at=at,
    )
    _record("assignment.time-asked", assignment, by, at, note=reason, due=(assignment.due, new_due))
    title = _("%(unit)s asks for more time") % {"unit": assignment.unit}
    _tell(around.above(assignment, today), by, title, assignment, at, Kind.TO_DO)
    return extension


@transaction.atomic
def decide_time(
    extension: Extension, *, grant: bool, answer: str = "", by: Person, at: datetime
) -> Extension:
    """Grant or refuse more time; granted, the assignment's own date moves.

    Raises Refused when the rules forbid it (who asks does not decide) or a refusal gives no reason.
    """
    assignment = locked(extension.assignment)
    extension = Extension.objects.select_for_update().get(pk=extension.pk)
    extension.assignment = assignment
    _refuse(rules.why_not_decide_time(extension, reach=reach_of(by, on=day_of(at))))
    extension.answer = answer.strip() if grant else _say(answer)
    extension.state = Extension.State.GRANTED if grant else Extension.State.REFUSED
    extension.decided_by, extension.decided_at = by, at
    extension.save(update_fields=["answer", "state", "decided_by", "decided_at"])
    if grant:
        old, assignment.due = assignment.due, extension.new_due
        assignment.save(update_fields=["due"])
        _record("assignment.time-granted", assignment, by, at, note=answer, due=(old, assignment.due))
    else:
        _record("assignment.time-refused", assignment, by, at, note=answer)
    title = _("More time was granted") if grant else _("More time was refused")
    _tell([extension.asked_by], by, title, assignment, at, Kind.NEWS)
    return extension


@transaction.atomic
def withdraw_time(extension: Extension, *, by: Person, at: datetime) -> Extension:
    """Take back one's own request.

    Raises Refused when it was decided meanwhile or is another's.
    """
    assignment = locked(extension.assignment)
    extension = Extension.objects.select_for_update().get(pk=extension.pk)
    _refuse(rules.why_not_withdraw_time(extension, reach=reach_of(by, on=day_of(at))))
    extension.state, extension.decided_at = Extension.State.WITHDRAWN, at
    extension.save(update_fields=["state", "decided_at"])
    _record("assignment.time-withdrawn", assignment, by, at)
    return extension


# --- Hand-over --------------------------------------------------------------------------------------------
@transaction.atomic
def hand_over(assignment: Assignment, *, to: Person, reason: str = "", by: Person, at: datetime) -> Handover:
    """Offer the assignment to a colleague, who takes it or not. Until then it stays where it is.

    Raises Refused when the rules forbid it or `to` is not of the unit.
    """
    assignment = locked(assignment)
    today = day_of(at)
    _refuse(rules.why_not_hand_over(assignment, reach=reach_of(by, on=today)))
    _refuse(rules.why_not_to(assignment, to, to_reach=reach_of(to, on=today), by=by))
    handover = Handover.objects.create(
        assignment=assignment, from_person=by, to_person=to, reason=reason.strip(), offered_at=at
    )
    _record("assignment.offered", assignment, by, at, note=reason, holder=(assignment.holder_id, to.pk))
    title = _("%(person)s wants to hand a task over to you") % {"person": by}
    _tell([to], by, title, assignment, at, Kind.TO_DO)
    return handover


@transaction.atomic
def answer_handover(
    handover: Handover, *, accept: bool, answer: str = "", by: Person, at: datetime
) -> Handover:
    """Take an offered assignment, or decline it with a reason.

    Raises Refused when it was offered to somebody else, answered already, or declined without a reason.
    """
    assignment = locked(handover.assignment)
    handover = Handover.objects.select_for_update().get(pk=handover.pk)
    _refuse(rules.why_not_answer(handover, reach=reach_of(by, on=day_of(at))))
    handover.answer = answer.strip() if accept else _say(answer)
    handover.state = Handover.State.ACCEPTED if accept else Handover.State.DECLINED
    handover.decided_at = at
    handover.save(update_fields=["answer", "state", "decided_at"])
    if accept:
        old, assignment.holder = assignment.holder_id, by
        assignment.save(update_fields=["holder"])
        _record("assignment.taken-over", assignment, by, at, holder=(old, by.pk))
    else:
        _record("assignment.declined", assignment, by, at, note=answer)
    title = _("%(person)s took over a task") if accept else _("%(person)s declined to take over a task")
    _tell([handover.from_person], by, title % {"person": by}, assignment, at, Kind.NEWS)
    return handover


@transaction.atomic
def withdraw_handover(handover: Handover, *, by: Person, at: datetime) -> Handover:
    """Take back one's own offer.

    Raises Refused when it was answered meanwhile or is another's.
    """
    assignment = locked(handover.assignment)
    handover = Handover.objects.select_for_update().get(pk=handover.pk)
    _refuse(rules.why_not_withdraw_handover(handover, reach=reach_of(by, on=day_of(at))))
    handover.state, handover.decided_at = Handover.State.WITHDRAWN, at
    handover.save(update_fields=["state", "decided_at"])
    _record("assignment.offer-withdrawn", assignment, by, at)
    return handover
