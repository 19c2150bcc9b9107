"""A change of the tree before it is done: what is made, what moves where, what ends and who inherits."""

from dataclasses import dataclass, field

from gongjian.kernel import paths
from gongjian.places.models import Area, Change


@dataclass(frozen=True, slots=True)
class NewArea:
    """An area that a change is to make. `key` is how the change speaks of it while it has no row."""

    key: str
    kind: str
    name: str
    code: str = ""
    settlement: str = ""


# An existing area, or the key of a new one.
Target = Area | str


@dataclass(frozen=True, slots=True)
class Move:
    """The area and all below go under another; `name` is its new one, where the old would stand there twice."""

    area: Area
    to: Target
    name: str = ""


@dataclass(frozen=True, slots=True)
class End:
    """The area ends; what hangs on it goes to the heir."""

    area: Area
    heir: Target


@dataclass(frozen=True, slots=True)
class Regrouping:
    """One merging, splitting or moving, in the order in which it is done.

    parent  what the new areas stand under; None for the top of the tree.
    closes  areas that end and have no heir.
    """

    what: Change.What
    subjects: tuple[Area, ...]
    parent: Area | None = None
    made: tuple[NewArea, ...] = ()
    moves: tuple[Move, ...] = ()
    ends: tuple[End, ...] = ()
    closes: tuple[Area, ...] = ()

    def name_of(self, target: Target) -> str:
        if isinstance(target, Area):
            return target.name
        return next(new.name for new in self.made if new.key == target)


# Where something will be filed: the path of an area as it is now, or the key of one that is to be made.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shift:
    """Subtrees that leave one area for another, and whose roles and campaigns reach them, before and after.

    tops    the paths of the subtrees.
    before  the places above them now.
    after   the places above them afterwards.
    """

    to: Target
    before: frozenset[Place]
    after: frozenset[Place]
    tops: list[str] = field(default_factory=list)


def place_at(path: str) -> Place:
    return ("area", path)


def place_of(target: Target) -> Place:
    return ("area", target.path) if isinstance(target, Area) else ("new", target)


def shifts(regrouping: Regrouping) -> list[Shift]:
    """The moves, those from one area to one other together."""
    found: dict[tuple[str, Place], Shift] = {}
    for move in regrouping.moves:
        above = paths.parent(move.area.path)
        shift = found.setdefault(
            (above, place_of(move.to)),
            Shift(move.to, _line(above), _line_of(move.to, regrouping.parent)),
        )
        shift.tops.append(move.area.path)
    return list(found.values())


def _line(path: str) -> frozenset[Place]:
    """An area and all above it."""
    return frozenset(place_at(one) for one in (*paths.ancestors(path), path) if one)


def _line_of(target: Target, parent: Area | None) -> frozenset[Place]:
    if isinstance(target, Area):
        return _line(target.path)
    return frozenset({place_of(target)}) | (_line(parent.path) if parent else frozenset())
