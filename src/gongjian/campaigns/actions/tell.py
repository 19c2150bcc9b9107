"""Telling units what they owe."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from gongjian.campaigns.models import Assignment, Campaign, Task
from gongjian.inbox import actions as inbox
from gongjian.inbox.models import Kind
from gongjian.inbox.words import say, say_many
from gongjian.kernel.clock import day_of
from gongjian.people.models import Grant, Person
from gongjian.people.reach import standing
from gongjian.people.roles import Capability, roles_with


def people_of(assignments: Iterable[Assignment], at: datetime) -> dict[Person, int]:
    """Those who do the work of the units, each with how many of the assignments are theirs. Two queries.

    Of an area: those with a working role on exactly that area; of a department: those who belong to it.
    """
    rows = list(assignments)
    areas = Counter(row.area_path for row in rows if row.area_id)
    departments = Counter(row.department_id for row in rows if row.department_id)
    counts: Counter[int] = Counter(row.person_id for row in rows if row.person_id)
    if areas or departments:
        grants = Grant.objects.filter(
            standing(day_of(at)),
            Q(area_path__in=list(areas), role__in=roles_with(Capability.WORK), department=None)
            | Q(department__in=list(departments)),
        )
        mine = set(grants.values_list("person", "area_path", "department"))
        for person, path, department in mine:
            counts[person] += departments[department] if department else areas[path]
    people = Person.objects.in_bulk(list(counts))
    return {people[pk]: count for pk, count in counts.items() if count and pk in people}


def newly_owed(assignments: Sequence[Assignment], *, task: Task, at: datetime) -> None:
    """Tell those of the units that a task has come to them."""
    inbox.tell(
        people_of(assignments, at),
        title=say("New task: %(task)s", task=task.title),
        text=task.campaign.title,
        url=task.get_absolute_url(),
        kind=Kind.TO_DO,
        at=at,
    )


def _by_count(assignments: Sequence[Assignment], at: datetime) -> Iterable[tuple[int, list[Person]]]:
    """The people of the units, together where as many of the assignments are theirs: one message for each number."""
    by_count: dict[int, list[Person]] = {}
    for person, count in people_of(assignments, at).items():
        by_count.setdefault(count, []).append(person)
    return by_count.items()


def more_owed(campaign: Campaign, assignments: Sequence[Assignment], *, at: datetime) -> None:
    """Tell those of the units, each in one message, how many tasks have come to them."""
    for count, people in _by_count(assignments, at):
        inbox.tell(
            people,
            title=say_many("%(n)s new task", "%(n)s new tasks", count),
            text=campaign.title,
            url=campaign.get_absolute_url(),
            kind=Kind.TO_DO,
            at=at,
        )


def begun(campaign: Campaign, assignments: Sequence[Assignment], *, at: datetime) -> None:
    """Tell everyone who owes something that the campaign has begun, and how much it is."""
    for count, people in _by_count(assignments, at):
        inbox.tell(
            people,
            title=say("%(campaign)s has begun", campaign=campaign.title),
            text=say_many("%(n)s task is yours.", "%(n)s tasks are yours.", count),
            url=campaign.get_absolute_url(),
            kind=Kind.TO_DO,
            at=at,
        )
