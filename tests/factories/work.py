"""One task of a district's campaign, owed by somebody of the cast, and how they stand to it."""

from datetime import UTC, date, datetime
from typing import Any

from cast import Cast
from factories.campaigns import AssignmentFactory, CampaignFactory, TaskFactory
from gongjian.campaigns.models import Assignment, Campaign
from gongjian.people.models import Person
from gongjian.people.reach import Reach, reach_of

AT = datetime(2026, 3, 20, 1, 0, tzinfo=UTC)
DAY = date(2026, 3, 20)
DUE = date(2026, 3, 31)


def running(cast: Cast, **changes: Any) -> Campaign:
    """A campaign of the district that runs."""
    campaign: Campaign = CampaignFactory(
        **{"area": cast.district, "title": "2026年文明社区创建", "started_by": cast.lin} | changes
    )
    return campaign


def owed(cast: Cast, by: Any = None, **changes: Any) -> Assignment:
    """What a unit owes: an area (幸福里社区 if none is given), a department, or a person of that community."""
    campaign = changes.pop("campaign", None) or running(cast)
    task = changes.pop("task", None) or TaskFactory(campaign=campaign, title="整治楼道环境")
    unit = by or cast.community
    fields: dict[str, Any]
    if isinstance(unit, Person):
        fields = {"person": unit, "area_path": cast.community.path}
    elif unit == cast.civil_affairs:
        fields = {"department": unit}
    else:
        fields = {"area": unit}
    assignment: Assignment = AssignmentFactory(**{"task": task, "due": DUE} | fields | changes)
    return assignment


def reach(person: Person) -> Reach:
    return reach_of(person, on=DAY)


def code(refusal: Any) -> str:
    """The code of a refusal; "-" where nothing is refused."""
    return refusal.code if refusal else "-"
