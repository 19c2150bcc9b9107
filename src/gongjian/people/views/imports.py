"""Issuing many accounts at once: upload, look at what would come of it, confirm."""

import json
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongjian.kernel.clock import day_of
from gongjian.kernel.crypto import SealError, seal, unseal
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.tables import xlsx_response
from gongjian.kernel.web import go_to
from gongjian.people import queries, rules
from gongjian.people.actions import imports as actions
from gongjian.people.forms.imports import ConfirmForm, UploadForm
from gongjian.people.imports.checking import MOST_ROWS, UnreadableListError, WrittenList, check, read
from gongjian.people.imports.headings import COLUMNS, NEEDED
from gongjian.people.roles import Role
from gongjian.people.views.onward import managers_only
from gongjian.people.views.slips import keep_slips

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def upload(request: Request) -> HttpResponseBase:
    posted = request.method == "POST"
    form = UploadForm(request.POST if posted else None, request.FILES if posted else None)
    if form.is_valid():
        try:
            written = read(form.cleaned_data["file"].read())
        except UnreadableListError as error:
            form.add_error("file", str(error))
        else:
            return _preview(request, written)
    context = {"form": form, "most": MOST_ROWS}
    return render(request, "people/import.html", context, status=422 if form.errors else 200)


@require_POST
@managers_only
def confirm(request: Request) -> HttpResponseBase:
    form = ConfirmForm(request.POST)
    written = _opened(request, form.cleaned_data["sealed"]) if form.is_valid() else None
    if written is None:
        messages.error(request, _("What you confirmed can no longer be read. Upload the list once more."))
        return go_to(request, "people:import")
    try:
        issued = actions.issue_all(written, by=request.user, at=timezone.now())
    except Refused as refused:
        return _preview(request, written, str(refused.refusal))
    keep_slips(request, [(person.pk, password) for person, password in issued])
    return go_to(request, "people:slips")


def _preview(request: Request, written: WrittenList, refusal: str = "") -> HttpResponse:
    checked = check(written, reach=request.reach, today=day_of(timezone.now()))
    is_wrong = bool(checked.errors or refusal)
    context = {
        "checked": checked,
        "refusal": refusal,
        "planned": checked.planned[:SHOWN],
        "findings": checked.findings[:SHOWN],
        "rows": len(written.rows),
        "sealed": "" if checked.errors else _sealed(request, written),
    }
    return render(request, "people/import_preview.html", context, status=422 if is_wrong else 200)


def _sealed(request: Request, written: WrittenList) -> str:
    return seal(json.dumps({"by": request.user.pk, **written.as_json()}, ensure_ascii=False))


def _opened(request: Request, sealed: str) -> WrittenList | None:
    """The list that was shown to this person; None for anything else."""
    try:
        data = json.loads(unseal(sealed))
    except (SealError, ValueError):
        return None
    return WrittenList.from_json(data) if data.get("by") == request.user.pk else None


@require_safe
@managers_only
def blank(request: Request) -> HttpResponse:
    """The form to fill in, with an example row and the roles that may be given."""
    labels = [f"{label}*" if name in NEEDED else str(label) for name, (label, _words) in COLUMNS.items()]
    return xlsx_response(pgettext("file", "Accounts to issue"), labels, [_example(request)])


def _example(request: HttpRequest) -> list[str | date]:
    reach = request.reach  # type: ignore[attr-defined]
    communities = queries.areas_administered(reach).filter(kind="community")
    area = communities.first() or queries.areas_administered(reach).first()
    role = Role.COMMUNITY_WORKER if Role.COMMUNITY_WORKER in rules.grantable_roles(reach) else ""
    label = str(Role(role).label) if role else ""
    name = area.name if area else ""
    today = day_of(timezone.now())
    return [_("Wang Jianguo"), "", _("clerk"), "13800138000", label, name, "", today, ""]
