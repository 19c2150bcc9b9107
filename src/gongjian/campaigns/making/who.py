"""Who answers: duties, seats in bodies, pairings, and the assignments that follow from bound names."""

import re
from typing import Any

from gongjian.campaigns.making.context import BATCH_SIZE, Making, words
from gongjian.campaigns.models import Assignment, Duty, Membership, Pairing, Task
from gongjian.campaigns.proposals import Make, Row
from gongjian.campaigns.queries.names import Found
from gongjian.campaigns.queries.units import Unit

LEADS = re.compile(r"牵头|主办|主管|主责|主抓")
ASSISTS = re.compile(r"协办|配合|协助|参与|参加")


def part_of(role: str) -> str:
    """What the plan's word for a duty means for a task."""
    if LEADS.search(role):
        return Assignment.Part.LEAD
    return Assignment.Part.ASSISTS if ASSISTS.search(role) else Assignment.Part.OWES


def duties(making: Making) -> int:
    """One row a name. A seat whose body became a task is a duty of that task."""
    rows = [row for row, _decision in making.kept(Make.DUTY)]
    rows += [row for row, _decision in making.kept(Make.MEMBER) if not _body(making, row)]
    for row in rows:
        homes = {make: making.above(row, make) for make in (Make.TASK, Make.PHASE, Make.ITEM)}
        task, phase, item = homes[Make.TASK], homes[Make.PHASE], homes[Make.ITEM]
        for name in row.names:
            making.duties.append(
                Duty(
                    campaign=making.campaign,
                    task=making.tasks.get(task.key) if task else None,
                    phase=making.phases.get(phase.key) if phase and not task else None,
                    item=making.items.get(item.key) if item and not task else None,
                    role=row.role[:40],
                    name=name[:200],
                    ordinal=len(making.duties) + 1,
                    **_bound(making.names.one(name)),
                    **words(row),
                )
            )
    Duty.objects.bulk_create(making.duties, batch_size=BATCH_SIZE)
    return len(making.duties)


def _body(making: Making, row: Row) -> bool:
    return row.parent in making.bodies


def _bound(found: Found | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {
        "person_id": found.person,
        "area_id": found.area,
        "department_id": found.department,
        "everyone": found.everyone,
    }


def memberships(making: Making) -> int:
    made: list[Membership] = []
    for row, _decision in making.kept(Make.MEMBER):
        if not _body(making, row):
            continue
        body = making.bodies[row.parent or ""]
        for name in row.names:
            made.append(
                Membership(
                    body=body,
                    campaign=making.campaign,
                    role=row.role[:40],
                    name=name[:200],
                    is_liaison=bool(row.extra.get("is_liaison")),
                    ordinal=len(made) + 1,
                    starts=making.campaign.starts,
                    **_bound(making.names.one(name)),
                    **words(row),
                )
            )
    Membership.objects.bulk_create(made, batch_size=BATCH_SIZE)
    return len(made)


def pairings(making: Making) -> int:
    made = []
    for ordinal, (row, _decision) in enumerate(making.kept(Make.PAIRING), start=1):
        who, where = making.names.one(row.names[0]), making.names.one(str(row.extra["place"]))
        made.append(
            Pairing(
                campaign=making.campaign,
                ordinal=ordinal,
                role=row.role[:40],
                name=row.names[0],
                person_id=who.person if who else None,
                department_id=who.department if who else None,
                area_name=row.extra["place"],
                area_id=where.area if where else None,
                area_path=where.path if where and where.area else "",
                starts=making.campaign.starts,
                **words(row),
            )
        )
    Pairing.objects.bulk_create(made, batch_size=BATCH_SIZE)
    return len(made)


def assignments(making: Making, everyone: str) -> int:
    """What each bound unit owes. Tasks nobody is named for go to all areas of a kind, where asked for.

    `everyone` is given the tasks at the top of the tree only: the steps below them belong to the same units.
    """
    owed: dict[tuple[int, Unit], str] = {}
    named: set[int] = set()
    for duty in making.duties:
        if duty.task is None:
            continue
        named |= _with_those_above(duty.task)
        part = part_of(duty.role)
        for unit in _units(making, duty):
            key = (duty.task.pk, unit)
            if key not in owed or part == Assignment.Part.LEAD:
                owed[key] = part
    if everyone:
        for task in making.tasks.values():
            if task.parent is None and task.pk not in named:
                for unit in making.everyone(everyone):
                    owed[(task.pk, unit)] = Assignment.Part.OWES
    due = {task.pk: task.due for task in making.tasks.values()}
    Assignment.objects.bulk_create(
        [
            Assignment(
                task_id=task,
                campaign=making.campaign,
                part=part,
                due=due[task],
                created_at=making.at,
                **unit.as_fields(),
            )
            for (task, unit), part in owed.items()
        ],
        batch_size=BATCH_SIZE,
    )
    return len(owed)


def _with_those_above(task: Task) -> set[int]:
    found: set[int] = set()
    above: Task | None = task
    while above is not None:
        found.add(above.pk)
        above = above.parent
    return found


def _units(making: Making, duty: Duty) -> list[Unit]:
    if duty.everyone:
        return making.everyone(duty.everyone)
    found = making.names.one(duty.name)
    if found is None:
        return []
    return [Unit(found.path, person=found.person, area=found.area, department=found.department)]
