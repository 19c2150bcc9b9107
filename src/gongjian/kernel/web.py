"""Small answers that every view gives the same way."""

from typing import Any

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

from gongjian.kernel.request import Request


def go_to(request: Request, to: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """A redirect that also moves the whole page when HTMX asked for a part of it."""
    response: HttpResponseRedirect = redirect(to, *args, **kwargs)
    return HttpResponseClientRedirect(response.url) if request.htmx else response
