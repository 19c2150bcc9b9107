"""May this person ask for a report?"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.models import Campaign
from gongjian.campaigns.rules.days import why_not_as_of
from gongjian.kernel.refusal import Refusal
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.reports.models import Report


def why_not_ask(campaign: Campaign, *, reach: Reach) -> Refusal | None:
    """Who sees the campaign may take out what they see of it; a draft only who steers it."""
    if campaign.state == Campaign.State.CANCELLED:
        return Refusal("cancelled", _("This campaign is cancelled; there is nothing to report of it."))
    if not reach.may_anywhere(Capability.VIEW):
        return Refusal("stranger", _("You hold no role, so there is nothing for you to export."))
    return None


def why_not_of_day(campaign: Campaign, kind: str, day: date | None, *, today: date) -> Refusal | None:
    """The state of a campaign is read as of a day that has passed; the breakdown only as now."""
    if day is None:
        return None
    if kind != Report.Kind.STATE:
        return Refusal(
            "only_now", _("The task breakdown table is taken out as it is now. Leave the day empty.")
        )
    return why_not_as_of(campaign, day, today=today)
