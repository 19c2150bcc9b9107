"""What a person may see of campaigns: the one place that decides it for lists, pages, search and exports."""

from django.db.models import Q, QuerySet

from gongjian.campaigns.models import Assignment, Campaign, Evidence, Handover, ItemCheck, Task
from gongjian.kernel.paths import within
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.places.models import Area, Kind

SHOWN = (Campaign.State.RUNNING, Campaign.State.CLOSED)
COMMUNITIES = (Kind.COMMUNITY, Kind.VILLAGE)
STREETS = (Kind.SUBDISTRICT, Kind.TOWNSHIP)


def campaigns(reach: Reach) -> QuerySet[Campaign]:
    """Campaigns of the person's areas and of those above; drafts and cancelled ones only who plans there."""
    return Campaign.objects.filter(
        Q(reach.up_and_down(Capability.VIEW), state__in=SHOWN) | reach.down(Capability.PLAN)
    ).select_related("area", "programme")


def tasks(reach: Reach) -> QuerySet[Task]:
    """Tasks of the campaigns the person sees."""
    return Task.objects.filter(campaign__in=campaigns(reach).values("pk")).select_related(
        "campaign", "campaign__area"
    )


def assignments(reach: Reach) -> QuerySet[Assignment]:
    """What the units of the person's areas owe, what their departments owe, and what they hold themselves.

    Who is offered something looks at it before taking it.
    """
    offered = Handover.objects.filter(to_person=reach.person_id, state=Handover.State.OFFERED)
    own = Q(person=reach.person_id) | Q(holder=reach.person_id) | Q(pk__in=offered.values("assignment"))
    departments = [held.department_id for held in reach.held if held.department_id]
    return Assignment.objects.filter(
        Q(reach.down(Capability.VIEW) | own | Q(department__in=departments), campaign__state__in=SHOWN)
        | reach.down(Capability.PLAN, "campaign__area_path")
    )


def checks(reach: Reach) -> QuerySet[ItemCheck]:
    """Self-checks of the person's communities."""
    return ItemCheck.objects.filter(reach.down(Capability.VIEW))


def evidence(reach: Reach) -> QuerySet[Evidence]:
    """Evidence of the person's areas."""
    return Evidence.objects.filter(reach.down(Capability.VIEW))


def communities(campaign: Campaign) -> QuerySet[Area]:
    """The communities and villages that take part, in the order of the tree."""
    areas = Area.objects.filter(within(campaign.area_path), kind__in=COMMUNITIES, valid_to=None)
    if campaign.taking_part == Campaign.TakingPart.BATCHES:
        areas = areas.filter(pk__in=campaign.batches.values("members__area"))
    return areas.order_by("path")
