"""The campaign itself: its title and period, its closing and reopening."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.actions.changes import apply
from gongjian.campaigns.actions.lock import refuse, to_edit
from gongjian.campaigns.models import Campaign
from gongjian.campaigns.rules import steering as rules
from gongjian.history.actions import record
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.places.models import Area
from gongjian.programmes.models import Programme, Standard

ENDS_EARLY = Refusal("ends_early", _("The campaign must not end before it starts."))


@transaction.atomic
def draft(
    *,
    programme: Programme,
    title: str,
    area: Area,
    starts: date,
    ends: date,
    standard: Standard | None = None,
    taking_part: str = Campaign.TakingPart.ALL,
    by: Person,
    at: datetime,
) -> Campaign:
    """Make a campaign by hand, without a plan. Nobody but who plans for its area sees it until it is begun.

    raises   Refused.
    """
    refuse(rules.why_not_plan_for(area, reach=reach_of(by, on=day_of(at))))
    if ends < starts:
        raise Refused(ENDS_EARLY)
    campaign = Campaign.objects.create(
        programme=programme,
        standard=standard,
        title=title,
        area=area,
        area_path=area.path,
        starts=starts,
        ends=ends,
        taking_part=taking_part,
        started_by=by,
        started_at=at,
    )
    record("campaign.drafted", campaign, by=by, at=at, area_path=area.path, after={"title": title})
    return campaign


@transaction.atomic
def edit(
    campaign: Campaign,
    *,
    title: str,
    starts: date,
    ends: date,
    taking_part: str,
    by: Person,
    at: datetime,
) -> Campaign:
    """Change title, period and who takes part.

    raises   Refused.
    """
    campaign = to_edit(campaign, by=by, at=at)
    if ends < starts:
        raise Refused(ENDS_EARLY)
    before, after = apply(
        campaign, {"title": title, "starts": starts, "ends": ends, "taking_part": taking_part}
    )
    if after:
        campaign.save(update_fields=list(after))
        record(
            "campaign.edited",
            campaign,
            by=by,
            at=at,
            area_path=campaign.area_path,
            before=before,
            after=after,
        )
    return campaign


@transaction.atomic
def move(campaign: Campaign, *, to: str, by: Person, at: datetime) -> Campaign:
    """Begin a draft, close, reopen or cancel the campaign.

    to       a state that `Campaign.MOVES` allows from the present one.
    raises   Refused, also when someone else was quicker.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    refuse(rules.why_not_move(campaign, to, reach=reach_of(by, on=day_of(at))))
    before, campaign.state = campaign.state, to
    campaign.closed_at = at if to == Campaign.State.CLOSED else None
    campaign.save(update_fields=["state", "closed_at"])
    record(
        f"campaign.{VERBS[to]}",
        campaign,
        by=by,
        at=at,
        area_path=campaign.area_path,
        before={"state": before},
        after={"state": to},
    )
    return campaign


VERBS: dict[str, str] = {
    Campaign.State.RUNNING: "begun",
    Campaign.State.CLOSED: "closed",
    Campaign.State.CANCELLED: "cancelled",
}
