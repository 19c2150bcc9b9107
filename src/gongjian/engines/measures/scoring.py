"""From figures to points, grades and stars.

Points are exact fractions all the way: a third of ten points is a third, and a mark is reached or it is not. They
are rounded where they are shown (`shown`), never before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

from gongjian.engines.measures.definitions import State, Test, Value


# --- Rules: from one figure to points ---------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Passed:
    """All points if the figure passes, else none."""

    test: Test


@dataclass(frozen=True, slots=True)
class Band:
    test: Test
    points: Decimal


@dataclass(frozen=True, slots=True)
class Banded:
    """The points of the first band whose test passes; none if none does (≥95 → 10, ≥90 → 8, ≥85 → 6)."""

    bands: tuple[Band, ...]

    def __post_init__(self) -> None:
        if not self.bands:
            raise ValueError("`bands` must hold at least one band")


@dataclass(frozen=True, slots=True)
class Linear:
    """No points at `none`, all at `full`, in proportion between; `full` may be the smaller of both."""

    none: Fraction
    full: Fraction

    def __post_init__(self) -> None:
        if self.none == self.full:
            raise ValueError("`none` and `full` of a linear part must differ")


@dataclass(frozen=True, slots=True)
class PerUnit:
    """So many points for each unit of the figure, up to the points of the item."""

    each: Decimal

    def __post_init__(self) -> None:
        if self.each <= 0:
            raise ValueError("`each` must be above 0")


@dataclass(frozen=True, slots=True)
class Deducted:
    """All points less `each` for every occurrence beyond `free`; at most `most` are taken, or all there are."""

    each: Decimal
    free: int = 0
    most: Decimal | None = None

    def __post_init__(self) -> None:
        if self.each <= 0 or (self.most is not None and self.most < 0) or self.free < 0:
            raise ValueError("`each` must be above 0, `free` and `most` not below")


@dataclass(frozen=True, slots=True)
class Given:
    """The figure itself is the points: a judge gave them."""


Rule = Passed | Banded | Linear | PerUnit | Deducted | Given


# --- The tree of a standard -------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Item:
    """What is scored by one figure.

    veto   if this passes, the whole standard is lost (一票否决).
    bonus  its points come on top: they are no part of the full marks.
    """

    id: str
    points: Decimal
    rule: Rule
    veto: Test | None = None
    bonus: bool = False

    def __post_init__(self) -> None:
        if self.points < 0:
            raise ValueError(f"{self.id!r}: `points` must not be negative")
        if isinstance(self.rule, Banded) and any(band.points > self.points for band in self.rule.bands):
            raise ValueError(f"{self.id!r}: a band gives more than the {self.points} points of the item")


class Missing(StrEnum):
    """What becomes of the points of a part that does not apply."""

    SPREAD = "spread"  # they go to the other parts of the group, in proportion
    FULL = "full"  # they are given
    NONE = "none"  # they are lost


@dataclass(frozen=True, slots=True)
class Group:
    """`cap` is the most its parts can earn together, bonus included."""

    id: str
    parts: tuple["Item | Group", ...]
    cap: Decimal | None = None
    not_applicable: Missing = Missing.SPREAD

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError(f"{self.id!r}: a group must have parts")
        ids = [part.id for part in _all(self)]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise ValueError(f"{self.id!r}: {twice[0]!r} is there twice")


@dataclass(frozen=True, slots=True)
class Score:
    """What a part earned.

    full     the most it could; both already hold what was spread from parts that do not apply.
    open     of the full marks, those that cannot be judged yet: nothing is due.
    state    of the figure; of a group VALUE, or NOT_APPLICABLE if nothing in it applies.
    vetoes   the ids of the items that lose the whole standard.
    """

    id: str
    earned: Fraction
    full: Fraction
    state: State
    open: Fraction = Fraction(0)
    vetoes: tuple[str, ...] = ()
    parts: tuple["Score", ...] = ()

    @property
    def percent(self) -> Fraction | None:
        """Earned of full, as of 100; None where nothing could be earned."""
        return 100 * self.earned / self.full if self.full else None

    def find(self, name: str) -> "Score | None":
        """The part of that id, at any depth; this one included."""
        if self.id == name:
            return self
        return next((found for part in self.parts if (found := part.find(name))), None)


def score(part: Item | Group, values: Mapping[str, Value]) -> Score:
    """The score of a standard from the values of its items, by item id.

    An item without a value has no data: it earns nothing, and its points stay in the full marks.
    """
    if isinstance(part, Item):
        return _of_item(part, values.get(part.id, Value(State.NO_DATA)))
    return _of_group(part, [score(each, values) for each in part.parts])


# --- Items ------------------------------------------------------------------------------------------------
def points(rule: Rule, figure: Fraction, most: Decimal) -> Fraction:
    """What a figure earns by a rule, from 0 to `most`."""
    match rule:
        case Passed(test):
            earned = Fraction(most) if test.passes_figure(figure) else Fraction(0)
        case Banded(bands):
            earned = next(
                (Fraction(band.points) for band in bands if band.test.passes_figure(figure)), Fraction(0)
            )
        case Linear(none, full):
            earned = Fraction(most) * (figure - none) / (full - none)
        case PerUnit(each):
            earned = Fraction(each) * figure
        case Deducted(each, free, at_most):
            taken = Fraction(each) * max(Fraction(0), figure - free)
            earned = Fraction(most) - (taken if at_most is None else min(taken, Fraction(at_most)))
        case Given():
            earned = figure
    return min(max(earned, Fraction(0)), Fraction(most))


def _of_item(item: Item, value: Value) -> Score:
    full = Fraction(0) if item.bonus else Fraction(item.points)
    figure = value.figure
    if figure is None:
        is_open = value.state is State.NOT_DUE
        return Score(item.id, Fraction(0), full, value.state, open=full if is_open else Fraction(0))
    vetoes = (item.id,) if item.veto is not None and item.veto.passes(value) else ()
    return Score(item.id, points(item.rule, figure, item.points), full, value.state, vetoes=vetoes)


# --- Groups -----------------------------------------------------------------------------------------------
def _of_group(group: Group, parts: list[Score]) -> Score:
    full = sum((part.full for part in parts), Fraction(0))
    applying = [part for part in parts if part.state is not State.NOT_APPLICABLE]
    if not applying:
        return Score(group.id, Fraction(0), full, State.NOT_APPLICABLE, parts=tuple(parts))
    match group.not_applicable:
        case Missing.SPREAD:
            parts = _spread(parts, full)
        case Missing.FULL:
            parts = [_in_full(part) for part in parts]
        case Missing.NONE:
            pass
    earned = sum((part.earned for part in parts), Fraction(0))
    return Score(
        group.id,
        earned if group.cap is None else min(earned, Fraction(group.cap)),
        full,
        State.VALUE,
        open=sum((part.open for part in parts), Fraction(0)),
        vetoes=tuple(veto for part in parts for veto in part.vetoes),
        parts=tuple(parts),
    )


def _spread(parts: list[Score], full: Fraction) -> list[Score]:
    applying = sum((part.full for part in parts if part.state is not State.NOT_APPLICABLE), Fraction(0))
    if not applying:  # only bonus items apply: there is nothing to carry the points
        return parts
    return [
        replace(part, full=Fraction(0))
        if part.state is State.NOT_APPLICABLE
        else _scaled(part, full / applying)
        for part in parts
    ]


def _scaled(part: Score, factor: Fraction) -> Score:
    """With all marks so many times; what is a bonus (no full marks) stays as it is."""
    if factor == 1 or not part.full:
        return part
    return replace(
        part,
        earned=part.earned * factor,
        full=part.full * factor,
        open=part.open * factor,
        parts=tuple(_scaled(each, factor) for each in part.parts),
    )


def _in_full(part: Score) -> Score:
    return replace(part, earned=part.full) if part.state is State.NOT_APPLICABLE else part


def _all(group: Group) -> Iterator[Item | Group]:
    yield group
    for part in group.parts:
        if isinstance(part, Group):
            yield from _all(part)
        else:
            yield part


# --- Grades and stars -------------------------------------------------------------------------------------
class Marks(StrEnum):
    POINTS = "points"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Level:
    """Reached from `mark` on, if each of the parts in `least` has at least so much (未成年人项 below 85: 淘汰)."""

    name: str
    mark: Decimal
    least: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Grades:
    """Levels from the highest down; whoever reaches none has none. A pass mark is the one level there is."""

    levels: tuple[Level, ...]
    marks: Marks = Marks.POINTS

    def __post_init__(self) -> None:
        marks = [level.mark for level in self.levels]
        if not marks or marks != sorted(set(marks), reverse=True):
            raise ValueError("`levels` must be given from the highest mark down, each mark once")


def grade(grades: Grades, total: Score) -> str | None:
    """The name of the level that a standard's score reaches; None for no level, and for whoever is vetoed."""
    if total.vetoes:
        return None
    for level in grades.levels:
        wanted = ((total.id, level.mark), *level.least)
        if all(_reaches(grades.marks, total.find(name), mark) for name, mark in wanted):
            return level.name
    return None


def _reaches(marks: Marks, part: Score | None, mark: Decimal) -> bool:
    if part is None:
        return False
    had = part.earned if marks is Marks.POINTS else part.percent
    return had is not None and had >= Fraction(mark)


@dataclass(frozen=True, slots=True)
class Stars:
    """Ten aspects with a star each (十星级): from 9 of 10 points; the standard is met (达标) from seven stars."""

    aspects: tuple[str, ...]
    share: Fraction = Fraction(9, 10)
    enough: int = 7

    def __post_init__(self) -> None:
        if not 1 <= self.enough <= len(self.aspects):
            raise ValueError("`enough` must be one star or more, and no more than there are aspects")


@dataclass(frozen=True, slots=True)
class StarRating:
    """The aspects that have their star, and whether they are enough."""

    starred: tuple[str, ...]
    is_met: bool


def stars(rule: Stars, total: Score) -> StarRating:
    """The stars of a standard's score; none for whoever is vetoed. An aspect that does not apply has no star."""
    if total.vetoes:
        return StarRating((), is_met=False)
    found = {name: total.find(name) for name in rule.aspects}
    starred = tuple(
        name
        for name, part in found.items()
        if part is not None and part.state is not State.NOT_APPLICABLE and _has_share(part, rule.share)
    )
    return StarRating(starred, is_met=len(starred) >= rule.enough)


def _has_share(part: Score, share: Fraction) -> bool:
    return part.full > 0 and part.earned >= share * part.full


def shown(number: Fraction, places: int = 2) -> Decimal:
    """Rounded half up (四舍五入), for the eye alone."""
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(number.numerator) / Decimal(number.denominator)
        return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
