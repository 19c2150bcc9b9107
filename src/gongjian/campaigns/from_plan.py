"""What campaigns offer to do with a plan: start one from it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.models import Campaign
from gongjian.campaigns.queries import visible
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.plans.models import Plan
from gongjian.plans.offers import NextStep

MOST_SHOWN = 3


def steps(plan: Plan, reach: Reach) -> list[NextStep]:
    """Buttons of the plan's review page: the campaign that was started from it; to start one, for those who
    plan for some area. One query.
    """
    started = visible.campaigns(reach).filter(plan=plan).exclude(state=Campaign.State.CANCELLED)
    found = list(started.order_by("-started_at", "-pk")[:MOST_SHOWN])
    offered = [
        NextStep(_("Campaign started: look at it"), campaign.get_absolute_url(), "flag", is_primary=n == 0)
        if len(found) == 1
        else NextStep(campaign.area.name, campaign.get_absolute_url(), "flag", is_primary=n == 0)
        for n, campaign in enumerate(found)
    ]
    if reach.may_anywhere(Capability.PLAN):
        start = reverse("campaigns:start", args=[plan.pk])
        offered.append(
            NextStep(_("Start another campaign"), start, "player-play", is_primary=False)
            if found
            else NextStep(_("Start a campaign"), start, "player-play", is_start=True)
        )
    return offered
