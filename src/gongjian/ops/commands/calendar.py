"""`gongjian calendar load FILE`, `gongjian calendar show YEAR`: working days as the State Council announces them."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.calendars import actions, queries
from gongjian.calendars.reading import read
from gongjian.ops.errors import OperatorError


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="gongjian calendar", description=_("The working calendar."))
    todo = parser.add_subparsers(dest="todo", required=True)
    load = todo.add_parser("load", help=_("know the working days of a year"))
    load.add_argument("file", type=Path, help=_(".xlsx, .csv or .txt: date, 休 or 班, name"))
    load.add_argument("--source", default="", help=_("the announcement, in words"))
    show = todo.add_parser("show", help=_("print the days off and the make-up days of a year"))
    show.add_argument("year", type=int)
    asked = parser.parse_args(argv)
    return _load(asked.file, asked.source) if asked.todo == "load" else _show(asked.year)


def _load(file: Path, source: str) -> int:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise OperatorError(
            _("%(file)s cannot be read: %(reason)s.") % {"file": file, "reason": error.strerror}
        ) from error
    year, days = read(content)
    actions.load(year, days, source=source or file.name, by=None, at=timezone.now())
    print(_("%(year)d: %(days)d days loaded.") % {"year": year, "days": len(days)})
    return 0


def _show(year: int) -> int:
    known = queries.calendar()
    if year not in known.years:
        raise OperatorError(
            _("The working days of %(year)d are not known; load them with `gongjian calendar load FILE`.")
            % {"year": year}
        )
    for day, special in sorted(known.days.items()):
        if day.year == year:
            print(day.isoformat(), "班" if special.kind == "workday" else "休", special.name)
    return 0
