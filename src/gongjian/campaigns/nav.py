"""Where campaigns stand in the navigation."""

from django.utils.translation import pgettext_lazy

from gongjian.kernel.nav import NavEntry
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability


def entries(reach: Reach) -> list[NavEntry]:
    if not reach.may_anywhere(Capability.VIEW):
        return []
    return [
        NavEntry(
            "work", pgettext_lazy("page", "Campaigns"), "flag-3", "campaigns:list", 20, covers=("/reports/",)
        )
    ]
