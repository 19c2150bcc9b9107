"""What an app offers to `今日`: the things this person has to do."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to do.

    due      the last day, or None where it has none (it then stands behind those that have one).
    reason   why it is this person's: "You answer for it", "To approve".
    more     how many further things of the kind the list has no room for: the item then only leads to them.
    """

    title: str
    url: str
    due: date | None
    kind: str | Promise
    icon: str
    area: str = ""
    reason: str | Promise = ""
    action: str | Promise = ""
    more: int = 0
