"""What plans put on a person's `今日`: the reviews they have not finished."""

from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongjian.kernel.today import DueItem
from gongjian.people.models import Person
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.plans.models import EntryState, Plan

MOST = 5


def due(person: Person, reach: Reach, today: date) -> list[DueItem]:
    """The plans that the person brought in, still plans for, and has not reviewed to the end. One query."""
    if not reach.may_anywhere(Capability.PLAN):
        return []
    plans = (
        Plan.objects.filter(reach.down(Capability.PLAN), document__uploaded_by=person, used_at=None)
        .annotate(open_count=Count("entries", filter=Q(entries__state=EntryState.OPEN)))
        .filter(open_count__gt=0)
        .select_related("document__area")
        .order_by("-document__uploaded_at", "position")[:MOST]
    )
    return [
        DueItem(
            title=_("Review %(plan)s") % {"plan": plan.title},
            url=plan.get_absolute_url(),
            due=None,
            kind=_("Plan"),
            icon="file-text",
            area=plan.document.area.name,
            reason=ngettext("%(n)s entry to review", "%(n)s entries to review", plan.open_count)
            % {"n": plan.open_count},
            action=_("Go on reviewing"),
        )
        for plan in plans
    ]
