"""What every action on an assignment begins and ends with: taking hold of it, noting, telling."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.functional import Promise

from gongjian.campaigns.actions.changes import told
from gongjian.campaigns.models import Assignment
from gongjian.history.actions import record
from gongjian.inbox import actions as inbox
from gongjian.inbox.words import Words
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person

# The fields that an action has changed: what each was and what it is.
Changed = dict[str, tuple[object, object]]


def locked(assignment: Assignment) -> Assignment:
    """The assignment as it stands now, locked, so that of two people pressing at once the second is told."""
    return (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("campaign__started_by", "task", "area", "department", "person", "holder")
        .get(pk=assignment.pk)
    )


def said(text: str, asking: str | Promise) -> str:
    """`text` without the space around it.

    raises   Refused, in the words of `asking`, when nothing is left.
    """
    text = text.strip()
    if not text:
        raise Refused(Refusal("say_something", asking))
    return text


def move(assignment: Assignment, to: str) -> tuple[str, str]:
    """Set the state without saving it; what it was and is."""
    before, assignment.state = assignment.state, to
    return before, to


def note(
    verb: str, assignment: Assignment, by: Person | None, at: datetime, text: str = "", **changed: object
) -> None:
    """Write the history. `changed` are pairs: what a field was, and what it is."""
    pairs = {name: pair for name, pair in changed.items() if isinstance(pair, tuple)}
    record(
        verb,
        assignment,
        by=by,
        at=at,
        area_path=assignment.area_path,
        before={name: told(old) for name, (old, _new) in pairs.items()},
        after={name: told(new) for name, (_old, new) in pairs.items()},
        note=text.strip(),
    )


def tell(
    people: Iterable[Person], by: Person, title: Words, assignment: Assignment, at: datetime, kind: str
) -> None:
    """Tell `people`, but not the one who did it."""
    inbox.tell(
        [person for person in people if person != by],
        title=title,
        text=str(assignment),
        url=assignment.get_absolute_url(),
        kind=kind,
        at=at,
    )
