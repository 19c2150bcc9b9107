"""The first page of a campaign and the list of campaigns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from gongjian.campaigns.models import Assignment, Campaign, ItemCheck, Phase
from gongjian.campaigns.queries import check_matrix, visible
from gongjian.campaigns.queries.check_matrix import Apart
from gongjian.kernel.paths import within
from gongjian.people.reach import Reach

State = Assignment.State
OPEN = Q(state__in=Assignment.OPEN)
DUE_SHOWN = 8
SILENT_SHOWN = 10


def late(today: date) -> Q:
    """Assignments past their date and not handed in."""
    return OPEN & Q(due__lt=today)


def counts(today: date) -> dict[str, Count]:
    """The figures of a set of assignments, for `aggregate` and `annotate`."""
    return {
        "total": Count("pk", filter=~Q(state=State.CANCELLED)),
        "todo": Count("pk", filter=Q(state=State.TODO)),
        "doing": Count("pk", filter=Q(state__in=(State.DOING, State.RETURNED))),
        "submitted": Count("pk", filter=Q(state=State.SUBMITTED)),
        "done": Count("pk", filter=Q(state=State.DONE)),
        "late": Count("pk", filter=late(today)),
    }


@dataclass(frozen=True, slots=True)
class Bar:
    """A phase on the timeline: where it begins and how long it is, in percent of the campaign."""

    phase: Phase
    left: float
    width: float
    is_now: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The phases on the campaign's period, and where today stands in it.

    now         in percent; None when today lies outside the campaign.
    days_gone   which day of the campaign today is: 1 on its first, 0 before, `days` from the last on.
    days_left   until the last day, counted like every date that is due: 0 on it and after.
    """

    bars: Sequence[Bar]
    undated: Sequence[Phase]
    now: float | None
    days: int
    days_gone: int
    days_left: int


def timeline(campaign: Campaign, phases: Sequence[Phase], today: date) -> Timeline:
    """The phases laid on the campaign's period; what lies outside it is cut off at its edges."""
    days = (campaign.ends - campaign.starts).days + 1
    bars = [_bar(campaign, phase, days, today) for phase in phases if phase.starts and phase.ends]
    gone = (today - campaign.starts).days
    inside = campaign.starts <= today <= campaign.ends
    return Timeline(
        bars=[bar for bar in bars if bar is not None],
        undated=[phase for phase in phases if not phase.is_dated],
        now=round(100 * gone / days, 2) if inside else None,
        days=days,
        days_gone=min(max(gone + 1, 0), days),
        days_left=max((campaign.ends - today).days, 0),
    )


def _bar(campaign: Campaign, phase: Phase, days: int, today: date) -> Bar | None:
    assert phase.starts is not None and phase.ends is not None  # noqa: S101, PT018 - asked by the caller
    left = max((phase.starts - campaign.starts).days, 0)
    right = min((phase.ends - campaign.starts).days + 1, days)
    return Bar(
        phase=phase,
        left=round(100 * min(left, days) / days, 2),
        width=round(100 * max(right - left, 0) / days, 2),
        is_now=phase.holds(today),
        is_over=phase.ends < today,
    )


@dataclass(frozen=True, slots=True)
class Due:
    """A task due on a day: for one unit, or for many at once."""

    due: date
    title: str
    url: str
    units: int
    unit: str
    holder: str


@dataclass(frozen=True, slots=True)
class Silent:
    """A unit nothing was heard from yet."""

    code: str
    name: str
    owes: int
    late: int


@dataclass(frozen=True, slots=True)
class Answers:
    """How far the self-check is: answered cells of all that are asked for.

    apart   answers of communities of which nothing is asked any more: they are in none of the other figures.
    """

    communities: int
    items: int
    answered: int
    met: int
    short: int
    apart: Apart = field(default_factory=Apart)

    @property
    def asked(self) -> int:
        return self.communities * self.items


@dataclass(frozen=True, slots=True)
class Overview:
    """`called_off` counts the shares that a reorganisation of areas took out of the total; 0 as then."""

    figures: dict[str, int]
    timeline: Timeline
    due: Sequence[Due]
    silent: Sequence[Silent]
    silent_total: int
    answers: Answers | None
    called_off: int = 0


def overview(campaign: Campaign, reach: Reach, today: date) -> Overview:
    """Where the campaign is, as far as this person's areas go. Ten queries, whatever its size."""
    owed = visible.assignments(reach).filter(campaign=campaign)
    silent = _silent(owed, today)
    return Overview(
        figures=owed.aggregate(**counts(today)),
        timeline=timeline(campaign, list(campaign.phases.all()), today),
        due=_due(owed, today),
        silent=silent[:SILENT_SHOWN],
        silent_total=len(silent),
        answers=_answers(campaign, reach),
        called_off=owed.filter(_left(campaign), state=State.CANCELLED).count(),
    )


def _left(campaign: Campaign) -> Q:
    """Shares of areas that have ended or stand outside the campaign's area."""
    return Q(area__valid_to__isnull=False) | Q(~within(campaign.area_path, "area_path"), area__isnull=False)


def _due(owed: QuerySet[Assignment], today: date) -> list[Due]:
    """What is due from today on within thirty days, soonest first: a row a task and day.

    Of a single unit, its name too.
    """
    groups = list(
        owed.filter(OPEN, due__range=(today, today + timedelta(days=30)))
        .order_by()
        .values("task", "task__title", "due")
        .annotate(units=Count("pk"), only=Min("pk"))
        .order_by("due", "task__ordinal")[:DUE_SHOWN]
    )
    rows = with_units(Assignment.objects.filter(pk__in=[group["only"] for group in groups])).in_bulk()
    return [_due_row(group, rows[group["only"]] if group["units"] == 1 else None) for group in groups]


def _due_row(group: dict[str, Any], row: Assignment | None) -> Due:
    url = row.get_absolute_url() if row else reverse("campaigns:task", args=[group["task"]])
    return Due(
        due=group["due"],
        title=group["task__title"],
        url=url,
        units=group["units"],
        unit=str(row.unit) if row else "",
        holder=str(row.holder) if row and row.holder else "",
    )


def with_units(owed: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Brings along the task, the unit and the person in charge."""
    return owed.select_related("task", "campaign", "area", "department", "person", "holder")


UNIT = ("area", "department", "person")
UNIT_NAMES = ("area__name", "department__name", "person__name")


def code_of(row: dict[str, Any]) -> str:
    """The unit's code in addresses: `area-5`."""
    kind = next(kind for kind in UNIT if row[kind])
    return f"{kind}-{row[kind]}"


def name_of(row: dict[str, Any]) -> str:
    return str(next(row[f"{kind}__name"] for kind in UNIT if row[kind]))


def _silent(owed: QuerySet[Assignment], today: date) -> list[Silent]:
    """Units that have not begun anything of what they owe, the latest first."""
    rows = (
        owed.order_by()
        .values(*UNIT, *UNIT_NAMES)
        .annotate(**counts(today))
        .filter(todo__gt=0, todo=F("total"))
        .order_by("-late", "-todo", *UNIT_NAMES)
    )
    return [Silent(code_of(row), name_of(row), row["todo"], row["late"]) for row in rows]


def _answers(campaign: Campaign, reach: Reach) -> Answers | None:
    if campaign.standard_id is None:
        return None
    items = campaign.standard.items.filter(is_leaf=True).count() if campaign.standard else 0
    here = visible.communities(campaign).filter(reach.down(field="path"))
    given = visible.checks(reach).filter(campaign=campaign, area__in=here.values("pk"))
    states = dict(given.order_by().values_list("state").annotate(Count("pk")))
    return answers_of(here.count(), items, states, check_matrix.apart(campaign, reach))


def answers_of(communities: int, items: int, states: Mapping[str, int], apart: Apart) -> Answers:
    return Answers(
        communities=communities,
        items=items,
        answered=sum(states.values()),
        met=states.get(ItemCheck.State.MET, 0),
        short=states.get(ItemCheck.State.SHORT, 0),
        apart=apart,
    )


def listed(reach: Reach, today: date) -> QuerySet[Campaign]:
    """The campaigns of the list with their figures, as far as the person's areas go."""
    owed = visible.assignments(reach).filter(campaign=OuterRef("pk"))
    wanted = {"owed": ~Q(state=State.CANCELLED), "done": Q(state=State.DONE), "late": late(today)}
    # Counted by subqueries: joining the assignments would read them all for every page of the list.
    counted = {name: Coalesce(_count(owed.filter(condition)), 0) for name, condition in wanted.items()}
    return visible.campaigns(reach).annotate(**counted)


def _count(rows: QuerySet[Assignment]) -> Subquery:
    return Subquery(rows.order_by().values("campaign").annotate(n=Count("pk")).values("n"))
