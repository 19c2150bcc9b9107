"""What the tree announces to the apps above it."""

from dataclasses import dataclass

from django.dispatch import Signal

# Sent once for every merging, splitting, moving and closing, inside its transaction, after the paths of every
# `AreaPathField(follows=True)` have been rewritten. A receiver moves what must move at once (open grants, open
# tasks) from each ended area to its heir; a `Refused` that it raises undoes the whole change. Receivers get:
#
#   change   the Change row
#   moved    tuple of Moved: subtrees that stand elsewhere now, paths as they were and as they are
#   ended    tuple of Ended: areas that ended, each with the area that inherits (None where nobody does)
#   by, at   the person and the instant
areas_reorganised = Signal()


@dataclass(frozen=True, slots=True)
class Moved:
    """A subtree that stands elsewhere now."""

    area_id: int
    old_path: str
    new_path: str


@dataclass(frozen=True, slots=True)
class Ended:
    """An area that ended. `new_path` is where it is filed now: under its heir, if it has one."""

    area_id: int
    old_path: str
    new_path: str
    heir_id: int | None
    heir_path: str
