"""Which columns of which tables hold an area's path or point at an area, found from the installed apps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from django.apps import apps
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Concat, Substr

from gongjian.kernel import paths
from gongjian.kernel.paths import AreaPathField
from gongjian.places.models import Area
from gongjian.places.signals import Moved

# SQLite takes expressions up to 1,000 deep; a range is one of the branches of an OR.
AT_ONCE = 80


@dataclass(frozen=True, slots=True)
class Column:
    """An `AreaPathField(follows=True)`, and the foreign key whose path it copies, where the name tells."""

    model: type[models.Model]
    field: str
    area_field: str | None


@cache
def columns() -> tuple[Column, ...]:
    """Every column that moves with its area; `Area.path` first.

    First, so that on PostgreSQL a writer who waits for the area's row copies the path only after it moved.
    """
    found = [
        Column(model, field.name, _area_field(model, field.name))
        for model in _models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, AreaPathField) and field.follows
    ]
    return tuple(sorted(found, key=lambda column: column.model is not Area))


@cache
def pointers() -> tuple[Column, ...]:
    """Foreign keys to an area in tables that keep no path that follows: rows that stay with the area."""
    copied = {(column.model, column.area_field) for column in columns()}
    return tuple(
        Column(model, field.name, field.name)
        for model in _models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is Area
        and model._meta.app_label != Area._meta.app_label
        and (model, field.name) not in copied
    )


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def _area_field(model: type[models.Model], path_field: str) -> str | None:
    """`area_path` copies the path of `area`."""
    name = path_field.removesuffix("_path")
    for field in model._meta.local_concrete_fields:
        if field.name == name and isinstance(field, models.ForeignKey) and field.related_model is Area:
            return name
    return None


def rewrite(moved: Sequence[Moved]) -> None:
    """Give every path in the moved subtrees its new beginning, in every table.

    Where one subtree lies within another, the inner one stands first. One UPDATE a table for every 80 subtrees.
    """
    for column in columns():
        rows = column.model._base_manager.all()
        rest = iter(moved)
        while some := list(islice(rest, AT_ONCE)):
            whens = [
                When(paths.within(move.old_path, column.field), then=_moved(move, column.field))
                for move in some
            ]
            rows.filter(any_of(some, column.field)).update(**{column.field: Case(*whens)})


def _moved(move: Moved, field: str) -> Concat:
    return Concat(Value(move.new_path), Substr(field, len(move.old_path) + 1))


def any_of(moved: Sequence[Moved], field: str) -> Q:
    """Rows whose `field` lies in one of the subtrees as they were."""
    condition = Q(pk__in=())
    for move in moved:
        condition |= paths.within(move.old_path, field)
    return condition


def strays() -> Iterator[tuple[Column, int]]:
    """Columns whose copy is not the path of the area they point at, and how many rows: there should be none."""
    for column in columns():
        if column.area_field is None:
            continue
        known = {f"{column.area_field}__isnull": False}
        same = {column.field: models.F(f"{column.area_field}__path")}
        number = column.model._base_manager.filter(**known).exclude(**same).count()
        if number:
            yield column, number
