"""Every kind of measure, with the uneventful rows; the evaluator that SQL is held to."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from engines.measures.grounds import DISTRICT, EAST, NEW, OLD, ONE, WEST, ask, facts, of
from gongjian.engines.measures.definitions import (
    NO_DATA,
    NOT_APPLICABLE,
    NOT_DUE,
    Add,
    Cadence,
    Clock,
    Comparator,
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
    Stock,
    Sum,
    Value,
    Window,
    known,
)
from gongjian.engines.measures.definitions import Test as Passing

PATROL = of("patrol")
NIL = of("patrol.nothing-found")
ALWAYS, EVER, YEAR = Window(), Window(Since.EVER), Window(Since.YEAR)


def at_least(number: int) -> Passing:
    return Passing(Comparator.AT_LEAST, Fraction(number))


# --- Additive ---------------------------------------------------------------------------------------------
MARCH = facts(
    ("patrol", "one", "02-28", 1_0000),
    ("patrol", "one", "03-01", 2_5000),
    ("patrol", "east", "03-31", 5000, {"kind": "night"}),
    ("patrol", "west", "03-15", "lin"),
    ("patrol", "one-before", "04-01", "lin", 7),
    ("patrol", "far", "03-15", 9_0000),
    ("patrol.nothing-found", "new", "03-12"),
    ("meeting", "one", "01-01", "lin", -3_0000),
    ("meeting", "west", "03-02", "lin", 3_0000),
    ("meeting", "new", "03-03", "mei"),
)


@pytest.mark.parametrize(
    ("how", "target", "value"),
    [
        (Count(PATROL), EAST, known(2)),
        (Count(PATROL), ONE, known(1)),
        (Count(PATROL), WEST, known(1)),
        (Count(PATROL), DISTRICT, known(3)),
        (Count(PATROL), NEW, known(0)),
        (Count(PATROL, proof=NIL), NEW, known(0)),
        (Count(PATROL, proof=NIL), OLD, NO_DATA),
        (Count(PATROL, proof=NIL), ONE, known(1)),
        (Count(PATROL, YEAR), EAST, known(3)),
        (Count(PATROL, EVER), EAST, known(3)),
        (Count(PATROL, Window(days=1)), EAST, known(1)),
        (Count(PATROL, Window(days=32)), EAST, known(3)),
        (Count(PATROL, Window(days=31)), EAST, known(2)),
        (Count(of("patrol", kind="night")), EAST, known(1)),
        (Count(of("patrol", kind="day")), EAST, known(0)),
        (Count(of("patrol", "meeting")), DISTRICT, known(5)),
        (Count(of("unheard.of")), DISTRICT, known(0)),
        (Sum(PATROL), EAST, known(3)),
        (Sum(PATROL), WEST, known(0)),
        (Sum(PATROL, proof=of("meeting")), WEST, known(0)),
        (Sum(PATROL, proof=NIL), WEST, NO_DATA),
        (Sum(PATROL, YEAR), ONE, known(Decimal("3.5"))),
        (Sum(of("meeting"), YEAR), DISTRICT, known(0)),
        (Sum(of("meeting"), YEAR), ONE, known(-3)),
        (Distinct(of("meeting"), YEAR), DISTRICT, known(2)),
        (Distinct(of("meeting"), YEAR), EAST, known(2)),
        (Distinct(of("meeting"), YEAR), WEST, known(1)),
        (Distinct(PATROL), EAST, known(0)),
        (Distinct(PATROL, proof=NIL), ONE, NO_DATA),
    ],
)
def test_additive_kinds_read_their_window(how: Any, target: int, value: Value) -> None:
    assert ask(how, MARCH, target) == value


@pytest.mark.parametrize(
    ("as_of", "value"),
    [
        ("2026-02-28", NOT_DUE),
        ("2026-03-01", known(1)),
        ("2026-03-30", known(1)),
        ("2026-03-31", known(2)),
        ("2026-04-01", known(2)),
    ],
)
def test_facts_after_the_cut_do_not_exist(as_of: str, value: Value) -> None:
    assert ask(Count(PATROL), MARCH, as_of=as_of) == value


@pytest.mark.parametrize(
    ("target", "period", "as_of", "value"),
    [
        (NEW, "2026-03-09", "2026-12-31", NOT_APPLICABLE),
        (NEW, "2026-03-10", "2026-12-31", known(0)),
        (NEW, "2026-03", "2026-03-09", NOT_APPLICABLE),
        (OLD, "2026-03-09", "2026-12-31", known(0)),
        (OLD, "2026-03-10", "2026-12-31", NOT_APPLICABLE),
        (OLD, "2026-04", "2026-03-31", NOT_DUE),
    ],
)
def test_an_area_is_asked_only_while_it_exists(target: int, period: str, as_of: str, value: Value) -> None:
    assert ask(Count(PATROL), MARCH, target, period=period, as_of=as_of) == value


def test_a_voided_fact_counts_no_more_and_a_void_is_never_undone() -> None:
    rows = facts(
        ("patrol", "one", "03-01"),
        ("patrol", "one", "03-02"),
        ("taken-back", "one", "03-02", {"voids": 2}),
        ("patrol", "one", "05-03", {"voids": 1}),  # a correction, of a day after the cut
        ("taken-back", "one", "05-03", {"voids": 4}),
        ("taken-back", "one", "05-03", {"voids": 3}),
    )

    assert ask(Count(PATROL), rows, ONE) == known(0)
    assert ask(Count(PATROL), rows, ONE, period="2026-05") == known(0)


# --- What stands ------------------------------------------------------------------------------------------
ROLL = facts(
    ("household", "one", "01-05", "a", 1_0000),
    ("household", "one", "01-05", "b", 2_0000, {"class": "alone"}),
    ("household", "west", "03-10", "b", 3_0000, {"class": "alone"}),
    ("household", "old", "02-01", "c", 1_0000),
    ("household", "old", "03-02", "c", 0),
    ("household", "one", "03-31", "d", 1_0000),
    ("household", "one", "03-31", "d", 0),  # the later id of one day
    ("household", "new", "03-11", 1_0000),  # of nobody
    ("household", "one", "04-01", "a", 0),
    ("visit", "west", "03-01", "a"),
    ("visit", "one", "03-31", "a"),
    ("visit", "one", "03-09", "b"),
)
HOUSEHOLDS = of("household")


@pytest.mark.parametrize(
    ("how", "target", "value"),
    [
        (Stock(HOUSEHOLDS), DISTRICT, known(2)),
        (Stock(HOUSEHOLDS), EAST, known(1)),
        (Stock(HOUSEHOLDS), ONE, known(1)),
        (Stock(HOUSEHOLDS), WEST, known(1)),
        (Stock(HOUSEHOLDS), NEW, known(0)),
        (Stock(HOUSEHOLDS), OLD, known(0)),
        (Stock(of("dog")), OLD, NO_DATA),
        (Stock(of("household", **{"class": "alone"})), EAST, known(0)),
        (Stock(of("household", **{"class": "alone"})), DISTRICT, known(1)),
        (Stock(HOUSEHOLDS, Add.VALUE), DISTRICT, known(4)),
        (Stock(HOUSEHOLDS, Add.VALUE), WEST, known(3)),
        (Coverage(HOUSEHOLDS, of("visit")), DISTRICT, known(2, 2)),
        (Coverage(HOUSEHOLDS, of("visit")), EAST, known(1, 1)),
        (Coverage(HOUSEHOLDS, of("visit"), 2), EAST, known(1, 1)),
        (Coverage(HOUSEHOLDS, of("visit"), 3), EAST, known(0, 1)),
        (Coverage(HOUSEHOLDS, of("visit")), WEST, known(1, 1)),  # the visit was made in another grid
        (Coverage(HOUSEHOLDS, of("visit"), window=Window(days=10)), WEST, known(0, 1)),
        # b has stood since 5 January, wherever: 85 days.
        (Coverage(HOUSEHOLDS, of("visit"), window=Window(days=10), grace=85), WEST, known(0, 1)),
        (Coverage(HOUSEHOLDS, of("visit"), window=Window(days=10), grace=86), WEST, NOT_APPLICABLE),
        (Coverage(HOUSEHOLDS, of("visit"), grace=86), WEST, known(1, 1)),
        (Coverage(HOUSEHOLDS, of("visit")), NEW, NOT_APPLICABLE),
        (Coverage(of("dog"), of("visit")), NEW, NO_DATA),
    ],
)
def test_stocks_follow_their_subjects(how: Any, target: int, value: Value) -> None:
    assert ask(how, ROLL, target) == value


def test_who_stands_again_has_stood_since_then() -> None:
    rows = facts(
        ("household", "one", "01-01", "a", 1_0000),
        ("household", "one", "03-20", "a", 0),
        ("household", "one", "03-22", "a", 1_0000),
        ("household", "one", "03-25", "a", 2_0000),
    )

    assert ask(Coverage(HOUSEHOLDS, of("visit"), grace=9), rows, ONE) == known(0, 1)
    assert ask(Coverage(HOUSEHOLDS, of("visit"), grace=10), rows, ONE) == NOT_APPLICABLE


FIGURES = facts(
    ("residents", "one", "01-01", 100_0000),
    ("residents", "one-before", "03-01", 90_0000),
    ("residents", "one", "03-02"),  # says no number
    ("residents", "new", "03-31", 50_0000),
    ("residents", "new", "03-31", 40_5000),
    ("residents", "old", "03-05", 30_0000),  # an area that has ended
    ("residents", "one", "04-01", 5_0000),
    ("score", "east", "03-10", 8_0000),
    ("score", "one", "03-11", 9_0000),
    ("score", "east", "03-12"),
)


@pytest.mark.parametrize(
    ("how", "target", "value"),
    [
        (Gauge(of("residents")), EAST, known(Decimal("130.5"))),
        (Gauge(of("residents")), ONE, known(90)),
        (Gauge(of("residents"), over=Over.MEAN), EAST, known(Decimal("130.5"), 2)),
        (Gauge(of("residents"), max_age=29), EAST, known(Decimal("40.5"))),
        (Gauge(of("residents"), max_age=30), EAST, known(Decimal("130.5"))),
        (Gauge(of("residents")), WEST, NO_DATA),
        (Gauge(of("residents"), over=Over.MEAN), WEST, NO_DATA),
        (Gauge(of("residents")), OLD, NO_DATA),
        (Gauge(of("residents", sex="f")), EAST, NO_DATA),
        (Manual(of("score")), EAST, known(8)),
        (Manual(of("score")), ONE, known(9)),
        (Manual(of("score")), DISTRICT, NO_DATA),
        (Manual(of("score"), Window(days=21)), EAST, NO_DATA),
        (Manual(of("score"), Window(days=22)), EAST, known(8)),
    ],
)
def test_the_latest_figure_of_each_area_holds(how: Any, target: int, value: Value) -> None:
    assert ask(how, FIGURES, target) == value


# --- From other measures ----------------------------------------------------------------------------------
OTHERS = [
    Measure("patrols", "", Count(PATROL, proof=NIL)),
    Measure("residents", "", Gauge(of("residents"))),
    Measure("meetings", "", Count(of("meeting"))),
    Measure("weekly", "", Cadence(PATROL, "grid", Slot.WEEK)),
]


@pytest.mark.parametrize(
    ("how", "target", "value"),
    [
        (Ratio("patrols", "residents"), EAST, known(2, Decimal("130.5"))),
        (Ratio("residents", "patrols"), ONE, known(90, 1)),
        (Ratio("patrols", "residents"), OLD, NO_DATA),
        (Ratio("meetings", "residents"), WEST, NO_DATA),
        (Ratio("residents", "meetings"), ONE, NOT_APPLICABLE),
        (Ratio("meetings", "patrols"), ONE, known(0, 1)),
        (Share("patrols", at_least(1), "grid"), EAST, known(1, 3)),
        (Share("patrols", at_least(1), "grid"), ONE, known(1, 1)),
        (Share("patrols", at_least(1), "grid"), NEW, known(0, 2)),  # OLD lies in NEW now
        (Share("patrols", at_least(1), "grid"), WEST, NOT_APPLICABLE),
        (Share("patrols", at_least(1), "community"), DISTRICT, known(2, 2)),
        (Share("patrols", Passing(Comparator.OVER, Fraction(1)), "community"), DISTRICT, known(1, 2)),
        (Share("weekly", at_least(1), "community"), DISTRICT, known(0, 1)),  # WEST has no grid
    ],
)
def test_measures_of_measures(how: Any, target: int, value: Value) -> None:
    rows = [*MARCH, *[fact for fact in FIGURES if fact.kind == "residents"]]
    rows = [type(fact)(number, *_rest(fact)) for number, fact in enumerate(rows, 1)]

    assert ask(how, rows, target, others=OTHERS) == value


def _rest(fact: Any) -> tuple[Any, ...]:
    return fact.kind, fact.place, fact.day, fact.subject, fact.value, fact.attrs, fact.voids


@pytest.mark.parametrize(
    ("years", "value"),
    [((1,), known(1, 1)), ((1, 2), known(3, 2)), ((2, 3), known(2, 2))],
)
def test_a_mean_of_earlier_years_leaves_out_the_year_itself(years: tuple[int, ...], value: Value) -> None:
    rows = facts(
        ("patrol", "one", "2026-03-01"),
        ("patrol", "one", "2025-03-31"),
        ("patrol", "one", "2024-03-01"),
        ("patrol", "one", "2024-03-31"),
    )

    assert ask(Count(PATROL), rows, mean_of_years=years) == value


def test_a_mean_of_shares_is_exact_and_wants_every_year() -> None:
    rows = facts(
        ("patrol", "one", "2024-03-01"), ("patrol", "one", "2025-03-01"), ("patrol", "one", "2025-03-20")
    )
    halves = Cadence(PATROL, "grid", Slot.HALF_MONTH)
    thirds = Cadence(PATROL, "grid", Slot.HALF_MONTH, at_least=3)

    assert ask(halves, rows, ONE, mean_of_years=(1, 2)) == known(3, 4)
    assert ask(thirds, rows, ONE, mean_of_years=(1, 2)) == known(0, 1)
    assert ask(Ratio("patrols", "meetings"), rows, ONE, mean_of_years=(1,), others=OTHERS) == NOT_APPLICABLE
    assert ask(halves, rows, NEW, mean_of_years=(1,)) == NOT_APPLICABLE
    assert ask(halves, rows, ONE, as_of="2026-02-28", mean_of_years=(1,)) == NOT_DUE


# --- What a unit owes -------------------------------------------------------------------------------------
ROUNDS = facts(
    ("patrol", "one", "03-01"),
    ("patrol", "one", "03-15"),
    ("patrol", "one", "03-15"),
    ("patrol", "one", "03-16"),
    ("patrol", "old", "03-09"),
    ("patrol", "new", "03-24"),
)


@pytest.mark.parametrize(
    ("how", "target", "as_of", "value"),
    [
        (Cadence(PATROL, "grid", Slot.HALF_MONTH), ONE, "2026-03-31", known(2, 2)),
        (Cadence(PATROL, "grid", Slot.HALF_MONTH), ONE, "2026-03-14", known(1, 1)),
        (Cadence(PATROL, "grid", Slot.HALF_MONTH, at_least=2), ONE, "2026-03-14", NOT_APPLICABLE),
        (Cadence(PATROL, "grid", Slot.HALF_MONTH, at_least=3), ONE, "2026-03-15", known(1, 1)),
        (Cadence(PATROL, "grid", Slot.HALF_MONTH, at_least=3), ONE, "2026-03-31", known(1, 2)),
        (Cadence(PATROL, "grid", Slot.HALF_MONTH), NEW, "2026-03-31", known(1, 1)),  # began within the first
        (
            Cadence(PATROL, "grid", Slot.HALF_MONTH),
            OLD,
            "2026-03-31",
            known(1, 1),
        ),  # ended within it, and met it
        (Cadence(PATROL, "grid", Slot.HALF_MONTH, at_least=2), OLD, "2026-03-31", NOT_APPLICABLE),
        (Cadence(PATROL, "grid", Slot.HALF_MONTH), EAST, "2026-03-31", known(3, 3)),
        (Cadence(PATROL, "grid", Slot.HALF_MONTH, at_least=2), EAST, "2026-03-31", known(0, 2)),
        (Cadence(PATROL, "grid", Slot.HALF_MONTH), WEST, "2026-03-31", NOT_APPLICABLE),
        (Cadence(PATROL, "community", Slot.MONTH), ONE, "2026-03-31", NOT_APPLICABLE),
        (Cadence(PATROL, "community", Slot.MONTH), DISTRICT, "2026-03-31", known(1, 2)),
        (Cadence(PATROL, "grid", Slot.WEEK), ONE, "2026-03-31", known(2, 4)),  # the first begins in February
        (Cadence(PATROL, "grid", Slot.QUARTER), ONE, "2026-03-31", NOT_APPLICABLE),
        (Cadence(PATROL, "grid", Slot.QUARTER, window=YEAR), ONE, "2026-03-31", known(1, 1)),
        (
            Cadence(PATROL, "grid", Slot.NAMED, "节前"),
            ONE,
            "2026-03-31",
            known(0, 1),
        ),  # the second still runs
        (Cadence(PATROL, "grid", max_gap=14), ONE, "2026-03-15", known(1, 1)),
        (Cadence(PATROL, "grid", max_gap=13), ONE, "2026-03-15", known(0, 1)),
        (Cadence(PATROL, "grid", max_gap=16), ONE, "2026-03-31", known(1, 1)),  # 16 March to 1 April
        (Cadence(PATROL, "grid", max_gap=15), ONE, "2026-03-31", known(0, 1)),
        (Cadence(PATROL, "grid", max_gap=15), NEW, "2026-03-31", known(1, 1)),  # from 9 to 24 March
        (Cadence(PATROL, "grid", max_gap=14), NEW, "2026-03-31", known(0, 1)),
        (Cadence(PATROL, "grid", max_gap=9), OLD, "2026-03-31", known(1, 1)),
        (Cadence(PATROL, "grid", max_gap=8), OLD, "2026-03-31", known(0, 1)),
        (Cadence(PATROL, "grid", max_gap=1, window=Window(days=1)), OLD, "2026-03-31", NOT_APPLICABLE),
    ],
)
def test_a_cadence_is_judged_at_its_unit(how: Cadence, target: int, as_of: str, value: Value) -> None:
    assert ask(how, ROUNDS, target, as_of=as_of) == value


CARE = facts(
    ("elder", "one", "2025-12-01", "a", 1_0000),
    ("elder", "one", "03-16", "b", 1_0000),
    ("elder", "one", "03-20", "c", 1_0000),
    ("elder", "new", "03-01", "d", 1_0000),
    ("visit", "one", "03-02", "a"),
    ("visit", "west", "03-16", "a"),
    ("visit", "one", "03-01", "b"),
    ("visit", "one", "03-31", "d"),
)


@pytest.mark.parametrize(
    ("how", "target", "as_of", "value"),
    [
        # a met both halves, b owes and missed the second, c came within it.
        (Cadence(of("visit"), "grid", Slot.HALF_MONTH, who=of("elder")), ONE, "2026-03-31", known(1, 2)),
        (Cadence(of("visit"), "grid", Slot.HALF_MONTH, who=of("elder")), NEW, "2026-03-31", known(1, 1)),
        (Cadence(of("visit"), "grid", Slot.HALF_MONTH, who=of("elder")), NEW, "2026-03-30", NOT_APPLICABLE),
        (Cadence(of("visit"), "grid", Slot.HALF_MONTH, who=of("elder")), OLD, "2026-03-30", NO_DATA),
        (Cadence(of("visit"), "grid", Slot.HALF_MONTH, who=of("elder")), EAST, "2026-03-31", known(1, 3)),
        (Cadence(of("visit"), "grid", max_gap=16, who=of("elder")), ONE, "2026-03-31", known(2, 3)),
        (Cadence(of("visit"), "grid", max_gap=17, who=of("elder")), ONE, "2026-03-31", known(3, 3)),
        (Cadence(of("visit"), "grid", max_gap=12, who=of("elder")), ONE, "2026-03-31", known(0, 3)),
    ],
)
def test_a_cadence_per_subject(how: Cadence, target: int, as_of: str, value: Value) -> None:
    assert ask(how, CARE, target, as_of=as_of) == value


REPORTS = facts(
    ("case", "one", "03-10"),
    ("patrol.nothing-found", "one", "03-13"),
    ("patrol.nothing-found", "one", "03-20"),
    ("patrol.nothing-found", "one", "03-27"),
    ("patrol.nothing-found", "new", "03-31"),
    ("case", "old", "03-31"),
    ("patrol.nothing-found", "west", "03-31"),
)


@pytest.mark.parametrize(
    ("every", "target", "as_of", "value"),
    [
        (7, ONE, "2026-03-31", known(21)),
        (7, ONE, "2026-03-27", known(17)),
        (7, ONE, "2026-03-10", known(0)),
        (7, ONE, "2026-03-09", NO_DATA),
        (6, ONE, "2026-03-31", known(5)),  # the chain broke before the 27th, a quiet day itself
        (3, ONE, "2026-03-31", NO_DATA),  # four days without a report
        (4, ONE, "2026-03-31", known(5)),
        (7, NEW, "2026-03-31", known(0)),  # a case in what is now a part of it
        (7, OLD, "2026-03-31", NO_DATA),
        (7, EAST, "2026-03-31", known(1, 3)),
        (7, WEST, "2026-03-31", NOT_APPLICABLE),
    ],
)
def test_quiet_needs_proof(every: int, target: int, as_of: str, value: Value) -> None:
    how = Quiet(of("case"), NIL, every, "grid", at_least(14))

    assert ask(how, REPORTS, target, as_of=as_of) == value


PAPERS = facts(
    ("paper", "east", "01-01", {"what": "plan", "until": "2026-03-31"}),
    ("paper", "one", "02-01", 1_0000, {"what": "map", "state": "signed"}),
    ("paper", "east", "03-01", {"what": "list", "until": "2026-13-01"}),
    ("paper", "east", "02-01", 1_0000, {"what": "ring", "state": "signed"}),
    ("paper", "east", "03-01", 0, {"what": "ring", "state": "signed"}),
    ("paper", "east", "03-01", {"state": "signed"}),
    ("paper", "west", "03-01", {"what": "plan", "until": "2026-03-30"}),
)


@pytest.mark.parametrize(
    ("how", "target", "value"),
    [
        (Has(of("paper"), "what", ("plan", "map"), "community"), EAST, known(2, 2)),
        (Has(of("paper"), "what", ("plan", "map", "map"), "community"), EAST, known(2, 2)),
        (Has(of("paper"), "what", ("plan", "map", "ring", "seal"), "community"), EAST, known(2, 4)),
        (Has(of("paper"), "what", ("plan",), "community", "until"), EAST, known(1, 1)),
        (Has(of("paper"), "what", ("plan",), "community", "until"), WEST, known(0, 1)),
        (Has(of("paper"), "what", ("plan",), "community"), WEST, known(1, 1)),
        (Has(of("paper"), "what", ("list",), "community", "until"), EAST, known(0, 1)),
        (Has(of("paper"), "what", ("list", "map"), "community", max_age=30), EAST, known(1, 2)),
        (Has(of("paper"), "what", ("list",), "community", max_age=29), EAST, known(0, 1)),
        (Has(of("paper", state="signed"), "what", ("plan", "map"), "community"), EAST, known(1, 2)),
        (Has(of("paper"), "what", ("plan", "map"), "community"), DISTRICT, known(1, 2)),
        (Has(of("paper"), "what", ("plan", "map"), "community"), ONE, NOT_APPLICABLE),
    ],
)
def test_documents_are_there_while_they_hold(how: Has, target: int, value: Value) -> None:
    assert ask(how, PAPERS, target) == value


# --- Spans ------------------------------------------------------------------------------------------------
SPANS = facts(
    ("opened", "one", "03-02", "a"),
    ("closed", "west", "03-09", "a"),
    ("closed", "one", "03-20", "a"),
    ("opened", "one", "03-03", "b"),
    ("opened", "west", "03-04", "b"),  # opened before already
    ("closed", "one", "03-11", "b"),
    ("opened", "one", "02-28", "c"),
    ("opened", "new", "03-25", "d"),
    ("opened", "new", "03-20", "e"),
    ("closed", "new", "03-19", "e"),
    ("opened", "west", "03-31", "f"),
    ("closed", "west", "03-31", "f"),
    ("opened", "west", "03-31"),
)


@pytest.mark.parametrize(
    ("limit", "clock", "target", "window", "value"),
    [
        (7, Clock.CALENDAR, ONE, ALWAYS, known(1, 2)),
        (8, Clock.CALENDAR, ONE, ALWAYS, known(2, 2)),
        (5, Clock.WORKING, ONE, ALWAYS, known(1, 2)),
        (6, Clock.WORKING, ONE, ALWAYS, known(2, 2)),
        (6, Clock.CALENDAR, NEW, ALWAYS, known(0, 1)),
        (5, Clock.CALENDAR, NEW, ALWAYS, known(0, 2)),
        (11, Clock.CALENDAR, NEW, ALWAYS, NOT_APPLICABLE),
        (0, Clock.CALENDAR, WEST, ALWAYS, known(1, 1)),
        (0, Clock.WORKING, WEST, ALWAYS, known(1, 1)),
        (7, Clock.CALENDAR, ONE, YEAR, known(1, 3)),
        (7, Clock.CALENDAR, DISTRICT, ALWAYS, known(2, 4)),
    ],
)
def test_spans_are_judged_once_they_are_closed_or_late(
    limit: int, clock: Clock, target: int, window: Window, value: Value
) -> None:
    assert ask(Elapsed(of("opened"), of("closed"), limit, clock, window), SPANS, target) == value


# --- What does not hang together --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("measures", "fault"),
    [
        ([Measure("a", "", Count(PATROL)), Measure("a", "", Count(PATROL))], "there twice"),
        ([Measure("a", "", Ratio("b", "b"))], "'b', which is not there"),
        ([Measure("a", "", Share("a", at_least(1), "grid"))], "computed from itself"),
        ([*OTHERS, Measure("a", "", Ratio("patrols", "weekly"))], "denominator of its own"),
        ([Measure("a", "", Count(PATROL), mean_of_years=(0,))], "earlier years alone"),
        (
            [Measure("a", "", Count(PATROL), mean_of_years=(1,)), Measure("b", "", Ratio("a", "a"))],
            "denominator of its own",
        ),
    ],
)
def test_measures_that_do_not_hang_together_are_refused(measures: list[Measure], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        ask(Count(PATROL), [], others=measures)


def test_a_unit_owes_the_slot_that_begins_with_it() -> None:
    rows = facts(("patrol", "new", "03-10"), ("patrol", "new", "03-11"))

    assert ask(Cadence(PATROL, "grid", Slot.DAY), rows, NEW, as_of="2026-03-11") == known(2, 2)
