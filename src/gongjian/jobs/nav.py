"""Background work stands in the navigation of those who start some."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gongjian.kernel.nav import NavEntry

if TYPE_CHECKING:
    from gongjian.people.reach import Reach

# `people.roles.Capability.PLAN`, which stands above this app.
PLAN = "plan"


def entries(reach: "Reach") -> list[NavEntry]:
    if not reach.may_anywhere(PLAN):
        return []
    return [NavEntry("system", _("Background work"), "clock-play", "jobs:list", 90)]
