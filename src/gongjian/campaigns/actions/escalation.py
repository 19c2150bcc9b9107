"""Overdue work goes up: the day after its date to the next level, then a level a week.

Not in the week after it was given: a campaign that is started late has dates that have passed already.
"""

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
from gongjian.people.models import Person
from gongjian.places.models import Area

DAYS_A_LEVEL = 7
# So long after it was given nothing goes up, whatever its date.
GRACE_DAYS = 7


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
    time, and after a month without a run it still begins with the nearest level. What goes to the same people
    from one campaign goes together, in a transaction and a message of its own.
    """
    today = day_of(at)
    groups: dict[tuple[int, frozenset[int]], list[Step]] = {}
    to_tell: dict[str, list[Person]] = {}
    for step in filter(None, (next_step(assignment, today) for assignment in overdue(today))):
        if step.path not in to_tell:
            to_tell[step.path] = around.approving(step.path, today)
        people = to_tell[step.path] or [step.assignment.campaign.started_by]
        groups.setdefault((step.assignment.campaign_id, frozenset(one.pk for one in people)), []).append(step)
    return sum(_pass_up(steps, to_tell[steps[0].path], today, at) for steps in groups.values())


def overdue(today: date) -> list[Assignment]:
    """Open assignments of running campaigns whose date has passed.

    Each with `passed_up`, how many levels know of this date, and `passed_at`, since when.
    """
    of_this_date = Q(escalations__due=F("due"))
    return list(
        Assignment.objects.filter(
            campaign__state=Campaign.State.RUNNING, state__in=Assignment.OPEN, due__lt=today
        )
        .select_related("campaign__started_by")
        .annotate(
            passed_up=Max("escalations__level", filter=of_this_date),
            passed_at=Max("escalations__at", filter=of_this_date),
        )
        .order_by("campaign", "pk")
    )


def next_step(assignment: Assignment, today: date) -> Step | None:
    """Where it has to go today; None when it was given or went up less than a week ago, or is at the top."""
    if today < day_of(assignment.created_at) + timedelta(days=GRACE_DAYS):
        return None
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
def _pass_up(steps: list[Step], people: list[Person], today: date, at: datetime) -> int:
    """Note it for those that are still late, and tell `people` once; without any, who began the campaign."""
    areas = {area.path: area for area in Area.objects.filter(path__in={step.path for step in steps})}
    late = _still_late(steps, today)
    Escalation.objects.bulk_create(
        Escalation(
            assignment=step.assignment,
            to_area=areas[step.path],
            area_path=step.path,
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
            to=(None, areas[step.path]),
            due=(None, step.due),
        )
    if late:
        people = people or [late[0].assignment.campaign.started_by]
        _tell(late, [areas[path] for path in sorted({step.path for step in late})], people, today, at)
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


def _tell(late: list[Step], areas: list[Area], people: list[Person], today: date, at: datetime) -> None:
    first, campaign = late[0].assignment, late[0].assignment.campaign
    if len(late) == 1:
        days = (today - late[0].due).days
        title = say_many("%(unit)s is %(n)s day late", "%(unit)s is %(n)s days late", days, unit=first.unit)
        text = str(first.task)
        url = first.get_absolute_url()
    else:
        title = say("%(n)s overdue tasks were passed up to %(area)s", n=len(late), area=areas[0])
        if len(areas) > 1:
            title = say("%(n)s overdue tasks were passed up", n=len(late))
        text, url = campaign.title, f"{reverse('campaigns:tasks', args=[campaign.pk])}?state=late"
    inbox.tell(people, title=title, text=text, url=url, kind=Kind.OVERDUE, at=at)
