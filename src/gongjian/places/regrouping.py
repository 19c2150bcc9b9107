"""A change of the tree before it is done: what is made, what moves where, what ends and who inherits."""

from dataclasses import dataclass

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
    """

    what: Change.What
    subjects: tuple[Area, ...]
    parent: Area | None = None
    made: tuple[NewArea, ...] = ()
    moves: tuple[Move, ...] = ()
    ends: tuple[End, ...] = ()

    def name_of(self, target: Target) -> str:
        if isinstance(target, Area):
            return target.name
        return next(new.name for new in self.made if new.key == target)
