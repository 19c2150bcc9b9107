"""Who may read the history."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongjian.people.reach import Reach

# `people.roles.Capability.AUDIT` and `VIEW`, which stand above this app.
AUDIT = "audit"
VIEW = "view"


def may_read(reach: "Reach") -> bool:
    """Auditors read the history of their areas, operators all of it; the page does not exist for the others."""
    return reach.may_anywhere(AUDIT)


def seat(reach: "Reach") -> str:
    """The path under which a list of all that the person sees is filed: the first area that they look at."""
    return next(iter(reach.roots(VIEW)), "")
