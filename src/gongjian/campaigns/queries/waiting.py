"""What waits for a decision of a person: what no level between them and the unit decides."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Q, QuerySet

from gongjian.campaigns.models import Assignment, Campaign
from gongjian.campaigns.queries import people as around
from gongjian.kernel import paths
from gongjian.people.reach import Reach
from gongjian.people.roles import MAY, Capability

RUNNING = Q(campaign__state=Campaign.State.RUNNING)
# What the line of a thing to do shows of an assignment.
UNIT = ("task", "campaign", "area", "department", "person")


def submitted(reach: Reach, today: date) -> QuerySet[Assignment]:
    """What was submitted and waits for this person, the longest waiting first. One query to find out whose."""
    return submitted_to(reach, deciding(reach, today))


def submitted_to(reach: Reach, theirs: Q) -> QuerySet[Assignment]:
    """As `submitted`, of those that `deciding` has found."""
    return (
        Assignment.objects.filter(RUNNING, theirs, state=Assignment.State.SUBMITTED)
        .exclude(submitted_by=reach.person_id)
        .select_related(*UNIT)
        .order_by("submitted_at", "pk")
    )


def deciding(reach: Reach, today: date) -> Q:
    """Assignments on which this person decides, and nobody nearer to the unit. One query."""
    approving = paths_of(reach, Capability.APPROVE)
    return _deciding(approving, around.staffed(approving, today) if approving else [])


def paths_of(reach: Reach, capability: str) -> list[str]:
    """The areas on which the person holds a role with the capability, departments' officers left out."""
    return sorted(
        {held.path for held in reach.held if capability in MAY[held.role] and held.department_id is None}
    )


def _deciding(approving: Sequence[str], staffed: Sequence[str]) -> Q:
    """Assignments on which nobody nearer to the unit can decide.

    approving   the areas on which the person approves.
    staffed     all areas below them that have somebody who approves, in the order of the tree.
    """
    at_the_top = Q(area=None) | Q(area_path=F("campaign__area_path"))
    condition = Q(pk__in=())
    for path in approving:
        below = paths.within(path, "area_path") & ~Q(area_path=path)
        top = paths.within(path, "campaign__area_path")
        for nearer in _tops(path, staffed):
            below &= ~paths.within(nearer, "area_path") | Q(area_path=nearer)
            top &= ~paths.within(nearer, "campaign__area_path")
        condition |= (below & ~at_the_top) | (top & at_the_top)
    return condition


def _tops(path: str, staffed: Sequence[str]) -> list[str]:
    """The highest of the areas that lie below `path`."""
    tops: list[str] = []
    for place in staffed:
        if place.startswith(path) and place != path and not (tops and place.startswith(tops[-1])):
            tops.append(place)
    return tops
