"""The history, for auditors."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from gongjian.history import queries, rules, words
from gongjian.history.forms import SearchForm
from gongjian.history.models import Entry
from gongjian.history.queries import Cursor, Line
from gongjian.kernel.request import Request
from gongjian.kernel.tables import hand_out


@require_safe
def entries(request: Request) -> HttpResponse:
    if not rules.may_read(request.reach):
        raise Http404
    form = SearchForm(request.GET, reach=request.reach)
    wanted = form.wanted()
    readable = queries.readable_by(request.reach)
    if request.GET.get("as") == "xlsx":
        return _export(request, form, queries.exported(readable, wanted))
    before = Cursor.read(request.GET.get("before", ""))
    context = {
        "form": form,
        "found": queries.search(readable, wanted, before),
        "is_narrowed": form.is_narrowing(),
        "is_later_page": before is not None,
        "most": queries.MOST_EXPORTED,
    }
    return render(request, "history/entries.html", context)


@require_safe
def entry(request: Request, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.readable_by(request.reach).select_related("by"), pk=pk)
    context = {
        "entry": found,
        "line": queries.in_words([found], queries.area_names([found]))[0],
        "url": _url_of(found),
    }
    return render(request, "history/entry.html", context)


def _export(request: Request, form: SearchForm, lines: Iterator[Line]) -> HttpResponse:
    """What the page shows, all pages of it; that it was taken out is itself history."""
    headers = [
        _("Time"),
        _("Person"),
        _("Action"),
        _("Kind of record"),
        pgettext("history", "Record"),
        _("Area"),
        _("Before"),
        _("After"),
        _("Note"),
    ]
    return hand_out(
        request,
        Entry,
        pgettext("file", "History"),
        headers,
        (_cells(line) for line in lines),
        filters=form.noted(),
    )


def _cells(line: Line) -> list[object]:
    before = "\n".join(f"{change.label}：{change.before}" for change in line.changes if change.before)
    after = "\n".join(f"{change.label}：{change.after}" for change in line.changes if change.after)
    return [line.at, line.by, line.verb, line.kind, line.record, line.area, before, after, line.note]


def _url_of(entry: Entry) -> str:
    """Where the record is now; empty when it has no page or is gone. The page itself says who may see it."""
    model = words.model_of(entry.subject_type)
    if model is None or not hasattr(model, "get_absolute_url") or not entry.subject_id.isdigit():
        return ""
    found = model._default_manager.filter(pk=entry.subject_id).first()
    return found.get_absolute_url() if found else ""
