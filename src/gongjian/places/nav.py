"""Where the areas stand in the navigation."""

from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from gongjian.kernel.nav import NavEntry

if TYPE_CHECKING:
    from gongjian.people.reach import Reach

VIEW = "view"


def entries(reach: "Reach") -> list[NavEntry]:
    if not reach.may_anywhere(VIEW):
        return []
    return [NavEntry("district", pgettext_lazy("page", "Areas"), "sitemap", "places:list", 50)]
