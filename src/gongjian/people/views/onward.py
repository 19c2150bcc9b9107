"""Who comes in, and where to go after something that interrupted: signing in, a first password, a theme."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from gongjian.kernel.request import Request
from gongjian.people.roles import Capability


def safe_next(request: HttpRequest, default: str = "staff:today") -> str:
    """Where to go afterwards: the `next` of the request if it lies on this site, else `default`."""
    to = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure()):
        return to
    return resolve_url(default)


def managers_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For those who administer people somewhere; the page does not exist for the others."""

    @wraps(view)
    def wrapped(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.reach.may_anywhere(Capability.MANAGE_PEOPLE):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped
