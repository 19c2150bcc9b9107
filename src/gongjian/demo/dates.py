"""Moving the dates of the sample, so that the demo is in the middle of its campaign on whatever day it is made."""

import calendar
import re
from datetime import date, timedelta

# Of the sample: its campaign, and the day it shows as today. The pilot is summed up on that day and ends five
# days later; the first phase is over.
STARTS, TODAY, ENDS = date(2026, 3, 1), date(2026, 6, 25), date(2026, 12, 31)
# 2026年3月1日, 3月31日, 2026年3月, 2027年6月底, 2026年底; and the year of a document, 〔2025〕.
DAY = re.compile(
    r"(?<!\d)(?:(?P<year>20\d\d)年)?(?P<month>1?\d)月(?:(?P<day>[1-3]?\d)日|(?P<last>底))"
    r"|(?<!\d)(?P<of>20\d\d)年(?P<in>1?\d)月(?!底|\d)"
    r"|(?<!\d)(?P<end>20\d\d)年底"
    r"|(?P<mark>〔)(?P<document>20\d\d)(?=〕)"
)


def moved(text: str, by: timedelta) -> str:
    """The sample with every date moved by as many days.

    A day that had no year gets one where its line speaks of another, since the campaign may run over the turn
    of the year. The end of a month or a year becomes the day it is moved to. Years of documents move with the
    sample's own year.
    """
    return "".join(_line(line, by) for line in text.splitlines(keepends=True))


def _line(line: str, by: timedelta) -> str:
    said: set[int] = set()

    def replaced(found: re.Match[str]) -> str:
        return _moved(found, by, said)

    return DAY.sub(replaced, line)


def _moved(found: re.Match[str], by: timedelta, said: set[int]) -> str:
    """What a date becomes; `said` takes up the years that its line has named so far."""
    if found["mark"]:
        return f"〔{int(found['document']) + (TODAY + by).year - TODAY.year}"
    if found["of"]:
        day = date(int(found["of"]), int(found["in"]), 1) + by
        said.add(day.year)
        return f"{day.year}年{day.month}月"
    if found["end"]:
        day = date(int(found["end"]), 12, 31) + by
    else:
        year, month = int(found["year"] or TODAY.year), int(found["month"])
        last = calendar.monthrange(year, month)[1]
        day = date(year, month, last if found["last"] else int(found["day"])) + by
    has_year = bool(found["year"] or found["end"])
    words = f"{day.month}月{day.day}日"
    if not has_year and said == {day.year}:
        return words
    said.add(day.year)
    return f"{day.year}年{words}"
