"""A list of days off and make-up days, as people copy it from the announcement."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from gongjian.calendars import rules
from gongjian.calendars.models import Day
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.places.imports.sheets import UnreadableSheetError, sheets

# The words people write. A line of headings holds none of them in its second cell.
KINDS = {
    **dict.fromkeys(
        ("休", "放假", "休息", "节假日", "假日", "法定节假日", "holiday", "off"), Day.Kind.HOLIDAY
    ),
    **dict.fromkeys(("班", "上班", "补班", "调休上班", "工作日", "workday", "work"), Day.Kind.WORKDAY),
}
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+00:00:00)?")
_RANGE = re.compile(r"\s*(?:至|到|~|～|—+|--+)\s*")
LONGEST_NAME = 20


@dataclass(frozen=True, slots=True)
class NewDay:
    date: date
    kind: str
    name: str


def read(content: bytes) -> tuple[int, list[NewDay]]:
    """The year of the list and its days, in order.

    The first sheet counts: date (or 2027-02-05至2027-02-11), 休 or 班, and the name if any. Lines above the first
    date are headings.
    raises   Refused, naming every line that cannot be read, at most ten.
    """
    try:
        rows = next(iter(sheets(content))).rows
    except UnreadableSheetError as error:
        raise Refused(Refusal("unreadable", str(error))) from error
    found: dict[date, NewDay] = {}
    faults: list[str] = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (not found and not _DATE.search(cells[0])):
            continue
        try:
            for day in _days(cells):
                if day.date in found:
                    raise ValueError(_("%(date)s stands there twice.") % {"date": day.date.isoformat()})
                found[day.date] = day
        except ValueError as fault:
            faults.append(_("Row %(row)d: %(fault)s") % {"row": number, "fault": fault})
    if faults:
        raise Refused(Refusal("faulty", " ".join(faults[:10])))
    return _year(list(found)), [found[day] for day in sorted(found)]


def _days(cells: Sequence[str]) -> Iterator[NewDay]:
    kind = KINDS.get(cells[1].lower() if len(cells) > 1 else "")
    if kind is None:
        raise ValueError(_("write 休 for a day off or 班 for a make-up working day in the second column."))
    name = cells[2][:LONGEST_NAME] if len(cells) > 2 else ""
    first, last = _stretch(cells[0])
    while first <= last:
        yield NewDay(first, kind, name)
        first += timedelta(days=1)


def _stretch(cell: str) -> tuple[date, date]:
    parts = _RANGE.split(cell)
    matches = [_DATE.fullmatch(part) for part in parts]
    if len(parts) > 2 or not all(matches):
        raise ValueError(
            _("“%(cell)s” is no date; write 2027-02-05 or 2027-02-05至2027-02-11.") % {"cell": cell}
        )
    try:
        days = [date(*map(int, match.groups())) for match in matches if match]
    except ValueError as error:
        raise ValueError(_("There is no day “%(cell)s”.") % {"cell": cell}) from error
    first, last = days[0], days[-1]
    if last < first or last - first > timedelta(days=31):
        raise ValueError(_("“%(cell)s” ends before it begins, or is longer than a month.") % {"cell": cell})
    return first, last


def _year(days: Sequence[date]) -> int:
    """The year that most days lie in; the others may be of the December before."""
    if not days:
        raise Refused(
            Refusal("empty", _("No day was found. The first column holds dates, the second 休 or 班."))
        )
    if len(days) > rules.MOST_DAYS:
        raise Refused(
            Refusal("too_many", _("These are too many days for one year. Load one year at a time."))
        )
    years = [day.year for day in days]
    year = max(set(years), key=years.count)
    strange = [day for day in days if day.year != year and (day.year, day.month) != (year - 1, 12)]
    if strange or not rules.FIRST <= year <= rules.LAST:
        day = (strange or list(days))[0].isoformat()
        raise Refused(
            Refusal("other_year", _("%(day)s does not belong to %(year)d.") % {"day": day, "year": year})
        )
    return year
