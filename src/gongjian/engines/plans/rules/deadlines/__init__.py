"""Single due dates outside the phases."""

from collections.abc import Iterator
from itertools import islice

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.limits import MOST_ENTRIES
from gongjian.engines.plans.model import Deadline
from gongjian.engines.plans.rules.deadlines import limits, tabled

RULES = (tabled.find, limits.find)


def deadlines(draft: Draft) -> tuple[Deadline, ...]:
    """The due dates of the plan in the text's order; what two rules found at one place is given once."""
    kept: list[Deadline] = []
    for found in sorted(_found(draft), key=lambda deadline: deadline.span):
        if not any(found.span == other.span and found.date == other.date for other in kept[-4:]):
            kept.append(found)
    return tuple(kept)


def _found(draft: Draft) -> Iterator[Deadline]:
    for rule in RULES:
        yield from islice(rule(draft), MOST_ENTRIES)
