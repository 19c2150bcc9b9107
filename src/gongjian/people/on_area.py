"""Who holds roles on an area, on its page."""

from django.utils import timezone

from gongjian.people import queries
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.places.models import Area
from gongjian.places.panels import Panel

MOST = 100


def panels(area: Area, reach: Reach) -> list[Panel]:
    """For those who may look at the work of the area; not on one that has ended. One query."""
    if area.valid_to is not None or not reach.may(Capability.VIEW, area.path):
        return []
    today = timezone.localdate()
    grants = list(queries.held_on(area, today)[: MOST + 1])
    context = {
        "area": area,
        "grants": grants[:MOST],
        "has_more": len(grants) > MOST,
        "administers": reach.may(Capability.MANAGE_PEOPLE, area.path),
        "today": today,
    }
    return [Panel("people/on_area.html", context, order=40)]
