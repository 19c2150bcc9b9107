"""Taking hold of a campaign before something of it is changed."""

from datetime import datetime

from gongjian.campaigns.models import Campaign
from gongjian.campaigns.rules import steering as rules
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person
from gongjian.people.reach import reach_of


def refuse(refusal: Refusal | None) -> None:
    """Raise what a rule says."""
    if refusal:
        raise Refused(refusal)


def to_edit(campaign: Campaign, *, by: Person, at: datetime) -> Campaign:
    """The campaign, locked, when `by` may change it: two people changing its order at once go one by one.

    raises   Refused.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    refuse(rules.why_not_edit(campaign, reach=reach_of(by, on=day_of(at))))
    return campaign
