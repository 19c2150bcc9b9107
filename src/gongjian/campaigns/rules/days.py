"""Which days a campaign can be read as of."""

from datetime import date

from django.utils.translation import gettext as _

from gongjian.campaigns.models import Campaign
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal


def first_day(campaign: Campaign) -> date:
    """The first day there is something to read of."""
    return min(campaign.starts, day_of(campaign.started_at))


def why_not_as_of(campaign: Campaign, day: date, *, today: date) -> Refusal | None:
    """A day that has passed, and on which the campaign was there already; today is now."""
    if day > today:
        return Refusal("future", _("This day is still to come."))
    first = first_day(campaign)
    if day < first:
        words = _("The campaign has nothing to show before %(day)s.") % {"day": first.isoformat()}
        return Refusal("too_early", words)
    return None
