"""What recurs in a plan: a period one can count, an act, and how often the act falls in one period."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.limits import MOST_ENTRIES
from gongjian.engines.plans.model import Cadence, Span
from gongjian.engines.plans.rules.cadences import each_period, halves, set_phrases
from gongjian.engines.plans.rules.cadences.found import Found

RULES = (each_period.find, set_phrases.find, halves.find)


@dataclass(frozen=True, slots=True)
class Cadences:
    """The cadences of a plan in the text's order, and where their counts stand (a count is no target)."""

    found: tuple[Cadence, ...]
    counts: frozenset[int]


def cadences(draft: Draft) -> Cadences:
    """Everything the plan says recurs."""
    found = sorted(_found(draft), key=lambda one: one.at)
    made = tuple(_cadence(draft, one) for one in found)
    return Cadences(made, frozenset(one.count_at for one in found if one.count_at is not None))


def _found(draft: Draft) -> Iterator[Found]:
    for rule in RULES:
        yield from islice(rule(draft), MOST_ENTRIES)


def _cadence(draft: Draft, one: Found) -> Cadence:
    quote = draft.wording.quote(one.clause)
    return Cadence(quote, _activity(draft, one), one.times, one.op, one.per, one.clause)


def _activity(draft: Draft, one: Found) -> str:
    """What is done, as far as the clause says: its words without the period and the count."""
    text = draft.wording.text
    pieces = [(one.clause[0], one.at), *_gaps(one)]
    words = "".join(text[start:end] for start, end in pieces)
    return words.strip(" 、,，；;:：（）()")[:60] or draft.wording.quote(one.clause)


def _gaps(one: Found) -> list[Span]:
    if one.count is None:
        return [(one.period_end, one.clause[1])]
    if one.count[0] < one.period_end:
        return [(max(one.period_end, one.count[1]), one.clause[1])]
    return [(one.period_end, one.count[0]), (one.count[1], one.clause[1])]
