"""What the other pages of a campaign show: organisation, pairings, batches, aims, what is left of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from gongjian.campaigns.models import (
    Batch,
    BatchArea,
    Body,
    Campaign,
    Duty,
    Leftover,
    Membership,
    Pairing,
    Problem,
    Tally,
    Target,
    Task,
    Visit,
    unbound,
)
from gongjian.people.reach import Reach


def bodies(campaign: Campaign, today: date) -> list[Body]:
    """The bodies with their seats of today and those to come, and the working groups' tasks. Three queries."""
    seats = (
        Membership.objects.filter(Q(ends=None) | Q(ends__gte=today))
        .select_related("person", "area", "department")
        .order_by("ordinal")
    )
    return list(
        campaign.bodies.select_related("parent")
        .prefetch_related(Prefetch("memberships", seats, to_attr="seats"), "tasks")
        .order_by("ordinal")
    )


def past_seats(campaign: Campaign, today: date) -> list[Membership]:
    """Seats that are over."""
    return list(
        campaign.memberships.filter(ends__lt=today).select_related("body", "person", "area", "department")
    )


def free_duties(campaign: Campaign) -> list[Duty]:
    """Duties of the campaign as a whole: 主办单位, 协办单位."""
    return list(
        campaign.duties.filter(task=None).select_related("person", "area", "department", "phase", "item")
    )


def pairings(campaign: Campaign, reach: Reach) -> QuerySet[Pairing]:
    """The pairings of the person's own areas, those they are in themselves, and those without a place yet.

    Brings along their visits and problems. Three queries.
    """
    departments = [held.department_id for held in reach.held if held.department_id]
    visits = Visit.objects.select_related("by").prefetch_related("problems")
    return (
        campaign.pairings.filter(
            reach.down() | Q(area=None) | Q(person=reach.person_id) | Q(department__in=departments)
        )
        .select_related("person", "department", "area")
        .prefetch_related(Prefetch("visits", visits))
        .order_by("ordinal")
    )


def open_problems(campaign: Campaign, reach: Reach) -> int:
    return Problem.objects.filter(
        visit__pairing__in=pairings(campaign, reach).order_by().values("pk"), solved_on=None
    ).count()


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch with its communities of the person's areas, and how far all of them are."""

    batch: Batch
    areas: Sequence[BatchArea]
    total: int
    reached: int

    @property
    def is_empty(self) -> bool:
        """Whether it has no communities, so that there is no share to speak of."""
        return self.total == 0

    @property
    def share_reached(self) -> Decimal:
        """Percent, rounded down to hundredths so that the share is never said to be reached too early."""
        return (Decimal(self.reached * 10000 // self.total) / 100) if self.total else Decimal(0)

    @property
    def is_reached(self) -> bool:
        return self.total > 0 and self.reached * 100 >= self.batch.share * self.total


def batches(campaign: Campaign, reach: Reach) -> list[BatchRow]:
    """The batches in their order. Two queries. Totals count every community, names are the person's own.

    An ended community whose heir was in the batch already keeps its place there, and is in no total.
    """
    goes_on = Q(members__area__valid_to=None)
    rows = campaign.batches.annotate(
        total=Count("members", filter=goes_on & Q(members__isnull=False)),
        reached=Count("members", filter=goes_on & Q(members__reached_on__isnull=False)),
    )
    mine = BatchArea.objects.filter(reach.up_and_down()).select_related("area")
    return [
        BatchRow(batch, batch.mine, batch.total, batch.reached)
        for batch in rows.prefetch_related(Prefetch("members", mine, to_attr="mine"))
    ]


@dataclass(frozen=True, slots=True)
class TargetRow:
    target: Target
    last: Tally | None

    @property
    def is_met(self) -> bool | None:
        return self.target.is_met_by(self.last.value) if self.last else None


def targets(campaign: Campaign, until: date | None = None) -> list[TargetRow]:
    """The targets, each with what it stood at last, or at the end of the day `until`. Two queries."""
    noted = Tally.objects.filter(Q(on__lte=until) if until else Q())
    rows = campaign.targets.select_related("task", "phase", "item", "batch").prefetch_related(
        Prefetch("tallies", noted.select_related("by").order_by("-on", "-pk"))
    )
    return [TargetRow(target, next(iter(target.tallies.all()), None)) for target in rows]


@dataclass
class OpenName:
    """A name of the plan that no one is bound to, and everything it stands for."""

    name: str
    uses: list[str] = field(default_factory=list)


def open_names(campaign: Campaign) -> list[OpenName]:
    """The names to bind, those that stand for most first. Three queries."""
    found: dict[str, OpenName] = {}

    def add(name: str, use: str) -> None:
        found.setdefault(name, OpenName(name)).uses.append(use)

    for duty in campaign.duties.filter(unbound()).select_related("task", "item", "phase"):
        home = duty.task or duty.item or duty.phase
        add(duty.name, f"{duty.role} · {home}" if home else duty.role)
    for seat in campaign.memberships.filter(unbound()).select_related("body"):
        add(seat.name, f"{seat.role} · {seat.body}")
    for pairing in campaign.pairings.all():
        if pairing.person_id is None and pairing.department_id is None:
            add(pairing.name, f"{pairing.role} · {pairing.area_name}")
        if pairing.area_id is None:
            add(pairing.area_name, f"{pairing.role} · {pairing.name}")
    return sorted(found.values(), key=lambda open_name: (-len(open_name.uses), open_name.name))


def leftovers(campaign: Campaign) -> list[Leftover]:
    """What of the plan was not made into anything, in its order."""
    return list(campaign.leftovers.select_related("task"))


TABS = (Task, Body, Pairing, Batch, Target, Leftover)


def tab_counts(campaign: Campaign) -> dict[str, int]:
    """The small numbers on the tabs, by the lower-case name of the table. One query."""
    counted = {
        str(model._meta.model_name): Subquery(
            model._default_manager.filter(campaign=OuterRef("pk"))
            .order_by()
            .values("campaign")
            .annotate(n=Count("pk"))
            .values("n")
        )
        for model in TABS
    }
    row = Campaign.objects.filter(pk=campaign.pk).annotate(**counted).values_list(*counted).get()
    return {name: int(count or 0) for name, count in zip(counted, row, strict=True)}
