"""What the pages of a task and of one unit's share in it show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from gongjian.campaigns.models import Assignment, Evidence, EvidenceUse, Task
from gongjian.campaigns.queries import visible
from gongjian.kernel.paths import within
from gongjian.people.reach import Reach

AGAIN = 24


def assignment(reach: Reach, pk: int) -> QuerySet[Assignment]:
    """The assignment with all that its page shows of it: campaign, task, phase, unit, people."""
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


def evidence_of(**served: Any) -> QuerySet[EvidenceUse]:
    """The uses of evidence by one assignment or item check, with their files. One query."""
    return (
        EvidenceUse.objects.filter(**served).select_related("evidence__file", "evidence__by").order_by("pk")
    )


def evidence_at_hand(
    area_path: str, reach: Reach, serving: Iterable[int], text: str = ""
) -> QuerySet[Evidence]:
    """The newest evidence of this area and of its parts that does not serve here yet: to be used again.

    serving   numbers of the evidence that serves already.
    text      in the caption or the name of the file.
    """
    rows = visible.evidence(reach).filter(within(area_path, "area_path")).exclude(pk__in=list(serving))
    if text:
        rows = rows.filter(Q(caption__icontains=text) | Q(file__name__icontains=text))
    return rows.select_related("file", "area").order_by("-at", "-pk")[:AGAIN]


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


def with_units(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Brings along the unit and the person in charge, and `above`: where the unit belongs to."""
    return rows.select_related("area", "department", "person", "holder").annotate(
        above=Coalesce("area__parent__name", "department__area__name", Value(""))
    )


def in_state(rows: QuerySet[Assignment], state: str, today: date) -> QuerySet[Assignment]:
    """Those in a state; "late" is one of them, and what is none shows all but the cancelled."""
    if state == "late":
        return rows.filter(state__in=Assignment.OPEN, due__lt=today)
    if state in Assignment.State.values:
        return rows.filter(state=state)
    return rows.exclude(state=Assignment.State.CANCELLED)
