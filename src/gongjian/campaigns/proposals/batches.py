"""Pilot and spread: the batches of communities a plan's stages speak of."""

import re
from collections.abc import Sequence

from gongjian.campaigns.proposals.values import Make, Row, Source

PILOT = re.compile(r"试点|示范(?!区|县|市|城)|先行")
SPREAD = re.compile(r"推广|全面铺开|全面推开|全面展开|全面实施|面上")


def batches(phases: Sequence[tuple[Row, str]], targets: Sequence[Source]) -> list[Row]:
    """One row for every stage that is a pilot or a spread, with the share that stage wants.

    phases   each with the words of the item it stands for.
    returns  none unless a pilot is among them: a plan that only "spreads" has no batches.
    """
    rows = []
    for phase, text in phases:
        pilot, spread = PILOT.search(phase.title), SPREAD.search(phase.title)
        if not pilot and not spread:
            continue
        share = _share(phase, targets)
        rows.append(
            Row(
                key=f"batch-{phase.key}",
                entry=None,
                make=Make.BATCH,
                may=(Make.BATCH, Make.NOTHING),
                title=phase.title,
                text=text,
                quote=phase.quote,
                span=phase.span,
                parent=phase.key,
                starts=phase.starts,
                ends=phase.ends,
                extra={"is_pilot": bool(pilot), "share": share},
            )
        )
    return rows if any(row.extra["is_pilot"] for row in rows) else []


def _share(phase: Row, targets: Sequence[Source]) -> float:
    """The percentage the stage's own words ask for; all where they ask for none."""
    for target in targets:
        value, unit = target.data.get("value"), target.data.get("unit")
        inside = phase.span and target.span and phase.span[0] <= target.span[0] < phase.span[1]
        if inside and unit == "%" and isinstance(value, (int, float)) and 0 < value <= 100:
            return float(value)
    return 100.0
