"""undated-phase, phase-overlap, phase-reversed: stages without dates, or with dates that do not follow."""

from collections.abc import Iterator
from itertools import pairwise

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Warning


def find(draft: Draft) -> Iterator[Warning]:
    for phase in draft.phases:
        if phase.start is None and phase.end is None:
            yield Warning("undated-phase", f"阶段“{phase.name}”没有写明起止时间。", phase.span)
        elif _is_before(phase.end, phase.start):
            yield Warning("phase-reversed", f"阶段“{phase.name}”的结束时间早于开始时间。", phase.span)
    for earlier, later in pairwise(draft.phases):
        if _is_before(later.start, earlier.end):
            message = f"阶段“{later.name}”在“{earlier.name}”结束之前就开始了，时间有重叠。"
            yield Warning("phase-overlap", message, later.span)


def _is_before(one: str | None, other: str | None) -> bool:
    """Whether EDTF date `one` is certainly before `other`; dates of unlike years cannot be told."""
    if one is None or other is None or one.startswith("XXXX") != other.startswith("XXXX"):
        return False
    length = min(len(one), len(other))
    return one[:length] < other[:length]
