"""What campaigns offer to do with a plan: start one from it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.plans.models import Plan
from gongjian.plans.offers import NextStep


def steps(plan: Plan, reach: Reach) -> list[NextStep]:
    """A button of the plan's review page, for those who plan for some area."""
    if not reach.may_anywhere(Capability.PLAN):
        return []
    return [NextStep(_("Start a campaign"), reverse("campaigns:start", args=[plan.pk]), "player-play")]
