"""What the shell gathers from the apps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongjian.kernel.collect import offers
from gongjian.kernel.search import Hit
from gongjian.kernel.today import DueItem
from gongjian.people.models import Person
from gongjian.people.reach import Reach

SHORTEST_SEARCH = 1
HITS_PER_KIND = 20
GROUPS: Sequence[tuple[str, str | Promise]] = (
    ("late", _("Overdue")),
    ("today", _("Due today")),
    ("week", _("Within seven days")),
    ("later", _("Later")),
    ("undated", _("No date")),
)


@dataclass(frozen=True, slots=True)
class DueGroup:
    """The things to do of one stretch of time; `code` is late, today, week, later or undated."""

    code: str
    label: str | Promise
    items: tuple[DueItem, ...]


def due_groups(person: Person, reach: Reach, today: date) -> tuple[list[DueGroup], list[DueItem]]:
    """What this person has to do now, soonest first, and the lines that lead to what found no room.

    Groups without anything are left out.

    As many queries as the apps need, whatever the number of things.
    """
    items = [item for offer in offers("today", "due") for item in offer(person, reach, today)]
    further = [item for item in items if item.more]
    items = [item for item in items if not item.more]
    items.sort(key=lambda item: (item.due or date.max, item.title))
    found = {code: tuple(group) for code, group in groupby(items, key=lambda item: stretch(item.due, today))}
    return [DueGroup(code, label, found[code]) for code, label in GROUPS if code in found], further


def stretch(due: date | None, today: date) -> str:
    """Which group a due date falls into."""
    if due is None:
        return "undated"
    if due < today:
        return "late"
    if due == today:
        return "today"
    return "week" if due <= today + timedelta(days=7) else "later"


def search(text: str, reach: Reach) -> list[tuple[str | Promise, list[Hit]]]:
    """What the apps find for `text`, by kind, each already narrowed to what the person may see."""
    words = text.strip()
    if len(words) < SHORTEST_SEARCH:
        return []
    hits = [hit for offer in offers("search", "find") for hit in offer(words, reach, HITS_PER_KIND)]
    return [(kind, list(group)) for kind, group in groupby(hits, key=lambda hit: hit.kind)]
