"""Departments: whom plans name beside the areas."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.tables import Column, Table
from gongjian.kernel.web import go_to
from gongjian.people import queries, rules
from gongjian.people.actions import departments as actions
from gongjian.people.forms.departments import AddDepartmentForm, EditDepartmentForm
from gongjian.people.roles import Capability


def columns() -> list[Column]:
    return [
        Column("name", _("Name"), sort=("name",)),
        Column("area", _("Belongs to"), sort=("area_path",)),
        Column("aliases", _("Other names")),
        Column("officers", _("Officers"), sort=("officers",), end=True),
        Column("state", _("State"), sort=("-is_open",)),
    ]


@require_safe
def departments(request: Request) -> HttpResponse:
    rows = queries.with_officers(queries.departments_shown_to(request.reach), timezone.localdate())
    context = {
        "table": Table(request, rows, columns(), sort="area"),
        "may_add": request.reach.may_anywhere(Capability.MANAGE_PEOPLE),
    }
    return render(request, "people/departments.html", context)


@require_safe
def department(request: Request, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.departments_shown_to(request.reach), pk=pk)
    today = timezone.localdate()
    reach = request.reach
    officers = queries.count_open_in(shown, today)
    context = {
        "department": shown,
        "officers": queries.officers(shown, today),
        "why_not_change": rules.why_not_change_departments(shown.area, reach=reach),
        "why_not_close": rules.why_not_close_department(shown, reach=reach, officers=officers),
    }
    return render(request, "people/department.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponseBase:
    form = AddDepartmentForm(
        request.POST if request.method == "POST" else None,
        reach=request.reach,
        initial={"name": request.GET.get("name", "")},
    )
    if form.is_valid():
        try:
            added = actions.add(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("name" if refused.refusal.code == "name_taken" else None, str(refused.refusal))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": added})
            # Where one came from for a department that was missing there.
            back = request.GET.get("next", "")
            is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
            return go_to(request, back if back and is_ours else added)
    context = {
        "form": form,
        "title": _("Add a department"),
        "may_add": request.reach.may_anywhere(Capability.MANAGE_PEOPLE),
    }
    return render(request, "people/department_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, pk: int) -> HttpResponseBase:
    shown = get_object_or_404(queries.departments_shown_to(request.reach), pk=pk)
    form = EditDepartmentForm(request.POST if request.method == "POST" else None, department=shown)
    if form.is_valid():
        try:
            actions.edit(shown, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error("name" if refused.refusal.code == "name_taken" else None, str(refused.refusal))
        else:
            messages.success(request, _("Saved."))
            return go_to(request, shown)
    context = {
        "form": form,
        "department": shown,
        "title": shown.name,
        "why_not": rules.why_not_change_departments(shown.area, reach=request.reach),
    }
    return render(request, "people/department_form.html", context, status=422 if form.errors else 200)


@require_POST
def close(request: Request, pk: int) -> HttpResponseBase:
    shown = get_object_or_404(queries.departments_shown_to(request.reach), pk=pk)
    try:
        actions.close(shown, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.refusal))
    else:
        messages.success(request, _("%(name)s is closed.") % {"name": shown})
    return go_to(request, shown)


@require_POST
def reopen(request: Request, pk: int) -> HttpResponseBase:
    shown = get_object_or_404(queries.departments_shown_to(request.reach), pk=pk)
    try:
        actions.reopen(shown, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.refusal))
    else:
        messages.success(request, _("%(name)s is open again.") % {"name": shown})
    return go_to(request, shown)
