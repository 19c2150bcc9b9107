"""The tree as it is now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongjian.kernel import paths
from gongjian.places import rules
from gongjian.places.kinds import MAY_STAND_UNDER, same_rank
from gongjian.places.models import Area, Kind, Placement
from gongjian.places.queries.finding import find

if TYPE_CHECKING:
    from gongjian.people.reach import Reach

PER_BRANCH = 100
# `people.roles.Capability.VIEW`, which stands above this app.
VIEW = "view"


def visible_to(reach: "Reach") -> QuerySet[Area]:
    """The areas a person may look at: theirs, all below, and those above up to the top; ended ones too."""
    return Area.objects.filter(reach.up_and_down(field="path"))


def current(areas: QuerySet[Area] | None = None) -> QuerySet[Area]:
    """The areas that hold now."""
    return (Area.objects.all() if areas is None else areas).filter(valid_to=None)


def above(area: Area) -> list[Area]:
    """The areas above, the top first. One query."""
    return list(Area.objects.filter(path__in=paths.ancestors(area.path)).order_by("path"))


def trails(areas: Iterable[Area]) -> dict[int, list[str]]:
    """For each area the names of those above it, the top first. One query for all of them."""
    areas = list(areas)
    wanted = {path for area in areas for path in paths.ancestors(area.path)}
    names = dict(Area.objects.filter(path__in=wanted).values_list("path", "name")) if wanted else {}
    return {area.pk: [names[path] for path in paths.ancestors(area.path)] for area in areas}


def own_tops(reach: "Reach") -> list[Area]:
    """The areas that are the person's own, where their day begins; of an operator, the tops of the tree."""
    roots = reach.roots(VIEW)
    tops = current(children_of(None)) if paths.ROOT in roots else Area.objects.filter(path__in=roots)
    return list(tops.order_by("path")[:PER_BRANCH])


def children_of(area: Area | None) -> QuerySet[Area]:
    """The areas directly below, ended ones too; of None, the tops of the tree."""
    return Area.objects.filter(parent=area).order_by("path")


def counts_below(area: Area) -> list[tuple[Kind, int]]:
    """How many current areas of each kind stand below, from the top down; kinds without any are left out.

    One query over an index alone: 2 ms for 22,000 areas, 50 ms for 700,000.
    """
    below = current().filter(paths.within(area.path)).exclude(pk=area.pk).order_by()
    counted = dict(below.values_list("kind").annotate(number=Count("*")))
    return [(kind, counted[kind]) for kind in Kind if kind in counted]


# --- The tree at the side ---------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Node:
    """An area in the tree at the side.

    children  the branch below, when it is open; None when it is not.
    """

    area: Area
    has_children: bool
    children: "Branch | None" = None


@dataclass(frozen=True, slots=True)
class Branch:
    """Some of the areas directly below one; `after` is the path to go on behind, or empty at the end."""

    parent: Area | None
    nodes: tuple[Node, ...]
    after: str = ""


def branch(visible: QuerySet[Area], parent: Area | None, *, after: str = "", ended: bool = False) -> Branch:
    """The next PER_BRANCH areas below `parent` behind the path `after`. One query."""
    return _branch(visible, parent, list(_nodes(visible, parent, after=after, ended=ended)), {})


def branches(visible: QuerySet[Area], chain: Sequence[Area], *, ended: bool = False) -> Branch:
    """The tree with every area of `chain` (the top first) open. One query a level, whatever its size."""
    levels: list[list[Area]] = [list(_nodes(visible, None, ended=ended))]
    for area in chain:
        found = list(_nodes(visible, area, ended=ended))
        levels.append(found)
    # Where a branch is longer than a page, the open area may lie behind it: it is shown all the same.
    for level, area in zip(levels, chain, strict=False):
        if all(area.pk != node.pk for node in level[:PER_BRANCH]):
            area.has_children = True  # type: ignore[attr-defined]  # as _nodes annotates
            level.insert(0, area)
    open_below: Branch | None = None
    parents: list[Area | None] = [None, *chain]
    for index in range(len(levels) - 1, -1, -1):
        opened = {chain[index].pk: open_below} if index < len(chain) and open_below is not None else {}
        open_below = _branch(visible, parents[index], levels[index], opened)
    assert open_below is not None  # noqa: S101 - there is always the level of the tops
    return open_below


def _nodes(
    visible: QuerySet[Area], parent: Area | None, *, after: str = "", ended: bool = False
) -> QuerySet[Area]:
    below = Area.objects.filter(parent=OuterRef("pk"))
    if not ended:
        visible, below = current(visible), current(below)
    if after:
        visible = visible.filter(path__gt=after)
    rows = visible.filter(parent=parent).annotate(has_children=Exists(below)).order_by("path")
    return rows[: PER_BRANCH + 1]


def _branch(
    visible: QuerySet[Area], parent: Area | None, rows: list[Area], opened: "dict[int, Branch]"
) -> Branch:
    shown = rows[:PER_BRANCH]
    nodes = tuple(Node(area, area.has_children, opened.get(area.pk)) for area in shown)  # type: ignore[attr-defined]
    return Branch(parent, nodes, shown[-1].path if len(rows) > PER_BRANCH else "")


# --- For those who write -----------------------------------------------------------------------------------
def locked(pk: int) -> Area:
    """The area as it is now, kept where it is until the transaction ends.

    An action that copies `path` into an AreaPathField reads the area with this: a path read earlier may be
    one that a reorganisation has just taken away.
    """
    return Area.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def sisters_of(area: Area) -> QuerySet[Area]:
    """The current areas of the same level beside it, itself included: those it can be merged with."""
    return current(children_of(area.parent)).filter(kind__in=same_rank(area.kind))


def places_for(area: Area, reach: "Reach", text: str, limit: int) -> list[Area]:
    """Where `area` could be moved: what `text` can mean, or, without one, the sisters of its upper area."""
    there = current().filter(
        reach.down(rules.MANAGE, field="path"), kind__in=MAY_STAND_UNDER[area.kind] - {None}
    )
    there = there.exclude(path=paths.parent(area.path)).exclude(paths.within(area.path))
    if text:
        return find(text, there, limit)
    near = there.filter(paths.within(paths.parent(paths.parent(area.path)))).order_by("path")
    return list(near[:limit])


def next_number(parent_path: str) -> int:
    """The number of the next area directly under the path: above any that was ever given there.

    A path is never given twice, so that a path "as then" names one area for ever. Three index look-ups.
    """
    return 1 + max(_last(Area.objects.all(), parent_path), _last(Placement.objects.all(), parent_path))


def _last(rows: "QuerySet[Area] | QuerySet[Placement]", parent_path: str) -> int:
    below = Q(path__gt=parent_path)
    if parent_path:
        below &= Q(path__lt=paths.after(parent_path))
    last = rows.filter(below).order_by("-path").values_list("path", flat=True).first()
    end = len(parent_path) + paths.WIDTH
    return paths.number(last[:end]) if last else 0
