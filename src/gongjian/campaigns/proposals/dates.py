"""EDTF dates with unknown digits, made whole with a year that a person gives."""

import calendar
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

SHAPE = re.compile(r"^([\dX]{4})(?:-([\dX]{2}))?(?:-([\dX]{2}))?$")


def is_open(edtf: str) -> bool:
    """Whether the year of the date is not wholly known."""
    match = SHAPE.match(edtf)
    return match is not None and "X" in match[1]


def resolve(edtf: str, year: int, *, end: bool) -> date | None:
    """The day an EDTF date means.

    edtf    `2013-11-07`, `2014-10`, `XXXX-06-20`, `20XX-03-31`; anything else gives None.
    year    its digits stand in for the unknown ones of the year.
    end     whether a month or a year without a day means its last day or its first.
    """
    match = SHAPE.match(edtf)
    if match is None:
        return None
    digits = "".join(
        ours if theirs == "X" else theirs for theirs, ours in zip(match[1], f"{year:04}", strict=True)
    )
    month = _number(match[2]) or (12 if end else 1)
    try:
        last = calendar.monthrange(int(digits), month)[1]
        return date(int(digits), month, _number(match[3]) or (last if end else 1))
    except ValueError:  # 13 months, 30 February
        return None


def _number(digits: str | None) -> int | None:
    return int(digits) if digits and digits.isdigit() else None


def suggest_year(dates: Iterable[str], default: int) -> int:
    """The year to take for dates without one: the one the plan names most, else `default`."""
    known = Counter(int(text[:4]) for text in dates if SHAPE.match(text) and text[:4].isdigit())
    return known.most_common(1)[0][0] if known else default


def within(starts: date, ends: date, edtf: str, *, end: bool) -> date | None:
    """The day an EDTF date means in a campaign from `starts` to `ends`.

    An open year is the first one in which the day lies within the campaign, a month without a day also when
    only a part of it does; where there is none, the first one in which it does not lie before `starts`.
    """
    if not is_open(edtf):
        return resolve(edtf, starts.year, end=end)
    for year in range(starts.year, ends.year + 1):
        first, last = resolve(edtf, year, end=False), resolve(edtf, year, end=True)
        if first and last and first <= ends and last >= starts:
            return last if end else first
    return after(starts, edtf, end=end)


def after(floor: date, edtf: str, *, end: bool) -> date | None:
    """The day an EDTF date means: an open year is the first one in which it does not lie before `floor`."""
    day = resolve(edtf, floor.year, end=end)
    if is_open(edtf) and (day is None or day < floor):  # 29 February is not in every year
        return resolve(edtf, floor.year + 1, end=end)
    return day


Stages = list[tuple[date | None, date | None]]


def stages(spans: Iterable[tuple[str, str]], starts: date, ends: date, leeway: timedelta) -> Stages:
    """Starts and ends of a campaign's stages that follow one another, whole.

    The first may begin up to `leeway` before the campaign does (`3月` in one that starts on the 15th), where
    that leaves at least as many of their days in the campaign.
    """
    spans = list(spans)
    later = in_order(spans, starts)
    earlier = in_order(spans, starts - leeway)
    is_fuller = _days_inside(earlier, starts, ends) >= _days_inside(later, starts, ends)
    return earlier if is_fuller else later


def _days_inside(found: Stages, starts: date, ends: date) -> int:
    days = 0
    for start, end in found:
        first, last = start or end, end or start
        if first and last:
            days += max((min(last, ends) - max(first, starts)).days + 1, 0)
    return days


def in_order(spans: Iterable[tuple[str, str]], floor: date) -> Stages:
    """Starts and ends of stages that follow one another, whole.

    Open years are taken so that no stage begins before the one ahead of it (`9月至次年3月`), the first not
    before `floor`, and none ends before it begins.
    """
    whole: Stages = []
    for start_text, end_text in spans:
        start = after(floor, start_text, end=False)
        end = after(start or floor, end_text, end=True)
        floor = start or floor
        whole.append((start, end))
    return whole
