"""What a request learns about the person: whether the session still holds, what they reach, their language.

Order in the settings: `limit_session` and `know_the_person` behind Django's AuthenticationMiddleware, then
`SignedIn` in place of Django's LoginRequiredMiddleware, then `FirstPassword`.
"""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib import auth
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect

from gongjian.kernel.clock import day_of
from gongjian.people import sessions
from gongjian.people.reach import NO_REACH, Reach, reach_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# Where someone with a first password may go before they have chosen their own.
BEFORE_OWN_PASSWORD = {"people:password", "people:sign-out", "people:look", "people:session"}


def limit_session(get_response: GetResponse) -> GetResponse:
    """End a session that was left alone too long or is too old; note that the others are in use."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            if sessions.has_run_out(request.session, timezone.now()):
                auth.logout(request)
            elif not sessions.is_background(request):
                sessions.note_use(request.session, timezone.now())
        return get_response(request)

    return middleware


def know_the_person(get_response: GetResponse) -> GetResponse:
    """Add `request.reach`, read at its first use, and speak the language the person has chosen."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.reach = SimpleLazyObject(lambda: _reach(request))  # type: ignore[attr-defined]
        if language := getattr(request.user, "language", ""):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware


def _reach(request: HttpRequest) -> Reach:
    if not request.user.is_authenticated:
        return NO_REACH
    return reach_of(request.user, on=day_of(timezone.now()))


class SignedIn(LoginRequiredMiddleware):
    """Everyone is signed in, except where a view says `login_not_required`.

    A part of a page that HTMX asked for sends the whole page to the sign-in page, so that no sign-in form
    lands in a table cell.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        query = QueryDict(mutable=True)
        query["next"] = _page_of(request)
        if sessions.had_one(request):
            query["ended"] = "reading" if request.method in ("GET", "HEAD") else "writing"
        return _redirect(request, f"{resolve_url(self.get_login_url(view_func))}?{query.urlencode(safe='/')}")


class FirstPassword:
    """Every page leads to the change of a first password until the person has chosen their own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        must_change = getattr(request.user, "must_change_password", False)
        match = request.resolver_match
        if not must_change or not getattr(view_func, "login_required", True):
            return None
        if match is not None and match.view_name in BEFORE_OWN_PASSWORD:
            return None
        query = QueryDict(mutable=True)
        query["next"] = _page_of(request)
        return _redirect(request, f"{reverse('people:password')}?{query.urlencode(safe='/')}")


def _redirect(request: HttpRequest, url: str) -> HttpResponseRedirect:
    kind = HttpResponseClientRedirect if getattr(request, "htmx", False) else HttpResponseRedirect
    return cast(HttpResponseRedirect, kind(url))


def _page_of(request: HttpRequest) -> str:
    """The page to come back to: the one in the window, not the fragment or the form's target."""
    shown = getattr(request, "htmx", None) and request.headers.get("HX-Current-URL", "")
    if not shown and request.method not in ("GET", "HEAD"):
        shown = request.headers.get("Referer", "")
    if not shown and request.method in ("GET", "HEAD"):
        return request.get_full_path()
    parts = urlsplit(shown or "")
    if parts.netloc != request.get_host():
        return "/"
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
