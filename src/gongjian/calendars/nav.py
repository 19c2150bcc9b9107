"""Where the working calendar stands in the navigation."""

from django.utils.translation import pgettext_lazy

from gongjian.kernel.nav import NavEntry
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability


def entries(reach: Reach) -> list[NavEntry]:
    if not reach.may_anywhere(Capability.VIEW):
        return []
    return [NavEntry("district", pgettext_lazy("page", "Working calendar"), "calendar", "calendars:year", 70)]
