"""Pairings (挂点包联), their visits, and what the visits raised."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.actions.changes import apply
from gongjian.campaigns.actions.lock import refuse, to_edit
from gongjian.campaigns.models import Campaign, Pairing, Problem, Visit
from gongjian.campaigns.queries.units import Unit
from gongjian.campaigns.rules import steering as rules
from gongjian.history.actions import record
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.places.models import Area


@transaction.atomic
def add(
    campaign: Campaign,
    *,
    name: str,
    role: str,
    unit: Unit | None,
    area: Area,
    starts: date,
    ends: date | None = None,
    by: Person,
    at: datetime,
) -> Pairing:
    """Say who answers for a place.

    unit     the person or department that is meant; None leaves the name unbound.
    raises   Refused.
    """
    campaign = to_edit(campaign, by=by, at=at)
    _check(campaign, area, starts, ends)
    last = campaign.pairings.aggregate(last=Max("ordinal"))["last"] or 0
    pairing = Pairing.objects.create(
        campaign=campaign,
        ordinal=last + 1,
        name=name,
        role=role,
        person_id=unit.person if unit else None,
        department_id=unit.department if unit else None,
        area_name=area.name,
        area=area,
        area_path=area.path,
        starts=starts,
        ends=ends,
    )
    record(
        "pairing.added",
        pairing,
        by=by,
        at=at,
        area_path=area.path,
        after={"name": name, "role": role, "area": area.name},
    )
    return pairing


def _check(campaign: Campaign, area: Area, starts: date, ends: date | None) -> None:
    if not area.path.startswith(campaign.area_path):
        raise Refused(Refusal("outside", _("This place does not belong to the campaign's area.")))
    if ends and ends < starts:
        raise Refused(Refusal("ends_early", _("The last day must not lie before the first.")))


@transaction.atomic
def edit(
    pairing: Pairing,
    *,
    name: str,
    role: str,
    unit: Unit | None,
    area: Area,
    starts: date,
    ends: date | None,
    by: Person,
    at: datetime,
) -> Pairing:
    """Change or end a pairing; its visits stay.

    raises   Refused.
    """
    campaign = to_edit(pairing.campaign, by=by, at=at)
    pairing = Pairing.objects.get(pk=pairing.pk)
    _check(campaign, area, starts, ends)
    before, after = apply(
        pairing,
        {
            "name": name,
            "role": role,
            "person_id": unit.person if unit else None,
            "department_id": unit.department if unit else None,
            "area_name": pairing.area_name if pairing.area_id == area.pk else area.name,
            "area_id": area.pk,
            "area_path": area.path,
            "starts": starts,
            "ends": ends,
        },
    )
    if after:
        pairing.save()
        record("pairing.edited", pairing, by=by, at=at, area_path=area.path, before=before, after=after)
    return pairing


@transaction.atomic
def visit(
    pairing: Pairing,
    *,
    on: date,
    note: str = "",
    problems: Sequence[str] = (),
    by: Person,
    at: datetime,
) -> Visit:
    """Note a visit and the problems it raised.

    raises   Refused, also for a day that is still to come or a visit that tells nothing.
    """
    pairing = Pairing.objects.select_related("campaign").get(pk=pairing.pk)
    refuse(rules.why_not_visit(pairing, reach=reach_of(by, on=day_of(at))))
    if on > day_of(at):
        raise Refused(Refusal("future", _("A visit is noted after it took place, not before.")))
    raised = [text for text in (problem.strip() for problem in problems) if text]
    if not note.strip() and not raised:
        raise Refused(Refusal("says_nothing", _("Say what was seen or done, or which problem was raised.")))
    made = Visit.objects.create(pairing=pairing, on=on, note=note.strip(), by=by, at=at)
    Problem.objects.bulk_create(Problem(visit=made, text=text[:300]) for text in raised)
    record(
        "visit.noted",
        pairing,
        by=by,
        at=at,
        area_path=pairing.area_path or pairing.campaign.area_path,
        after={"on": on, "problems": raised},
    )
    return made


@transaction.atomic
def solve(problem: Problem, *, on: date, solution: str, by: Person, at: datetime) -> Problem:
    """Note that a problem is solved, and how.

    raises   Refused, also when it was solved already.
    """
    problem = (
        Problem.objects.select_for_update(of=("self",))
        .select_related("visit__pairing__campaign")
        .get(pk=problem.pk)
    )
    pairing = problem.visit.pairing
    refuse(rules.why_not_visit(pairing, reach=reach_of(by, on=day_of(at))))
    if problem.is_solved:
        raise Refused(Refusal("solved", _("This problem is solved already.")))
    if not problem.visit.on <= on <= day_of(at):
        raise Refused(Refusal("wrong_day", _("The day must lie between the visit and today.")))
    if not solution.strip():
        raise Refused(Refusal("says_nothing", _("Say in a few words how it was solved.")))
    problem.solved_on, problem.solution = on, solution.strip()
    problem.save(update_fields=["solved_on", "solution"])
    record(
        "problem.solved",
        pairing,
        by=by,
        at=at,
        area_path=pairing.area_path or pairing.campaign.area_path,
        after={"problem": problem.text, "solution": problem.solution, "on": on},
    )
    return problem
