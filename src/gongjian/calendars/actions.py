"""Loading a year's working days, and correcting single ones."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongjian.calendars import rules
from gongjian.calendars.models import Day, Year
from gongjian.calendars.reading import NewDay
from gongjian.history.actions import record
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person


@transaction.atomic
def load(year: int, days: Sequence[NewDay], *, source: str, by: Person | None, at: datetime) -> Year:
    """Know the working days of `year`: `days`, and for the rest what the weekday says.

    What was loaded or corrected for that year before gives way; days of the December before are added.
    """
    Day.objects.filter(date__year=year).delete()
    Day.objects.filter(date__in=[day.date for day in days]).delete()
    Day.objects.bulk_create(Day(date=day.date, kind=day.kind, name=day.name) for day in days)
    loaded, _made = Year.objects.update_or_create(
        year=year, defaults={"source": source, "loaded_at": at, "loaded_by": by}
    )
    counted = {kind: sum(day.kind == kind for day in days) for kind in ("holiday", "workday")}
    record("calendar.loaded", loaded, by=by, at=at, after={**counted, "source": source})
    return loaded


@transaction.atomic
def correct(day: date, *, kind: str, name: str, by: Person | None, at: datetime) -> Day:
    """Say what one day is, whatever was shipped or loaded.

    raises   Refused for a day outside the years that are kept.
    """
    if not rules.FIRST <= day.year <= rules.LAST:
        raise Refused(
            Refusal(
                "other_year",
                _("Days from %(first)d to %(last)d are kept.") % {"first": rules.FIRST, "last": rules.LAST},
            )
        )
    old = Day.objects.select_for_update().filter(date=day).first()
    kept, _made = Day.objects.update_or_create(date=day, defaults={"kind": kind, "name": name})
    before = {"kind": old.kind, "name": old.name} if old else {}
    record("calendar.corrected", kept, by=by, at=at, before=before, after={"kind": kind, "name": name})
    return kept
