"""One task: what is to be done, and how far every unit is."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongjian.campaigns.models import Assignment, Task
from gongjian.campaigns.queries import visible, work
from gongjian.campaigns.rules import steering as rules
from gongjian.kernel.request import Request
from gongjian.kernel.tables import Column, Table
from gongjian.people.roles import Capability

COLUMNS = (
    Column("unit", gettext_lazy("Unit"), lambda row: str(row.unit), sort=("area_path", "part")),
    Column("above", gettext_lazy("Belongs to"), lambda row: row.above),
    Column("part", gettext_lazy("Part"), lambda row: row.get_part_display(), sort=("part",)),
    Column("holder", gettext_lazy("Person in charge"), lambda row: str(row.holder or "")),
    Column("due", gettext_lazy("Due"), lambda row: row.due, sort=("due",)),
    Column("state", gettext_lazy("State"), lambda row: row.get_state_display(), sort=("state",)),
    Column("submitted", gettext_lazy("Submitted"), lambda row: row.submitted_at, sort=("submitted_at",)),
)


@require_safe
def task(request: Request, pk: int) -> HttpResponse:
    """Of the units, those that the person sees."""
    found = get_object_or_404(work.task(request.reach, pk))
    today = timezone.localdate()
    owed = visible.assignments(request.reach).filter(task=found)
    state = request.GET.get("state", "")
    shown = work.in_state(work.with_units(owed), state, today)
    table = Table(request, shown, COLUMNS, sort="unit", per_page=60)
    if table.wants_xlsx:
        asked = state if state in {*Assignment.State.values, "late"} else ""
        return table.as_xlsx(found.title, filters={"state": asked}, area_path=found.campaign.area_path)
    context = {
        "task": found,
        "campaign": found.campaign,
        "table": table,
        "tally": work.tally(owed, today),
        "state": state,
        "steps": list(found.children.filter(is_cancelled=False)),
        "duties": list(found.duties.select_related("person", "area", "department")),
        "targets": list(found.targets.all()),
        "why_not_edit": rules.why_not_edit(found.campaign, reach=request.reach),
        "may_assign": _may_assign(request, found),
        "empty_text": _("Choose another state above."),
    }
    return render(request, "campaigns/task.html", context)


def _may_assign(request: Request, found: Task) -> bool:
    """Whether the person can give it to some unit: one of the areas they plan for."""
    roots = request.reach.roots(Capability.PLAN)
    places = [
        root if root.startswith(found.campaign.area_path) else found.campaign.area_path for root in roots
    ]
    return any(rules.why_not_assign(found, place, reach=request.reach) is None for place in places)
