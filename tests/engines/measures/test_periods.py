import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongjian.engines.measures.definitions import Slot
from gongjian.engines.measures.periods import (
    Period,
    following,
    parse_period,
    period_of,
    periods,
    preceding,
    years_earlier,
)

day = date.fromisoformat
UNNAMED = [slot for slot in Slot if slot is not Slot.NAMED]


@pytest.mark.parametrize(
    ("kind", "within", "key", "start", "end"),
    [
        (Slot.DAY, "2024-02-29", "2024-02-29", "2024-02-29", "2024-02-29"),
        (Slot.WEEK, "2026-11-24", "2026-W48", "2026-11-23", "2026-11-29"),
        (Slot.WEEK, "2027-01-03", "2026-W53", "2026-12-28", "2027-01-03"),
        (Slot.WEEK, "2024-12-30", "2025-W01", "2024-12-30", "2025-01-05"),
        (Slot.HALF_MONTH, "2026-11-15", "2026-11a", "2026-11-01", "2026-11-15"),
        (Slot.HALF_MONTH, "2026-11-16", "2026-11b", "2026-11-16", "2026-11-30"),
        (Slot.HALF_MONTH, "2024-02-29", "2024-02b", "2024-02-16", "2024-02-29"),
        (Slot.HALF_MONTH, "2026-02-16", "2026-02b", "2026-02-16", "2026-02-28"),
        (Slot.MONTH, "2026-12-31", "2026-12", "2026-12-01", "2026-12-31"),
        (Slot.MONTH, "2100-02-28", "2100-02", "2100-02-01", "2100-02-28"),
        (Slot.QUARTER, "2026-03-31", "2026-Q1", "2026-01-01", "2026-03-31"),
        (Slot.QUARTER, "2026-10-01", "2026-Q4", "2026-10-01", "2026-12-31"),
        (Slot.HALF_YEAR, "2026-06-30", "2026-H1", "2026-01-01", "2026-06-30"),
        (Slot.HALF_YEAR, "2026-07-01", "2026-H2", "2026-07-01", "2026-12-31"),
        (Slot.YEAR, "2026-07-01", "2026", "2026-01-01", "2026-12-31"),
        (Slot.YEAR, "0001-01-01", "0001", "0001-01-01", "0001-12-31"),
        (Slot.YEAR, "9999-12-31", "9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_a_day_lies_in_a_period_with_a_key(kind: Slot, within: str, key: str, start: str, end: str) -> None:
    period = period_of(kind, day(within))

    assert period == Period(kind, day(start), day(end))
    assert period.key == key
    assert parse_period(key) == period


def test_a_named_period_says_its_days_in_its_key() -> None:
    period = Period(Slot.NAMED, day("2026-02-01"), day("2026-02-14"), "春节前")

    assert period.key == "春节前@2026-02-01..2026-02-14"
    assert parse_period(period.key) == period
    with pytest.raises(ValueError, match="named period"):
        period_of(Slot.NAMED, day("2026-02-01"))


@pytest.mark.parametrize(
    "key",
    [
        "", "26", "2026-", "2026-13", "2026-00", "2026-Q5", "2026-H3", "2026-W54", "2027-W53", "2026-W00",
        "2026-02-29", "2026-11c", "2026-11-24a", "0000", "２０２６", "2026-Q3 ", "春节前@2026-02-14..2026-02-01",
        "春节前@2026-02-30..2026-03-01", "@2026-02-01..2026-02-14",
    ],
)  # fmt: skip
def test_what_names_no_period_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="names no period"):
        parse_period(key)


def test_a_period_is_whole() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Period(Slot.DAY, day("2026-02-02"), day("2026-02-01"))
    with pytest.raises(ValueError, match="has a name"):
        Period(Slot.NAMED, day("2026-02-01"), day("2026-02-02"))


@pytest.mark.parametrize(
    ("kind", "first", "last", "keys"),
    [
        (Slot.WEEK, "2026-03-02", "2026-03-15", ["2026-W10", "2026-W11"]),
        (Slot.WEEK, "2026-03-03", "2026-03-16", ["2026-W11", "2026-W12"]),
        (Slot.HALF_MONTH, "2026-01-16", "2026-02-16", ["2026-01b", "2026-02a", "2026-02b"]),
        (Slot.HALF_MONTH, "2026-01-17", "2026-02-15", ["2026-02a"]),
        (Slot.MONTH, "2026-01-02", "2026-01-31", []),
        (Slot.QUARTER, "2026-01-01", "2026-12-31", ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        (Slot.DAY, "2024-02-28", "2024-03-01", ["2024-02-28", "2024-02-29", "2024-03-01"]),
        (Slot.DAY, "2024-02-28", "2024-02-27", []),
        (Slot.YEAR, "9999-01-01", "9999-12-31", ["9999"]),
    ],
)
def test_periods_are_those_that_begin_in_a_stretch(
    kind: Slot, first: str, last: str, keys: list[str]
) -> None:
    assert [period.key for period in periods(kind, day(first), day(last))] == keys


@given(st.sampled_from(UNNAMED), st.integers(1900, 2200))
def test_periods_tile_a_year_without_gap_or_overlap(kind: Slot, year: int) -> None:
    listed = list(periods(kind, date(year, 1, 1), date(year, 12, 31)))

    for one, two in itertools.pairwise(listed):
        assert two.start == one.end + timedelta(1)
    if kind is Slot.WEEK:
        assert (listed[0].start - date(year, 1, 1)).days in range(7)
        assert all(period.start.weekday() == 0 for period in listed)
    else:
        assert (listed[0].start, listed[-1].end) == (date(year, 1, 1), date(year, 12, 31))


@given(st.sampled_from(UNNAMED), st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_key_reads_back_and_neighbours_touch(kind: Slot, within: date) -> None:
    period = period_of(kind, within)

    assert period.start <= within <= period.end
    assert parse_period(period.key) == period
    assert preceding(following(period)) == period


@pytest.mark.parametrize(
    ("key", "years", "earlier"),
    [
        ("2026", 3, "2023"),
        ("2026-H2", 1, "2025-H2"),
        ("2026-Q1", 2, "2024-Q1"),
        ("2025-02", 1, "2024-02"),  # with its 29 days
        ("2025-02b", 1, "2024-02b"),
        ("2024-02-29", 1, "2023-02-28"),
        ("2024-02-29", 4, "2020-02-29"),
        ("2026-W53", 1, "2025-W52"),
        ("2026-W10", 1, "2025-W10"),
        ("年末@2026-12-20..2027-01-10", 1, "年末@2025-12-20..2026-01-10"),
    ],
)
def test_the_same_period_of_an_earlier_year(key: str, years: int, earlier: str) -> None:
    assert years_earlier(parse_period(key), years).key == earlier
