"""Small districts with facts and measures, drawn so that everything lies at an edge of something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from gongjian.engines.measures.definitions import (
    Add,
    Cadence,
    Clock,
    Comparator,
    Condition,
    Count,
    Coverage,
    Distinct,
    Elapsed,
    Gauge,
    Has,
    Manual,
    Measure,
    Over,
    Quiet,
    Ratio,
    Share,
    Since,
    Slot,
    Source,
    Stock,
    Sum,
    Window,
)
from gongjian.engines.measures.definitions import Test as Passing
from gongjian.engines.measures.facts import Area, Fact, Place, Scope
from gongjian.engines.measures.periods import Period, period_of

KINDS = ("visit", "roll", "report")
UNHEARD = "unheard"  # a kind that the database does not know
SUBJECTS = ("", "s", "t", "é'q", 'u"v', "w")
VALUES = (None, None, -5000, 0, 1, 10_000, 10_000, 10_000, 25_000, 30_000)
STATES = ("good", "bad", "o'clock", "")
TITLES = ("plan", "map", "50%")
OUTSIDE = 99
YEARS = (2024, 2025, 2026)


@dataclass(frozen=True)
class World:
    scope: Scope
    facts: tuple[Fact, ...]
    period: Period
    as_of: date
    measures: tuple[Measure, ...]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    kind = draw(
        st.sampled_from([Slot.MONTH, Slot.MONTH, Slot.WEEK, Slot.HALF_MONTH, Slot.QUARTER, Slot.YEAR])
    )
    period = period_of(kind, draw(st.sampled_from([date(2026, 3, 31), date(2026, 3, 1), date(2026, 1, 1)])))
    start, end = period.start.toordinal(), period.end.toordinal()
    as_of = draw(
        st.sampled_from(
            [
                end + 40,
                end,
                end + 1,
                end - 1,
                end - 1,
                start,
                start + 13,
                start + 14,
                start + 15,
                end,
                start - 1,
            ]
        )
    )
    days = st.sampled_from(_edges(start, end, as_of))
    scope = draw(_scopes(days))
    return World(
        scope=scope,
        facts=draw(_facts(days, [*sorted(scope.places), OUTSIDE])),
        period=period,
        as_of=date.fromordinal(as_of),
        measures=draw(_measures()),
    )


def _edges(start: int, end: int, as_of: int) -> list[int]:
    """Days at the edges of the period, the cut, its months and halves, the windows, and of the year before."""
    cut = min(end, as_of)
    around = {start, end, cut, cut - 1, cut - 6, cut - 7, cut - 8, cut - 29, cut - 30, cut - 31, start + 7}
    around |= {date(date.fromordinal(cut).year, 1, 1).toordinal()}
    for day in (start, cut):
        first = date.fromordinal(day).replace(day=1)
        around |= {first.toordinal(), first.replace(day=15).toordinal(), first.toordinal() - 16}
    edges = {day + step for day in around for step in (-1, 0, 1)}
    # Twice those that the period sees, once what lies a year before.
    seen = sorted(day for day in edges if cut - 40 <= day <= cut + 1)
    edges |= {
        date.fromordinal(day).replace(year=2025, day=1).toordinal() + step
        for day in (start, end)
        for step in (-1, 0)
    }
    edges |= {date.fromordinal(day).replace(year=2025, day=15).toordinal() for day in (start, end)}
    return seen + sorted(edges)


# --- Areas ------------------------------------------------------------------------------------------------
@st.composite
def _scopes(draw: st.DrawFn, days: st.SearchStrategy[int]) -> Scope:
    """A district of one or two communities with grids, one of them maybe in another, one maybe merged."""
    areas = [Area(1, "district")]
    for community in range(2, 2 + draw(st.integers(1, 2))):
        areas.append(draw(_area(community, "community", frozenset({1}), days)))
        for number in range(draw(st.sampled_from([3, 2, 1, 0, 3]))):
            above = {1, community}
            if number == 2 and draw(st.booleans()):
                above.add(10 * community)  # a grid in the first one
            areas.append(draw(_area(10 * community + number, "grid", frozenset(above), days)))
    places = []
    grids = [area for area in areas if area.kind == "grid"]
    for area in areas:
        for number in range(draw(st.sampled_from([1, 1, 2, 1, 0]))):
            targets = {area.id, *area.above}
            if area.ends is not None and grids and draw(st.booleans()):
                successor = draw(st.sampled_from(grids))
                targets |= {successor.id, *successor.above}
            if number:
                targets = {area.id, 1}  # under another path, as it was then
            places.append(Place(100 * area.id + number, area.id, tuple(sorted(targets))))
    return Scope({area.id: area for area in areas}, {place.id: place for place in places})


@st.composite
def _area(
    draw: st.DrawFn, number: int, kind: str, above: frozenset[int], days: st.SearchStrategy[int]
) -> Area:
    begins = draw(st.one_of(*[st.just(date(2023, 1, 1).toordinal())] * 3, days))
    ends = draw(st.one_of(*[st.none()] * 2, days))
    return Area(number, kind, begins, None if ends is None else max(begins, ends), above)


# --- Facts ------------------------------------------------------------------------------------------------
@st.composite
def _facts(draw: st.DrawFn, days: st.SearchStrategy[int], places: Sequence[int]) -> tuple[Fact, ...]:
    made: list[Fact] = []
    voided: set[int] = set()
    for number in range(1, 1 + draw(st.integers(12, 60))):
        voids = draw(st.sampled_from([None] * 12 + [draw(st.integers(1, max(1, number - 1)))]))
        if voids in voided or voids == number:
            voids = None
        if voids is not None:
            voided.add(voids)
        attrs = {
            "state": draw(st.sampled_from(["good", "good", None, *STATES])),
            "what it is": draw(st.sampled_from([None, *TITLES])),
            "until": draw(st.one_of(st.none(), st.none(), days)),
        }
        made.append(
            Fact(
                id=number,
                kind=draw(st.sampled_from((*KINDS, "taken-back") if voids else KINDS)),
                place=draw(st.sampled_from(places)),
                day=draw(days),
                subject=draw(st.sampled_from(SUBJECTS)),
                value=draw(st.sampled_from(VALUES)),
                attrs={name: _written(value) for name, value in attrs.items() if value is not None},
                voids=voids,
            )
        )
    return tuple(made)


def _written(value: str | int) -> str:
    if isinstance(value, str):
        return value
    return date.fromordinal(value).isoformat() if value % 5 else "soon"


# --- Measures ---------------------------------------------------------------------------------------------
CONDITIONS = st.builds(
    Condition,
    st.sampled_from(["state", "state", "what it is", "never"]),
    st.lists(st.sampled_from([*STATES, *TITLES]), min_size=1, max_size=2, unique=True).map(tuple),
    st.booleans(),
)
SOURCES = st.builds(
    Source,
    st.sampled_from([KINDS[:1], KINDS[1:2], KINDS[2:], KINDS[:2], KINDS[1:], (UNHEARD, KINDS[0])]),
    st.one_of(*[st.just(())] * 3, CONDITIONS.map(lambda one: (one,)), st.tuples(CONDITIONS, CONDITIONS)),
)
WINDOWS = st.one_of(
    st.sampled_from([Window(), Window(Since.YEAR), Window(Since.EVER)]),
    st.builds(lambda days: Window(days=days), st.sampled_from([1, 7, 8, 30, 31])),
)
PROOFS = st.one_of(st.none(), SOURCES)
UNITS = st.sampled_from(["grid", "grid", "community"])
TESTS = st.builds(
    Passing,
    st.sampled_from(list(Comparator)),
    st.sampled_from([Fraction(1), Fraction(0), Fraction(1, 2), Fraction(2)]),
)
SLOTS = st.sampled_from([Slot.HALF_MONTH, Slot.WEEK, *[slot for slot in Slot if slot is not Slot.NAMED]])
WHO = st.one_of(st.none(), SOURCES)
LIMITS = st.sampled_from([0, 1, 7, 8, 30])

PLAIN: dict[str, st.SearchStrategy[Any]] = {
    "count": st.builds(Count, SOURCES, WINDOWS, PROOFS),
    "sum": st.builds(Sum, SOURCES, WINDOWS, PROOFS),
    "distinct": st.builds(Distinct, SOURCES, WINDOWS, PROOFS),
    "stock": st.builds(Stock, SOURCES, st.sampled_from(Add)),
    "gauge": st.builds(Gauge, SOURCES, st.sampled_from([None, 0, 7, 30]), st.just(Over.SUM)),
    "manual": st.builds(Manual, SOURCES, WINDOWS),
}
DIVIDED: dict[str, st.SearchStrategy[Any]] = {
    "mean": st.builds(Gauge, SOURCES, st.sampled_from([None, 0, 7, 30]), st.just(Over.MEAN)),
    "ratio": st.builds(Ratio, st.sampled_from(sorted(PLAIN)), st.sampled_from(sorted(PLAIN))),
    "coverage": st.builds(Coverage, SOURCES, SOURCES, st.sampled_from([1, 1, 2]), WINDOWS, LIMITS),
    "slots": st.builds(
        lambda source, unit, slot, least, window, who, meets: Cadence(
            source, unit, slot, at_least=least, window=window, who=who, meets=meets
        ),
        SOURCES, UNITS, SLOTS, st.sampled_from([1, 1, 2]), WINDOWS, WHO, TESTS,
    ),
    "gaps": st.builds(
        lambda source, unit, gap, window, who, meets: Cadence(
            source, unit, max_gap=gap, window=window, who=who, meets=meets
        ),
        SOURCES, UNITS, st.integers(1, 16), WINDOWS, WHO, TESTS,
    ),
    "quiet": st.builds(Quiet, SOURCES, SOURCES, st.sampled_from([1, 7, 15, 31]), UNITS, TESTS),
    "elapsed": st.builds(Elapsed, SOURCES, SOURCES, LIMITS, st.sampled_from(Clock), WINDOWS),
    "has": st.builds(
        Has, SOURCES, st.just("what it is"), st.just(TITLES), UNITS, st.sampled_from(["", "until"]),
        st.sampled_from([None, 7, 30]), TESTS,
    ),
}  # fmt: skip
YEARS_BEFORE = st.sampled_from([(), (), (), (1,), (1, 2)])


@st.composite
def _measures(draw: st.DrawFn) -> tuple[Measure, ...]:
    """One of every kind; what may be divided carries no mean, the others may; a share of one of them."""
    plain = [Measure(name, name, draw(how)) for name, how in PLAIN.items()]
    again = [
        Measure(f"{name}-mean", name, draw(how), mean_of_years=draw(YEARS_BEFORE))
        for name, how in PLAIN.items()
    ]
    divided = [
        Measure(name, name, draw(how), mean_of_years=draw(YEARS_BEFORE)) for name, how in DIVIDED.items()
    ]
    divided += [
        Measure(f"{name}-{number}", name, draw(DIVIDED[name]))
        for name in ("slots", "gaps", "coverage", "quiet", "elapsed")
        for number in (2, 3)
    ]
    made = [*plain, *again, *divided]
    tested = draw(st.sampled_from([measure.id for measure in made]))
    share = Measure("share", "", Share(tested, draw(TESTS), draw(UNITS)), mean_of_years=draw(YEARS_BEFORE))
    return (*made, share)
