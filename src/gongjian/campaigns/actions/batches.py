"""Batches of communities and who of them has got there."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.actions.changes import apply
from gongjian.campaigns.actions.lock import refuse, to_edit
from gongjian.campaigns.models import Batch, BatchArea, Campaign
from gongjian.campaigns.queries import visible
from gongjian.campaigns.rules import steering as rules
from gongjian.history.actions import record
from gongjian.kernel.clock import day_of
from gongjian.kernel.paths import within
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.places.models import Area


def _check(starts: date | None, ends: date | None, share: Decimal) -> None:
    if starts and ends and ends < starts:
        raise Refused(Refusal("ends_early", _("The batch must not end before it starts.")))
    if not 0 <= share <= 100:
        raise Refused(Refusal("no_share", _("The share is a percentage from 0 to 100.")))


@transaction.atomic
def add(
    campaign: Campaign,
    *,
    name: str,
    is_pilot: bool = False,
    starts: date | None = None,
    ends: date | None = None,
    share: Decimal = Decimal(100),
    text: str = "",
    areas: Sequence[Area] = (),
    by: Person,
    at: datetime,
) -> Batch:
    """Add a batch behind the others, with the communities it takes.

    share    percent of its communities that have to get there.
    areas    may be empty: they can be chosen later.
    raises   Refused, also for an area that is no community of the campaign.
    """
    campaign = to_edit(campaign, by=by, at=at)
    _check(starts, ends, share)
    last = campaign.batches.aggregate(last=Max("ordinal"))["last"] or 0
    batch = Batch.objects.create(
        campaign=campaign,
        ordinal=last + 1,
        name=name,
        is_pilot=is_pilot,
        starts=starts,
        ends=ends,
        share=share,
        text=text,
    )
    record("batch.added", batch, by=by, at=at, area_path=campaign.area_path, after={"name": name})
    return choose(batch, areas=areas, by=by, at=at) if areas else batch


@transaction.atomic
def edit(
    batch: Batch,
    *,
    name: str,
    is_pilot: bool,
    starts: date | None,
    ends: date | None,
    share: Decimal,
    text: str,
    by: Person,
    at: datetime,
) -> Batch:
    """Change a batch.

    raises   Refused.
    """
    campaign = to_edit(batch.campaign, by=by, at=at)
    batch = Batch.objects.get(pk=batch.pk)
    _check(starts, ends, share)
    values = {
        "name": name,
        "is_pilot": is_pilot,
        "starts": starts,
        "ends": ends,
        "share": share,
        "text": text,
    }
    before, after = apply(batch, values)
    if after:
        batch.save(update_fields=list(after))
        record("batch.edited", batch, by=by, at=at, area_path=campaign.area_path, before=before, after=after)
    return batch


@transaction.atomic
def remove(batch: Batch, *, by: Person, at: datetime) -> None:
    """Take a batch out; its targets stay with the campaign.

    raises   Refused when one of its communities has got there already.
    """
    campaign = to_edit(batch.campaign, by=by, at=at)
    if batch.members.filter(reached_on__isnull=False).exists():
        raise Refused(
            Refusal("reached", _("Communities of this batch have got there already, so it is kept."))
        )
    record("batch.removed", batch, by=by, at=at, area_path=campaign.area_path, before={"name": batch.name})
    batch.delete()


@transaction.atomic
def choose(batch: Batch, *, areas: Sequence[Area], by: Person, at: datetime) -> Batch:
    """Make exactly these communities the batch. Those that have got there stay in it, and those that have ended.

    raises   Refused, also for an area that is no community of the campaign.
    """
    campaign = to_edit(batch.campaign, by=by, at=at)
    wanted = {area.pk: area for area in areas}
    allowed = Area.objects.filter(
        within(campaign.area_path), kind__in=visible.COMMUNITIES, valid_to=None, pk__in=wanted
    )
    if allowed.count() != len(wanted):
        raise Refused(
            Refusal("outside", _("A batch takes communities and villages of the campaign's area only."))
        )
    have = {row.area_id: row for row in batch.members.filter(area__valid_to=None).select_related("area")}
    gone = [row for pk, row in have.items() if pk not in wanted]
    if any(row.reached_on for row in gone):
        raise Refused(
            Refusal(
                "reached", _("A community that has got there stays in its batch. Take back its date first.")
            )
        )
    BatchArea.objects.filter(pk__in=[row.pk for row in gone]).delete()
    new = [area for pk, area in wanted.items() if pk not in have]
    BatchArea.objects.bulk_create(
        [BatchArea(batch=batch, area=area, area_path=area.path) for area in new], batch_size=400
    )
    record(
        "batch.chosen",
        batch,
        by=by,
        at=at,
        area_path=campaign.area_path,
        before={"out": [row.area.name for row in gone]},
        after={"in": [area.name for area in new], "all": len(wanted)},
    )
    return batch


@transaction.atomic
def reach(member: BatchArea, *, on: date | None, by: Person, at: datetime) -> BatchArea:
    """Note the day a community got there; None takes it back.

    raises   Refused for a day to come, or when the person may not judge this community.
    """
    member = (
        BatchArea.objects.select_for_update(of=("self",))
        .select_related("batch__campaign", "area")
        .get(pk=member.pk)
    )
    refuse(rules.why_not_judge(member.batch.campaign, member.area_path, reach=reach_of(by, on=day_of(at))))
    if on is not None and on > day_of(at):
        raise Refused(Refusal("future", _("This day is still to come.")))
    before, member.reached_on = member.reached_on, on
    member.save(update_fields=["reached_on"])
    record(
        "batch.reached",
        member.batch,
        by=by,
        at=at,
        area_path=member.area_path,
        before={"area": member.area.name, "reached_on": before},
        after={"area": member.area.name, "reached_on": on},
    )
    return member
