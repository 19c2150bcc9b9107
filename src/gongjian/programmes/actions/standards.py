"""Making programmes and the versions of their standards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from gongjian.history.actions import record
from gongjian.kernel.pinyin import syllables
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person
from gongjian.programmes.models import Pack, Programme, Standard, StandardItem

CODE_LENGTH = 32


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to be made. `parent` is the place of its parent in the list, which stands before it."""

    label: str
    head: str
    text: str = ""
    parent: int | None = None
    points: Decimal | None = None
    span: tuple[int, int] | None = None
    indicator: str = ""


@transaction.atomic
def create(*, name: str, kind: str = Programme.Kind.CREATION, by: Person, at: datetime) -> Programme:
    """Make a programme; its code is the reading of its name.

    raises   Refused when there is one of that name.
    """
    name = " ".join(name.split())
    if not name:
        raise Refused(Refusal("no_name", _("Give the programme a name.")))
    if Programme.objects.filter(name=name).exists():
        raise Refused(Refusal("name_taken", _("There is a programme of this name. Choose it from the list.")))
    programme = Programme.objects.create(code=_free_code(name), name=name, kind=kind, created_at=at)
    record("programme.created", programme, by=by, at=at, after={"name": name, "kind": kind})
    return programme


def _free_code(name: str) -> str:
    stem = slugify("-".join(syllables(name)))[:CODE_LENGTH].strip("-") or "programme"
    taken = set(Programme.objects.filter(code__startswith=stem).values_list("code", flat=True))
    codes = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
    return next(code for code in codes if code not in taken)


@transaction.atomic
def add_standard(
    programme: Programme,
    *,
    title: str,
    source: str,
    items: Sequence[NewItem],
    by: Person | None,
    at: datetime,
    pack: Pack | None = None,
    area_path: str = "",
) -> tuple[Standard, list[StandardItem]]:
    """Add the next version of the programme's standard, frozen, with its items in their order.

    A query for each level of the tree, whatever the number of items.
    """
    # Locked, so that two versions made at once get two numbers.
    Programme.objects.select_for_update().get(pk=programme.pk)
    last = Standard.objects.filter(programme=programme).aggregate(last=Max("version"))["last"] or 0
    standard = Standard.objects.create(
        programme=programme,
        pack=pack,
        version=last + 1,
        title=title,
        area_path=area_path,
        source=source,
        created_at=at,
        frozen_at=at,
    )
    made = _items(standard, items)
    record("standard.added", standard, by=by, at=at, after={"version": standard.version, "items": len(made)})
    return standard, made


def _items(standard: Standard, items: Sequence[NewItem]) -> list[StandardItem]:
    parents = {item.parent for item in items}
    rows: list[StandardItem] = []
    for place, item in enumerate(items):
        above = rows[item.parent] if item.parent is not None else None
        rows.append(
            StandardItem(
                standard=standard,
                label=item.label,
                ordinal=place + 1,
                level=above.level + 1 if above else 1,
                is_leaf=place not in parents,
                head=item.head,
                text=item.text,
                points=item.points,
                indicator=item.indicator,
                span_start=item.span[0] if item.span else None,
                span_end=item.span[1] if item.span else None,
            )
        )
    for level in range(1, max((row.level for row in rows), default=0) + 1):
        batch = [(row, item) for row, item in zip(rows, items, strict=True) if row.level == level]
        for row, item in batch:
            row.parent = rows[item.parent] if item.parent is not None else None
        StandardItem.objects.bulk_create([row for row, _item in batch], batch_size=200)
    return rows
