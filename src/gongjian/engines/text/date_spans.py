"""Spans of dates: `2013年11月7日至20日`, `2014年5月—12月`, `3-5月`, `9月1-9日`, `2023—2025年`.

The second date takes year and month from the first where it has none of its own; a span that runs into
an earlier month runs into the next year.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from gongjian.engines.text.dates import DAY, MONTH, YEAR, Moment, moment_at, moments, year_of
from gongjian.engines.text.numerals import to_number

_DASH = r"(?:至|到|—{1,2}|-{1,2}|~)"
_TO = re.compile(rf"\s*(?:起)?\s*(?:\((?:星期|周).\))?\s*{_DASH}\s*")
_DAY_ONLY = re.compile(rf"({DAY})\s*[日号]")
# The first date leaves its unit to the second: 3-5月, 9月1-9日, 2023—2025年.
_SHORT = re.compile(
    rf"(?=[\d一二三四五六七八九十])(?:(?<![\d.])(?:(?P<year>{YEAR})\s*年\s*)?(?:"
    rf"(?P<month1>{MONTH})\s*{_DASH}\s*(?P<month2>{MONTH})\s*月(?!\s*\d)(?P<end>底|末)?"
    rf"|(?P<month>{MONTH})\s*月\s*(?P<day1>{DAY})\s*{_DASH}\s*(?P<day2>{DAY})\s*[日号])"
    rf"|(?<!\d)(?P<year1>{YEAR})\s*{_DASH}\s*(?P<year2>{YEAR})\s*年)"
)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """From one moment to another, or a single moment where both are the same."""

    first: Moment
    last: Moment

    @property
    def start(self) -> int:
        return self.first.start

    @property
    def end(self) -> int:
        return self.last.end

    @property
    def is_single(self) -> bool:
        return self.first == self.last


def date_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[DateSpan]:
    """The dates of text[start:end] (folded to one width) from left to right, spans joined."""
    stop = len(text) if end is None else end
    at = start
    short = _SHORT.search(text, at, stop)
    while found := next(moments(text, at, stop), None):
        # Searched anew only when passed: a text full of dates must not be searched once for each.
        if short and short.start() < at:
            short = _SHORT.search(text, at, stop)
        span = _short(short) if short and short.start() <= found.start else _joined(text, found, stop)
        yield span
        at = span.end


def _joined(text: str, first: Moment, stop: int) -> DateSpan:
    to = _TO.match(text, first.end, stop)
    last = _second(text, to.end(), stop, first) if to else None
    return DateSpan(first, last or first)


def _short(match: re.Match[str]) -> DateSpan:
    number = {name: _whole(value) for name, value in match.groupdict().items() if value and name != "end"}
    if match["year1"]:
        first = Moment(match.start(), match.end(), year_of(match["year1"]))
        return DateSpan(first, replace(first, year=year_of(match["year2"])))
    first = Moment(
        match.start(), match.end(), year_of(match["year"]), number.get("month1", number.get("month"))
    )
    first = replace(first, day=number.get("day1"))
    last = replace(first, month=number.get("month2", first.month), day=number.get("day2"))
    return DateSpan(first, _later_year(replace(last, part="end" if match["end"] else None), first))


def _whole(written: str) -> int | None:
    number = to_number(written)
    return number if isinstance(number, int) else None


def _second(text: str, at: int, stop: int, first: Moment) -> Moment | None:
    """The end of the span that `first` begins, which may lack its year or month."""
    if first.month and (match := _DAY_ONLY.match(text, at, stop)):
        return replace(first, start=at, end=match.end(), day=_whole(match[1]), part=None)
    second = moment_at(text, at, stop)
    if second is None or second.year is not None:
        return second
    return _later_year(replace(second, year=first.year), first)


def _later_year(last: Moment, first: Moment) -> Moment:
    if last.year and last.year.isdecimal() and last.month and first.month and last.month < first.month:
        return replace(last, year=str(int(last.year) + 1))
    return last
