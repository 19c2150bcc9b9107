"""What the shell gathers from the apps."""

from datetime import date

import pytest

from gongjian.people.reach import Reach
from gongjian.staff.queries import search, stretch

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (None, "undated"),
        (date(2026, 3, 9), "late"),
        (date(2026, 3, 10), "today"),
        (date(2026, 3, 11), "week"),
        (date(2026, 3, 17), "week"),
        (date(2026, 3, 18), "later"),
    ],
)
def test_a_due_date_falls_into_one_stretch(due: date | None, expected: str):
    assert stretch(due, TODAY) == expected


def test_searching_for_nothing_finds_nothing_and_asks_nothing():
    assert search("  ", Reach(1, True, ())) == []
