"""Stretches of days: what a board shows, and what a cadence is owed in.

A key names one for ever: `2026`, `2026-H1`, `2026-Q3`, `2026-11`, `2026-11a` (1st to 15th) and `2026-11b`,
`2026-W48` (ISO, from Monday), `2026-11-24`, `春节前@2026-01-20..2026-02-14` (named).
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongjian.engines.measures.definitions import Slot

_DAY = timedelta(days=1)
_MONTHS = {Slot.MONTH: 1, Slot.QUARTER: 3, Slot.HALF_YEAR: 6, Slot.YEAR: 12}
_KEY = re.compile(
    r"(?P<year>\d{4})(?:-H(?P<half>[12])|-Q(?P<quarter>[1-4])|-W(?P<week>\d{2})"
    r"|-(?P<month>\d{2})(?:(?P<side>[ab])|-(?P<day>\d{2}))?)?",
    re.ASCII,
)
_NAMED = re.compile(r"(?P<name>[^@]+)@(?P<start>\d{4}-\d{2}-\d{2})\.\.(?P<end>\d{4}-\d{2}-\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to `end`, both included. `name` only where the kind is NAMED."""

    kind: Slot
    start: date
    end: date
    name: str = ""

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the period from {self.start} ends before it begins, on {self.end}")
        if (self.kind is Slot.NAMED) != bool(self.name):
            raise ValueError("a period has a name where it is named, and only there")

    @property
    def key(self) -> str:
        year, month = f"{self.start.year:04}", f"{self.start.month:02}"
        match self.kind:
            case Slot.DAY:
                return self.start.isoformat()
            case Slot.WEEK:
                iso = self.start.isocalendar()
                return f"{iso.year:04}-W{iso.week:02}"
            case Slot.HALF_MONTH:
                return f"{year}-{month}{'a' if self.start.day == 1 else 'b'}"
            case Slot.MONTH:
                return f"{year}-{month}"
            case Slot.QUARTER:
                return f"{year}-Q{(self.start.month + 2) // 3}"
            case Slot.HALF_YEAR:
                return f"{year}-H{1 if self.start.month == 1 else 2}"
            case Slot.YEAR:
                return year
            case Slot.NAMED:
                return f"{self.name}@{self.start.isoformat()}..{self.end.isoformat()}"
        raise AssertionError(self.kind)


def period_of(kind: Slot, day: date) -> Period:
    """The period of `kind` that holds `day`. Named ones are the calendar's: a ValueError here."""
    match kind:
        case Slot.DAY:
            return Period(kind, day, day)
        case Slot.WEEK:
            monday = day - day.weekday() * _DAY
            return Period(kind, monday, monday + 6 * _DAY)
        case Slot.HALF_MONTH:
            if day.day <= 15:
                return Period(kind, day.replace(day=1), day.replace(day=15))
            return Period(kind, day.replace(day=16), _month_end(day))
        case Slot.NAMED:
            raise ValueError("a day does not tell which named period it lies in")
    months = _MONTHS[kind]
    first = (day.month - 1) // months * months + 1
    return Period(kind, date(day.year, first, 1), _month_end(date(day.year, first + months - 1, 1)))


def periods(kind: Slot, first: date, last: date) -> Iterator[Period]:
    """The periods of `kind` that begin from `first` to `last`, in order; none where `last` is before `first`."""
    day = first
    while day <= last:
        period = period_of(kind, day)
        if period.start >= first:
            yield period
        if period.end == date.max:
            return
        day = period.end + _DAY


def following(period: Period) -> Period:
    return period_of(period.kind, period.end + _DAY)


def preceding(period: Period) -> Period:
    return period_of(period.kind, period.start - _DAY)


def years_earlier(period: Period, years: int) -> Period:
    """The same period of an earlier year.

    What that year does not have is the nearest before it: 28 for 29 February, week 52 for week 53.
    raises   ValueError where that year is before year 1.
    """
    year = period.start.year - years
    match period.kind:
        case Slot.DAY:
            return Period(period.kind, _in_year(period.start, year), _in_year(period.start, year))
        case Slot.WEEK:
            iso = period.start.isocalendar()
            week = min(iso.week, date(iso.year - years, 12, 28).isocalendar().week)
            return period_of(period.kind, date.fromisocalendar(iso.year - years, week, 1))
        case Slot.NAMED:
            end = _in_year(period.end, period.end.year - years)
            return Period(period.kind, _in_year(period.start, year), end, period.name)
    return period_of(period.kind, period.start.replace(year=year))


def parse_period(key: str) -> Period:
    """The period that `key` names. A ValueError says what is wrong with it."""
    try:
        if named := _NAMED.fullmatch(key):
            start, end = date.fromisoformat(named["start"]), date.fromisoformat(named["end"])
            return Period(Slot.NAMED, start, end, named["name"])
        if plain := _KEY.fullmatch(key):
            return _from_parts({name: part for name, part in plain.groupdict().items() if part})
    except ValueError as fault:
        raise ValueError(f"{key!r} names no period: {fault}") from fault
    raise ValueError(f"{key!r} names no period; write 2026, 2026-H1, 2026-Q3, 2026-11, 2026-11a or 2026-W48")


def _from_parts(parts: dict[str, str]) -> Period:
    year = int(parts["year"])
    if "half" in parts:
        return period_of(Slot.HALF_YEAR, date(year, 6 * int(parts["half"]), 1))
    if "quarter" in parts:
        return period_of(Slot.QUARTER, date(year, 3 * int(parts["quarter"]), 1))
    if "week" in parts:
        return period_of(Slot.WEEK, date.fromisocalendar(year, int(parts["week"]), 1))
    if "day" in parts:
        return period_of(Slot.DAY, date(year, int(parts["month"]), int(parts["day"])))
    if "side" in parts:
        day = 1 if parts["side"] == "a" else 16
        return period_of(Slot.HALF_MONTH, date(year, int(parts["month"]), day))
    if "month" in parts:
        return period_of(Slot.MONTH, date(year, int(parts["month"]), 1))
    return period_of(Slot.YEAR, date(year, 1, 1))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _in_year(day: date, year: int) -> date:
    last = monthrange(year, day.month)[1]
    return day.replace(year=year, day=min(day.day, last))
