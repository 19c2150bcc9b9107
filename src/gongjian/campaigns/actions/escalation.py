"""Overdue work goes up: the day after the date to the next level, then a level a week."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from gongjian.campaigns.models import Assignment, Campaign, Escalation
from gongjian.campaigns.queries import people as around
from gongjian.history.actions import record
from gongjian.inbox import actions as inbox
from gongjian.inbox.models import Kind
from gongjian.kernel import paths
from gongjian.kernel.clock import day_of
from gongjian.places.models import Area

DAYS_A_LEVEL = 7


def overdue(today: date) -> list[Assignment]:
    """Open assignments of running campaigns whose date has passed, with `passed_up` = levels gone already."""
    of_this_date = Max("escalations__level", filter=Q(escalations__due=F("due")))
    return list(
        Assignment.objects.filter(
            campaign__state=Campaign.State.RUNNING, state__in=Assignment.OPEN, due__lt=today
        )
        .select_related("campaign", "task", "area", "department", "person", "holder")
        .annotate(passed_up=of_this_date)
        .order_by("pk")
    )


def pass_up(*, at: datetime) -> int:
    """Pass every overdue assignment to the level it has reached by now; how many were passed.

    Run again on the same day it passes nothing: each level is told once a date. Each assignment is its own
    transaction, so that one fault does not hold up the rest.
    """
    today = day_of(at)
    passed = 0
    for assignment in overdue(today):
        passed += _pass_up(assignment, today, at)
    return passed


def level_reached(due: date, today: date) -> int:
    """1 on the first day after the date, 2 a week later, and so on."""
    return 1 + ((today - due) - timedelta(days=1)) // timedelta(days=DAYS_A_LEVEL)


def _targets(assignment: Assignment) -> list[str]:
    """The paths above the unit up to the campaign's area, the nearest first."""
    top = assignment.campaign.area_path
    if not assignment.area_id or assignment.area_path == top:
        return [top]
    above = [path for path in paths.ancestors(assignment.area_path) if len(path) >= len(top)]
    return above[::-1]


@transaction.atomic
def _pass_up(assignment: Assignment, today: date, at: datetime) -> int:
    assert assignment.due is not None  # noqa: S101 - asked for in the query
    targets = _targets(assignment)
    level = min(level_reached(assignment.due, today), len(targets))
    done: int = assignment.passed_up or 0  # type: ignore[attr-defined]  # annotated
    if level <= done:
        return 0
    # Submitted, or given more time, since the list was drawn up: it is no longer late.
    now = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if not now.is_overdue(today) or now.due != assignment.due:
        return 0
    area = Area.objects.get(path=targets[level - 1])
    Escalation.objects.create(
        assignment=assignment, to_area=area, area_path=area.path, level=level, due=assignment.due, at=at
    )
    record(
        "assignment.passed-up",
        assignment,
        by=None,
        at=at,
        area_path=assignment.area_path,
        after={"to": area.name, "due": assignment.due},
    )
    late = (today - assignment.due).days
    inbox.tell(
        around.approving(area.path, today),
        title=_("%(unit)s is %(days)s days late") % {"unit": assignment.unit, "days": late},
        text=str(assignment.task),
        url=assignment.get_absolute_url(),
        kind=Kind.OVERDUE,
        at=at,
    )
    return 1
