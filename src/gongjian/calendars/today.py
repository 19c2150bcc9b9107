"""What the working calendar puts on `今日` of those who keep it."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from gongjian.calendars import queries, rules
from gongjian.kernel.today import DueItem
from gongjian.people.models import Person
from gongjian.people.reach import Reach


def due(person: Person, reach: Reach, today: date) -> list[DueItem]:
    """From 1 November on: next year's working days, as long as nobody has loaded them. Two queries."""
    following = today.year + 1
    if not (rules.is_late(today) and rules.may_manage(reach)) or following in queries.calendar().years:
        return []
    return [
        DueItem(
            title=_("Load the working calendar of %(year)d") % {"year": following},
            url=f"{reverse('calendars:year')}?year={following}",
            due=date(today.year, 12, 31),
            kind=pgettext_lazy("page", "Working calendar"),
            icon="calendar",
            reason=_("Terms in working days that reach into that year cannot be computed without it."),
            action=_("Load"),
        )
    ]
