"""Plans in the search box: by title, and by words of their text."""

from django.db.models import Q
from django.utils.translation import gettext as _

from gongjian.kernel.search import Hit
from gongjian.people.reach import Reach
from gongjian.plans import queries


def find(text: str, reach: Reach, limit: int) -> list[Hit]:
    """Plans whose title or text holds `text`, titles first. One query; `limit` hits at most."""
    words = text.strip()
    if not words:
        return []
    found = (
        queries.plans(reach)
        .filter(Q(title__icontains=words) | Q(text__contains=words) | Q(document__title__icontains=words))
        .order_by("-document__uploaded_at", "position")[:limit]
    )
    plans = sorted(found, key=lambda plan: words not in plan.title)
    return [
        Hit(plan.title, plan.document.area.name, plan.get_absolute_url(), _("Plan"), "file-text")
        for plan in plans
    ]
