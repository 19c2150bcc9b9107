"""What campaigns listen to."""

from datetime import datetime
from typing import Any

from gongjian.campaigns.actions.inherit import follow_the_tree
from gongjian.people.models import Person
from gongjian.places.signals import Ended, Moved


def on_reorganised(
    sender: Any,
    *,
    moved: tuple[Moved, ...],
    ended: tuple[Ended, ...],
    by: Person,
    at: datetime,
    **kwargs: Any,
) -> None:
    """In the transaction of the reorganisation: a fault here undoes it all."""
    follow_the_tree(moved=moved, ended=ended, by=by, at=at)
