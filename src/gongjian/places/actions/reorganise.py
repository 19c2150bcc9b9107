"""Merging, splitting and moving: one transaction from the new areas to the last path that follows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from gongjian.history.actions import record
from gongjian.kernel import paths
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal
from gongjian.places import following, queries, rules
from gongjian.places.actions import placing
from gongjian.places.actions.areas import make, read_code, refuse
from gongjian.places.locking import lock_tree
from gongjian.places.models import Area, Change
from gongjian.places.names import initials, tidy
from gongjian.places.queries.preview import Preview, preview_of
from gongjian.places.queries.regrouping import merging, moving, splitting
from gongjian.places.regrouping import NewArea, Regrouping
from gongjian.places.signals import Ended, Moved, areas_reorganised

if TYPE_CHECKING:
    from gongjian.people.models import Person
    from gongjian.people.reach import Reach

VERBS = {
    Change.What.MERGE: "area.merged",
    Change.What.SPLIT: "area.split",
    Change.What.MOVE: "area.moved",
}


@transaction.atomic
def merge(
    areas: Sequence[Area],
    *,
    into: Area | NewArea,
    tell_apart: bool = False,
    fingerprint: str | None,
    reason: str,
    by: "Person",
    reach: "Reach",
    at: datetime,
) -> Change:
    """Make `areas` one: `into` is one of them or new; the others end, and it inherits all they had.

    tell_apart   names that would stand twice get the old area's name in front.
    fingerprint  of the preview that was confirmed; None where a program acts without one.
    raises       Refused when the person may not, they are not sisters of one level, or the tree has changed
                 since the preview.
    """
    lock_tree()
    areas = fresh(areas)
    into = next((area for area in areas if area == into), into) if isinstance(into, Area) else tidied(into)
    refuse(rules.why_not_merge(areas, into, reach=reach))
    return _do(
        merging(areas, into, tell_apart=tell_apart), fingerprint=fingerprint, reason=reason, by=by, at=at
    )


@transaction.atomic
def split(
    area: Area,
    parts: Sequence[NewArea],
    *,
    heir: str | None,
    goes: Mapping[int, str],
    fingerprint: str | None,
    reason: str,
    by: "Person",
    reach: "Reach",
    at: datetime,
) -> Change:
    """Make `parts` of one area.

    heir  the key of the part that inherits what hangs on the area itself, which then ends; None when the area
          goes on beside the parts.
    goes  for each child that leaves, its id and the key of its part; the others go to the heir, or stay.
    raises  Refused as `merge` does, and when a child has gone or a part is unknown.
    """
    lock_tree()
    (area,) = fresh([area])
    parts = [tidied(part) for part in parts]
    refuse(rules.why_not_split(area, parts, goes_on=heir is None, reach=reach))
    refuse(rules.why_not_distribute(area, parts, heir=heir, goes=goes))
    return _do(
        splitting(area, parts, heir=heir, goes=goes), fingerprint=fingerprint, reason=reason, by=by, at=at
    )


@transaction.atomic
def move(
    area: Area,
    *,
    to: Area,
    fingerprint: str | None,
    reason: str,
    by: "Person",
    reach: "Reach",
    at: datetime,
) -> Change:
    """Put `area`, with all below, under `to`.

    raises  Refused as `merge` does, and when the kind cannot stand there.
    """
    lock_tree()
    (area,), (to,) = fresh([area]), fresh([to])
    refuse(rules.why_not_move(area, to, reach=reach))
    return _do(moving(area, to), fingerprint=fingerprint, reason=reason, by=by, at=at)


# --- Doing it ---------------------------------------------------------------------------------------------
def fresh(areas: Sequence[Area]) -> list[Area]:
    """The areas as they are now, in the order given, each once."""
    pks = list(dict.fromkeys(area.pk for area in areas))
    found = Area.objects.select_related("parent").in_bulk(pks)
    return [found[pk] for pk in pks]


def tidied(new: NewArea) -> NewArea:
    return NewArea(new.key, new.kind, tidy(new.name), read_code(new.kind, new.code), new.settlement)


def _do(
    regrouping: Regrouping, *, fingerprint: str | None, reason: str, by: "Person", at: datetime
) -> Change:
    preview = preview_of(regrouping)
    if fingerprint is not None and fingerprint != preview.fingerprint:
        refuse(
            Refusal(
                "stale_preview",
                _(
                    "These areas were changed by someone else since you looked. "
                    "Check the new preview and confirm again."
                ),
            )
        )
    on = day_of(at)
    _end(regrouping, on)
    made = {
        new.key: make(
            regrouping.parent, kind=new.kind, name=new.name, code=new.code, settlement=new.settlement, at=at
        )
        for new in regrouping.made
    }
    moved, ended = _carry(regrouping, made, on)
    change = _note(regrouping, preview, made, reason=reason, by=by, at=at)
    areas_reorganised.send(sender=Change, change=change, moved=moved, ended=ended, by=by, at=at)
    return change


def _end(regrouping: Regrouping, on: date) -> None:
    """First, so that the new areas may have the codes and names of the old."""
    for end in regrouping.ends:
        Area.objects.filter(pk=end.area.pk).update(valid_to=on)
        placing.end(end.area, on=on)


def _carry(
    regrouping: Regrouping, made: Mapping[str, Area], on: date
) -> tuple[tuple[Moved, ...], tuple[Ended, ...]]:
    """Move the subtrees, file the ended areas under their heirs, and rewrite every path that follows."""
    numbers: dict[int, int] = {}

    def place(area: Area, to: Area) -> Moved:
        number = numbers[to.pk] = numbers.get(to.pk, queries.next_number(to.path) - 1) + 1
        Area.objects.filter(pk=area.pk).update(parent=to)
        return Moved(area.pk, area.path, to.path + paths.segment(number))

    def target(to: Area | str) -> Area:
        return to if isinstance(to, Area) else made[to]

    moved = [place(move.area, target(move.to)) for move in regrouping.moves]
    for move in moved:
        placing.end_within(move.old_path, on=on)
    ended = []
    filed = []
    for end in regrouping.ends:
        heir = target(end.heir)
        Area.objects.filter(pk=end.area.pk).update(successor=heir)
        filing = place(end.area, heir)
        filed.append(filing)
        ended.append(Ended(end.area.pk, filing.old_path, filing.new_path, heir.pk, heir.path))
    # The children stand before the ended areas they leave: the first beginning that fits is the one that counts.
    following.rewrite([*moved, *filed])
    for asked in regrouping.moves:
        if asked.name:
            Area.objects.filter(pk=asked.area.pk).update(name=asked.name, initials=initials(asked.name))
    for move in moved:
        placing.begin_within(move.new_path, on=on)
    return tuple(moved), tuple(ended)


def _note(
    regrouping: Regrouping,
    preview: Preview,
    made: Mapping[str, Area],
    *,
    reason: str,
    by: "Person",
    at: datetime,
) -> Change:
    change = Change.objects.create(
        what=regrouping.what, on=day_of(at), by=by, at=at, reason=reason, summary=preview.summary()
    )
    targets = [move.to for move in regrouping.moves if isinstance(move.to, Area)]
    change.areas.set({*regrouping.subjects, *made.values(), *targets})
    verb = VERBS[regrouping.what]
    after = preview.in_words()
    for area in regrouping.subjects:
        record(verb, area, by=by, at=at, area_path=area.path, after=after, note=reason)
    for area in made.values():
        new = {"kind": area.kind, "name": area.name, "code": area.code}
        record("area.created", area, by=by, at=at, area_path=area.path, after=new, note=reason)
    return change
