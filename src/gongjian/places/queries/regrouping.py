"""What a merging, splitting or moving consists of, worked out from the tree as it is now."""

from collections import Counter
from collections.abc import Mapping, Sequence

from gongjian.kernel import paths
from gongjian.places.models import Area, Change
from gongjian.places.names import LONGEST
from gongjian.places.queries.tree import children_of, current
from gongjian.places.regrouping import End, Move, NewArea, Regrouping, Target


def merging(areas: Sequence[Area], into: Area | NewArea, *, tell_apart: bool = False) -> Regrouping:
    """All of `areas` become `into`: everything under them goes under it, and it inherits from each.

    tell_apart  children whose names would stand twice get the old area's name in front: 滨河社区第一网格.

    Ended areas move along: they are filed where their records are answered for. One query an area.
    """
    target: Target = into if isinstance(into, Area) else into.key
    ending = [area for area in areas if area != into]
    children = {area.pk: list(children_of(area)) for area in areas}
    names = Counter(child.name for below in children.values() for child in below if child.is_current)
    return Regrouping(
        what=Change.What.MERGE,
        subjects=tuple(areas),
        parent=areas[0].parent,
        made=() if isinstance(into, Area) else (into,),
        moves=tuple(
            Move(child, target, _apart(area, child) if tell_apart and names[child.name] > 1 else "")
            for area in ending
            for child in children[area.pk]
        ),
        ends=tuple(End(area, target) for area in ending),
    )


def _apart(area: Area, child: Area) -> str:
    """The child's name with its old upper area's in front; empty where that is too long or the child has ended."""
    name = f"{area.name}{child.name}"
    return name if child.is_current and len(name) <= LONGEST else ""


def splitting(
    area: Area, parts: Sequence[NewArea], *, heir: str | None, goes: Mapping[int, str]
) -> Regrouping:
    """`area` becomes `parts`.

    heir  the key of the part that inherits what hangs on the area itself and the children not named in `goes`;
          None when the area goes on and keeps them.
    goes  for each child that leaves, its id and the key of its part.
    """
    children = list(children_of(area))
    to = {child.pk: goes.get(child.pk, heir) for child in children}
    moves = tuple(Move(child, key) for child in children if (key := to[child.pk]) is not None)
    return Regrouping(
        what=Change.What.SPLIT,
        subjects=(area,),
        parent=area.parent,
        made=tuple(parts),
        moves=moves,
        ends=() if heir is None else (End(area, heir),),
    )


def moving(area: Area, to: Area) -> Regrouping:
    """`area`, with all below, goes under `to`."""
    return Regrouping(what=Change.What.MOVE, subjects=(area,), moves=(Move(area, to),))


def closing(area: Area) -> Regrouping:
    """`area` ends with all below, and nobody inherits. One query."""
    ending = current(Area.objects.filter(paths.within(area.path))).order_by("path")
    return Regrouping(what=Change.What.CLOSE, subjects=(area,), closes=tuple(ending))
