"""Signing in and out, and how long it lasts."""

from axes.helpers import get_client_session_hash
from axes.models import AccessLog
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.people import lockout, sessions
from gongjian.people.forms.sign_in import SignInForm
from gongjian.people.models import Person
from gongjian.people.views.look import set_cookies
from gongjian.people.views.onward import safe_next


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.user.is_authenticated:
        return redirect(safe_next(request))
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        address = lockout.client_address(request)
        if lockout.too_many(form.cleaned_data["username"], address, timezone.now()):
            return lockout.answer(request, credentials=form.cleaned_data)
        person = authenticate(request, **form.cleaned_data)
        if isinstance(person, Person):
            login(request, person)
            response = redirect(safe_next(request))
            set_cookies(response, type="large" if person.large_type else "normal")
            return response
        # The same sentence whether the account is unknown, closed, or the password wrong.
        form.add_error(None, _("Account and password do not match. Check capitals and try again."))
    context = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "ended": request.GET.get("ended", ""),
    }
    return render(request, "people/sign_in.html", context, status=422 if form.errors else 200)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    logout(request)
    return redirect("people:sign-in")


@login_not_required
@require_GET
def session(request: HttpRequest) -> HttpResponseBase:
    """How many seconds the session still holds: left alone, and at the longest. Asking in the background
    does not prolong it."""
    if not request.user.is_authenticated:
        return JsonResponse({"left": 0, "longest": 0})
    now = timezone.now()
    left, longest = sessions.seconds_left(request.session, now), sessions.longest_left(request.session, now)
    return JsonResponse({"left": left, "longest": longest})


def renew_session(request: HttpRequest, person: Person) -> None:
    """Keep this one session when all sessions of the person have just been ended."""
    before = get_client_session_hash(request)
    update_session_auth_hash(request, person)
    # The list of sign-ins knows a session by its key, which is a new one now.
    AccessLog.objects.filter(session_hash=before).update(session_hash=get_client_session_hash(request))
