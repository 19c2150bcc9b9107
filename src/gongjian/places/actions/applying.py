"""Doing what a checked list asks for: new areas level by level, then the changes."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from gongjian.history.actions import record
from gongjian.kernel import paths
from gongjian.kernel.clock import day_of
from gongjian.places import names, queries
from gongjian.places.actions import placing
from gongjian.places.actions.areas import AMENDED, difference, put
from gongjian.places.imports.outcome import Outcome, Placed
from gongjian.places.models import Area, Change, ImportDraft

if TYPE_CHECKING:
    from gongjian.people.models import Person

Progress = Callable[[int, int], None]
BATCH = 2_000
# A list of 100,000 grids has a few thousand different names.
_initials = lru_cache(maxsize=20_000)(names.initials)


def warm_up(those: Iterable[str]) -> None:
    """Look the letters of the names up before the tree is locked: the first time they cost more than the rows."""
    for name in those:
        _initials(name)


def apply(
    draft: ImportDraft,
    outcome: Outcome,
    *,
    correction: bool,
    by: "Person",
    at: datetime,
    progress: Progress,
) -> None:
    """Add and change what the outcome says, unasked, and note it; the tree must be locked."""
    _add(outcome.added, at, progress)
    _change(outcome.changed, draft, correction=correction, by=by, at=at)
    record(
        "areas.imported",
        draft,
        by=by,
        at=at,
        area_path=draft.base.path if draft.base else paths.ROOT,
        after={
            "added": len(outcome.added),
            "changed": len(outcome.changed),
            "unchanged": outcome.unchanged,
            "sha256": draft.sha256,
        },
        note=draft.name,
    )


def _add(added: list[Placed], at: datetime, progress: Progress) -> None:
    """Make the new areas, level by level, so that each finds the row it stands under."""
    made: dict[int, Area] = {}
    numbers: dict[str, int] = {}
    on = day_of(at)
    last = Area.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    levels: dict[int, list[Placed]] = defaultdict(list)
    for placed in added:
        levels[placed.depth].append(placed)
    for depth in sorted(levels):
        for start in range(0, len(levels[depth]), BATCH):
            some = levels[depth][start : start + BATCH]
            areas = Area.objects.bulk_create(_new(placed, made, numbers, on) for placed in some)
            made.update(zip(map(id, some), areas, strict=True))
            progress(len(made), len(added))
    placing.begin_all_after(last, on=on)


def _new(placed: Placed, made: dict[int, Area], numbers: dict[str, int], on: date) -> Area:
    above = made.get(id(placed.above)) if placed.above else None
    parent: int | None
    if above is not None:
        under, parent = above.path, above.pk
        numbers.setdefault(under, 1)
    else:
        under, parent = (placed.under.path, placed.under.pk) if placed.under else (paths.ROOT, None)
        if under not in numbers:
            numbers[under] = queries.next_number(under)
    number = numbers[under]
    numbers[under] += 1
    item = placed.item
    return Area(
        kind=item.kind,
        name=item.name,
        initials=_initials(item.name),
        code=item.code,
        settlement=item.settlement,
        parent_id=parent,
        path=under + paths.segment(number),
        valid_from=on,
    )


def _change(
    changed: list[Placed], draft: ImportDraft, *, correction: bool, by: "Person", at: datetime
) -> None:
    areas = Area.objects.in_bulk([placed.known.pk for placed in changed if placed.known])
    renamed = []
    for placed in changed:
        assert placed.known is not None  # noqa: S101 - only what is there can change
        area = areas[placed.known.pk]
        wanted = {field: getattr(area, field) for field in AMENDED}
        wanted.update({field: value for field, (_was, value) in placed.changes().items()})
        before, after = difference(area, wanted)
        # Filling in what was blank is no event in the life of an area.
        fills = all(not before[field] for field in after)
        put(area, wanted, correction=correction or fills, at=at)
        if not (correction or fills) and {"name", "kind"} & after.keys():
            renamed.append(area)
        verb = "area.corrected" if correction or fills else "area.amended"
        record(verb, area, by=by, at=at, area_path=area.path, before=before, after=after, note=draft.name)
    if renamed:
        change = Change.objects.create(
            what=Change.What.RENAME,
            on=day_of(at),
            by=by,
            at=at,
            reason=draft.name,
            summary={"subjects": [area.name for area in renamed]},
        )
        change.areas.set(renamed)
