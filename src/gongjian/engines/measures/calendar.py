"""Working days as the State Council announces them each year, with holidays and make-up days.

A year that nobody has loaded is refused, never guessed: in November nobody knows next year's make-up days.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from chinese_calendar.constants import Holiday, holidays, workdays

from gongjian.engines.measures.definitions import Slot
from gongjian.engines.measures.periods import Period

_DAY = timedelta(days=1)
_SATURDAY = 5


class YearNotLoaded(LookupError):
    """The working days of `year` are asked for and nobody has loaded them."""

    def __init__(self, year: int) -> None:
        super().__init__(f"the calendar of {year} is not loaded")
        self.year = year


class SlotsNotLoaded(LookupError):
    """The slots called `name` are asked for in `year` and nobody has listed them."""

    def __init__(self, name: str, year: int) -> None:
        super().__init__(f"the slots {name!r} of {year} are not loaded")
        self.name, self.year = name, year


class DayKind(StrEnum):
    HOLIDAY = "holiday"
    WORKDAY = "workday"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not what its weekday says, or a holiday by name. `name` is shown (春节)."""

    day: date
    kind: DayKind
    name: str = ""


@dataclass(frozen=True)
class Calendar:
    """What is known of days.

    years   those loaded. The days of a year that is not are refused, even where some of them stand in `days`.
    days    by date; any other day is a working day from Monday to Friday.
    slots   name → year in which they begin → stretches of that name (春节前, 国庆节前), in order.
    """

    years: frozenset[int]
    days: Mapping[date, SpecialDay]
    slots: Mapping[str, Mapping[int, tuple[Period, ...]]] = field(default_factory=dict)

    def loading(self, days: Iterable[SpecialDay], *, years: Iterable[int] = ()) -> "Calendar":
        """With `days` over those known, and `years` known from now on.

        A year's announcement may also move days of the December before: those are taken as they come.
        """
        changed = {**self.days, **{special.day: special for special in days}}
        return replace(self, years=self.years | frozenset(years), days=changed)

    def naming(self, name: str, year: int, stretches: Iterable[tuple[date, date]]) -> "Calendar":
        """With the slots called `name` that begin in `year`; there may be none."""
        listed = tuple(Period(Slot.NAMED, start, end, name) for start, end in sorted(stretches))
        for slot in listed:
            if slot.start.year != year:
                raise ValueError(f"the slot {slot.key} does not begin in {year}")
        for one, two in itertools.pairwise(listed):
            if two.start <= one.end:
                raise ValueError(f"the slots {one.key} and {two.key} overlap")
        return replace(self, slots={**self.slots, name: {**self.slots.get(name, {}), year: listed}})

    # --- Days -----------------------------------------------------------------------------------------
    def is_working(self, day: date) -> bool:
        if day.year not in self.years:
            raise YearNotLoaded(day.year)
        special = self.days.get(day)
        return day.weekday() < _SATURDAY if special is None else special.kind is DayKind.WORKDAY

    def add_working_days(self, start: date, number: int) -> date:
        """The last day of a period of `number` working days: the day it starts is not counted (Civil Code 201).

        It ends at midnight after that day. With 0, it is `start` itself, working or not.
        """
        if number < 0:
            raise ValueError("a clock does not run backwards")
        day = start
        while number:
            day += _DAY
            number -= self.is_working(day)
        return day

    def working_days(self, after: date, until: date) -> int:
        """How many there are after `after`, up to and with `until`; 0 where that is not later."""
        return sum(self.is_working(day) for day in _days(after + _DAY, until))

    def add_days(self, start: date, number: int) -> date:
        """The last day of a period of `number` calendar days, the day it starts not counted.

        One that would end on a day off ends on the next working day (Civil Code 203).
        """
        if number < 0:
            raise ValueError("a clock does not run backwards")
        day = start + number * _DAY
        while not self.is_working(day):
            day += _DAY
        return day

    def is_past(self, start: date, number: int, day: date) -> bool:
        """Whether `day` is after the last day of `number` working days from `start`.

        Looks at no day from `day` on: at the end of a year it needs no calendar of the next.
        """
        if number == 0:
            return day > start
        passed = 0
        for each in _days(start + _DAY, day - _DAY):
            passed += self.is_working(each)
            if passed == number:
                return True
        return False

    # --- Slots ----------------------------------------------------------------------------------------
    def named(self, name: str, first: date, last: date) -> list[Period]:
        """The slots called `name` that begin from `first` to `last`.

        raises   SlotsNotLoaded for the first year of that stretch in which they are not listed.
        """
        known = self.slots.get(name, {})
        found: list[Period] = []
        for year in range(first.year, last.year + 1):
            if year not in known:
                raise SlotsNotLoaded(name, year)
            found += (slot for slot in known[year] if first <= slot.start <= last)
        return found


def shipped() -> Calendar:
    """The announcements for 2004 to 2026, as the library `chinesecalendar` has written them down."""
    days = {
        day: SpecialDay(day, kind, Holiday(name).chinese)
        for kind, listed in ((DayKind.HOLIDAY, holidays), (DayKind.WORKDAY, workdays))
        for day, name in listed.items()
    }
    return Calendar(frozenset(day.year for day in days), days)


def _days(first: date, last: date) -> Iterable[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
