from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.measures.calendar import (
    Calendar,
    DayKind,
    SlotsNotLoaded,
    SpecialDay,
    YearNotLoaded,
    shipped,
)

CALENDAR = shipped()
day = date.fromisoformat


# Seven notices of five working days in 2026: published, ends. Then what lies at the edges of the holidays.
@pytest.mark.parametrize(
    ("start", "number", "ends"),
    [
        ("2026-01-03", 5, "2026-01-08"),  # Sunday the 4th is made up for
        ("2026-02-10", 5, "2026-02-24"),  # over the Spring Festival, Saturday the 14th made up for
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-04-29", 5, "2026-05-09"),  # ends on a Saturday that is made up for
        ("2026-07-03", 5, "2026-07-10"),
        ("2026-09-29", 5, "2026-10-12"),
        ("2026-10-01", 5, "2026-10-13"),
        ("2026-07-06", 0, "2026-07-06"),
        ("2026-07-05", 0, "2026-07-05"),  # a Sunday
        ("2026-07-03", 1, "2026-07-06"),
        ("2026-02-27", 1, "2026-02-28"),  # a Saturday made up for
        ("2026-02-14", 1, "2026-02-24"),  # from the day before the festival to the day after
        ("2025-12-31", 1, "2026-01-04"),  # into another year
        ("2025-01-27", 1, "2025-02-05"),
        ("2024-02-28", 2, "2024-03-01"),  # a leap day is one like any other
        ("2026-06-18", 20, "2026-07-17"),
    ],
)
def test_working_days_end_on_the_announced_days(start: str, number: int, ends: str) -> None:
    assert CALENDAR.add_working_days(day(start), number) == day(ends)


@pytest.mark.parametrize(
    ("start", "number", "ends"),
    [
        ("2026-07-06", 3, "2026-07-09"),
        ("2026-07-06", 5, "2026-07-13"),  # a Saturday: Monday
        ("2026-02-01", 15, "2026-02-24"),  # the first day of the festival: the day after it
        ("2026-09-25", 1, "2026-09-28"),
        ("2026-01-30", 15, "2026-02-14"),  # a Saturday made up for
        ("2026-07-06", 0, "2026-07-06"),
    ],
)
def test_calendar_days_do_not_end_on_a_day_off(start: str, number: int, ends: str) -> None:
    assert CALENDAR.add_days(day(start), number) == day(ends)


@pytest.mark.parametrize(
    ("after", "until", "number"),
    [
        ("2026-01-03", "2026-01-08", 5),
        ("2026-02-14", "2026-02-23", 0),
        ("2026-07-06", "2026-07-06", 0),
        ("2026-07-07", "2026-07-06", 0),
        ("2025-12-31", "2026-12-31", 248),
    ],
)
def test_working_days_between_leave_out_the_first(after: str, until: str, number: int) -> None:
    assert CALENDAR.working_days(day(after), day(until)) == number


@pytest.mark.parametrize("ask", ["add_working_days", "add_days"])
def test_a_clock_does_not_run_backwards(ask: str) -> None:
    with pytest.raises(ValueError, match="backwards"):
        getattr(CALENDAR, ask)(day("2026-07-06"), -1)


def test_a_year_that_is_not_loaded_is_refused_by_its_number() -> None:
    with pytest.raises(YearNotLoaded, match="2027 is not loaded") as refused:
        CALENDAR.add_working_days(day("2026-12-28"), 5)

    assert refused.value.year == 2027


def test_what_is_past_in_december_needs_no_calendar_of_the_next_year() -> None:
    assert not CALENDAR.is_past(day("2026-12-28"), 5, day("2026-12-31"))
    assert CALENDAR.is_past(day("2026-12-28"), 3, day("2027-01-01"))


@given(st.dates(date(2024, 1, 1), date(2026, 11, 30)), st.integers(0, 12), st.integers(-3, 25))
def test_a_day_is_past_when_it_is_after_the_last(start: date, number: int, later: int) -> None:
    asked = start + timedelta(later)

    assert CALENDAR.is_past(start, number, asked) == (asked > CALENDAR.add_working_days(start, number))


@given(st.dates(date(2024, 1, 1), date(2026, 11, 1)), st.integers(1, 12))
def test_counting_and_adding_agree(start: date, number: int) -> None:
    ends = CALENDAR.add_working_days(start, number)

    assert CALENDAR.is_working(ends)
    assert CALENDAR.working_days(start, ends) == number


def test_a_table_of_ones_own_lies_over_what_was_shipped() -> None:
    festival = SpecialDay(day("2026-04-20"), DayKind.HOLIDAY, "三月三")

    local = CALENDAR.loading([festival])

    assert (CALENDAR.is_working(day("2026-04-20")), local.is_working(day("2026-04-20"))) == (True, False)
    assert local.add_working_days(day("2026-04-17"), 1) == day("2026-04-21")


def test_another_year_is_known_once_it_is_loaded() -> None:
    new_year = [
        SpecialDay(day("2026-12-31"), DayKind.HOLIDAY, "元旦"),  # stands in the announcement for 2027
        SpecialDay(day("2027-01-01"), DayKind.HOLIDAY, "元旦"),
        SpecialDay(day("2027-01-02"), DayKind.WORKDAY, "元旦"),
    ]

    loaded = CALENDAR.loading(new_year, years=[2027])

    assert loaded.add_working_days(day("2026-12-30"), 2) == day("2027-01-04")


def test_the_days_shipped_carry_their_names() -> None:
    assert CALENDAR.days[day("2026-02-14")] == SpecialDay(day("2026-02-14"), DayKind.WORKDAY, "春节")
    assert CALENDAR.years == frozenset(range(2004, 2027))


# --- Named slots ------------------------------------------------------------------------------------------
NAMED = Calendar(frozenset({2026}), {}).naming(
    "节前", 2026, [(day("2026-09-21"), day("2026-09-30")), (day("2026-02-01"), day("2026-02-14"))]
)


@pytest.mark.parametrize(
    ("first", "last", "starts"),
    [
        ("2026-01-01", "2026-12-31", ["2026-02-01", "2026-09-21"]),
        ("2026-02-01", "2026-09-20", ["2026-02-01"]),
        ("2026-02-02", "2026-09-21", ["2026-09-21"]),
        ("2026-02-02", "2026-09-20", []),
    ],
)
def test_named_slots_are_found_by_the_day_they_begin(first: str, last: str, starts: list[str]) -> None:
    found = NAMED.named("节前", day(first), day(last))

    assert [slot.start.isoformat() for slot in found] == starts


@pytest.mark.parametrize(("name", "first"), [("节后", "2026-01-01"), ("节前", "2025-12-31")])
def test_slots_that_are_not_listed_are_refused(name: str, first: str) -> None:
    with pytest.raises(SlotsNotLoaded, match=first[:4]):
        NAMED.named(name, day(first), day("2026-12-31"))


def test_named_slots_neither_overlap_nor_begin_in_another_year() -> None:
    with pytest.raises(ValueError, match="overlap"):
        NAMED.naming(
            "x", 2026, [(day("2026-02-01"), day("2026-02-14")), (day("2026-02-14"), day("2026-02-15"))]
        )
    with pytest.raises(ValueError, match="does not begin in 2026"):
        NAMED.naming("x", 2026, [(day("2025-12-31"), day("2026-02-14"))])
