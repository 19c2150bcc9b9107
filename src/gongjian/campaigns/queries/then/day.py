"""A day of a campaign, and where its area stood."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from gongjian.campaigns.models import Campaign
from gongjian.history.models import Entry
from gongjian.kernel import paths
from gongjian.kernel.clock import day_of
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.places import queries as places
from gongjian.places.models import Area

# The area that ended, by the heir it went to, its name and the day: what an entry of inheriting tells.
Ended = Mapping[tuple[int, str, date], int]


@dataclass(frozen=True, slots=True)
class Then:
    """A day of a campaign, for one reader.

    until    the first instant that no longer belongs to the day.
    ground   the path of the campaign's area on the day; None when it was not there.
    """

    campaign: Campaign
    reach: Reach
    day: date
    until: datetime
    ground: str | None
    ended: Ended
    roots: tuple[str, ...]

    @property
    def in_sight(self) -> Q:
        """Placements of the day that the person reads."""
        seen = self.reach.down(Capability.VIEW, "area__path")
        for root in self.roots:
            seen |= paths.within(root)
        return seen


def on(campaign: Campaign, reach: Reach, day: date) -> Then:
    """The day as this person reads it. Four queries."""
    until = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    ended = {
        (heir, name, ended_on): pk
        for heir, name, ended_on, pk in Area.objects.filter(successor__isnull=False, valid_to__gt=day)
        .order_by()
        .values_list("successor_id", "name", "valid_to", "pk")
        if heir is not None and ended_on is not None
    }
    roots = reach.roots(Capability.VIEW)
    # The whole tree is in sight by today's reach.
    placed = places.places_on(roots, day) if paths.ROOT not in roots else []
    ground = _ground(campaign, day, until, ended)
    return Then(campaign, reach, day, until, ground, ended, tuple(placed))


def _ground(campaign: Campaign, day: date, until: datetime, ended: Ended) -> str | None:
    """Where the campaign's area stood; what was inherited since, was pursued by the area that has ended."""
    pk = campaign.area_id
    inherited = Entry.objects.filter(
        verb="campaign.inherited", subject_type=kind_of(Campaign), subject_id=str(campaign.pk), at__gte=until
    )
    for at, before in inherited.order_by("-at", "-pk").values_list("at", "before"):
        pk = ended.get((pk, before.get("area", ""), day_of(at)), pk)
    placed = places.in_force(day).filter(area=pk).values_list("path", flat=True)
    return placed.first()


def kind_of(model: Any) -> str:
    return str(model._meta.label_lower)


def about(rows: QuerySet[Any]) -> QuerySet[Entry]:
    """The history of these rows."""
    keys = rows.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return Entry.objects.filter(subject_type=kind_of(rows.model), subject_id__in=keys)


def before(rows: QuerySet[Any], verb: str, until: datetime) -> dict[int, dict[str, Any]]:
    """What these rows were before the first `verb` that was done to them since. One query."""
    found: dict[int, dict[str, Any]] = {}
    since = about(rows).filter(verb=verb, at__gte=until)
    for pk, was in since.order_by("at", "pk").values_list("subject_id", "before"):
        found.setdefault(int(pk), was)
    return found


def areas_at(wanted: Iterable[str], day: date) -> dict[str, tuple[int, str]]:
    """The areas that stood at these paths on a day: number and name. One query."""
    placed = places.in_force(day).filter(path__in=set(wanted))
    return {path: (pk, name) for path, pk, name in placed.values_list("path", "area_id", "name")}
