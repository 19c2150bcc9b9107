"""Batches, targets, cadences and deadlines, each linked to what it stands in."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from gongjian.campaigns.making.context import BATCH_SIZE, Making, words
from gongjian.campaigns.models import Batch, BatchArea, Cadence, Deadline, Op, Per, Target
from gongjian.campaigns.proposals import Make, Row

DECIMALS = Decimal("0.0001")


def batches(making: Making) -> int:
    for ordinal, (row, decision) in enumerate(making.kept(Make.BATCH), start=1):
        making.batches[row.key] = Batch(
            campaign=making.campaign,
            ordinal=ordinal,
            name=decision.title[:120],
            is_pilot=bool(row.extra.get("is_pilot")),
            starts=decision.starts,
            ends=decision.ends,
            share=number(row.extra.get("share", 100)) or Decimal(100),
            text=row.text,
            **words(row),
        )
    Batch.objects.bulk_create(making.batches.values(), batch_size=BATCH_SIZE)
    BatchArea.objects.bulk_create(list(_communities(making)), batch_size=BATCH_SIZE)
    return len(making.batches)


def _communities(making: Making) -> Iterator[BatchArea]:
    """The communities that the plan names for a batch; those nobody bears the name of stay in its words."""
    for key, batch in making.batches.items():
        found = (making.names.one(name) for name in making.rows[key].names)
        paths = {one.area: one.path for one in found if one and one.area and one.is_community}
        for area, path in paths.items():
            yield BatchArea(batch=batch, area_id=area, area_path=path)


def _batch_of(making: Making, row: Row) -> Batch | None:
    """The batch a figure is for: the one it stands in, else that of its phase."""
    batch, phase = making.above(row, Make.BATCH), making.above(row, Make.PHASE)
    if batch:
        return making.batches.get(batch.key)
    return making.batches.get(f"batch-{phase.key}") if phase else None


def number(value: Any) -> Decimal | None:
    """A figure as it is stored; None when it is none or too large to store."""
    try:
        found = Decimal(str(value)).quantize(DECIMALS)
    except InvalidOperation:
        return None
    return found if abs(found) < 10**12 else None


def _homes(making: Making, row: Row) -> dict[str, Any]:
    task, item = making.above(row, Make.TASK), making.above(row, Make.ITEM)
    return {
        "task": making.tasks.get(task.key) if task else None,
        "item": making.items.get(item.key) if item and not task else None,
    }


def targets(making: Making) -> int:
    made: list[Target] = []
    for row, decision in making.kept(Make.TARGET):
        value = row.extra.get("value")
        pair = value if isinstance(value, (list, tuple)) else [value, None]
        low, high = number(pair[0]), number(pair[1])
        op = str(row.extra.get("op", Op.EXACTLY))
        if op == Op.BETWEEN and (low is None or high is None or high < low):
            op, high = Op.AT_LEAST, None
        phase = making.above(row, Make.PHASE)
        made.append(
            Target(
                campaign=making.campaign,
                ordinal=len(made) + 1,
                subject=decision.title[:200],
                op=op if op in Op.values else Op.EXACTLY,
                low=low or Decimal(0),
                high=high if op == Op.BETWEEN else None,
                unit=str(row.extra.get("unit") or "")[:20],
                due=decision.ends,
                phase=making.phases.get(phase.key) if phase else None,
                batch=_batch_of(making, row),
                **_homes(making, row),
                **words(row),
            )
        )
    Target.objects.bulk_create(made, batch_size=BATCH_SIZE)
    return len(made)


def cadences(making: Making) -> int:
    made: list[Cadence] = []
    for row, decision in making.kept(Make.CADENCE):
        op, per = str(row.extra.get("op")), str(row.extra.get("per"))
        times = number(row.extra.get("times"))
        made.append(
            Cadence(
                campaign=making.campaign,
                ordinal=len(made) + 1,
                activity=decision.title[:200],
                times=times if times and times > 0 else Decimal(1),
                op=op if op in Op.values else Op.EXACTLY,
                per=per if per in Per.values else Per.MONTH,
                **_homes(making, row),
                **words(row),
            )
        )
    Cadence.objects.bulk_create(made, batch_size=BATCH_SIZE)
    return len(made)


def deadlines(making: Making) -> int:
    """The single dates of the plan, with the task each of them sets the date of or became."""
    made: list[Deadline] = []
    for row in making.proposal.rows:
        decision = making.decided(row)
        if decision.make != Make.DEADLINE and not (row.is_deadline and decision.make == Make.TASK):
            continue
        task = making.tasks.get(row.key) or _homes(making, row)["task"]
        made.append(
            Deadline(
                campaign=making.campaign,
                task=task,
                ordinal=len(made) + 1,
                what=decision.title[:200],
                origin=row.ends[:20],
                on=decision.ends,
                **words(row),
            )
        )
    Deadline.objects.bulk_create(made, batch_size=BATCH_SIZE)
    return len(made)
