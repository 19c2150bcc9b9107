"""The tasks of a campaign as a tree, with how far their units are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, Q, QuerySet

from gongjian.campaigns.models import Assignment, Campaign, Duty, Task, unbound
from gongjian.campaigns.queries import overview, visible
from gongjian.people.models import Department, Person
from gongjian.people.reach import Reach
from gongjian.places.models import Area

NONE = {"total": 0, "todo": 0, "doing": 0, "submitted": 0, "done": 0, "late": 0}
UNITS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task with the figures of its assignments and the names of the first few units."""

    task: Task
    figures: Mapping[str, int]
    units: Sequence[str]
    more: int
    unbound: int

    @property
    def is_unassigned(self) -> bool:
        return not self.figures["total"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the tasks is asked for. `unit` is a code such as `area-5`."""

    phase: int | None = None
    unit: str = ""
    state: str = ""
    text: str = ""


UNITS: dict[str, type[Model]] = {"area": Area, "department": Department, "person": Person}
STATES = ("late", "open", "submitted", "done", "unassigned")


def rows(campaign: Campaign, reach: Reach, today: date, filters: Filters) -> list[TaskRow]:
    """The tasks asked for, in the order of the plan. Four queries, whatever their number."""
    tasks = campaign.tasks.filter(is_cancelled=False).select_related("phase", "body")
    if filters.phase:
        tasks = tasks.filter(phase=filters.phase)
    if filters.text:
        tasks = tasks.filter(Q(title__icontains=filters.text) | Q(text__icontains=filters.text))
    owed = of_unit(visible.assignments(reach).filter(campaign=campaign), filters.unit)
    figures = {row["task"]: row for row in owed.order_by().values("task").annotate(**overview.counts(today))}
    names = _names(owed)
    open_names = _open_names(campaign)
    found = [
        TaskRow(
            task=task,
            figures=figures.get(task.pk, NONE),
            units=names.get(task.pk, [])[:UNITS_SHOWN],
            more=max(len(names.get(task.pk, [])) - UNITS_SHOWN, 0),
            unbound=open_names.get(task.pk, 0),
        )
        for task in tasks
    ]
    return [row for row in found if _is_asked_for(row, filters)]


def _is_asked_for(row: TaskRow, filters: Filters) -> bool:
    figures = row.figures
    if filters.unit and not figures["total"]:
        return False
    return {
        "late": figures["late"] > 0,
        "open": figures["todo"] + figures["doing"] > 0,
        "submitted": figures["submitted"] > 0,
        "done": 0 < figures["total"] == figures["done"],
        "unassigned": row.is_unassigned,
    }.get(filters.state, True)


def of_unit(owed: QuerySet[Assignment], code: str) -> QuerySet[Assignment]:
    """What one unit owes; everything where the code names none."""
    kind, _dash, pk = code.partition("-")
    return owed.filter(**{kind: int(pk)}) if kind in overview.UNIT and pk.isdigit() else owed


def unit_name(code: str) -> str:
    """The name of the unit a code stands for; empty where it stands for none."""
    kind, _dash, pk = code.partition("-")
    model = UNITS.get(kind)
    if model is None or not pk.isdigit():
        return ""
    row = model._default_manager.filter(pk=int(pk)).first()
    return str(row) if row else ""


def _names(owed: QuerySet[Assignment]) -> dict[int, list[str]]:
    """The units of each task, those that lead first."""
    rows = owed.exclude(state=Assignment.State.CANCELLED).order_by("task", "part", "area_path", "pk")
    found: dict[int, list[str]] = {}
    for task, area, department, person in rows.values_list(
        "task", "area__name", "department__name", "person__name"
    ):
        found.setdefault(task, []).append(area or department or person)
    return found


def _open_names(campaign: Campaign) -> dict[int, int]:
    found: dict[int, int] = {}
    for task in Duty.objects.filter(unbound(), campaign=campaign, task__isnull=False).values_list(
        "task", flat=True
    ):
        found[task] = found.get(task, 0) + 1
    return found
