"""Binding the names of a plan to people, departments and areas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.actions.lock import to_edit
from gongjian.campaigns.actions.tell import more_owed, newly_owed
from gongjian.campaigns.making.who import part_of
from gongjian.campaigns.models import Assignment, Campaign, Duty, Everyone, Task, unbound
from gongjian.campaigns.queries.units import Unit, everyone_of, name_of
from gongjian.history.actions import record
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person


@dataclass(frozen=True, slots=True)
class Meaning:
    """Whom a name means: a person, area or department, or all areas of a kind."""

    name: str
    unit: Unit | None = None
    everyone: str = ""


@transaction.atomic
def bind_all(campaign: Campaign, *, meanings: Sequence[Meaning], by: Person, at: datetime) -> int:
    """Bind many names at once, all or none of them; each person is told of it in one message.

    returns   how many names were bound.
    raises    Refused as `bind` does.
    """
    campaign = to_edit(campaign, by=by, at=at)
    new: list[Assignment] = []
    for meaning in meanings:
        _places, owed = _bind(campaign, meaning, by, at)
        new += (assignment for _task, assignments in owed for assignment in assignments)
    if campaign.is_running:
        more_owed(campaign, new, at=at)
    return len(meanings)


@transaction.atomic
def bind(
    campaign: Campaign,
    *,
    name: str,
    unit: Unit | None = None,
    everyone: str = "",
    by: Person,
    at: datetime,
) -> int:
    """Say whom a name means, wherever it stands in the campaign unbound.

    unit, everyone   one of the two: a person, area or department, or all areas of a kind.
    returns          how many places it stood in. Duties of tasks become assignments, and their units are told.
    raises           Refused when the person may not, or nobody waits under that name any more.
    """
    campaign = to_edit(campaign, by=by, at=at)
    places, owed = _bind(campaign, Meaning(name, unit, everyone), by, at)
    if campaign.is_running:
        for task, assignments in owed:
            newly_owed(assignments, task=task, at=at)
    return places


Owed = list[tuple[Task, list[Assignment]]]


def _bind(campaign: Campaign, meaning: Meaning, by: Person, at: datetime) -> tuple[int, Owed]:
    """In how many places the name is bound now, and what came to be owed by it."""
    name, unit, everyone = meaning.name, meaning.unit, meaning.everyone
    if (unit is None) == (not everyone):
        raise Refused(Refusal("choose_one", _("Choose whom the name means.")))
    fields = {"everyone": everyone} if everyone else _of(unit)
    duties = list(
        Duty.objects.select_for_update(of=("self",))
        .filter(unbound(), campaign=campaign, name=name)
        .select_related("task")
    )
    places = len(duties)
    Duty.objects.filter(pk__in=[duty.pk for duty in duties]).update(**fields)
    places += campaign.memberships.filter(unbound(), name=name).update(**fields)
    places += _bind_pairings(campaign, name, unit)
    if not places:
        raise Refused(
            Refusal("bound_already", _("Nothing is left to bind under this name: someone was quicker."))
        )
    units = everyone_of(campaign, Everyone(everyone)) if everyone else [unit] if unit else []
    owed = [
        (duty.task, _owe(campaign, duty, duty.task, units, at))
        for duty in duties
        if duty.task is not None and not duty.task.is_cancelled
    ]
    record(
        "name.bound",
        campaign,
        by=by,
        at=at,
        area_path=campaign.area_path,
        after={"name": name, "means": _label(unit, everyone), "places": places},
    )
    return places, owed


def _of(unit: Unit | None) -> dict[str, int | str | None]:
    if unit is None:
        return {}
    return {"person_id": unit.person, "area_id": unit.area, "department_id": unit.department}


def _label(unit: Unit | None, everyone: str) -> str:
    return name_of(unit) if unit else str(Everyone(everyone).label)


def _bind_pairings(campaign: Campaign, name: str, unit: Unit | None) -> int:
    if unit is None:
        return 0
    if unit.area:
        open_places = campaign.pairings.filter(area=None, area_name=name)
        return open_places.update(area_id=unit.area, area_path=unit.path)
    open_sides = campaign.pairings.filter(person=None, department=None, name=name)
    return open_sides.update(person_id=unit.person, department_id=unit.department)


def _owe(campaign: Campaign, duty: Duty, task: Task, units: list[Unit], at: datetime) -> list[Assignment]:
    """The new assignments of a duty that has just been bound; units that owe the task already have none."""
    have = set(task.assignments.values_list("person", "area", "department"))
    new = [
        Assignment(
            task=task,
            campaign=campaign,
            part=part_of(duty.role),
            due=task.due,
            created_at=at,
            **unit.as_fields(),
        )
        for unit in units
        if (unit.person, unit.area, unit.department) not in have
    ]
    return Assignment.objects.bulk_create(new, batch_size=400)
