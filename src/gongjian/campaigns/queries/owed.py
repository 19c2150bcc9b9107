"""What the units of a campaign owe, one by one: what stands behind its figures."""

from datetime import date

from django.db.models import Q, QuerySet

from gongjian.campaigns.models import Assignment, Campaign
from gongjian.campaigns.queries import overview, tasks, visible, work
from gongjian.people.reach import Reach

State = Assignment.State
# The figures of `overview.counts`, in the order in which a list offers them.
FIGURES = ("total", "late", "submitted", "todo", "doing", "done")


def of_campaign(campaign: Campaign, reach: Reach, *, unit: str = "") -> QuerySet[Assignment]:
    """What the person sees of it; narrowed to one unit by its code."""
    return tasks.of_unit(visible.assignments(reach).filter(campaign=campaign), unit)


def behind(owed: QuerySet[Assignment], figure: str, today: date) -> QuerySet[Assignment]:
    """Exactly the assignments that one of the `FIGURES` counts, with task, unit and person in charge."""
    condition = {
        "late": overview.late(today),
        "submitted": Q(state=State.SUBMITTED),
        "todo": Q(state=State.TODO),
        "doing": Q(state__in=(State.DOING, State.RETURNED)),
        "done": Q(state=State.DONE),
    }.get(figure, ~Q(state=State.CANCELLED))
    return work.with_units(owed.filter(condition)).select_related("task")
