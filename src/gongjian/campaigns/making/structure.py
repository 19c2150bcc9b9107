"""Phases, bodies, the standard with its items, and tasks as a tree."""

from typing import TypeVar

from django.db import models

from gongjian.campaigns.making.context import BATCH_SIZE, Making, words
from gongjian.campaigns.models import Body, Phase, Task
from gongjian.campaigns.proposals import Decision, Make, Row
from gongjian.programmes.actions import NewItem, add_standard

T = TypeVar("T", bound=models.Model)


def phases(making: Making) -> int:
    for ordinal, (row, decision) in enumerate(making.kept(Make.PHASE), start=1):
        making.phases[row.key] = Phase(
            campaign=making.campaign,
            ordinal=ordinal,
            name=decision.title[:120],
            text=row.text,
            start_origin=row.starts[:20],
            end_origin=row.ends[:20],
            starts=decision.starts,
            ends=decision.ends,
            **words(row),
        )
    Phase.objects.bulk_create(making.phases.values(), batch_size=BATCH_SIZE)
    return len(making.phases)


def bodies(making: Making) -> int:
    levels: list[list[Body]] = [[], []]
    for ordinal, (row, decision) in enumerate(making.kept(Make.BODY), start=1):
        above = making.rows.get(row.parent or "")
        has_roof = above is not None and making.decided(above).make == Make.BODY
        body = Body(
            campaign=making.campaign,
            kind=row.extra.get("kind", Body.Kind.WORKING_GROUP),
            ordinal=ordinal,
            name=decision.title[:120],
            text=row.text,
            **words(row),
        )
        making.bodies[row.key] = body
        levels[1 if has_roof else 0].append(body)
    Body.objects.bulk_create(levels[0], batch_size=BATCH_SIZE)
    for key, body in making.bodies.items():
        parent = making.bodies.get(making.rows[key].parent or "")
        # An office stands under its leading group, a group under none: two levels, whatever the plan.
        body.parent = parent if parent is not None and parent.pk else None
    Body.objects.bulk_create(levels[1], batch_size=BATCH_SIZE)
    return len(making.bodies)


def items(making: Making) -> int:
    """The standard of the plan, unless the campaign was given one."""
    kept = [] if making.campaign.standard_id else list(making.kept(Make.ITEM))
    if not kept:
        return 0
    places = {row.key: place for place, (row, _decision) in enumerate(kept)}
    new = []
    for row, decision in kept:
        above = making.above(row, Make.ITEM)
        new.append(
            NewItem(
                label=row.label[:80],
                head=decision.title[:200],
                text=row.text if row.text != decision.title else "",
                parent=places[above.key] if above else None,
                points=row.extra.get("points"),
                span=row.span,
            )
        )
    standard, made = add_standard(
        making.campaign.programme,
        title=making.campaign.title,
        source=making.proposal.title[:300],
        area_path=making.campaign.area_path,
        items=new,
        by=making.by,
        at=making.at,
    )
    making.items = {row.key: item for (row, _decision), item in zip(kept, made, strict=True)}
    making.campaign.standard = standard
    making.campaign.save(update_fields=["standard"])
    return len(made)


def tasks(making: Making) -> int:
    """The tasks of the plan, as a tree."""
    for ordinal, (row, decision) in enumerate(_to_do(making), start=1):
        making.tasks[row.key] = _task(making, row, decision, ordinal)
    for level in range(1, max((task.level for task in making.tasks.values()), default=0) + 1):
        batch = [(key, task) for key, task in making.tasks.items() if task.level == level]
        for key, task in batch:
            above = making.above(making.rows[key], Make.TASK)
            task.parent = making.tasks[above.key] if above else None
        Task.objects.bulk_create([task for _key, task in batch], batch_size=BATCH_SIZE)
    return len(making.tasks)


def _to_do(making: Making) -> list[tuple[Row, Decision]]:
    """The rows that become tasks, in the order of the text."""
    places = {row.key: place for place, row in enumerate(making.proposal.rows)}
    return sorted(making.kept(Make.TASK), key=lambda pair: (pair[0].span or (10**9, 0), places[pair[0].key]))


def _task(making: Making, row: Row, decision: Decision, ordinal: int) -> Task:
    above = making.above(row, Make.TASK)
    phase, body, item = (making.home(row, make) for make in (Make.PHASE, Make.BODY, Make.ITEM))
    return Task(
        campaign=making.campaign,
        phase=making.phases.get(phase.key) if phase else None,
        body=making.bodies.get(body.key) if body else None,
        item=making.items.get(item.key) if item else None,
        ordinal=ordinal,
        level=making.tasks[above.key].level + 1 if above and above.key in making.tasks else 1,
        label=row.label[:80],
        title=decision.title[:200],
        text=row.text,
        due=decision.ends,
        due_origin=row.ends[:20],
        **words(row),
    )
