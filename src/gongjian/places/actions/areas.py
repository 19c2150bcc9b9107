"""Making, naming and closing one area."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongjian.history.actions import record
from gongjian.kernel import paths
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.places import codes, queries, rules
from gongjian.places.actions import placing
from gongjian.places.locking import lock_tree
from gongjian.places.models import Area, Change
from gongjian.places.names import initials, tidy
from gongjian.places.signals import Ended, areas_reorganised

if TYPE_CHECKING:
    from gongjian.people.models import Person
    from gongjian.people.reach import Reach

DATED = ("kind", "name", "code")
AMENDED = (*DATED, "settlement")


@transaction.atomic
def create(
    *,
    parent: Area | None,
    kind: str,
    name: str,
    code: str = "",
    settlement: str = "",
    by: "Person",
    reach: "Reach",
    at: datetime,
) -> Area:
    """Add an area behind its last sister; it holds from today.

    raises   Refused when the person may not, the kind cannot stand there, the name stands there already, or the
             code is malformed or another area's.
    """
    lock_tree()
    parent = Area.objects.get(pk=parent.pk) if parent else None
    name, code = tidy(name), read_code(kind, code)
    refuse(
        rules.why_not_add(parent, reach=reach)
        or rules.why_not_stand(kind, parent)
        or rules.why_not_name(name, kind, parent)
        or rules.why_not_code(code, kind, parent)
    )
    area = make(parent, kind=kind, name=name, code=code, settlement=settlement, at=at)
    record(
        "area.created",
        area,
        by=by,
        at=at,
        area_path=area.path,
        after={"kind": kind, "name": name, "code": code, "settlement": settlement},
    )
    return area


def make(parent: Area | None, *, kind: str, name: str, code: str, settlement: str, at: datetime) -> Area:
    """The row and its placement, unasked; the tree must be locked."""
    under = parent.path if parent else paths.ROOT
    area = Area.objects.create(
        parent=parent,
        path=under + paths.segment(queries.next_number(under)),
        kind=kind,
        name=name,
        initials=initials(name),
        code=code,
        settlement=settlement,
        valid_from=day_of(at),
    )
    placing.begin(area)
    return area


@transaction.atomic
def amend(
    area: Area,
    *,
    kind: str,
    name: str,
    code: str,
    settlement: str,
    correction: bool,
    reason: str = "",
    seen: str | None = None,
    by: "Person",
    reach: "Reach",
    at: datetime,
) -> Area:
    """Change name, kind, code or urban-rural class from today on, or correct what was written wrongly.

    seen     `rules.look_of` the area that the person was shown; None where a program acts.
    raises   Refused when nothing would change, when someone else changed it meanwhile, and as `create` does.
    """
    lock_tree()
    area = Area.objects.select_related("parent").get(pk=area.pk)
    refuse(rules.why_not_as_seen(area, seen))
    name, code = tidy(name), read_code(kind, code)
    but = (area.pk,)
    refuse(
        rules.why_not_amend(area, reach=reach)
        or rules.why_not_turn(area, kind)
        or rules.why_not_name(name, kind, area.parent, but=but)
        or rules.why_not_code(code, kind, area.parent, but=but)
    )
    wanted = dict(zip(AMENDED, (kind, name, code, settlement), strict=True))
    before, after = difference(area, wanted)
    refuse(None if after else rules.nothing_changed())
    put(area, wanted, correction=correction, at=at)
    if not correction and ("name" in after or "kind" in after):
        change = Change.objects.create(
            what=Change.What.RENAME,
            on=day_of(at),
            by=by,
            at=at,
            reason=reason,
            summary={"before": before, "after": after},
        )
        change.areas.set([area])
    verb = "area.corrected" if correction else "area.amended"
    record(verb, area, by=by, at=at, area_path=area.path, before=before, after=after, note=reason)
    return area


def difference(area: Area, wanted: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that differ: as they are, and as they are wanted."""
    changed = [field for field, value in wanted.items() if getattr(area, field) != value]
    return {field: getattr(area, field) for field in changed}, {field: wanted[field] for field in changed}


def put(area: Area, wanted: dict[str, str], *, correction: bool, at: datetime) -> None:
    """Write the fields and the placement, unasked; the tree must be locked."""
    was = {field: getattr(area, field) for field in DATED}
    for field, value in wanted.items():
        setattr(area, field, value)
    area.initials = initials(area.name)
    area.save(update_fields=[*AMENDED, "initials"])
    if correction:
        placing.correct(area, was)
    elif any(was[field] != wanted[field] for field in DATED):
        placing.follow(area, on=day_of(at))


@transaction.atomic
def close(area: Area, *, with_below: bool, reason: str, by: "Person", reach: "Reach", at: datetime) -> Change:
    """End an area from today, with all below where asked; nobody inherits, and its records stay where they are.

    raises   Refused when the person may not, it has ended, or areas stand below and were not to end with it.
    """
    lock_tree()
    area = Area.objects.get(pk=area.pk)
    refuse(rules.why_not_close(area, reach=reach, with_below=with_below))
    on = day_of(at)
    ending = list(
        queries.current().filter(paths.within(area.path)).order_by("path").values_list("pk", "path")
    )
    Area.objects.filter(paths.within(area.path), valid_to=None).update(valid_to=on)
    placing.end_within(area.path, on=on)
    change = Change.objects.create(
        what=Change.What.CLOSE,
        on=on,
        by=by,
        at=at,
        reason=reason,
        summary={"subjects": [area.name], "ended": len(ending)},
    )
    change.areas.set([area])
    record("area.closed", area, by=by, at=at, area_path=area.path, after={"ended": len(ending)}, note=reason)
    areas_reorganised.send(
        sender=Change,
        change=change,
        moved=(),
        ended=tuple(Ended(pk, path, path, None, "") for pk, path in ending),
        by=by,
        at=at,
    )
    return change


def read_code(kind: str, text: str) -> str:
    """`codes.read`, with a refusal for what cannot be a code of this kind."""
    try:
        return codes.read(kind, text)
    except ValidationError as error:
        raise Refused(Refusal("malformed_code", error.messages[0])) from error


def refuse(refusal: Refusal | None) -> None:
    """Stop the action where a rule forbids it."""
    if refusal:
        raise Refused(refusal)
