"""Accounts: the list, one account, issuing and what an administrator does to one."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongjian.history import queries as history
from gongjian.kernel.clock import day_of
from gongjian.kernel.crypto import mask
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.tables import Column, Table
from gongjian.kernel.web import go_to
from gongjian.people import lockout, queries, rules
from gongjian.people.actions import accounts as actions
from gongjian.people.forms.accounts import (
    EditForm,
    FilterForm,
    IssueForm,
    NothingForm,
    PhoneReasonForm,
    ReasonForm,
)
from gongjian.people.models import Person
from gongjian.people.roles import Capability
from gongjian.people.views.onward import managers_only
from gongjian.people.views.slips import keep_slips


# --- The list ---------------------------------------------------------------------------------------------
def roles_in_words(person: Person) -> str:
    """The roles that the list shows, one a line."""
    lines = (
        " ".join(filter(None, [grant.get_role_display(), str(grant.area), str(grant.department or "")]))
        for grant in person.shown_grants  # type: ignore[attr-defined]  # brought along by queries.with_grants
    )
    return "\n".join(lines)


def _state(person: Person) -> str:
    return pgettext("account", "open") if person.is_active else pgettext("account", "closed")


def columns() -> list[Column]:
    return [
        Column("name", pgettext("person", "Name"), lambda person: person.name, sort=("name",)),
        Column("account", _("Account"), lambda person: person.username, sort=("username",)),
        Column("post", _("Post"), lambda person: person.post, sort=("post",)),
        Column("roles", _("Roles"), roles_in_words),
        Column("seen", _("Last signed in"), lambda person: person.last_login, sort=("last_login",)),
        Column("state", _("State"), lambda person: _state(person)),
    ]


@require_safe
@managers_only
def people(request: Request) -> HttpResponse:
    now = timezone.now()
    filters = FilterForm(request.GET)
    wanted = filters.values()
    rows = queries.narrowed(queries.manageable_by(request.reach), request.reach, now, **wanted)
    table = Table(request, queries.with_grants(rows, request.reach, day_of(now)), columns(), sort="account")
    if table.wants_xlsx:
        return table.as_xlsx(
            pgettext("file", "Accounts"),
            filters={**wanted, "q": bool(wanted["q"]), "area": bool(wanted["area"])},
            area_path=next(iter(request.reach.roots(Capability.MANAGE_PEOPLE)), ""),
        )
    shown = [person.username for person in table.page]
    context = {
        "table": table,
        "filters": filters,
        "is_narrowed": any(wanted.values()),
        "locked": lockout.all_locked(now) & set(shown),
        "today": day_of(now),
    }
    return render(request, "people/people.html", context)


# --- One account ------------------------------------------------------------------------------------------
@require_safe
@managers_only
def person(request: Request, pk: int) -> HttpResponse:
    now = timezone.now()
    today = day_of(now)
    account = get_object_or_404(queries.manageable_by(request.reach), pk=pk)
    held = queries.open_grants(account, today)
    grants = list(queries.grants_shown_to(request.reach, account))
    context = {
        "account": account,
        "phone": mask(account.phone),
        "grants": grants,
        "revocable": {
            grant.pk
            for grant in grants
            if rules.why_not_revoke(grant, reach=request.reach, today=today, orphans=()) is None
        },
        "entries": history.of(account, limit=20),
        "elsewhere": len({grant.pk for grant in held} - {grant.pk for grant in grants}),
        "today": today,
        "is_locked": account.username in lockout.all_locked(now),
        "why_not_manage": rules.why_not_manage(account, held, reach=request.reach),
        "why_not_grant": rules.why_not_give_any(account, reach=request.reach),
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def issue(request: Request) -> HttpResponseBase:
    now = timezone.now()
    form = IssueForm(_posted(request), reach=request.reach, today=day_of(now))
    if form.is_valid():
        try:
            account, password = actions.issue(**form.cleaned_data, by=request.user, at=now)
        except Refused as refused:
            form.refuse(refused.refusal)
        else:
            keep_slips(request, [(account.pk, password)])
            return go_to(request, "people:slips")
    context = {"form": form, "nodes": queries.picker(request.reach, form.area_choices)}
    return render(request, "people/issue.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def edit(request: Request, pk: int) -> HttpResponseBase:
    account = get_object_or_404(queries.manageable_by(request.reach), pk=pk)
    form = EditForm(_posted(request), person=account)
    if form.is_valid():
        try:
            actions.edit(account, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            messages.success(request, _("Saved."))
            return go_to(request, account)
    held = queries.open_grants(account, timezone.localdate())
    context = {
        "account": account,
        "form": form,
        "why_not": rules.why_not_manage(account, held, reach=request.reach),
    }
    return render(request, "people/person_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def reset_password(request: Request, pk: int) -> HttpResponseBase:
    def act(account: Person) -> str:
        _account, password = actions.reset_password(account, by=request.user, at=timezone.now())
        keep_slips(request, [(account.pk, password)])
        return "people:slips"

    return _act(
        request,
        pk,
        act,
        form=NothingForm(_posted(request)),
        title=_("Give a new first password"),
        says=_(
            "The present password stops working at once, and a lock is lifted. "
            "You see the new password once, to hand it over on paper."
        ),
        button=_("Give a new first password"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def close(request: Request, pk: int) -> HttpResponseBase:
    form = ReasonForm(_posted(request))

    def act(account: Person) -> str:
        actions.close(account, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("The account of %(name)s is closed.") % {"name": account})
        return ""

    return _act(
        request,
        pk,
        act,
        form=form,
        title=_("Close the account"),
        says=_(
            "The person is signed out and can no longer sign in. What they did stays, "
            "and the account can be opened again with the roles it holds."
        ),
        button=_("Close the account"),
        danger=True,
    )


@require_POST
@managers_only
def reopen(request: Request, pk: int) -> HttpResponseBase:
    account = get_object_or_404(queries.manageable_by(request.reach), pk=pk)
    try:
        actions.reopen(account, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.refusal))
    else:
        messages.success(request, _("The account of %(name)s is open again.") % {"name": account})
    return go_to(request, account)


@require_POST
@managers_only
def unlock(request: Request, pk: int) -> HttpResponseBase:
    account = get_object_or_404(queries.manageable_by(request.reach), pk=pk)
    try:
        actions.unlock(account, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.refusal))
    else:
        messages.success(request, _("%(name)s can try to sign in again at once.") % {"name": account})
    return go_to(request, account)


@require_http_methods(["GET", "HEAD", "POST"])
@managers_only
def phone(request: Request, pk: int) -> HttpResponseBase:
    """The telephone number, after a reason was given; it is shown in the answer and kept nowhere."""
    account = get_object_or_404(queries.manageable_by(request.reach), pk=pk)
    form = PhoneReasonForm(_posted(request))
    number = ""
    if form.is_valid():
        try:
            number = actions.open_phone(account, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
    template = "people/phone.html#opened" if request.htmx else "people/phone.html"
    context = {"account": account, "form": form, "number": number}
    return render(request, template, context, status=422 if form.errors else 200)


def _act(
    request: Request, pk: int, act: Callable[[Person], str], *, form: forms.Form, **page: Any
) -> HttpResponseBase:
    """A page that asks before something is done to an account; `act` says where to go, empty for the account."""
    account = get_object_or_404(queries.manageable_by(request.reach), pk=pk)
    if form.is_valid():
        try:
            to = act(account)
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            return go_to(request, to or account)
    context = {"account": account, "form": form, **page}
    return render(request, "people/act.html", context, status=422 if form.errors else 200)


def _posted(request: Request) -> Any:
    return request.POST if request.method == "POST" else None
