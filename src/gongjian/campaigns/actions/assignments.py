"""Working on an assignment: noting, submitting, confirming, returning."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.campaigns.actions.lock import refuse
from gongjian.campaigns.actions.on_assignment import Changed, locked, move, note, said, tell
from gongjian.campaigns.models import Assignment, Extension, Handover, ProgressNote
from gongjian.campaigns.queries import people as around
from gongjian.campaigns.rules import work as rules
from gongjian.inbox.models import Kind
from gongjian.inbox.words import say
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal
from gongjian.people.models import Person
from gongjian.people.reach import Reach, reach_of

SAY_OR_SHOW = gettext_lazy(
    "Please say in a few words what was done, or add a picture or a file that shows it."
)
WHY_RETURNED = gettext_lazy("When you return it, write down why.")


@transaction.atomic
def add_note(assignment: Assignment, *, text: str, by: Person, at: datetime) -> ProgressNote:
    """Note what was done; the unit is told of what somebody from outside has noted.

    Raises Refused when the rules forbid it or nothing is said; nothing is saved then.
    """
    assignment = locked(assignment)
    today = day_of(at)
    reach = reach_of(by, on=today)
    refuse(rules.why_not_add(assignment, reach=reach))
    written = ProgressNote.objects.create(assignment=assignment, text=said(text, SAY_OR_SHOW), by=by, at=at)
    changed = begin(assignment, reach)
    note("assignment.noted", assignment, by, at, text, **changed)
    if not rules.is_own(assignment, reach):
        title = say("%(person)s left a remark on a task", person=by)
        tell(around.in_charge(assignment, today), by, title, assignment, at, Kind.NEWS)
    return written


def begin(assignment: Assignment, reach: Reach) -> Changed:
    """Move an untouched or returned assignment to "under way" when its own people do something on it.

    What somebody from above adds begins nothing. Returns what changed, for the history.
    """
    waiting = assignment.state in (Assignment.State.TODO, Assignment.State.RETURNED)
    if not waiting or not rules.is_own(assignment, reach):
        return {}
    changed: Changed = {"state": move(assignment, Assignment.State.DOING)}
    assignment.save(update_fields=["state"])
    return changed


@transaction.atomic
def submit(assignment: Assignment, *, text: str, by: Person, at: datetime) -> Assignment:
    """Say that it is done, in words or by the evidence that is there; those above confirm or return it.

    Raises Refused when the rules forbid it, or there is neither a word nor a piece of evidence; nothing is
    saved then.
    """
    assignment = locked(assignment)
    today = day_of(at)
    refuse(rules.why_not_submit(assignment, reach=reach_of(by, on=today)))
    if text.strip():
        ProgressNote.objects.create(assignment=assignment, text=text.strip(), by=by, at=at)
    elif not assignment.evidence_uses.exists():
        refuse(Refusal("say_or_show", SAY_OR_SHOW))
    state = move(assignment, Assignment.State.SUBMITTED)
    assignment.submitted_at, assignment.submitted_by = at, by
    assignment.save(update_fields=["state", "submitted_at", "submitted_by"])
    _close_offers(assignment, at)
    note("assignment.submitted", assignment, by, at, text, state=state)
    title = say("%(unit)s has submitted a task", unit=assignment.unit)
    tell(around.above(assignment, today), by, title, assignment, at, Kind.TO_DO)
    return assignment


def _close_offers(assignment: Assignment, at: datetime) -> None:
    """There is nothing left to hand over."""
    assignment.handovers.filter(state=Handover.State.OFFERED).update(
        state=Handover.State.WITHDRAWN, decided_at=at, answer=_("The task was submitted.")
    )


@transaction.atomic
def confirm(assignment: Assignment, *, text: str = "", by: Person, at: datetime) -> Assignment:
    """Accept what was submitted.

    Raises Refused when the rules forbid it, among them: who submitted does not confirm.
    """
    assignment = locked(assignment)
    today = day_of(at)
    refuse(rules.why_not_decide(assignment, reach=reach_of(by, on=today)))
    state = move(assignment, Assignment.State.DONE)
    assignment.done_at = at
    assignment.save(update_fields=["state", "done_at"])
    if text.strip():
        ProgressNote.objects.create(assignment=assignment, text=text.strip(), by=by, at=at)
    # Nobody needs more time for what is done.
    assignment.extensions.filter(state=Extension.State.ASKED).update(
        state=Extension.State.WITHDRAWN, decided_at=at, answer=_("The task was confirmed.")
    )
    note("assignment.confirmed", assignment, by, at, text, state=state)
    tell(around.in_charge(assignment, today), by, say("A task was confirmed"), assignment, at, Kind.DONE)
    return assignment


@transaction.atomic
def give_back(assignment: Assignment, *, text: str, by: Person, at: datetime) -> Assignment:
    """Return what was submitted, or confirmed by mistake, with a reason.

    Raises Refused when the rules forbid it or no reason is given; nothing is saved then.
    """
    assignment = locked(assignment)
    today = day_of(at)
    reopening = assignment.state == Assignment.State.DONE
    why_not = rules.why_not_reopen if reopening else rules.why_not_decide
    refuse(why_not(assignment, reach=reach_of(by, on=today)))
    ProgressNote.objects.create(assignment=assignment, text=said(text, WHY_RETURNED), by=by, at=at)
    state = move(assignment, Assignment.State.RETURNED)
    assignment.done_at = None
    assignment.save(update_fields=["state", "done_at"])
    note("assignment.returned", assignment, by, at, text, state=state)
    tell(around.in_charge(assignment, today), by, say("A task was returned"), assignment, at, Kind.TO_DO)
    return assignment
