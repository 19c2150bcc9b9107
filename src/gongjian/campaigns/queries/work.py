"""What the pages of a task and of one unit's share in it show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gongjian.campaigns.models import Assignment, Evidence, EvidenceUse, Task
from gongjian.campaigns.queries import visible
from gongjian.people.models import Person
from gongjian.people.reach import Reach

AGAIN = 24


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to an assignment, for the timeline; `by` is None when the system acted."""

    at: datetime
    icon: str
    tone: str
    by: Person | None
    what: str
    text: str = ""


def assignment(reach: Reach, pk: int) -> QuerySet[Assignment]:
    """The assignment with all its page needs beside the timeline: campaign, task, phase, unit, people."""
    return (
        visible.assignments(reach)
        .filter(pk=pk)
        .select_related(
            "campaign__area",
            "task__phase",
            "task__item",
            "area__parent",
            "department__area",
            "person",
            "holder",
            "submitted_by",
        )
    )


def timeline(assignment: Assignment) -> list[Event]:
    """Everything that happened, the newest first. Four queries, however much there is."""
    return sorted(
        [*_notes(assignment), *_extensions(assignment), *_handovers(assignment), *_escalations(assignment)],
        key=lambda event: event.at,
        reverse=True,
    )


def _notes(assignment: Assignment) -> Iterable[Event]:
    for note in assignment.notes.select_related("by"):
        yield Event(note.at, "message", "muted", note.by, _("noted"), note.text)


def _extensions(assignment: Assignment) -> Iterable[Event]:
    answers = {
        "granted": ("ok", _("granted more time until %(day)s")),
        "refused": ("bad", _("refused more time until %(day)s")),
        "withdrawn": ("muted", _("took back the request for time until %(day)s")),
    }
    for extension in assignment.extensions.select_related("asked_by", "decided_by"):
        day = {"day": extension.new_due.isoformat()}
        asked = _("asked for time until %(day)s") % day
        yield Event(extension.asked_at, "clock-plus", "warn", extension.asked_by, asked, extension.reason)
        if extension.decided_at is not None:
            tone, words = answers[extension.state]
            by = extension.decided_by or extension.asked_by
            yield Event(extension.decided_at, "clock-check", tone, by, words % day, extension.answer)


def _handovers(assignment: Assignment) -> Iterable[Event]:
    answers = {
        "accepted": ("ok", _("took it over")),
        "declined": ("bad", _("declined to take it over")),
        "withdrawn": ("muted", _("took back the hand-over")),
    }
    for handover in assignment.handovers.select_related("from_person", "to_person"):
        offered = _("wants to hand it over to %(person)s") % {"person": handover.to_person}
        yield Event(
            handover.offered_at, "arrows-exchange", "info", handover.from_person, offered, handover.reason
        )
        if handover.decided_at is not None:
            tone, words = answers[handover.state]
            by = handover.from_person if handover.state == "withdrawn" else handover.to_person
            yield Event(handover.decided_at, "arrows-exchange", tone, by, words, handover.answer)


def _escalations(assignment: Assignment) -> Iterable[Event]:
    for escalation in assignment.escalations.select_related("to_area"):
        words = _("passed up to %(area)s, since %(day)s had passed") % {
            "area": escalation.to_area,
            "day": escalation.due.isoformat(),
        }
        yield Event(escalation.at, "arrow-big-up-lines", "bad", None, words)


def evidence_of(**served: Any) -> QuerySet[EvidenceUse]:
    """The uses of evidence by one assignment or item check, with their files. One query."""
    return (
        EvidenceUse.objects.filter(**served).select_related("evidence__file", "evidence__by").order_by("pk")
    )


def evidence_at_hand(
    area_path: str, reach: Reach, serving: Iterable[int], text: str = ""
) -> QuerySet[Evidence]:
    """The newest evidence of exactly this area that does not serve here yet: to be used again."""
    rows = visible.evidence(reach).filter(area_path=area_path).exclude(pk__in=list(serving))
    if text:
        rows = rows.filter(Q(caption__icontains=text) | Q(file__name__icontains=text))
    return rows.select_related("file").order_by("-at", "-pk")[:AGAIN]


def task(reach: Reach, pk: int) -> QuerySet[Task]:
    return visible.tasks(reach).filter(pk=pk).select_related("phase", "item", "parent")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units of a task stand where. `answered` = submitted or done."""

    total: int
    todo: int
    doing: int
    submitted: int
    returned: int
    done: int
    overdue: int

    @property
    def answered(self) -> int:
        return self.submitted + self.done


def tally(rows: QuerySet[Assignment], today: date) -> Tally:
    """The states of `rows`, cancelled ones left out. One query."""
    live = ~Q(state=Assignment.State.CANCELLED)
    counts = {
        state: Count("pk", filter=Q(state=state))
        for state in ("todo", "doing", "submitted", "returned", "done")
    }
    late = Count("pk", filter=Q(state__in=Assignment.OPEN, due__lt=today))
    return Tally(**rows.filter(live).order_by().aggregate(total=Count("pk"), overdue=late, **counts))
