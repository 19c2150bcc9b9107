"""Importing a list of areas: upload, preview, confirm."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.tables import XLSX, xlsx_response
from gongjian.places import actions, queries, rules
from gongjian.places.forms.imports import ConfirmForm, UploadForm
from gongjian.places.imports.findings import tell
from gongjian.places.imports.template import BY_LEVEL, BY_ROW, template_of
from gongjian.places.kinds import Kind
from gongjian.places.models import ImportDraft

PER_PAGE = 100
FIELD_NAMES = {
    "kind": gettext_lazy("Kind"),
    "name": pgettext_lazy("area", "Name"),
    "code": gettext_lazy("Official code"),
    "settlement": gettext_lazy("Urban-rural class"),
}


def _bases(request: Request) -> Any:
    """What a list can be imported under: the tops of the person's areas, and the area they came from."""
    roots = request.reach.roots(rules.MANAGE)
    tops = (
        queries.current().filter(path__in=roots)
        if "" not in roots
        else queries.current(queries.children_of(None))
    )
    under = request.POST.get("under") or request.GET.get("under") or ""
    here = queries.current().filter(
        request.reach.down(rules.MANAGE, field="path"), pk=under if under.isdigit() else 0
    )
    return (tops | here).distinct().order_by("path")


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: Request) -> HttpResponseBase:
    if not request.reach.may_anywhere(rules.MANAGE):
        raise Http404
    form = UploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        bases=_bases(request),
        may_top=rules.why_not_manage(None, reach=request.reach) is None,
        initial={"under": request.GET.get("under")},
    )
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = actions.upload(
                base=form.cleaned_data["under"],
                name=file.name,
                content=file.read(),
                by=request.user,
                reach=request.reach,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            return redirect(draft)
    drafts = _own(request).defer("content", "outcome").select_related("base")[:10]
    context = {"form": form, "drafts": drafts, "by_row": BY_ROW, "by_level": BY_LEVEL}
    return render(request, "places/import.html", context, status=422 if form.errors else 200)


def _own(request: Request) -> Any:
    """Lists are shown to those who uploaded them, and to an operator."""
    rows = ImportDraft.objects.all()
    return rows if request.reach.is_operator else rows.filter(by=request.user)


@require_safe
def template(request: Request) -> HttpResponse:
    response = HttpResponse(template_of(), content_type=XLSX)
    response["Content-Disposition"] = "attachment; filename*=UTF-8''%E5%8C%BA%E5%9F%9F%E5%90%8D%E5%BD%95.xlsx"
    return response


@require_safe
def draft(request: Request, pk: int) -> HttpResponse:
    shown = get_object_or_404(_own(request).defer("content").select_related("base", "by"), pk=pk)
    outcome = shown.outcome
    told = [tell(finding, outcome.get("titles", {})) for finding in _listed(outcome, request)]
    if request.GET.get("as") == "xlsx":
        return _as_xlsx(shown)
    return render(request, "places/import_draft.html", _context(request, shown, told))


def _listed(outcome: dict[str, Any], request: Request) -> list[Any]:
    """The findings of the page at hand: errors, or doubts where there are no errors or they were asked for."""
    which = "doubts" if request.GET.get("show") == "doubts" or not outcome.get("errors") else "errors"
    findings: list[Any] = outcome.get(which, [])
    number = request.GET.get("page", "1")
    page = Paginator(findings, PER_PAGE).get_page(number)
    return list(page.object_list)


def _context(request: Request, shown: ImportDraft, told: list[Any]) -> dict[str, Any]:
    outcome = shown.outcome
    errors, doubts = outcome.get("errors", []), outcome.get("doubts", [])
    shows_doubts = request.GET.get("show") == "doubts" or not errors
    changes = Paginator(outcome.get("changes", []), PER_PAGE).get_page(request.GET.get("changes"))
    added = {Kind(kind): number for kind, number in outcome.get("added", {}).items()}
    return {
        "draft": shown,
        "outcome": outcome,
        "added": [(kind, added[kind]) for kind in Kind if kind in added],
        "added_in_all": sum(added.values()),
        "told": told,
        "errors": len(errors),
        "doubts": len(doubts),
        "shows_doubts": shows_doubts,
        "page": Paginator(doubts if shows_doubts else errors, PER_PAGE).get_page(request.GET.get("page")),
        "changes": changes,
        "changed_rows": [_change(row) for row in changes.object_list],
        "sample": [(row, Kind(kind), *rest) for row, kind, *rest in outcome.get("sample", [])],
        "form": ConfirmForm(initial={"fingerprint": shown.fingerprint, "correction": ""}),
        "asks_since": any(
            was for _row, _kind, _name, fields in outcome.get("changes", []) for was, _now in fields.values()
        ),
        "State": ImportDraft.State,
    }


def _change(stored: list[Any]) -> dict[str, Any]:
    row, kind, name, fields = stored
    shown = []
    for field, (was, now) in fields.items():
        label = FIELD_NAMES[field]
        if field == "kind":
            was, now = Kind(was).label, Kind(now).label
        shown.append((label, was, now))
    return {"row": row, "kind": Kind(kind), "name": name, "fields": shown}


def _as_xlsx(shown: ImportDraft) -> HttpResponse:
    """Everything that was found, to be corrected beside the list."""
    titles = shown.outcome.get("titles", {})
    told = [tell(one, titles) for which in ("errors", "doubts") for one in shown.outcome.get(which, [])]
    words = {True: pgettext("import", "error"), False: pgettext("import", "doubt")}
    return xlsx_response(
        _("What to correct in %(file)s") % {"file": shown.name},
        [
            pgettext("import", "Row"),
            pgettext("import", "Column"),
            pgettext("import", "Heading"),
            pgettext("import", "Error or doubt"),
            pgettext("import", "What is wrong"),
        ],
        ((one.row, one.column, one.heading, words[one.fatal], one.sentence) for one in told),
    )


@require_POST
def confirm(request: Request, pk: int) -> HttpResponseBase:
    shown = get_object_or_404(_own(request).select_related("base"), pk=pk)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        try:
            # The page of the list itself says that it is imported, and when.
            actions.confirm(
                shown, **form.cleaned_data, by=request.user, reach=request.reach, at=timezone.now()
            )
        except Refused as refused:
            messages.error(request, str(refused.refusal))
    return redirect(shown)


@require_POST
def discard(request: Request, pk: int) -> HttpResponseBase:
    shown = get_object_or_404(_own(request).defer("content"), pk=pk)
    try:
        actions.discard(shown, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.refusal))
        return redirect(shown)
    messages.info(request, _("The list was put away. Nothing was imported."))
    return redirect("places:import")
