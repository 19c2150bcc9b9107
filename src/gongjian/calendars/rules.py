"""Who may change the working calendar, and which days of which years there are."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from gongjian.kernel.refusal import Refusal
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability

FIRST, LAST = 2000, 2100
# From this day on the next year's announcement is looked for; it comes in the first days of November.
LOOK_FROM = (11, 1)
MOST_DAYS = 80

NOT_YOURS = Refusal("not_yours", _("Only those who keep the areas of a district may change the calendar."))


def may_manage(reach: Reach) -> bool:
    return reach.may_anywhere(Capability.MANAGE_AREAS)


def why_not_manage(reach: Reach) -> Refusal | None:
    return None if may_manage(reach) else NOT_YOURS


def is_late(today: date) -> bool:
    """Whether the calendar of the next year ought to be there."""
    return (today.month, today.day) >= LOOK_FROM
