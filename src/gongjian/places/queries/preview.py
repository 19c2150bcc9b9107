"""What a regrouping would do, before anybody confirms it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongjian.kernel import paths
from gongjian.kernel.collect import offers
from gongjian.places import codes, following
from gongjian.places.models import Area, Change
from gongjian.places.regrouping import Move, Regrouping

AT_ONCE = following.AT_ONCE


@dataclass(frozen=True, slots=True)
class Records:
    """How many rows of one table are touched: those on the areas that end or move, and those further down."""

    label: str | Promise
    own: int
    below: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything a person has to know before confirming.

    below        how many current areas stand under each moved area, by its id.
    moved        areas that stand elsewhere afterwards, all levels, the moved ones included.
    follow       rows that go along or to the heir, by table.
    stay         rows of other tables that point at an ended area, by table: the apps give the heir what is open.
    warnings     sentences: names that would stand twice, codes that no longer fit.
    consequences sentences of the apps above: who inherits open roles and work, what ends, who sees less or more.
    fingerprint  of the areas concerned; a confirmation with another one is refused.
    """

    regrouping: Regrouping
    below: dict[int, int]
    moved: int
    follow: tuple[Records, ...]
    stay: tuple[Records, ...]
    warnings: tuple[str, ...]
    consequences: tuple[str, ...]
    fingerprint: str

    def summary(self) -> dict[str, Any]:
        """The preview as the Change row keeps it."""
        group = self.regrouping
        return {
            "subjects": [area.name for area in group.subjects],
            "made": [{"name": new.name, "kind": new.kind, "code": new.code} for new in group.made],
            "moves": [
                [move.area.name, group.name_of(move.to), move.name]
                for move in group.moves
                if move.area.is_current
            ],
            "ends": [[end.area.name, group.name_of(end.heir)] for end in group.ends],
            "areas_moved": self.moved,
            "follow": [[str(row.label), row.own, row.below] for row in self.follow],
            "stay": [[str(row.label), row.own, row.below] for row in self.stay],
        }

    def in_words(self) -> dict[str, Any]:
        """The same for the history, where a person reads it in one line a field."""
        summary = self.summary()
        return {
            "made": [new["name"] for new in summary["made"]],
            "moves": [" → ".join(filter(None, words)) for words in summary["moves"]],
            "ends": [" → ".join(pair) for pair in summary["ends"]],
            "areas_moved": summary["areas_moved"],
            "follow": [f"{label} {own + below}" for label, own, below in summary["follow"]],
        }


def preview_of(regrouping: Regrouping) -> Preview:
    """A few queries, and two for every table that has to do with areas, whatever their size."""
    tops = [move.area.path for move in regrouping.moves]
    ending = [end.area.path for end in regrouping.ends]
    own = tops if regrouping.what == Change.What.MOVE else ending
    below = _areas_below(regrouping.moves)
    return Preview(
        regrouping=regrouping,
        below=below,
        moved=sum(below.values()) + sum(move.area.is_current for move in regrouping.moves),
        follow=tuple(_records(following.columns()[1:], own, tops)),
        stay=tuple(_records(following.pointers(), ending, [], through_area=True)),
        warnings=(*_twins(regrouping), *_codes_that_no_longer_fit(regrouping)),
        consequences=consequences(regrouping),
        fingerprint=fingerprint(regrouping, below),
    )


def consequences(regrouping: Regrouping) -> tuple[str, ...]:
    """What the apps above say will become of open roles and work: `<app>/on_reorganisation.py` has
    `consequences(regrouping)`, sentences beside what its receiver of `areas_reorganised` does.
    """
    told = (offer(regrouping) for offer in offers("on_reorganisation", "consequences"))
    return tuple(str(sentence) for sentences in told for sentence in sentences)


def _areas_below(moves: Sequence[Move]) -> dict[int, int]:
    """Current areas under each moved area, itself not counted."""
    numbers: dict[int, int] = {}
    for start in range(0, len(moves), AT_ONCE):
        some = moves[start : start + AT_ONCE]
        inside = {
            f"a{move.area.pk}": Count("pk", filter=paths.within(move.area.path) & ~Q(pk=move.area.pk))
            for move in some
        }
        areas = Area.objects.filter(_anywhere([move.area.path for move in some], "path"), valid_to=None)
        counted = areas.aggregate(**inside)
        numbers.update({move.area.pk: counted[f"a{move.area.pk}"] for move in some})
    return numbers


def _records(
    columns: Iterable[following.Column],
    own: Sequence[str],
    tops: Sequence[str],
    *,
    through_area: bool = False,
) -> Iterable[Records]:
    for column in columns:
        field = f"{column.field}__path" if through_area else column.field
        rows = column.model._base_manager.all()
        itself = rows.filter(**{f"{field}__in": own}).count() if own else 0
        further = sum(
            rows.filter(_anywhere(tops[start : start + AT_ONCE], field))
            .exclude(**{f"{field}__in": own})
            .count()
            for start in range(0, len(tops), AT_ONCE)
        )
        if itself or further:
            yield Records(column.model._meta.verbose_name_plural or column.model.__name__, itself, further)


def records_at(path: str) -> list[Records]:
    """What hangs on the area at a path, and on those below it. Two queries a table."""
    columns = following.columns()[1:]
    found = list(_records(columns, [path], []))
    below = {row.label: row.own for row in _records_below(columns, path)}
    labels = dict.fromkeys([*(row.label for row in found), *below])
    own = {row.label: row.own for row in found}
    return [Records(label, own.get(label, 0), below.get(label, 0)) for label in labels]


def _records_below(columns: Iterable[following.Column], path: str) -> Iterable[Records]:
    for column in columns:
        rows = column.model._base_manager.filter(paths.within(path, column.field))
        number = rows.exclude(**{column.field: path}).count()
        if number:
            yield Records(column.model._meta.verbose_name_plural or column.model.__name__, number, 0)


def _anywhere(tops: Sequence[str], field: str) -> Q:
    condition = Q(pk__in=())
    for path in tops:
        condition |= paths.within(path, field)
    return condition


def _twins(regrouping: Regrouping) -> Iterable[str]:
    """Names that would stand twice under one area: 第一网格 is in every community."""
    leaving = {move.area.pk for move in regrouping.moves}
    coming: dict[Any, list[tuple[Area, str]]] = {}
    for move in regrouping.moves:
        if move.area.is_current:
            coming.setdefault(move.to, []).append((move.area, move.name or move.area.name))
    for to, areas in coming.items():
        names = Counter((area.kind, name) for area, name in areas)
        if isinstance(to, Area):
            there = to.children.filter(valid_to=None).exclude(pk__in=leaving).values_list("kind", "name")
            names.update(there)
        twice = sorted({name for (_kind, name), number in names.items() if number > 1})
        if twice:
            yield _(
                "These names will stand more than once under %(area)s: %(names)s. Rename them afterwards."
            ) % {
                "area": regrouping.name_of(to),
                "names": "、".join(twice[:10]) + ("…" if len(twice) > 10 else ""),
            }


def _codes_that_no_longer_fit(regrouping: Regrouping) -> Iterable[str]:
    made = {new.key: new for new in regrouping.made}
    unfit: dict[str, int] = {}
    for move in regrouping.moves:
        to = move.to if isinstance(move.to, Area) else made[move.to]
        begin = codes.begins_with(to.kind, to.code)
        if move.area.is_current and move.area.code and begin and not move.area.code.startswith(begin):
            unfit[to.name] = unfit.get(to.name, 0) + 1
    for name, number in unfit.items():
        yield _(
            "%(number)s of the codes under %(area)s will not begin with its code. "
            "Correct them when the new ones are announced."
        ) % {"number": number, "area": name}


def fingerprint(regrouping: Regrouping, below: dict[int, int]) -> str:
    """A digest of all the areas that a regrouping touches, as the tree is now."""

    def seen(area: Area) -> list[Any]:
        return [area.pk, area.path, area.kind, area.name, area.code, str(area.valid_to)]

    parts = [
        regrouping.what,
        [seen(area) for area in regrouping.subjects],
        regrouping.parent and seen(regrouping.parent),
        [[new.key, new.kind, new.name, new.code] for new in regrouping.made],
        [
            [
                *seen(move.area),
                move.name,
                below.get(move.area.pk),
                move.to.path if isinstance(move.to, Area) else move.to,
            ]
            for move in regrouping.moves
        ],
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]
