"""Dates in Chinese prose: `2013年11月7日`, `20xx年9月`, `11月底`, `3月中旬`, `2023.3.1`, `“十三五”期末`.

A moment is as exact as it is written. As EDTF (ISO 8601-2) unknown digits are `X`: `XXXX-09-01`,
`20XX-07-10`; a month stays a month (`2014-10`), the end of a month is its last day.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from gongjian.engines.text.numerals import from_chinese

Part = Literal["early", "first", "middle", "second", "last", "end"]

_N = r"[〇零一二三四五六七八九十]"
YEAR = rf"(?:(?:19|20)\d\d|20(?:[xX×*_＊—○-]{{2}}|\d[xX×*＊])|[一二][九〇零]{_N}{{2}})"
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_PARTS: dict[str, Part] = {
    "初": "early",
    "上旬": "first",
    "中旬": "second",
    "中": "middle",
    "下旬": "last",
    "底": "end",
    "末": "end",
}
_HALVES = {"上半年": (1, 6), "下半年": (7, 12)}

_MOMENT = re.compile(
    rf"(?=[\d一二三四五六七八九十第上下年“])(?<!\d)(?:"
    rf"(?P<year>{YEAR})\s*年\s*(?:度)?(?:"
    rf"(?P<ymonth>{MONTH})\s*月(?:份)?(?:\s*(?P<yday>{DAY})\s*[日号]|(?P<ypart>上旬|中旬|下旬|初(?![一二三四五六七八九十])|中|底|末))?"
    rf"|(?P<yhalf>上半年|下半年)|第?(?P<yquarter>[一二三四1-4])季度(?P<yqend>末|底)?|(?P<yend>底|末|年底|年末))?"
    rf"|(?P<month>{MONTH})\s*月(?:份)?(?:\s*(?P<day>{DAY})\s*[日号]|(?P<part>上旬|中旬|下旬|初(?![一二三四五六七八九十])|中|底|末))?"
    rf"|(?P<dyear>(?:19|20)\d\d)(?P<mark>[.-])(?P<dmonth>1[0-2]|0?[1-9])(?:(?P=mark)(?P<dday>3[01]|[12]\d|0?[1-9]))?(?!(?P=mark)?\d|%)"
    rf"|第?(?P<quarter>[一二三四1-4])季度(?P<qend>末|底)?"
    rf"|(?P<half>上半年|下半年)"
    rf"|“?(?P<plan>十[一二三四五六七八九]?五)”?(?:规划|时期|期间)?(?:期末|末期?|结束)"
    rf"|(?:(?<![两几多数半〇零一二三四五六七八九十\d])年(?P<end>底|末|内|终))"
    rf")"
)
_FIVE_YEAR_PLANS = {
    "十五": 2005,
    "十一五": 2010,
    "十二五": 2015,
    "十三五": 2020,
    "十四五": 2025,
    "十五五": 2030,
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written at text[start:end].

    year   four characters, `X` for unknown digits, or None where none is given
    month  1 to 12, or None when it is a whole year or half of one
    day    1 to 31, or None
    part   which part of the month (or, without a month, `end` for the year's end)
    """

    start: int
    end: int
    year: str | None = None
    month: int | None = None
    day: int | None = None
    part: Part | None = None
    until: int | None = None
    """The last month, where the moment is a half or a quarter of a year."""

    def in_year(self, year: str | None) -> "Moment":
        """The same moment with `year` where it names none of its own."""
        return replace(self, year=year) if self.year is None else self

    def first(self) -> str:
        """Its first day as EDTF, or the month or year where no day is given."""
        days: dict[Part | None, int | None] = {"early": 1, "first": 1, "second": 11, "middle": 11, "last": 21}
        return self._edtf(self.month, self.day or days.get(self.part) or self._end_day(self.month))

    def last(self) -> str:
        """Its last day as EDTF, or the month or year where no day is given."""
        month = self.until or self.month
        if month is None and self.part == "end":
            return self._edtf(12, 31)
        if self.until is not None and self.part == "end":
            return self._edtf(month, _days(self.year, self.until))
        days: dict[Part | None, int | None] = {"early": 10, "first": 10, "second": 20, "middle": 20}
        if self.day or self.part in days:
            return self._edtf(month, self.day or days[self.part])
        return self._edtf(month, self._end_day(month))

    def due(self) -> str:
        """The day by which something limited by it must be done; whole halves and years end on their last."""
        month = self.until or self.month
        if self.until is not None:
            return self._edtf(month, _days(self.year, self.until))
        return self._edtf(12, 31) if month is None else self.last()

    def _end_day(self, month: int | None) -> int | None:
        if month is None or self.part not in ("end", "last"):
            return None
        return _days(self.year, month)

    def _edtf(self, month: int | None, day: int | None) -> str:
        year = self.year or "XXXX"
        if month is None:
            return year
        return f"{year}-{month:02d}" if day is None else f"{year}-{month:02d}-{day:02d}"


def _days(year: str | None, month: int) -> int:
    return calendar.monthrange(int(year), month)[1] if year and year.isdigit() else _DAYS[month]


# Of a year that is not known, February is taken to be the common one.
_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def moments(text: str, start: int = 0, end: int | None = None) -> Iterator[Moment]:
    """The dates written in text[start:end] (folded to one width), from left to right."""
    for match in _MOMENT.finditer(text, start, len(text) if end is None else end):
        if moment := _moment(match):
            yield moment


def moment_at(text: str, start: int, end: int) -> Moment | None:
    """The date that begins exactly at `start`, or None."""
    match = _MOMENT.match(text, start, end)
    return _moment(match) if match else None


def _moment(match: re.Match[str]) -> Moment | None:
    found = {name: value for name, value in match.groupdict().items() if value}
    year = year_of(found.get("year") or found.get("dyear"))
    month = _number(found.get("ymonth") or found.get("month") or found.get("dmonth"))
    day = _number(found.get("yday") or found.get("day") or found.get("dday"))
    part = _PARTS.get(found.get("ypart") or found.get("part") or "")
    made = Moment(match.start(), match.end(), year, month, day, part)
    if quarter := _number(found.get("yquarter") or found.get("quarter")):
        ends: Part | None = "end" if found.get("yqend") or found.get("qend") else None
        return replace(made, month=quarter * 3 - 2, until=quarter * 3, part=ends)
    if half := found.get("yhalf") or found.get("half"):
        return replace(made, month=_HALVES[half][0], until=_HALVES[half][1])
    if plan := found.get("plan"):
        known = _FIVE_YEAR_PLANS.get(plan)
        return replace(made, year=str(known), part="end") if known else None
    if "yend" in found or "end" in found:
        return replace(made, part="end")
    if day and month and day > calendar.monthrange(2024, month)[1]:
        return replace(made, day=None)
    return made


def year_of(written: str | None) -> str | None:
    """The four characters of a year: 2013, 20XX for 20xx or 20--, 2023 for 二〇二三; None for none."""
    if written is None:
        return None
    if written.isdecimal():
        return written
    if written.startswith("20"):
        return f"20{written[2] if written[2].isdecimal() else 'X'}X"
    number = from_chinese(written)
    return str(number) if number else None


def _number(written: str | None) -> int | None:
    if written is None:
        return None
    return int(written) if written.isdecimal() else from_chinese(written)
