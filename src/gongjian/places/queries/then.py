"""As then and as now.

A record that keeps the path of its day (`AreaPathField(follows=False)`) is read *as then* by comparing it with
the paths of a day, and *as now* through `now_of`, which says where what stood at a path stands today. Both
rest on one promise: a path is given once, so a path names one area for ever.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db.models import Q, QuerySet

from gongjian.kernel import paths
from gongjian.places.models import Area, Placement

T = TypeVar("T")
CHUNK = 2_000


def placement_on(area: Area, day: date) -> Placement | None:
    """Where and under what name the area stood on `day`; None before it began and after it ended."""
    return in_force(day).filter(area=area).first()


def path_on(area: Area, day: date) -> str | None:
    """The area's path on `day`; None before it began and after it ended."""
    placement = placement_on(area, day)
    return placement.path if placement else None


def subtree_on(where: Area | str, day: date) -> QuerySet[Placement]:
    """The tree on `day` at and below an area, or a path of that day. Empty when the area did not exist then."""
    path = path_on(where, day) if isinstance(where, Area) else where
    return (
        in_force(day).filter(paths.within(path)).order_by("path")
        if path is not None
        else Placement.objects.none()
    )


def in_force(day: date) -> QuerySet[Placement]:
    """The placements that held on `day`: the whole tree as then."""
    return Placement.objects.filter(Q(ends=None) | Q(ends__gt=day), starts__lte=day)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch in the life of an area, and what it stood under then; empty at the top."""

    placement: Placement
    under: str


def life_of(area: Area) -> list[Stretch]:
    """Where, as what and under what name an area stood, the latest first. Two queries."""
    placements = [place for place in area.placements.order_by("-starts", "-pk") if place.starts != place.ends]
    above = {paths.parent(place.path) for place in placements} - {paths.ROOT}
    uppers = list(Placement.objects.filter(path__in=above).order_by("starts", "pk")) if above else []
    return [Stretch(place, _named(uppers, paths.parent(place.path), place.starts)) for place in placements]


def _named(uppers: Sequence[Placement], path: str, day: date) -> str:
    """The name that stood at a path on a day; where the rows begin later, the first."""
    there = [upper for upper in uppers if upper.path == path]
    holding = [upper for upper in there if upper.starts <= day and (upper.ends is None or upper.ends > day)]
    return next((upper.name for upper in [*holding, *there]), "")


def current_of(area: Area) -> Area | None:
    """The area itself while it holds, else the one that answers for it now; None where nobody does."""
    while not area.is_current:
        if area.successor is None:
            return None
        area = area.successor
    return area


@dataclass(frozen=True, slots=True)
class Now:
    """Where something stands today. `is_current` is False when its area ended and nobody inherited."""

    area_id: int
    path: str
    is_current: bool


def now_of(then_paths: Iterable[str]) -> dict[str, Now]:
    """For each path as then, the area that answers for it today and that area's path.

    A path that was never given is left out. The path of an area that ended without an heir leads to that area
    where it is filed, so that totals of the areas above stay whole. A few queries for every 2,000 paths.
    """
    heirs = _heirs()
    owners: dict[str, int] = {}
    for some in _chunks(sorted(set(then_paths))):
        owners.update(Placement.objects.filter(path__in=some).values_list("path", "area_id"))
    answering = {path: heirs.get(area_id, area_id) for path, area_id in owners.items()}
    areas: dict[int, tuple[str, bool]] = {}
    for ids in _chunks(sorted(set(answering.values()))):
        rows = Area.objects.filter(pk__in=ids).values_list("pk", "path", "valid_to")
        areas.update({pk: (path, ended is None) for pk, path, ended in rows})
    return {path: Now(pk, *areas[pk]) for path, pk in answering.items()}


def heirs_of(area_ids: Iterable[int]) -> dict[int, Area]:
    """The area that answers today for each of these that have ended; who has no heir is left out. Two queries."""
    ended, heirs = set(area_ids), _heirs()
    last = {pk: heirs[pk] for pk in ended if pk in heirs}
    current = {}
    for some in _chunks(sorted(set(last.values()))):
        current.update(Area.objects.filter(valid_to=None).in_bulk(some))
    return {pk: current[heir] for pk, heir in last.items() if heir in current}


def places_on(now_paths: Iterable[str], day: date) -> list[str]:
    """Where the areas that stand at these paths today stood on `day`; those that did not exist are left out.

    The empty path, the whole tree, is itself on every day. One query.
    """
    wanted = set(now_paths)
    if paths.ROOT in wanted:
        return [paths.ROOT]
    return list(in_force(day).filter(area__path__in=wanted).order_by("path").values_list("path", flat=True))


def _heirs() -> dict[int, int]:
    """Every ended area with a successor, and the last of its successors. One query."""
    follows = dict(Area.objects.filter(successor__isnull=False).order_by().values_list("pk", "successor_id"))
    last: dict[int, int] = {}
    for pk in follows:
        heir = pk
        while (further := follows.get(heir)) is not None:
            heir = further
        last[pk] = heir
    return last


def _chunks(values: Sequence[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while some := list(islice(rest, CHUNK)):
        yield some
