"""Where accounts and departments stand in the navigation."""

from django.utils.translation import pgettext_lazy

from gongjian.kernel.nav import NavEntry
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability


def entries(reach: Reach) -> list[NavEntry]:
    found = []
    if reach.may_anywhere(Capability.VIEW):
        found.append(
            NavEntry("district", pgettext_lazy("page", "Departments"), "building", "people:departments", 60)
        )
    if reach.may_anywhere(Capability.MANAGE_PEOPLE):
        found.append(NavEntry("system", pgettext_lazy("page", "Accounts"), "users", "people:list", 80))
    return found
