"""What a measure is: twelve computed kinds, one judged, one composer. Meaning: docs/decisions/0007.

All nodes are frozen and check themselves when made; a fault is a `ValueError` with one sentence in English that
names the field. Fact kinds are codes (`meeting.held`), days are counts, numbers exact decimals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class State(StrEnum):
    """What a figure is worth."""

    VALUE = "value"
    ZERO = "zero"
    NO_DATA = "no-data"
    NOT_DUE = "not-due"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Value:
    """A measure at a target in a period. `figure` is None unless the state is VALUE or ZERO."""

    state: State
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    @property
    def figure(self) -> Fraction | None:
        if self.numerator is None or self.state not in (State.VALUE, State.ZERO):
            return None
        return Fraction(self.numerator) / Fraction(1 if self.denominator is None else self.denominator)


NO_DATA, NOT_DUE, NOT_APPLICABLE = Value(State.NO_DATA), Value(State.NOT_DUE), Value(State.NOT_APPLICABLE)


def known(numerator: Decimal | int, denominator: Decimal | int | None = None) -> Value:
    """A known figure; ZERO when the numerator is 0, NOT_APPLICABLE when there is nothing to divide by."""
    if denominator is not None and denominator == 0:
        return NOT_APPLICABLE
    state = State.VALUE if numerator else State.ZERO
    return Value(state, Decimal(numerator), None if denominator is None else Decimal(denominator))


class Comparator(StrEnum):
    AT_LEAST = ">="
    OVER = ">"
    AT_MOST = "<="
    UNDER = "<"
    EXACTLY = "="


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison with a figure; exact (以上 includes, 超过 does not). No figure never passes."""

    comparator: Comparator
    value: Fraction

    def passes(self, value: Value) -> bool:
        figure = value.figure
        return figure is not None and self.passes_figure(figure)

    def passes_figure(self, figure: Fraction) -> bool:
        match self.comparator:
            case Comparator.AT_LEAST:
                return figure >= self.value
            case Comparator.OVER:
                return figure > self.value
            case Comparator.AT_MOST:
                return figure <= self.value
            case Comparator.UNDER:
                return figure < self.value
            case Comparator.EXACTLY:
                return figure == self.value
        raise AssertionError(self.comparator)


@dataclass(frozen=True, slots=True)
class Condition:
    """An attribute is one of `values`, or with `negated` none of them. A missing attribute is none of any."""

    attribute: str
    values: tuple[str, ...]
    negated: bool = False

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError(f"`where` of {self.attribute!r} must name at least one value")

    def holds(self, attributes: Mapping[str, str]) -> bool:
        return (attributes.get(self.attribute) in self.values) is not self.negated


@dataclass(frozen=True, slots=True)
class Source:
    """Facts of any of `kinds` that meet all conditions."""

    kinds: tuple[str, ...]
    where: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        if not self.kinds:
            raise ValueError("a source must name at least one fact kind")


class Since(StrEnum):
    PERIOD = "period"
    YEAR = "year"
    EVER = "ever"


@dataclass(frozen=True, slots=True)
class Window:
    """From when on facts count, up to the cut. `days` (1 or more) goes before `since`."""

    since: Since = Since.PERIOD
    days: int | None = None

    def __post_init__(self) -> None:
        if self.days is not None and self.days < 1:
            raise ValueError("`days` of a window must be 1 or more")


class Slot(StrEnum):
    """The stretches a cadence is owed in. NAMED are listed by the calendar under a name."""

    DAY = "day"
    WEEK = "week"
    HALF_MONTH = "half-month"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"
    NAMED = "named"


class Clock(StrEnum):
    CALENDAR = "calendar"
    WORKING = "working"


class Add(StrEnum):
    SUBJECTS = "subjects"
    VALUE = "value"


class Over(StrEnum):
    """How a gauge is taken over the areas of a target."""

    SUM = "sum"
    MEAN = "mean"


# --- The kinds --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Count:
    source: Source
    window: Window = Window()
    proof: Source | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    source: Source
    window: Window = Window()
    proof: Source | None = None


@dataclass(frozen=True, slots=True)
class Distinct:
    source: Source
    window: Window = Window()
    proof: Source | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    source: Source
    add: Add = Add.SUBJECTS


@dataclass(frozen=True, slots=True)
class Gauge:
    source: Source
    max_age: int | None = None
    over: Over = Over.SUM


@dataclass(frozen=True, slots=True)
class Ratio:
    """`over` ÷ `under`: ids of measures without a denominator (count, sum, distinct, stock, gauge by sum)."""

    over: str
    under: str


@dataclass(frozen=True, slots=True)
class Share:
    """Units of the kind `unit` whose `measure` passes `test`."""

    measure: str
    test: Test
    unit: str


@dataclass(frozen=True, slots=True)
class Coverage:
    who: Source
    source: Source
    at_least: int = 1
    window: Window = Window()
    grace: int = 0

    def __post_init__(self) -> None:
        if self.at_least < 1:
            raise ValueError("`at_least` must be 1 or more")
        if self.grace < 0:
            raise ValueError("`grace` must not be negative")


@dataclass(frozen=True, slots=True)
class Cadence:
    """Either `slot` (with `slots` naming the list where it is NAMED) or `max_gap` days. `who` makes it per subject."""

    source: Source
    unit: str
    slot: Slot | None = None
    slots: str = ""
    max_gap: int | None = None
    at_least: int = 1
    window: Window = Window()
    who: Source | None = None
    meets: Test = Test(Comparator.AT_LEAST, Fraction(1))

    def __post_init__(self) -> None:
        if (self.slot is None) == (self.max_gap is None):
            raise ValueError("a cadence has either `slot` or `max_gap`")
        if (self.slot is Slot.NAMED) != bool(self.slots):
            raise ValueError("`slots` names the list of slots where `slot` is `named`, and only there")
        if self.max_gap is not None and self.max_gap < 1:
            raise ValueError("`max_gap` must be 1 or more")
        if self.at_least < 1:
            raise ValueError("`at_least` must be 1 or more")
        if self.max_gap is not None and self.at_least > 1:
            raise ValueError("`at_least` goes with `slot`, not with `max_gap`")


@dataclass(frozen=True, slots=True)
class Quiet:
    """`every`: the days within which a report must follow the last one."""

    source: Source
    proof: Source
    every: int
    unit: str
    meets: Test

    def __post_init__(self) -> None:
        if self.every < 1:
            raise ValueError("`every` must be 1 or more")


@dataclass(frozen=True, slots=True)
class Elapsed:
    opened: Source
    closed: Source
    limit: int
    clock: Clock = Clock.CALENDAR
    window: Window = Window()

    def __post_init__(self) -> None:
        if self.limit < 0:
            raise ValueError("`limit` must not be negative")


@dataclass(frozen=True, slots=True)
class Has:
    """`required` are values of `attribute`; `until`, where given, is the attribute with the last day (ISO) it holds."""

    source: Source
    attribute: str
    required: tuple[str, ...]
    unit: str
    until: str = ""
    max_age: int | None = None
    meets: Test = Test(Comparator.AT_LEAST, Fraction(1))

    def __post_init__(self) -> None:
        if not self.required:
            raise ValueError("`required` must name at least one document")


@dataclass(frozen=True, slots=True)
class Manual:
    source: Source
    window: Window = Window()


Computed = (
    Count
    | Sum
    | Distinct
    | Stock
    | Gauge
    | Ratio
    | Share
    | Coverage
    | Cadence
    | Quiet
    | Elapsed
    | Has
    | Manual
)


@dataclass(frozen=True, slots=True)
class Measure:
    """`id` is unique in its pack; `unit_word` is what the figure counts (人, 次, %), as shown."""

    id: str
    title: str
    how: Computed
    unit_word: str = ""
    # Offsets of earlier years whose figures are averaged instead (前三年平均: 1, 2, 3); empty for the year itself.
    mean_of_years: tuple[int, ...] = ()
