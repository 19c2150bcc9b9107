"""Where to go after something that interrupted: signing in, a first password, choosing a theme."""

from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, default: str = "staff:today") -> str:
    """Where to go afterwards: the `next` of the request if it lies on this site, else `default`."""
    to = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure()):
        return to
    return resolve_url(default)
