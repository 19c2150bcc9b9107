"""Who owes what: units with their figures, and units × tasks as a matrix."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongjian.campaigns.models import Assignment, Campaign, Task
from gongjian.campaigns.queries import overview, then, visible
from gongjian.campaigns.queries.gone import Gone, gone_of
from gongjian.kernel import paths
from gongjian.people.reach import Reach
from gongjian.places.models import Area

# Of the matrix, so that a page stays one: a campaign with more is read by its lists.
COLUMNS_SHOWN = 80


# One sign a state, so that a printed or colour-blind board reads as well.
SIGNS = {"done": "✓", "submitted": "↑", "doing": "◐", "returned": "↩", "late": "!", "todo": "·"}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with the figures of what it owes.

    above   names the area it belongs to.
    gone    set for an area that has ended: what it had finished stays with it.
    """

    code: str
    name: str
    above: str
    total: int
    todo: int
    doing: int
    submitted: int
    done: int
    late: int
    gone: Gone | None = None


NUMBERS = ("total", "todo", "doing", "submitted", "done", "late")


def units(campaign: Campaign, reach: Reach, today: date, day: date | None = None) -> list[UnitRow]:
    """The units that owe something, in the order of the tree, people and departments first.

    day   as then. Four queries as now at most, twelve as then.
    """
    if day:
        return _units_then(then.owed(then.on(campaign, reach, day)), day)
    owed = visible.assignments(reach).filter(campaign=campaign)
    rows = list(
        owed.order_by()
        .values(*overview.UNIT, *overview.UNIT_NAMES, "area_path", "area__valid_to")
        .annotate(**overview.counts(today))
        .order_by("area_path", "-department", "-person")
    )
    above = _names_above({row["area_path"] for row in rows})
    left = gone_of({row["area"]: row["area__valid_to"] for row in rows if row["area__valid_to"]})
    return [
        UnitRow(
            code=overview.code_of(row),
            name=overview.name_of(row),
            above=above.get(paths.parent(row["area_path"]) if row["area"] else row["area_path"], ""),
            gone=left.get(row["area"]),
            **{name: row[name] for name in NUMBERS},
        )
        for row in rows
    ]


def _units_then(found: Sequence[then.Owed], day: date) -> list[UnitRow]:
    by_unit: dict[str, list[then.Owed]] = {}
    for one in found:
        by_unit.setdefault(one.code, []).append(one)
    return [
        UnitRow(code=code, name=rows[0].name, above=rows[0].above, gone=None, **then.counts(rows, day))
        for code, rows in by_unit.items()
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


def matrix(campaign: Campaign, reach: Reach, today: date, day: date | None = None) -> Matrix:
    """Units × tasks, of tasks that somebody owes. Six queries as now at most, thirteen as then, whatever the size."""
    if day:
        found = then.owed(then.on(campaign, reach, day))
        rows, cells = _units_then(found, day), _cells_then(found, day)
    else:
        rows, cells = units(campaign, reach, today), _cells(campaign, reach, today)
    wanted = {task for _code, task in cells}
    tasks = [task for task in campaign.tasks.all() if task.pk in wanted and (day or not task.is_cancelled)]
    columns = tasks[:COLUMNS_SHOWN]
    return Matrix(
        columns=columns,
        rows=[(row, [cells.get((row.code, task.pk)) for task in columns]) for row in rows],
        left_out=len(tasks) - len(columns),
    )


def _cells(campaign: Campaign, reach: Reach, today: date) -> dict[tuple[str, int], Cell]:
    owed = visible.assignments(reach).filter(campaign=campaign).exclude(state=Assignment.State.CANCELLED)
    cells: dict[tuple[str, int], Cell] = {}
    for pk, task, area, department, person, state, due in owed.order_by().values_list(
        "pk", "task", "area", "department", "person", "state", "due"
    ):
        code = overview.code_of({"area": area, "department": department, "person": person})
        cells[(code, task)] = Cell(pk, "late" if Assignment.is_late(state, due, today) else state)
    return cells


def _cells_then(found: Sequence[then.Owed], day: date) -> dict[tuple[str, int], Cell]:
    return {
        (one.code, one.task): Cell(one.pk, "late" if one.is_late(day) else one.state)
        for one in found
        if one.state != Assignment.State.CANCELLED
    }
