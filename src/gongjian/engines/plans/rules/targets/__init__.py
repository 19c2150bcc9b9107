"""What a plan wants reached, in numbers.

A figure is a target when one of the rules says it is wanted and no veto says it is something else. How
often something recurs is a cadence only, so its count is none.
"""

from itertools import islice

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.limits import MOST_ENTRIES
from gongjian.engines.plans.model import Target
from gongjian.engines.plans.rules.targets import (
    comparisons,
    copies,
    counted,
    freedom,
    norms,
    outputs,
    pilots,
    ranges,
    shares,
    sizes,
    stars,
)
from gongjian.engines.plans.rules.targets.figure import Figure, figures
from gongjian.engines.plans.rules.targets.subjects import subject
from gongjian.engines.plans.rules.targets.vetoes import is_vetoed

WANTED = (
    shares.is_wanted,
    comparisons.is_wanted,
    ranges.is_wanted,
    outputs.is_wanted,
    norms.is_wanted,
    copies.is_wanted,
    counted.is_wanted,
    freedom.is_wanted,
    pilots.is_wanted,
    sizes.is_wanted,
    stars.is_wanted,
)


def targets(draft: Draft, counts: frozenset[int]) -> tuple[Target, ...]:
    """The targets of the plan in the text's order.

    counts  where the counts of cadences stand
    """
    return tuple(
        _target(draft, figure)
        for figure in islice(figures(draft), MOST_ENTRIES)
        if figure.quantity.start not in counts and _is_target(figure)
    )


def _is_target(figure: Figure) -> bool:
    return any(rule(figure) for rule in WANTED) and not is_vetoed(figure)


def _target(draft: Draft, figure: Figure) -> Target:
    return Target(
        quote=draft.wording.quote(figure.piece),
        subject=subject(figure),
        op=figure.op,
        value=figure.value,
        unit=figure.quantity.unit,
        span=figure.piece,
    )
