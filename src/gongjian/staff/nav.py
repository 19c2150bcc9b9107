"""Where the shell's own pages stand in the navigation."""

from django.utils.translation import pgettext_lazy

from gongjian.kernel.nav import NavEntry
from gongjian.people.reach import Reach


def entries(reach: Reach) -> list[NavEntry]:
    return [NavEntry("work", pgettext_lazy("page", "Today"), "checklist", "staff:today", 0)]
