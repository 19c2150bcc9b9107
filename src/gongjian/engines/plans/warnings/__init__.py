"""What a careful reader would query in a plan, each with a stable code and a Chinese sentence.

count-mismatch, undated-phase, phase-overlap, phase-reversed, truncated, numbering-jump, no-numbering; and
duplicate-plan between the plans of one document. A rule of a code is a file here.
"""

from collections.abc import Iterator
from itertools import islice

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Warning
from gongjian.engines.plans.warnings import counts, endings, numbering, pairs, stages

RULES = (counts.find, stages.find, endings.find, pairs.find, numbering.find)

# Of one kind nobody reads more.
_MOST = 50


def warnings(draft: Draft) -> tuple[Warning, ...]:
    """What to query in the plan, in the text's order."""
    return tuple(sorted(set(_found(draft)), key=lambda warning: (warning.span, warning.code)))


def _found(draft: Draft) -> Iterator[Warning]:
    for rule in RULES:
        yield from islice(rule(draft), _MOST)
