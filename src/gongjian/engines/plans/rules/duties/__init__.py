"""Who answers for what, as the plan names them."""

from collections.abc import Iterator
from itertools import islice

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.limits import MOST_ENTRIES
from gongjian.engines.plans.model import Duty
from gongjian.engines.plans.rules.duties import (
    appointed,
    headed,
    labelled,
    liaison,
    posts,
    predicated,
    respectively,
    responsible,
    tabled,
)

RULES = (
    labelled.find,
    appointed.find,
    respectively.find,
    headed.find,
    liaison.find,
    posts.find,
    predicated.find,
    responsible.find,
    tabled.find,
)


def duties(draft: Draft) -> tuple[Duty, ...]:
    """The duties of the plan in the text's order; what two rules found at one place is given once."""
    found = sorted(_found(draft), key=lambda duty: (duty.span[0], -duty.span[1]))
    kept: list[Duty] = []
    for duty in found:
        if not any(_same(duty, other) for other in kept[-8:]):
            kept.append(duty)
    return tuple(kept)


def _found(draft: Draft) -> Iterator[Duty]:
    for rule in RULES:
        yield from islice(rule(draft), MOST_ENTRIES)


def _same(one: Duty, other: Duty) -> bool:
    overlap = one.span[0] < other.span[1] and other.span[0] < one.span[1]
    return overlap and one.role == other.role and bool(set(one.names) & set(other.names))
