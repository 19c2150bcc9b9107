"""Who may install packs."""

from django.utils.translation import gettext_lazy as _

from gongjian.kernel.refusal import Refusal
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability

NOT_YOURS = Refusal("not_yours", _("Only those who keep the areas of a district may install packs."))


def why_not_install(reach: Reach) -> Refusal | None:
    return None if reach.may_anywhere(Capability.MANAGE_AREAS) else NOT_YOURS
