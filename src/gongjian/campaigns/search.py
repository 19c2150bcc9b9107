"""What campaigns offer to the search box: campaigns and tasks the person sees."""

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from gongjian.campaigns.queries import visible
from gongjian.kernel.search import Hit
from gongjian.people.reach import Reach


def find(text: str, reach: Reach, limit: int) -> list[Hit]:
    """Campaigns and tasks with the words, the newest campaigns first. Two queries."""
    found = visible.campaigns(reach).filter(Q(title__icontains=text) | Q(programme__name__icontains=text))
    tasks = visible.tasks(reach).filter(
        Q(title__icontains=text) | Q(text__icontains=text), is_cancelled=False
    )
    return [
        Hit(
            title=campaign.title,
            subtitle=campaign.area.name,
            url=campaign.get_absolute_url(),
            kind=pgettext_lazy("search", "Campaigns"),
            icon="flag-3",
        )
        for campaign in found[:limit]
    ] + [
        Hit(
            title=task.title,
            subtitle=task.campaign.title,
            url=task.get_absolute_url(),
            kind=pgettext_lazy("search", "Tasks"),
            icon="checklist",
        )
        for task in tasks.order_by("-campaign__starts", "ordinal")[:limit]
    ]
