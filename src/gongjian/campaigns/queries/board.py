"""Who owes what: units with their figures, and units × tasks as a matrix."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongjian.campaigns.models import Assignment, Campaign, Task
from gongjian.campaigns.queries import overview, visible
from gongjian.kernel import paths
from gongjian.people.reach import Reach
from gongjian.places.models import Area

# Of the matrix, so that a page stays one: a campaign with more is read by its lists.
COLUMNS_SHOWN = 80


# One sign a state, so that a printed or colour-blind board reads as well.
SIGNS = {"done": "✓", "submitted": "↑", "doing": "◐", "returned": "↩", "late": "!", "todo": "·"}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with the figures of what it owes. `above` names the area it belongs to."""

    code: str
    name: str
    above: str
    total: int
    todo: int
    doing: int
    submitted: int
    done: int
    late: int


def units(campaign: Campaign, reach: Reach, today: date) -> list[UnitRow]:
    """The units that owe something, in the order of the tree, people and departments first. Two queries."""
    owed = visible.assignments(reach).filter(campaign=campaign)
    rows = list(
        owed.order_by()
        .values(*overview.UNIT, *overview.UNIT_NAMES, "area_path")
        .annotate(**overview.counts(today))
        .order_by("area_path", "-department", "-person")
    )
    above = _names_above({row["area_path"] for row in rows})
    return [
        UnitRow(
            code=overview.code_of(row),
            name=overview.name_of(row),
            above=above.get(paths.parent(row["area_path"]) if row["area"] else row["area_path"], ""),
            **{name: row[name] for name in ("total", "todo", "doing", "submitted", "done", "late")},
        )
        for row in rows
    ]


def _names_above(found: set[str]) -> dict[str, str]:
    wanted = found | {paths.parent(path) for path in found}
    return dict(Area.objects.filter(path__in=wanted).values_list("path", "name"))


@dataclass(frozen=True, slots=True)
class Cell:
    """What one unit owes of one task; `state` is a code of Assignment.State or "late"."""

    pk: int
    state: str


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: Sequence[Task]
    rows: Sequence[tuple[UnitRow, Sequence[Cell | None]]]
    left_out: int


def matrix(campaign: Campaign, reach: Reach, today: date) -> Matrix:
    """Units × tasks, of tasks that somebody owes. Four queries, whatever the size."""
    rows = units(campaign, reach, today)
    owed = visible.assignments(reach).filter(campaign=campaign).exclude(state=Assignment.State.CANCELLED)
    cells: dict[tuple[str, int], Cell] = {}
    for pk, task, area, department, person, state, due in owed.order_by().values_list(
        "pk", "task", "area", "department", "person", "state", "due"
    ):
        code = overview.code_of({"area": area, "department": department, "person": person})
        is_late = due is not None and due < today and state in Assignment.OPEN
        cells[(code, task)] = Cell(pk, "late" if is_late else state)
    wanted = {task for _code, task in cells}
    tasks = [task for task in campaign.tasks.filter(is_cancelled=False) if task.pk in wanted]
    columns = tasks[:COLUMNS_SHOWN]
    return Matrix(
        columns=columns,
        rows=[(row, [cells.get((row.code, task.pk)) for task in columns]) for row in rows],
        left_out=len(tasks) - len(columns),
    )
