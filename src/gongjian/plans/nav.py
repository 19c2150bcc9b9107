"""Plans in the side navigation."""

from django.utils.translation import gettext_lazy as _

from gongjian.kernel.nav import NavEntry
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability


def entries(reach: Reach) -> list[NavEntry]:
    if not reach.may_anywhere(Capability.VIEW):
        return []
    return [NavEntry("work", _("Plans"), "file-text", "plans:list", 30)]
