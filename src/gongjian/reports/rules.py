"""May this person ask for a report?"""

from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.models import Campaign
from gongjian.kernel.refusal import Refusal
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability


def why_not_ask(campaign: Campaign, *, reach: Reach) -> Refusal | None:
    """Who sees the campaign may take out what they see of it; a draft only who steers it."""
    if campaign.state == Campaign.State.CANCELLED:
        return Refusal("cancelled", _("This campaign is cancelled; there is nothing to report of it."))
    if not reach.may_anywhere(Capability.VIEW):
        return Refusal("stranger", _("You hold no role, so there is nothing for you to take out."))
    return None
