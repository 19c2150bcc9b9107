"""Background work stands in the navigation of those who start some."""

from django.utils.translation import gettext_lazy as _

from gongjian.kernel.nav import NavEntry
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability


def entries(reach: Reach) -> list[NavEntry]:
    if not reach.may_anywhere(Capability.PLAN):
        return []
    return [NavEntry("system", _("Background work"), "clock-play", "jobs:list", 90)]
