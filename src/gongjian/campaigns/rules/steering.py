"""What a person may do to a campaign: start and change it, give its tasks, note visits, judge."""

from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.models import Campaign, Pairing, Task
from gongjian.kernel import paths
from gongjian.kernel.refusal import Refusal
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.places.models import Area
from gongjian.plans.models import Plan

NOT_A_PLANNER = Refusal(
    "not_planner",
    _("You may look at this campaign, but only those who plan for its area can change it."),
)


def why_not_plan_for(area: Area, *, reach: Reach) -> Refusal | None:
    """Whether the person may start and steer campaigns of the area."""
    if not reach.may(Capability.PLAN, area.path):
        return Refusal(
            "not_planner", _("You cannot start a campaign for this area. Choose one that you plan for.")
        )
    return None


def why_not_start(plan: Plan, area: Area, *, reach: Reach) -> Refusal | None:
    if refusal := why_not_plan_for(area, reach=reach):
        return refusal
    if not reach.may(Capability.VIEW, plan.area_path) and not any(
        root.startswith(plan.area_path) for root in reach.roots(Capability.VIEW)
    ):
        return Refusal("stranger", _("This plan is not yours to read."))
    if not area.is_current:
        return Refusal("area_ended", _("This area no longer exists. Choose the one that took its place."))
    if area.path.startswith(plan.area_path) or plan.area_path.startswith(area.path):
        return None
    return Refusal(
        "elsewhere", _("This plan is for another part of the district. Choose an area that it is meant for.")
    )


def why_not_edit(campaign: Campaign, *, reach: Reach) -> Refusal | None:
    """Whether the person may change the campaign: its phases, tasks, organisation, batches, targets."""
    if not reach.may(Capability.PLAN, campaign.area_path):
        return NOT_A_PLANNER
    if campaign.state in (Campaign.State.CLOSED, Campaign.State.CANCELLED):
        return Refusal("closed", _("This campaign is closed. Open it again to change it."))
    return None


def why_not_move(campaign: Campaign, to: str, *, reach: Reach) -> Refusal | None:
    """Whether the campaign may go to the state `to`."""
    if not reach.may(Capability.PLAN, campaign.area_path):
        return NOT_A_PLANNER
    if to not in Campaign.MOVES[campaign.state]:
        return Refusal("no_such_move", _("The campaign has changed meanwhile. Look at it again."))
    return None


def why_not_assign(task: Task, path: str, *, reach: Reach) -> Refusal | None:
    """Whether the person may give the task to a unit that stands at `path`.

    A street officer may pass on a district's task to the communities of the street.
    """
    if not task.campaign.is_running and not reach.may(Capability.PLAN, task.campaign.area_path):
        return NOT_A_PLANNER
    if task.campaign.state in (Campaign.State.CLOSED, Campaign.State.CANCELLED):
        return Refusal("closed", _("This campaign is closed. Open it again to change it."))
    if task.is_cancelled:
        return Refusal("cancelled", _("This task is cancelled; nobody has to do it."))
    if not path.startswith(task.campaign.area_path) and not task.campaign.area_path.startswith(path):
        return Refusal("outside", _("This unit does not belong to the campaign's area."))
    if reach.may(Capability.PLAN, task.campaign.area_path) or reach.may(Capability.PLAN, path):
        return None
    return Refusal("not_planner", _("You can give tasks only to units of the areas you plan for."))


def why_not_visit(pairing: Pairing, *, reach: Reach) -> Refusal | None:
    """Note visits and solutions: who is paired, those of the paired department, of the place, who steers."""
    if not pairing.campaign.is_running:
        return Refusal("closed", _("This campaign is not running, so no visit can be noted."))
    is_theirs = pairing.person_id == reach.person_id or (
        pairing.department_id is not None
        and any(held.department_id == pairing.department_id for held in reach.held)
    )
    if is_theirs or reach.may(Capability.PLAN, pairing.campaign.area_path):
        return None
    if pairing.area_path and reach.may(Capability.WORK, pairing.area_path):
        return None
    return Refusal(
        "not_paired", _("Visits are noted by the one who is paired with the place, or by the place itself.")
    )


def why_not_judge(campaign: Campaign, path: str, *, reach: Reach) -> Refusal | None:
    """Say that a community of a batch has got there: who steers the campaign, or judges for the area above."""
    if campaign.state in (Campaign.State.CLOSED, Campaign.State.CANCELLED):
        return Refusal("closed", _("This campaign is closed. Open it again to change it."))
    if reach.may(Capability.PLAN, campaign.area_path):
        return None
    above = paths.parent(path)
    if above and reach.may(Capability.ASSESS, above):
        return None
    return Refusal("not_judge", _("Whether a community has got there is judged by the level above it."))
