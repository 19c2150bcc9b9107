"""My account: who I am here, what I may do, my password, my sessions."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongjian.kernel.clock import day_of
from gongjian.kernel.crypto import mask
from gongjian.kernel.request import Request
from gongjian.kernel.web import go_to
from gongjian.people import queries, sessions
from gongjian.people.actions import mine as actions
from gongjian.people.forms.mine import MineForm
from gongjian.people.forms.sign_in import OwnPasswordForm
from gongjian.people.views.onward import safe_next
from gongjian.people.views.sign_in import renew_session

WRONG_TRIES = 5  # of the old password, before an unattended session is ended


@require_safe
def account(request: Request) -> HttpResponse:
    now = timezone.now()
    context = {
        "person": request.user,
        "phone": mask(request.user.phone),
        "grants": queries.own_grants(request.user, day_of(now)),
        "sign_ins": queries.sign_ins(request.user, request.session.session_key or ""),
        "minutes": sessions.idle_minutes(),
        "hours": sessions.longest_hours(),
    }
    return render(request, "people/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request) -> HttpResponseBase:
    person = request.user
    form = MineForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_valid():
        actions.edit(person, **form.cleaned_data, by=person, at=timezone.now())
        messages.success(request, _("Saved."))
        return go_to(request, "people:account")
    return render(request, "people/account_edit.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Request) -> HttpResponseBase:
    person = request.user
    form = OwnPasswordForm(person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        person = actions.change_password(
            person, new_password=form.cleaned_data["new_password"], by=person, at=timezone.now()
        )
        renew_session(request, person)
        messages.success(
            request, _("Your password is changed. Wherever else you were signed in, you are signed out now.")
        )
        return go_to(request, safe_next(request, "people:account"))
    if form.has_error("old_password", "wrong") and _too_often(request):
        logout(request)
        return go_to(request, "people:sign-in")
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "is_first": person.must_change_password,
        "password_rules": password_validators_help_texts(),
    }
    return render(request, "people/password.html", context, status=422 if form.errors else 200)


def _too_often(request: Request) -> bool:
    request.session["wrong_passwords"] = request.session.get("wrong_passwords", 0) + 1
    return int(request.session["wrong_passwords"]) >= WRONG_TRIES


@require_POST
def end_sessions(request: Request) -> HttpResponseBase:
    person = actions.end_sessions(request.user, by=request.user, at=timezone.now())
    renew_session(request, person)
    messages.success(request, _("You are signed out everywhere else. Only this browser is still signed in."))
    return redirect("people:account")
