"""Who may read the history."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongjian.people.reach import Reach

# `people.roles.Capability.AUDIT`, which stands above this app.
AUDIT = "audit"


def may_read(reach: "Reach") -> bool:
    """Auditors read the history of their areas, operators all of it; the page does not exist for the others."""
    return reach.may_anywhere(AUDIT)


def seat(reach: "Reach") -> str:
    """The path under which an export of the history is filed: the first area that the person audits."""
    return next(iter(reach.roots(AUDIT)), "")
