"""Pilot and spread: the batches of communities that a plan speaks of.

A table that has a column 批次 tells of them one by one, with their communities. Otherwise its stages do:
a pilot, then the spread, with the communities that the words of the stage name.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from gongjian.campaigns.proposals.tables import Line, tables, tight
from gongjian.campaigns.proposals.values import Make, Row, Source

PILOT = re.compile(r"试点|示范(?!区|县|市|城)|先行")
SPREAD = re.compile(r"推广|全面铺开|全面推开|全面展开|全面实施|面上")
PLACES = re.compile(r"社区|村|小区|街道|镇")
# 选择甲社区、乙村先行试点: names that end in 社区 or 村, one after the other.
NAMED = re.compile(r"[^\W\d_]{1,16}?(?:社区|村)(?=[、等和作为先开进列试示,，。;；]|$)")
CHOSEN = re.compile(r"选择|选取|确定|选定|指定")
LEADING = re.compile(r"^.*(?:选择|选取|确定|选定|指定)(?:在|以|将)?")


def of_stages(phases: Sequence[Row], targets: Sequence[Source]) -> list[Row]:
    """One row for every stage that is a pilot or a spread, with the share that stage wants.

    returns  none unless a pilot is among them: a plan that only "spreads" has no batches.
    """
    rows = []
    for phase in phases:
        pilot, spread = PILOT.search(phase.title), SPREAD.search(phase.title)
        if not pilot and not spread:
            continue
        rows.append(
            replace(
                phase,
                key=f"batch-{phase.key}",
                entry=None,
                make=Make.BATCH,
                may=(Make.BATCH, Make.NOTHING),
                parent=phase.key,
                names=_chosen(phase.text) if pilot else (),
                extra={"is_pilot": bool(pilot), "share": _share(phase, targets)},
            )
        )
    return rows if any(row.extra["is_pilot"] for row in rows) else []


def _chosen(text: str) -> tuple[str, ...]:
    """The communities that a sentence about choosing the pilot names."""
    found: list[str] = []
    for sentence in re.split(r"[。;；\n]", text):
        if CHOSEN.search(sentence):
            found += [LEADING.sub("", name) for name in NAMED.findall(sentence)]
    return tuple(
        name for name in dict.fromkeys(found) if re.search(r".(?:社区|村)$", name) and "个" not in name
    )


def _share(phase: Row, targets: Sequence[Source]) -> float:
    """The percentage the stage's own words ask for; all where they ask for none."""
    for target in targets:
        value, unit = target.data.get("value"), target.data.get("unit")
        inside = phase.span and target.span and phase.span[0] <= target.span[0] < phase.span[1]
        if inside and unit == "%" and isinstance(value, (int, float)) and 0 < value <= 100:
            return float(value)
    return 100.0


def of_tables(text: str, deadlines: Sequence[Source]) -> list[Row]:
    """One row for each batch of a table, with its communities and its latest date."""
    rows = []
    for table in tables(text):
        names = [tight(cell) for cell in table[0].cells]
        place = next((n for n, name in enumerate(names) if PLACES.search(name)), None)
        if "批次" in names and place is not None:
            rows += _of_table(table[1:], names.index("批次"), place, deadlines)
    return rows


def _of_table(lines: Sequence[Line], batch: int, place: int, deadlines: Sequence[Source]) -> list[Row]:
    by_name: dict[str, list[Line]] = {}
    for line in lines:
        if len(line.cells) > max(batch, place) and line.cells[batch]:
            by_name.setdefault(line.cells[batch], []).append(line)
    return [_batch(name, mine, place, deadlines) for name, mine in by_name.items()]


def _batch(name: str, lines: Sequence[Line], place: int, deadlines: Sequence[Source]) -> Row:
    span = (lines[0].start, lines[-1].span[1])
    ends = [
        str(deadline.data.get("date") or "")
        for deadline in deadlines
        if deadline.span and span[0] <= deadline.span[0] < span[1]
    ]
    quote = "\n".join(line.words for line in lines)
    return Row(
        key=f"batch-row-{lines[0].start}",
        entry=None,
        make=Make.BATCH,
        may=(Make.BATCH, Make.NOTHING),
        title=name,
        quote=quote,
        span=span,
        ends=max(ends, default=""),
        names=tuple(part for line in lines for part in re.split(r"[、,，;；]", line.cells[place]) if part),
        extra={"is_pilot": bool(PILOT.search(name)), "share": 100.0},
    )
