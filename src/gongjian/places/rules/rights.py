"""Who may change the tree."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gongjian.kernel import paths
from gongjian.kernel.refusal import Refusal
from gongjian.places.models import Area

if TYPE_CHECKING:
    from gongjian.people.reach import Reach

# `people.roles.Capability.MANAGE_AREAS`, which stands above this app.
MANAGE = "manage-areas"
# `people.roles.Capability.AUDIT`.
AUDIT = "audit"


def why_not_manage(area: Area | None, *, reach: "Reach") -> Refusal | None:
    """What stands in an area (names, codes, children) is changed by those who manage it; the top by an operator."""
    if reach.may(MANAGE, area.path if area else paths.ROOT):
        return None
    if area is None:
        return Refusal("not_operator", _("Only an operator can add an area at the top of the tree."))
    return Refusal(
        "not_manager",
        _("You may look at %(area)s, but only its area administrator can change it.") % {"area": area.name},
    )


def why_not_place(area: Area, *, reach: "Reach") -> Refusal | None:
    """Whether an area is there at all, and where, is decided one level up."""
    if reach.may(MANAGE, paths.parent(area.path)):
        return None
    return Refusal(
        "not_manager_above",
        _(
            "Moving, merging, splitting or closing %(area)s is decided by the administrator of the area above it."
        )
        % {"area": area.name},
    )


def ended(area: Area) -> Refusal:
    """What is said of an area that is not there any more."""
    return Refusal(
        "ended",
        _("%(area)s ended on %(day)s and is not changed any more.")
        % {"area": area.name, "day": area.valid_to},
    )
