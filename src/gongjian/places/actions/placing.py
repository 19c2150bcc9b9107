"""Keeping the placements in step with the tree."""

from collections.abc import Mapping
from datetime import date

from django.db import connection
from django.db.models import F

from gongjian.kernel import paths
from gongjian.places.models import Area, Placement


def begin(area: Area) -> Placement:
    """The placement of an area that has just been made."""
    return Placement.objects.create(
        area=area, kind=area.kind, name=area.name, code=area.code, path=area.path, starts=area.valid_from
    )


def follow(area: Area, *, on: date) -> None:
    """Note the area's present name, kind and code from `on`."""
    now = {"kind": area.kind, "name": area.name, "code": area.code}
    open_ = Placement.objects.filter(area=area, ends=None)
    # Begun today under the same path: no record can tell the two apart, so the first is not kept.
    if open_.filter(starts=on).update(**now):
        return
    open_.update(ends=on)
    Placement.objects.create(area=area, path=area.path, starts=on, **now)


def correct(area: Area, was: Mapping[str, str]) -> None:
    """Give the area's present name, kind and code to every placement that carries them as they `was` written."""
    now = {"kind": area.kind, "name": area.name, "code": area.code}
    Placement.objects.filter(area=area, **was).update(**now)


def end_within(path: str, *, on: date) -> None:
    """Close the open placements at and below a path."""
    Placement.objects.filter(paths.within(path), ends=None).update(ends=on)


def end(area: Area, *, on: date) -> None:
    """Close the open placement of one area."""
    Placement.objects.filter(area=area, ends=None).update(ends=on)


def begin_within(path: str, *, on: date) -> None:
    """Open a placement for every current area at and below a path that they have from today."""
    _open("path >= %s AND path < %s", [path, paths.after(path)], on)


def begin_all_after(pk: int, *, on: date) -> None:
    """Open a placement for every area with a number above `pk`: those that were just made, the tree being locked."""
    _open("id > %s", [pk], on)


def _open(condition: str, values: list[str] | list[int], on: date) -> None:
    """One statement that both databases read alike: the ORM has no INSERT … SELECT, and a subtree may be large."""
    name = connection.ops.quote_name
    into, areas = name(Placement._meta.db_table), name(Area._meta.db_table)
    sql = (
        f"INSERT INTO {into} (area_id, kind, name, code, path, starts) "  # noqa: S608 - names of our own tables
        f"SELECT id, kind, name, code, path, %s FROM {areas} WHERE {condition} AND valid_to IS NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [on, *values])


def misplaced() -> int:
    """How many current areas have no open placement that says what they are: there should be none."""
    agreeing = Placement.objects.filter(
        ends=None, path=F("area__path"), name=F("area__name"), kind=F("area__kind"), code=F("area__code")
    )
    return Area.objects.filter(valid_to=None).exclude(pk__in=agreeing.values("area")).count()
