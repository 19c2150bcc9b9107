"""How pages look to a person: theme, type size, language. Works before signing in too, by cookie."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gongjian.people.actions import mine
from gongjian.people.forms.mine import LookForm
from gongjian.people.views.onward import safe_next

A_YEAR = 365 * 24 * 3600


def set_cookies(response: HttpResponse, **values: str) -> None:
    """Remember on this browser how pages look, for the pages before signing in."""
    for name, value in values.items():
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME if name == "language" else name,
            value,
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


@login_not_required
@require_POST
def look(request: HttpRequest) -> HttpResponseBase:
    form = LookForm(request.POST)
    chosen = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    if request.user.is_authenticated and chosen:
        mine.set_look(request.user, **chosen)
    response = redirect(safe_next(request))
    set_cookies(response, **chosen)
    return response
