"""Plan documents: the list, bringing some in, and one of them."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian import __version__
from gongjian.files import kinds
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.tables import Column, Table
from gongjian.kernel.web import go_to
from gongjian.people.roles import Capability
from gongjian.places.models import Area
from gongjian.plans import actions, queries, rules
from gongjian.plans.actions.documents import Uploaded
from gongjian.plans.forms import RenameForm, UploadForm
from gongjian.plans.models import PlanDocument, Reading

COLUMNS = [
    Column("title", gettext_lazy("Document"), lambda row: row.title, ["title"]),
    Column("area", gettext_lazy("For the area"), lambda row: row.area.name, ["area_path"]),
    Column("state", gettext_lazy("Reading"), lambda row: str(row.get_state_display()), ["state"]),
    Column("entries", gettext_lazy("Entries"), lambda row: row.entry_count, ["entry_count"], end=True),
    Column("reviewed", gettext_lazy("Reviewed"), lambda row: row.reviewed_count, ["reviewed_count"]),
    Column("uploaded", gettext_lazy("Uploaded"), lambda row: row.uploaded_at, ["uploaded_at"]),
]


@require_GET
def documents(request: Request) -> HttpResponse:
    """All documents the person may see; `?q=` in the title, `?state=` of the reading."""
    text, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    rows = queries.listed(request.reach).filter(Q(title__icontains=text) if text else Q())
    if state in Reading.values:
        rows = rows.filter(state=state)
    table = Table(request, rows, COLUMNS, sort="-uploaded")
    if table.wants_xlsx:
        state = state if state in Reading.values else ""
        return table.as_xlsx(_("Plan documents"), filters={"q": bool(text), "state": state})
    context = {
        "table": table,
        "text": text,
        "state": state,
        "states": Reading.choices,
        "may_upload": request.reach.may_anywhere(Capability.PLAN),
        # The rows are drawn anew when a reading ends, with the title and the counts it has then.
        "is_reading": any(row.is_being_read for row in table.page.object_list),
    }
    return render(request, "plans/list.html", context)


@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponseBase:
    """Bring in one document or several; each is taken or refused by itself."""
    if not request.reach.may_anywhere(Capability.PLAN):
        messages.error(request, _("You do not plan for any area, so you cannot upload plans."))
        return go_to(request, "plans:list")
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(*posted, reach=request.reach)
    if form.is_valid():
        taken = _take_in(request, form, form.cleaned_data["area"])
        if len(taken) == 1 == len(form.cleaned_data["uploads"]):
            # A short plan may be read before the next page is drawn.
            arrived = "?arrived=1" if taken[0].is_new else ""
            return go_to(request, taken[0].document.get_absolute_url() + arrived)
        if taken:
            return go_to(request, "plans:list")
    context = {"form": form, "accept": kinds.accept(kinds.PLANS), "most_bytes": rules.most_bytes()}
    return render(request, "plans/upload.html", context, status=422 if form.errors else 200)


def _take_in(request: Request, form: UploadForm, area: Area) -> list[Uploaded]:
    """Give each file to the action; what is refused is told with the file's name."""
    taken: list[Uploaded] = []
    for file in form.cleaned_data["uploads"]:
        try:
            uploaded = actions.upload(
                file, area=area, by=request.user, reach=request.reach, at=timezone.now()
            )
        except Refused as refused:
            reason = {"file": file.name, "reason": refused.refusal.text}
            form.add_error("documents", _("%(file)s: %(reason)s") % reason)
            continue
        taken.append(uploaded)
        if not uploaded.is_new:
            _tell_known(request, uploaded.document)
    new = sum(uploaded.is_new for uploaded in taken)
    if form.errors and taken:
        # The page changes to the list: what was refused has to be said there.
        for sentence in form.errors["documents"]:
            messages.error(request, str(sentence))
    if new and (len(taken) > 1 or form.errors):
        # True also when the reading has ended: the sentence stays on the page until it is loaded anew.
        text = ngettext(
            "%(n)s document was taken in; it can be reviewed once it is read.",
            "%(n)s documents were taken in; they can be reviewed once they are read.",
            new,
        ) % {"n": new}
        messages.success(request, text)
    return taken


def _tell_known(request: Request, document: PlanDocument) -> None:
    words = _("This file is already here since %(date)s, as") % {
        "date": timezone.localtime(document.uploaded_at).strftime("%Y-%m-%d")
    }
    link = format_html('<a href="{}">{}</a>', document.get_absolute_url(), document.title)
    messages.info(request, format_html("{} {}", words, link))


@require_GET
def document(request: Request, pk: int) -> HttpResponseBase:
    """One document: how its reading goes, its plans, and what can be done with it.

    With `?arrived=1`, after an upload and when the reading has ended, a single plan opens at once.
    """
    shown = get_object_or_404(queries.listed(request.reach).select_related("file", "rereading"), pk=pk)
    plans = list(queries.plans_of(shown))
    if "arrived" in request.GET:
        only_one = shown.state == Reading.READ and len(plans) == 1 and not hasattr(shown, "rereading")
        if only_one or request.htmx:
            return go_to(request, plans[0] if only_one else shown)
    context = {
        "document": shown,
        "plans": plans,
        "rereading": getattr(shown, "rereading", None),
        "is_outdated": shown.state == Reading.READ and shown.reader_version != __version__,
        "why_not_edit": rules.why_not_edit(shown, reach=request.reach),
        "why_not_read_again": rules.why_not_read_again(shown, reach=request.reach),
        "why_not_delete": rules.why_not_delete(shown, reach=request.reach),
        "rename_form": RenameForm(initial={"title": shown.title}),
    }
    return render(request, "plans/document.html", context)


@require_POST
def rename(request: Request, pk: int) -> HttpResponseBase:
    shown = get_object_or_404(queries.documents(request.reach), pk=pk)
    form = RenameForm(request.POST)
    if form.is_valid():
        try:
            actions.rename(
                shown,
                title=form.cleaned_data["title"],
                by=request.user,
                reach=request.reach,
                at=timezone.now(),
            )
        except Refused as refused:
            messages.error(request, str(refused.refusal.text))
    else:
        messages.error(request, _("A document needs a title of at most 120 characters."))
    return redirect(shown)


@require_POST
def read_again(request: Request, pk: int) -> HttpResponseBase:
    shown = get_object_or_404(queries.documents(request.reach), pk=pk)
    try:
        actions.read_again(shown, by=request.user, reach=request.reach, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.refusal.text))
    return redirect(shown)


@require_POST
def delete(request: Request, pk: int) -> HttpResponseBase:
    shown = get_object_or_404(queries.documents(request.reach), pk=pk)
    try:
        actions.delete(shown, by=request.user, reach=request.reach, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.refusal.text))
        return redirect(shown)
    messages.success(request, _("%(title)s was deleted.") % {"title": shown.title})
    return redirect("plans:list")
