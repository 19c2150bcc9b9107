"""What an area stands in beside its work, passed on to its heir: batches, pairings, bodies, duties."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from gongjian.campaigns.models import BatchArea, Campaign, Duty, Membership, Pairing
from gongjian.history.actions import record
from gongjian.kernel.clock import day_of
from gongjian.people.models import Person
from gongjian.places.models import Area

GOING_ON = (Campaign.State.DRAFT, Campaign.State.RUNNING)


def seats() -> QuerySet[BatchArea]:
    """Communities in batches of campaigns that go on."""
    return BatchArea.objects.filter(batch__campaign__state__in=GOING_ON)


def pairings(today: date) -> QuerySet[Pairing]:
    """Pairings that are not over, of campaigns that go on."""
    return Pairing.objects.filter(_not_over(today), campaign__state__in=GOING_ON)


def memberships(today: date) -> QuerySet[Membership]:
    """Seats in bodies that are not over, of campaigns that go on."""
    return Membership.objects.filter(_not_over(today), campaign__state__in=GOING_ON)


def duties() -> QuerySet[Duty]:
    """Duties in campaigns that go on."""
    return Duty.objects.filter(campaign__state__in=GOING_ON)


def _not_over(today: date) -> Q:
    return Q(ends=None) | Q(ends__gte=today)


def pass_on(old: Area, heir: Area, *, by: Person, at: datetime) -> None:
    """The heir stands where the ended area stood, each with an entry of its own; what is over stays."""
    _seats(old, heir, by, at)
    _pairings(old, heir, by, at)
    _memberships(old, heir, by, at)
    _duties(old, heir, by, at)


def _seats(old: Area, heir: Area, by: Person, at: datetime) -> None:
    """Where the heir has a seat in the batch already, the old one stays with the area that has ended."""
    taken = BatchArea.objects.filter(area=heir).values("batch")
    going = seats().select_for_update(of=("self",)).filter(area=old).exclude(batch__in=taken)
    for seat in going.select_related("batch"):
        seat.area, seat.area_path = heir, heir.path
        seat.save(update_fields=["area", "area_path"])
        record(
            "batch.inherited",
            seat.batch,
            by=by,
            at=at,
            area_path=heir.path,
            before={"area": old.name},
            after={"area": heir.name},
        )


def _pairings(old: Area, heir: Area, by: Person, at: datetime) -> None:
    """The pairing goes on with its visits; the words of the plan stay in its quote."""
    for pairing in pairings(day_of(at)).select_for_update(of=("self",)).filter(area=old):
        before, pairing.area_name = {"area": pairing.area_name}, heir.name
        pairing.area, pairing.area_path = heir, heir.path
        pairing.save(update_fields=["area", "area_path", "area_name"])
        record(
            "pairing.inherited",
            pairing,
            by=by,
            at=at,
            area_path=heir.path,
            before=before,
            after={"area": heir.name},
        )


def _memberships(old: Area, heir: Area, by: Person, at: datetime) -> None:
    """A seat is succeeded on the day, so that the body can be read as then. Who sits there already sits once."""
    on = day_of(at)
    for seat in memberships(on).select_for_update(of=("self",)).filter(area=old):
        sitting = memberships(on).filter(body=seat.body_id, role=seat.role, area=heir).first()
        new = sitting or _successor(seat, heir, on)
        before, after = {"name": seat.name}, {"name": new.name, "starts": on}
        if new.pk != seat.pk:
            seat.ends = max(seat.starts, on - timedelta(days=1))
            seat.save(update_fields=["ends"])
        record("membership.inherited", new, by=by, at=at, area_path=heir.path, before=before, after=after)


def _successor(seat: Membership, heir: Area, on: date) -> Membership:
    """The heir's seat from `on`; one that had not begun by then is given to the heir as it is."""
    if seat.starts >= on:
        seat.area, seat.name = heir, heir.name
        seat.save(update_fields=["area", "name"])
        return seat
    return Membership.objects.create(
        body_id=seat.body_id,
        campaign_id=seat.campaign_id,
        name=heir.name,
        area=heir,
        role=seat.role,
        post=seat.post,
        is_liaison=seat.is_liaison,
        ordinal=seat.ordinal,
        starts=on,
        ends=seat.ends,
    )


def _duties(old: Area, heir: Area, by: Person, at: datetime) -> None:
    """The name stays as the plan writes it; it means the heir from now on."""
    for duty in duties().select_for_update(of=("self",)).filter(area=old):
        duty.area = heir
        duty.save(update_fields=["area"])
        record(
            "duty.inherited",
            duty,
            by=by,
            at=at,
            area_path=heir.path,
            before={"area": old.name},
            after={"area": heir.name},
        )
