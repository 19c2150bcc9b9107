"""Reports someone asked for."""

from django.db.models import QuerySet

from gongjian.campaigns.models import Campaign
from gongjian.campaigns.queries import visible
from gongjian.people.reach import Reach
from gongjian.reports.models import Report

KEPT = 20


def mine(reach: Reach) -> QuerySet[Report]:
    """The reports the person asked for, of campaigns they still see."""
    return Report.objects.filter(
        asked_by=reach.person_id, campaign__in=visible.campaigns(reach).values("pk")
    ).select_related("campaign", "file", "job")


def of_campaign(campaign: Campaign, reach: Reach) -> list[Report]:
    """The person's newest reports of the campaign. One query."""
    return list(mine(reach).filter(campaign=campaign)[:KEPT])
