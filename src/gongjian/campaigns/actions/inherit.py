"""What becomes of open work when areas merge, split, move or close."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _

from gongjian.campaigns.actions.on_assignment import move, note
from gongjian.campaigns.models import Assignment, Campaign
from gongjian.kernel.paths import within
from gongjian.people.models import Person
from gongjian.places.models import Area
from gongjian.places.signals import Ended, Moved

State = Assignment.State
UNFINISHED = (*Assignment.OPEN, State.SUBMITTED)
GOING_ON = (Campaign.State.DRAFT, Campaign.State.RUNNING)


@transaction.atomic
def follow_the_tree(*, moved: Iterable[Moved], ended: Iterable[Ended], by: Person, at: datetime) -> None:
    """Bring unfinished work to where it belongs now; what is settled stays with the area it was settled by.

    An ended area's work goes to its heir. Where the heir owes the same task already, or there is no heir, it is
    called off. So is the work of a subtree that has left the campaign's area.
    """
    for end in ended:
        for assignment in _unfinished().filter(area=end.area_id):
            _pass_on(assignment, end, by, at)
    for subtree in moved:
        for assignment in _unfinished().filter(within(subtree.new_path, "area_path"), area__isnull=False):
            if not assignment.area_path.startswith(assignment.campaign.area_path):
                _call_off(assignment, _("The area has left that of the campaign."), by, at)


def _unfinished() -> QuerySet[Assignment]:
    """Locked, the furthest along first: of two that go to one heir, its work is the one that stays."""
    along = Case(When(state=State.SUBMITTED, then=0), When(state=State.TODO, then=2), default=1)
    return (
        Assignment.objects.select_for_update(of=("self",))
        .filter(state__in=UNFINISHED, campaign__state__in=GOING_ON)
        .select_related("campaign", "task", "area")
        .order_by(along, "pk")
    )


def _pass_on(assignment: Assignment, end: Ended, by: Person, at: datetime) -> None:
    if end.heir_id is None:
        _call_off(assignment, _("The area has ended, and no other has taken its place."), by, at)
    elif Assignment.objects.filter(task=assignment.task_id, area=end.heir_id).exists():
        _call_off(assignment, _("The area that has taken its place owes this task already."), by, at)
    else:
        old, heir = assignment.area, Area.objects.get(pk=end.heir_id)
        assignment.area, assignment.area_path = heir, end.heir_path
        assignment.save(update_fields=["area", "area_path"])
        note("assignment.inherited", assignment, by, at, area=(old, heir))


def _call_off(assignment: Assignment, why: str, by: Person, at: datetime) -> None:
    state = move(assignment, State.CANCELLED)
    assignment.save(update_fields=["state"])
    note("assignment.called-off", assignment, by, at, why, state=state)
