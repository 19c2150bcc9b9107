"""What becomes of campaigns and open work when areas merge, split, move or close."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _

from gongjian.campaigns.actions.on_assignment import move, note
from gongjian.campaigns.actions.pass_on import GOING_ON, pass_on
from gongjian.campaigns.models import Assignment, Campaign
from gongjian.history.actions import record
from gongjian.kernel.paths import within
from gongjian.people.models import Person
from gongjian.places.models import Area
from gongjian.places.signals import Ended, Moved

State = Assignment.State
UNFINISHED = (*Assignment.OPEN, State.SUBMITTED)


@transaction.atomic
def follow_the_tree(*, moved: Sequence[Moved], ended: Sequence[Ended], by: Person, at: datetime) -> None:
    """Bring what is not finished to where it belongs now; what is settled stays with whom it was settled by.

    What an ended area pursues, owes and takes part in goes to its heir. Where the heir owes the same task
    already, or there is no heir, the task is called off; so is the work of a subtree that has left the
    campaign's area.
    """
    heir_ids = [end.heir_id for end in ended if end.heir_id is not None]
    areas = Area.objects.in_bulk([*heir_ids, *(end.area_id for end in ended)])
    heir_of = {end.area_id: areas[end.heir_id] if end.heir_id is not None else None for end in ended}
    for old, heir in heir_of.items():
        if heir is not None:
            _pass_on_campaigns(old, heir, by, at)
            pass_on(areas[old], heir, by=by, at=at)
    for assignment in _locked().filter(area__in=heir_of):
        assert assignment.area_id is not None  # noqa: S101 - asked for in the query
        _pass_on(assignment, heir_of[assignment.area_id], by, at)
    for subtree in moved:
        for assignment in _locked().filter(within(subtree.new_path, "area_path"), area__isnull=False):
            if not assignment.area_path.startswith(assignment.campaign.area_path):
                _call_off(assignment, _("The area has left that of the campaign."), by, at)


def _pass_on_campaigns(old: int, heir: Area, by: Person, at: datetime) -> None:
    """A campaign stays where it is when the heir pursues one of the same plan."""
    theirs = Campaign.objects.filter(area=heir, plan__isnull=False).exclude(state=Campaign.State.CANCELLED)
    going = Campaign.objects.select_for_update(of=("self",)).filter(area=old, state__in=GOING_ON)
    for campaign in going.exclude(plan__in=theirs.values("plan")).select_related("area"):
        before = {"area": str(campaign.area)}
        campaign.area, campaign.area_path = heir, heir.path
        campaign.save(update_fields=["area", "area_path"])
        record(
            "campaign.inherited",
            campaign,
            by=by,
            at=at,
            area_path=heir.path,
            before=before,
            after={"area": str(heir)},
        )


def unfinished() -> QuerySet[Assignment]:
    """What is owed by units of campaigns that go on."""
    return Assignment.objects.filter(state__in=UNFINISHED, campaign__state__in=GOING_ON)


def furthest_along_first(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Of two that go to one heir, the work of the first is the one that stays."""
    along = Case(When(state=State.SUBMITTED, then=0), When(state=State.TODO, then=2), default=1)
    return rows.order_by(along, "pk")


def _locked() -> QuerySet[Assignment]:
    rows = unfinished().select_for_update(of=("self",)).select_related("campaign", "task", "area")
    return furthest_along_first(rows)


def _pass_on(assignment: Assignment, heir: Area | None, by: Person, at: datetime) -> None:
    if heir is None:
        _call_off(assignment, _("The area has ended, and no other has taken its place."), by, at)
    elif Assignment.objects.filter(task=assignment.task_id, area=heir).exists():
        _call_off(assignment, _("The area that has taken its place owes this task already."), by, at)
    else:
        old, assignment.area, assignment.area_path = assignment.area, heir, heir.path
        assignment.save(update_fields=["area", "area_path"])
        note("assignment.inherited", assignment, by, at, area=(old, heir))


def _call_off(assignment: Assignment, why: str, by: Person, at: datetime) -> None:
    state = move(assignment, State.CANCELLED)
    assignment.save(update_fields=["state"])
    note("assignment.called-off", assignment, by, at, why, state=state)
