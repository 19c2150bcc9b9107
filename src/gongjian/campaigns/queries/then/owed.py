"""What the units of a campaign owed at the end of a day."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gongjian.campaigns.models import Assignment, Task
from gongjian.campaigns.queries import visible
from gongjian.campaigns.queries.then.day import Then, about, areas_at
from gongjian.kernel import paths
from gongjian.kernel.clock import day_of
from gongjian.people.reach import NOTHING
from gongjian.places import queries as places
from gongjian.places.models import Placement

State = Assignment.State
UNIT = ("area", "department", "person")


@dataclass(frozen=True, slots=True)
class Owed:
    """A unit's share in a task as it was at the end of the day; exactly one of the three is set.

    path     where the unit stood; of one that had ended before, where it is filed.
    above    what it stood under, or, of a department and a person, where they belong.
    """

    pk: int
    task: int
    area: int | None
    department: int | None
    person: int | None
    name: str
    state: str
    due: date | None
    part: str
    holder: str
    path: str
    above: str = ""

    @property
    def code(self) -> str:
        """The unit's code in addresses, as `overview.code_of` makes it."""
        kind = next(kind for kind in UNIT if getattr(self, kind))
        return f"{kind}-{getattr(self, kind)}"

    def is_late(self, day: date) -> bool:
        return Assignment.is_late(self.state, self.due, day)


def owed(then: Then) -> list[Owed]:
    """What the units owed, in the order of the tree and the plan. Eight queries.

    A task that was taken away from a unit before it began anything has left no row, and is not there.
    """
    placed = places.in_force(then.day).filter(then.in_sight).order_by().values("area")
    rows = Assignment.objects.filter(
        Q(pk__in=visible.assignments(then.reach).order_by().values("pk")) | Q(area__in=placed),
        campaign=then.campaign,
        created_at__lt=then.until,
    )
    found = [_owed(row) for row in rows.order_by("area_path", "task__ordinal", "pk").values(*FIELDS)]
    found = _with_states(then, rows, _with_units(then, rows, found))
    return _placed(then, found)


FIELDS = (
    "pk", "task", *UNIT, *(f"{kind}__name" for kind in UNIT), "state", "due", "part", "holder__name", "area_path",
)  # fmt: skip


def _owed(row: dict[str, Any]) -> Owed:
    kind = next(kind for kind in UNIT if row[kind])
    return Owed(
        pk=row["pk"],
        task=row["task"],
        area=row["area"],
        department=row["department"],
        person=row["person"],
        name=row[f"{kind}__name"],
        state=row["state"],
        due=row["due"],
        part=row["part"],
        holder=row["holder__name"] or "",
        path=row["area_path"],
    )


def _with_units(then: Then, rows: QuerySet[Assignment], found: list[Owed]) -> list[Owed]:
    """What heirs have taken over since, back with the areas that have ended."""
    since = about(rows).filter(verb="assignment.inherited", at__gte=then.until)
    back: dict[int, list[tuple[str, date]]] = defaultdict(list)
    for pk, at, before in since.order_by("-at", "-pk").values_list("subject_id", "at", "before"):
        back[int(pk)].append((before.get("area", ""), day_of(at)))

    def unit(one: Owed) -> Owed:
        area, name = one.area, one.name
        for old, ended_on in back.get(one.pk, ()):
            was = then.ended.get((area or 0, old, ended_on))
            area, name = (was, old) if was else (area, name)
        return replace(one, area=area, name=name) if area != one.area else one

    return [unit(one) for one in found]


def _with_states(then: Then, rows: QuerySet[Assignment], found: list[Owed]) -> list[Owed]:
    since = about(rows).filter(
        Q(before__has_key="state") | Q(before__has_key="due"),
        verb__startswith="assignment.",
        at__gte=then.until,
    )
    was: dict[int, dict[str, Any]] = defaultdict(dict)
    for pk, before in since.order_by("at", "pk").values_list("subject_id", "before"):
        for name in ("state", "due"):
            if name in before:
                was[int(pk)].setdefault(name, before[name])
    tasks = _Tasks(then)
    last = _last_states(then, rows.filter(state=State.CANCELLED))

    def as_then(one: Owed) -> Owed:
        known = was.get(one.pk, {})
        state = known["state"] if "state" in known else tasks.state_of(one, last.get(one.pk, State.TODO))
        due = _day(known["due"]) if "due" in known else tasks.due_of(one)
        return replace(one, state=state, due=due)

    return [as_then(one) for one in found]


def _last_states(then: Then, rows: QuerySet[Assignment]) -> dict[int, str]:
    """The state each had reached by the end of the day, as far as the history tells."""
    told = about(rows).filter(
        verb__startswith="assignment.", at__lt=then.until, after__has_key="state"
    )  # fmt: skip
    steps = told.order_by("at", "pk").values_list("subject_id", "after")
    return {int(pk): after["state"] for pk, after in steps}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class _Tasks:
    """What has been done since to whole tasks, all their units at once: cancelled, taken up again, dated anew."""

    def __init__(self, then: Then) -> None:
        tasks = Task.objects.filter(campaign=then.campaign)
        self.parents = dict(tasks.order_by().values_list("pk", "parent_id"))
        self.first: dict[int, str] = {}
        self.taken_away: dict[tuple[int, str], str] = {}
        self.dates: dict[int, list[tuple[date | None, date | None]]] = defaultdict(list)
        verbs = ("task.cancelled", "task.restored", "task.unassigned", "task.edited")
        since = about(tasks).filter(verb__in=verbs, at__gte=then.until)
        for pk, verb, before, after in since.order_by("at", "pk").values_list(
            "subject_id", "verb", "before", "after"
        ):
            if verb == "task.unassigned":
                self.taken_away.setdefault((int(pk), before.get("unit", "")), before.get("state", ""))
            elif verb != "task.edited":
                self.first.setdefault(int(pk), verb)
            elif "due" in before:
                self.dates[int(pk)].insert(0, (_day(before["due"]), _day(after["due"])))

    def state_of(self, one: Owed, last: str) -> str:
        """The state on the day of what has no entry of its own since; `last` is what it had reached by then."""
        if self.first.get(one.task) == "task.restored" and one.state != State.DONE:
            return State.CANCELLED
        if one.state != State.CANCELLED:
            return one.state
        if taken := self.taken_away.get((one.task, one.name)):
            return taken
        return last if self._was_cancelled_since(one.task) else one.state

    def _was_cancelled_since(self, task: int | None) -> bool:
        while task is not None:
            if self.first.get(task) == "task.cancelled":
                return True
            task = self.parents.get(task)
        return False

    def due_of(self, one: Owed) -> date | None:
        due = one.due
        for before, after in self.dates.get(one.task, ()):
            due = before if due == after else due
        return due


def _placed(then: Then, found: list[Owed]) -> list[Owed]:
    """The units under the names they had and where they stood."""
    stood = _stood(then, found)
    above = areas_at({paths.parent(place.path) for place in stood.values()}, then.day)

    def place(one: Owed) -> Owed:
        there = stood.get(one.area or one.path)
        if there is None:
            return one
        if one.area is None:
            return replace(one, path=there.path, above=there.name)
        upper = paths.parent(there.path)
        return replace(
            one, name=there.name, path=there.path, above=above[upper][1] if upper in above else ""
        )  # fmt: skip

    return sorted((place(one) for one in found), key=lambda one: (one.path, one.area is not None))


def _stood(then: Then, found: list[Owed]) -> dict[int | str, Placement]:
    """The placements of the day: of areas by their number, of departments and people by where they belong now."""
    areas = {one.area for one in found if one.area is not None}
    homes = {one.path for one in found if one.area is None}
    rows = places.in_force(then.day).filter(
        Q(area__in=areas) | Q(area__path__in=homes) if areas or homes else NOTHING
    )
    stood: dict[int | str, Placement] = {}
    for row in rows.select_related("area"):
        stood[row.area_id] = stood[row.area.path] = row
    return stood


def counts(rows: Iterable[Owed], day: date) -> dict[str, int]:
    """The figures of a set of shares, by the names of `overview.counts`."""
    found = list(rows)
    number = Counter(one.state for one in found)
    return {
        "total": len(found) - number[State.CANCELLED],
        "todo": number[State.TODO],
        "doing": number[State.DOING] + number[State.RETURNED],
        "submitted": number[State.SUBMITTED],
        "done": number[State.DONE],
        "late": sum(one.is_late(day) for one in found),
    }
