"""The working days as this installation knows them."""

from calendar import Calendar as Sheets
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from gongjian.calendars.models import Day, Year
from gongjian.engines.measures.calendar import Calendar, DayKind, SpecialDay, shipped


@cache
def _shipped() -> Calendar:
    return shipped()


def calendar() -> Calendar:
    """What is shipped, with what was loaded or corrected here over it. Two queries."""
    known = _shipped()
    years = list(Year.objects.values_list("year", flat=True))
    changed = list(Day.objects.all())
    special = [
        SpecialDay(day.date, DayKind(day.kind), day.name) for day in changed if day.kind != Day.Kind.PLAIN
    ]
    plain = {day.date for day in changed if day.kind == Day.Kind.PLAIN}
    known = known.loading(special, years=years)
    return (
        replace(known, days={day: what for day, what in known.days.items() if day not in plain})
        if plain
        else known
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a month's sheet. `here` is False for days of the months beside it."""

    date: date
    here: bool
    working: bool
    special: SpecialDay | None


@dataclass(frozen=True, slots=True)
class Month:
    number: int
    working: int
    weeks: tuple[tuple[Cell, ...], ...]


def months(known: Calendar, year: int) -> list[Month]:
    """The twelve sheets of a loaded year, weeks from Monday.

    raises   YearNotLoaded.
    """
    return [_month(known, year, number) for number in range(1, 13)]


def _month(known: Calendar, year: int, number: int) -> Month:
    weeks = tuple(
        tuple(_cell(known, day, here=day.month == number) for day in week)
        for week in Sheets().monthdatescalendar(year, number)
    )
    return Month(number, sum(cell.working for week in weeks for cell in week), weeks)


def _cell(known: Calendar, day: date, *, here: bool) -> Cell:
    return Cell(day, here, here and known.is_working(day), known.days.get(day) if here else None)


def years(known: Calendar, today: date) -> list[int]:
    """Those that can be looked at: from five years ago to the newest known, and the next to come."""
    return sorted({year for year in known.years if year >= today.year - 5} | {today.year, today.year + 1})
