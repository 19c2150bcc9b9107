"""Looking at the tree: an area, what is below it, its life, and finding one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from gongjian.history.queries import of as history_of
from gongjian.kernel import paths
from gongjian.kernel.collect import offers
from gongjian.kernel.refusal import Refusal
from gongjian.kernel.request import Request
from gongjian.kernel.tables import Column, Table
from gongjian.places import queries, rules
from gongjian.places.kinds import Kind
from gongjian.places.models import Area, Change

FOUND_AT_ONCE = 12
FOUND = 100
# What a spreadsheet program still opens at once, and a web worker still writes.
MOST_EXPORTED = 50_000
COLUMNS = (
    Column("name", pgettext_lazy("area", "Name"), lambda area: area.name, ("name",)),
    Column("kind", gettext_lazy("Kind"), lambda area: area.get_kind_display(), ("kind", "path")),
    Column("code", gettext_lazy("Official code"), lambda area: area.code, ("code",)),
    Column("upper", gettext_lazy("Upper area"), lambda area: area.parent.name if area.parent else ""),
)
# The workbook can be corrected and imported again: its headings are those the import knows.
EXPORTED = (
    *COLUMNS,
    Column(
        "upper_code",
        gettext_lazy("Code of the upper area"),
        lambda area: area.parent.code if area.parent else "",
    ),
    Column("settlement", gettext_lazy("Urban-rural class"), lambda area: area.settlement),
)


@require_safe
def tops(request: Request) -> HttpResponseBase:
    """Where a person begins: their own area; all tops where they have several."""
    own = queries.own_tops(request.reach)
    if len(own) == 1:
        return redirect(own[0])
    visible = queries.visible_to(request.reach)
    context = {
        "tree": queries.branch(visible, None),
        "own": own,
        "why_not_add": rules.why_not_add(None, reach=request.reach),
    }
    return render(request, "places/tops.html", context)


@require_safe
def area(request: Request, pk: int) -> HttpResponseBase:
    visible = queries.visible_to(request.reach)
    shown = get_object_or_404(visible.select_related("parent", "successor"), pk=pk)
    counts = queries.counts_below(shown)
    wants_xlsx = request.GET.get("as") == "xlsx"
    rows = _below(visible, shown, request.GET.get("show", ""), counts)
    columns = EXPORTED if wants_xlsx else COLUMNS if request.GET.get("show") else COLUMNS[:-1]
    table = Table(request, rows, columns)
    if wants_xlsx:
        if table.rows.count() > MOST_EXPORTED:
            sentence = _("A workbook takes at most %(most)s rows. Open a smaller area and export that.")
            messages.error(request, sentence % {"most": f"{MOST_EXPORTED:,}"})
            return redirect(shown)
        title = _("Areas below %(area)s") % {"area": shown.name}
        show = request.GET.get("show", "")
        asked = show if show in {*Kind.values, "ended"} else ""
        return table.as_xlsx(title, filters={"show": asked}, area_path=shown.path)
    chain = queries.above(shown)
    context = {
        "area": shown,
        "chain": chain,
        "tree": queries.branches(visible, [*chain, shown]),
        "counts": counts,
        "show": request.GET.get("show", ""),
        "table": table,
        "life": queries.life_of(shown),
        "predecessors": list(shown.predecessors.order_by("-valid_to", "path")),
        "changes": list(shown.changes.select_related("by").order_by("-on", "-pk")[:20]),
        "history": history_of(shown, 20) if _may_read_history(request, shown) else [],
        "panels": sorted(
            (panel for offer in offers("on_area", "panels") for panel in offer(shown, request.reach)),
            key=lambda panel: panel.order,
        ),
        "may": _may(request, shown),
    }
    return render(request, "places/area.html", context)


def _below(visible: QuerySet[Area], area: Area, show: str, counts: list[tuple[Kind, int]]) -> QuerySet[Area]:
    """The rows of the list: those directly below, all of one kind, or those that ended."""
    rows = visible.select_related("parent")
    if show == "ended":
        return (
            rows.filter(paths.within(area.path), valid_to__isnull=False)
            .exclude(pk=area.pk)
            .order_by("-valid_to", "path")
        )
    rows = queries.current(rows)
    if show in {kind.value for kind, _number in counts}:
        return rows.filter(paths.within(area.path), kind=show).exclude(pk=area.pk).order_by("path")
    return rows.filter(parent=area).order_by("path")


def _may(request: Request, area: Area) -> dict[str, bool]:
    """Which buttons the page shows; the pages behind them say why where one comes by address."""
    reach = request.reach
    refusals: dict[str, Refusal | None] = {
        "add": rules.why_not_add(area, reach=reach),
        "amend": rules.why_not_amend(area, reach=reach),
        "place": rules.why_not_place(area, reach=reach) or rules.why_not_amend(area, reach=reach),
        "import": rules.why_not_import(area, reach=reach) if area.kind != Kind.BUILDING else Refusal("", ""),
    }
    return {what: refusal is None for what, refusal in refusals.items()}


def _may_read_history(request: Request, area: Area) -> bool:
    return any(request.reach.may(capability, area.path) for capability in (rules.MANAGE, rules.AUDIT))


@require_safe
def branch(request: Request, pk: int | None = None) -> HttpResponse:
    """A part of the tree at the side: the next areas below one, or more of the tops."""
    visible = queries.visible_to(request.reach)
    parent = get_object_or_404(visible, pk=pk) if pk is not None else None
    found = queries.branch(visible, parent, after=request.GET.get("after", "")[:64])
    return render(request, "places/parts/branch.html", {"branch": found})


@require_safe
def find(request: Request) -> HttpResponse:
    """What the words can mean: a few while they are typed, more on the page of its own."""
    text = request.GET.get("q", "")[:60]
    visible = queries.current(queries.visible_to(request.reach))
    found = queries.find(text, visible, FOUND_AT_ONCE if request.htmx else FOUND)
    trails = queries.trails(found)
    context = {"text": text, "found": [(one, trails[one.pk]) for one in found], "most": FOUND}
    return render(request, "places/find.html#found" if request.htmx else "places/find.html", context)


# --- What was done to the tree ----------------------------------------------------------------------------
def _visible_changes(request: Request) -> QuerySet[Change]:
    within = Area.objects.filter(request.reach.up_and_down(field="path"))
    return Change.objects.filter(areas__in=within).distinct().select_related("by")


@require_safe
def changes(request: Request) -> HttpResponse:
    rows = _visible_changes(request).prefetch_related("areas").order_by("-on", "-pk")
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return render(request, "places/changes.html", {"page": page})


@require_safe
def change(request: Request, pk: int) -> HttpResponse:
    shown = get_object_or_404(_visible_changes(request).prefetch_related("areas"), pk=pk)
    context: dict[str, Any] = {"change": shown, "areas": list(shown.areas.all())}
    return render(request, "places/change.html", context)
