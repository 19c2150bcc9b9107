"""Where the history stands in the navigation."""

from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from gongjian.history import rules
from gongjian.kernel.nav import NavEntry

if TYPE_CHECKING:
    from gongjian.people.reach import Reach


def entries(reach: "Reach") -> list[NavEntry]:
    if not rules.may_read(reach):
        return []
    return [NavEntry("system", pgettext_lazy("page", "History"), "history", "history:list", 90)]
