"""Overdue work goes up: the day after its date to the next level, then a level a week."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q
from django.urls import reverse

from gongjian.campaigns.actions.on_assignment import note
from gongjian.campaigns.models import Assignment, Campaign, Escalation
from gongjian.campaigns.queries import people as around
from gongjian.inbox import actions as inbox
from gongjian.inbox.models import Kind
from gongjian.inbox.words import say, say_many
from gongjian.kernel import paths
from gongjian.kernel.clock import day_of
from gongjian.places.models import Area

DAYS_A_LEVEL = 7


@dataclass(frozen=True, slots=True)
class Step:
    """One overdue assignment that has to go to the area at `path`, `level` levels above the unit."""

    assignment: Assignment
    level: int
    path: str
    due: date


def pass_up(*, at: datetime) -> int:
    """Pass every overdue assignment to the next level that is due to be told; how many were passed.

    A level is told once for a date, and the next a week after it: run twice a day this does nothing the second
    time, and after a month without a run it still begins with the nearest level. What goes to one area from
    one campaign goes together, in a transaction and a message of its own.
    """
    today = day_of(at)
    groups: dict[tuple[int, str], list[Step]] = {}
    for step in filter(None, (next_step(assignment, today) for assignment in overdue(today))):
        groups.setdefault((step.assignment.campaign_id, step.path), []).append(step)
    return sum(_pass_up(steps, today, at) for steps in groups.values())


def overdue(today: date) -> list[Assignment]:
    """Open assignments of running campaigns whose date has passed.

    Each with `passed_up`, how many levels know of this date, and `passed_at`, since when.
    """
    of_this_date = Q(escalations__due=F("due"))
    return list(
        Assignment.objects.filter(
            campaign__state=Campaign.State.RUNNING, state__in=Assignment.OPEN, due__lt=today
        )
        .select_related("campaign")
        .annotate(
            passed_up=Max("escalations__level", filter=of_this_date),
            passed_at=Max("escalations__at", filter=of_this_date),
        )
        .order_by("campaign", "pk")
    )


def next_step(assignment: Assignment, today: date) -> Step | None:
    """Where it has to go today; None when it went up less than a week ago, or is at the top."""
    passed: int = assignment.passed_up or 0  # type: ignore[attr-defined]  # annotated
    since: datetime | None = assignment.passed_at  # type: ignore[attr-defined]  # annotated
    if since is not None and today < day_of(since) + timedelta(days=DAYS_A_LEVEL):
        return None
    above = levels(assignment)
    if assignment.due is None or passed >= len(above):
        return None
    return Step(assignment, passed + 1, above[passed], assignment.due)


def levels(assignment: Assignment) -> list[str]:
    """The paths above the unit up to the campaign's area, the nearest first."""
    top = assignment.campaign.area_path
    if assignment.area_id is None or not assignment.area_path.startswith(top) or assignment.area_path == top:
        return [top]
    return [path for path in paths.ancestors(assignment.area_path) if len(path) >= len(top)][::-1]


@transaction.atomic
def _pass_up(steps: list[Step], today: date, at: datetime) -> int:
    """Note it for those that are still late, and tell the area once."""
    area = Area.objects.get(path=steps[0].path)
    late = _still_late(steps, today)
    Escalation.objects.bulk_create(
        Escalation(
            assignment=step.assignment,
            to_area=area,
            area_path=area.path,
            level=step.level,
            due=step.due,
            at=at,
        )
        for step in late
    )
    for step in late:
        note(
            "assignment.passed-up",
            step.assignment,
            None,
            at,
            to=(None, area),
            due=(None, step.due),
        )
    if late:
        _tell(late, area, today, at)
    return len(late)


def _still_late(steps: list[Step], today: date) -> list[Step]:
    """Locked: without those submitted, given more time, or passed up by another run since the list was drawn."""
    now = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("campaign__started_by", "task", "area", "department", "person")
        .order_by("pk")
        .in_bulk([step.assignment.pk for step in steps])
    )
    known = set(Escalation.objects.filter(assignment__in=now).values_list("assignment", "level", "due"))
    late = []
    for step in steps:
        row = now.get(step.assignment.pk)
        stands = row is not None and row.is_overdue(today) and row.due == step.due
        if row is not None and stands and (row.pk, step.level, step.due) not in known:
            late.append(replace(step, assignment=row))
    return late


def _tell(late: list[Step], area: Area, today: date, at: datetime) -> None:
    first, campaign = late[0].assignment, late[0].assignment.campaign
    if len(late) == 1:
        days = (today - late[0].due).days
        title = say_many("%(unit)s is %(n)s day late", "%(unit)s is %(n)s days late", days, unit=first.unit)
        text = str(first.task)
        url = first.get_absolute_url()
    else:
        title = say("%(n)s overdue tasks were passed up to %(area)s", n=len(late), area=area)
        text, url = campaign.title, f"{reverse('campaigns:tasks', args=[campaign.pk])}?state=late"
    people = around.approving(area.path, today) or [campaign.started_by]
    inbox.tell(people, title=title, text=text, url=url, kind=Kind.OVERDUE, at=at)
