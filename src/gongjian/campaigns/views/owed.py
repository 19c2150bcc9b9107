"""What the units of a campaign owe, one by one: where its figures lead to."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from gongjian.campaigns.queries import overview, owed, tasks
from gongjian.campaigns.views.shared import fetch, page
from gongjian.kernel.request import Request
from gongjian.kernel.tables import Column, Table

COLUMNS = (
    Column("task", gettext_lazy("Task"), lambda row: row.task.title, sort=("task__ordinal", "area_path")),
    Column("unit", gettext_lazy("Unit"), lambda row: str(row.unit), sort=("area_path", "task__ordinal")),
    Column("above", gettext_lazy("Belongs to"), lambda row: row.above),
    Column("holder", gettext_lazy("Person in charge"), lambda row: str(row.holder or "")),
    Column("due", gettext_lazy("Due"), lambda row: row.due, sort=("due", "area_path")),
    Column("state", gettext_lazy("State"), lambda row: row.get_state_display(), sort=("state", "due")),
)
FIGURES = {
    "total": pgettext_lazy("what units owe", "All"),
    "late": gettext_lazy("Overdue"),
    "submitted": gettext_lazy("To confirm"),
    "todo": gettext_lazy("Not begun"),
    "doing": gettext_lazy("Under way"),
    "done": gettext_lazy("Done"),
}


@require_safe
def assignments(request: Request, pk: int) -> HttpResponse:
    """Of the units, those that the person sees; `state` is one of the figures of the campaign's page."""
    campaign = fetch(request, pk)
    today = timezone.localdate()
    figure, unit = request.GET.get("state", ""), request.GET.get("unit", "")
    figure = figure if figure in FIGURES else "total"
    unit_name = tasks.unit_name(unit)
    rows = owed.of_campaign(campaign, request.reach, unit=unit if unit_name else "")
    table = Table(request, owed.behind(rows, figure, today), COLUMNS, sort="due", per_page=60)
    if table.wants_xlsx:
        title = _("What the units owe %(campaign)s") % {"campaign": campaign.title}
        asked = {"state": "" if figure == "total" else figure, "unit": unit_name}
        return table.as_xlsx(title, filters=asked, area_path=campaign.area_path)
    counts = rows.order_by().aggregate(**overview.counts(today))
    context = {
        "table": table,
        "figure": figure,
        "figures": [(name, FIGURES[name], counts[name]) for name in owed.FIGURES],
        "unit": unit_name,
    }
    return page(request, campaign, "assignments", context)
