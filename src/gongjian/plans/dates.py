"""Dates of plans: EDTF in the data (`XXXX-06-20`), plain words on the page (`6月20日`).

EDTF is ISO 8601-2, level 1 as far as plans need it: a year, month or day, with `X` for unknown digits.
"""

import calendar
import re

from django.utils.translation import gettext as _

from gongjian.engines.text.dates import moment_at

_EDTF = re.compile(r"(?P<year>\d{4}|\d{2}XX|XXXX)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
# A leap year, so that 29 February of an unknown year stands.
_ANY_YEAR = 2024


def parse(text: str, *, last: bool = False) -> str:
    """The EDTF date that a person means by `text`: EDTF itself, or a date as plans write them.

    last     of a stretch (`3月上旬`, `上半年`) take the last day instead of the first.
    raises   ValueError for words that are no date, or a day that does not exist.
    """
    words = text.strip()
    if found := _EDTF.fullmatch(words.upper()):
        _check(*found.groups())
        return words.upper()
    moment = moment_at(words, 0, len(words))
    if moment is None or moment.end != len(words):
        raise ValueError(f"no date: {text!r}")
    return moment.last() if last else moment.first()


def _check(year: str, month: str | None, day: str | None) -> None:
    if month is None:
        return
    known = int(year) if year.isdigit() else _ANY_YEAR
    if not 1 <= int(month) <= 12 or (day and not 1 <= int(day) <= calendar.monthrange(known, int(month))[1]):
        raise ValueError(f"no such day: {year}-{month}-{day}")


def show(edtf: str | None) -> str:
    """The date in the reader's language; empty for None. What is no EDTF is shown as it stands."""
    found = _EDTF.fullmatch(edtf or "")
    if found is None:
        return edtf or ""
    year, month, day = found.groups()
    values = {"year": year, "month": int(month or 0), "day": int(day or 0)}
    if month is None:
        return _("%(year)s") % values
    if year == "XXXX":
        return (_("%(month)s/%(day)s") if day else _("month %(month)s")) % values
    return (_("%(year)s-%(month)s-%(day)s") if day else _("%(year)s-%(month)s")) % values


def show_span(start: str | None, end: str | None) -> str:
    """From one date to another, the year said once: `2026年3月至5月`; empty when neither is given."""
    if not start and not end:
        return ""
    if start == end:
        return show(start)
    later = f"XXXX{end[4:]}" if start and end and start[:4] == end[:4] and len(end) > 4 else end
    return _("%(start)s to %(end)s") % {"start": show(start) or "…", "end": show(later) or "…"}


def lacks_year(edtf: str | None) -> bool:
    """Whether the year has to be settled before the date can be used."""
    return "X" in (edtf or "")[:4]
