"""What a shape cannot say: names that lead nowhere, sums that are wrong, work that nobody would do.

A check is a file with one function that looks at the whole draft and tells what it finds.
"""

from gongjian.engines.packs.checks import (
    citations,
    facts,
    head,
    measures,
    names,
    points,
    scored,
    slots,
    sources,
    unused,
    work,
)
from gongjian.engines.packs.draft import Draft

CHECKS = (
    head.check,
    names.check,
    citations.check,
    facts.check,
    slots.check,
    sources.check,
    measures.check,
    scored.check,
    points.check,
    work.check,
    unused.check,
)


def check(draft: Draft) -> None:
    for one in CHECKS:
        one(draft)
