"""What changes from one version of a pack to another: for the preview before a running campaign moves to it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from gongjian.engines.packs.model import FactKind, Indicator, Pack, PackMeasure, Reminder, SlotList, Standard

T = TypeVar("T")


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class What(StrEnum):
    PACK = "pack"
    STANDARD = "standard"
    INDICATOR = "indicator"
    MEASURE = "measure"
    FACT = "fact"
    SLOTS = "slots"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is otherwise.

    id       what it is known by in either version.
    title    its Chinese name, of the new version where it is there.
    aspects  of what is CHANGED: the names of the fields that differ, in the order of the model.
    before, after   full marks of an indicator, the total of a standard; None where it is not there or has none.
    affected indicators whose figures may change with it: of a measure those that read it, of a fact kind those
             whose measures do.
    """

    what: What
    change: Change
    id: str
    title: str
    aspects: tuple[str, ...] = ()
    before: Decimal | None = None
    after: Decimal | None = None
    affected: tuple[str, ...] = ()

    @property
    def changes_figures(self) -> bool:
        """Whether scores may differ; other wording alone leaves them as they are."""
        return self.change is not Change.CHANGED or bool(set(self.aspects) - _WORDING)


# What a reader sees or does, and no score depends on.
_WORDING = frozenset(
    {
        "title", "text", "name", "number", "note", "explains", "cites", "evidence", "hint", "group", "summary",
        "version", "year", "sources", "since", "until", "answers", "methods", "enters", "days_before", "role",
        "unit_word",
    }
)  # fmt: skip


def diff(old: Pack, new: Pack) -> tuple[Difference, ...]:
    """What changes, as a reader would go through it: pack, standard, indicators, measures, facts, slots, reminders.

    Ids tie the versions together: an indicator that was given another id counts as removed and added. What the
    packs are built on is compared too: their measures and kinds of fact count as their own.
    """
    return (
        *_pack(old, new),
        *_standard(old.standard, new.standard),
        *_indicators(old.standard, new.standard),
        *_each(
            What.MEASURE,
            _by(_measures(old), lambda it: it.id),
            _by(_measures(new), lambda it: it.id),
            title=lambda it: it.title.zh,
            aspects=_measure_aspects,
            affected=lambda it: _readers(old, new, {it.id}),
        ),
        *_each(
            What.FACT,
            _by(old.all_facts, lambda it: it.code),
            _by(new.all_facts, lambda it: it.code),
            title=lambda it: it.name.zh,
            aspects=_fields_of(FactKind),
            affected=lambda it: _readers(old, new, _measures_of(old, new, it.code)),
        ),
        *_each(
            What.SLOTS,
            _by(old.all_slots, lambda it: it.id),
            _by(new.all_slots, lambda it: it.id),
            title=lambda it: it.name.zh,
            aspects=_fields_of(SlotList),
        ),
        *_each(
            What.REMINDER,
            _by(old.reminders, lambda it: f"{it.measure}/{it.fact}/{it.role}"),
            _by(new.reminders, lambda it: f"{it.measure}/{it.fact}/{it.role}"),
            title=lambda it: it.text.zh if it.text else it.measure,
            aspects=_fields_of(Reminder),
        ),
    )


# --- The parts --------------------------------------------------------------------------------------------
def _pack(old: Pack, new: Pack) -> Iterable[Difference]:
    if aspects := _differing(old.head, new.head):
        yield Difference(What.PACK, Change.CHANGED, new.head.id, new.head.name.zh, aspects)


def _standard(old: Standard | None, new: Standard | None) -> Iterable[Difference]:
    there = new or old
    if there is None or old == new:
        return
    change = Change.ADDED if old is None else Change.REMOVED if new is None else Change.CHANGED
    aspects: tuple[str, ...] = ()
    if old is not None and new is not None:
        # Indicators are told of one by one.
        aspects = _differing(replace(old, indicators=()), replace(new, indicators=()))
        if not aspects:
            return
    before, after = (standard.total if standard else None for standard in (old, new))
    yield Difference(What.STANDARD, change, "standard", there.title.zh, aspects, before, after)


@dataclass(frozen=True, slots=True)
class _Placed:
    """An indicator and the heading it stands under; what is below it is told of by itself."""

    indicator: Indicator
    under: str


def _indicators(old: Standard | None, new: Standard | None) -> Iterable[Difference]:
    return _each(
        What.INDICATOR,
        _placed(old),
        _placed(new),
        title=lambda it: it.indicator.title.zh,
        aspects=_indicator_aspects,
        points=lambda it: it.indicator.full,
    )


def _placed(standard: Standard | None) -> dict[str, _Placed]:
    found: dict[str, _Placed] = {}

    def place(indicators: tuple[Indicator, ...], under: str) -> None:
        for indicator in indicators:
            found[indicator.id] = _Placed(indicator, under)
            place(indicator.items, indicator.id)

    place(standard.indicators if standard else (), "")
    return found


def _indicator_aspects(old: _Placed, new: _Placed) -> tuple[str, ...]:
    one, other = replace(old.indicator, items=()), replace(new.indicator, items=())
    aspects = _differing(one, other)
    # Full marks may change by the rules or by what is below.
    if old.indicator.full != new.indicator.full and "points" not in aspects:
        aspects = ("points", *aspects)
    if old.indicator.measures != new.indicator.measures:
        aspects = (*aspects, "measures")
    if old.under != new.under:
        aspects = (*aspects, "heading")
    return aspects


def _measure_aspects(old: PackMeasure, new: PackMeasure) -> tuple[str, ...]:
    # The measure's own title is the pack's Chinese one.
    of_measure = [name for name in _differing(old.measure, new.measure) if name not in ("id", "title")]
    return (*of_measure, *(name for name in _differing(old, new) if name != "measure"))


# --- Comparing --------------------------------------------------------------------------------------------
def _each(
    what: What,
    old: Mapping[str, T],
    new: Mapping[str, T],
    *,
    title: Callable[[T], str],
    aspects: Callable[[T, T], tuple[str, ...]],
    points: Callable[[T], Decimal | None] = lambda _it: None,
    affected: Callable[[T], tuple[str, ...]] = lambda _it: (),
) -> Iterable[Difference]:
    """In the order of the new version; what is gone comes after."""
    for id, made in new.items():
        before = old.get(id)
        if before is None:
            yield Difference(what, Change.ADDED, id, title(made), after=points(made), affected=affected(made))
        elif names := aspects(before, made):
            yield Difference(
                what, Change.CHANGED, id, title(made), names, points(before), points(made), affected(made)
            )
    for id, gone in old.items():
        if id not in new:
            yield Difference(
                what, Change.REMOVED, id, title(gone), before=points(gone), affected=affected(gone)
            )


def _by(entries: Iterable[T], key: Callable[[T], str]) -> dict[str, T]:
    return {key(entry): entry for entry in entries}


def _differing(old: object, new: object) -> tuple[str, ...]:
    names: Iterable[str] = old.__dataclass_fields__  # type: ignore[attr-defined]
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def _fields_of(_kind: type[T]) -> Callable[[T, T], tuple[str, ...]]:
    return lambda old, new: _differing(old, new)


def _measures(pack: Pack) -> tuple[PackMeasure, ...]:
    """Those that are written; what a judged indicator is read by changes with the indicator."""
    return tuple(measure for one in (pack, *pack.bases) for measure in one.measures)


# --- What is affected -------------------------------------------------------------------------------------
def _readers(old: Pack, new: Pack, measures: set[str]) -> tuple[str, ...]:
    """Indicators of either version that read one of `measures`, or a ratio or share of one."""
    reach = set(measures)
    for pack in (old, new):
        grown = True
        while grown:
            more = {it.id for it in _measures(pack) if _refers(it) & reach} - reach
            reach |= more
            grown = bool(more)
    ids = [
        indicator.id
        for pack in (new, old)
        if pack.standard
        for indicator in pack.standard.leaves
        if reach & set(indicator.measures)
    ]
    return tuple(dict.fromkeys(ids))


def _refers(measure: PackMeasure) -> set[str]:
    how = measure.measure.how
    return {
        value for name in ("over", "under", "measure") if isinstance(value := getattr(how, name, None), str)
    }


def _measures_of(old: Pack, new: Pack, fact: str) -> set[str]:
    return {
        it.id
        for pack in (old, new)
        for it in _measures(pack)
        for name in ("source", "proof", "who", "opened", "closed")
        if fact in getattr(getattr(it.measure.how, name, None), "kinds", ())
    }
