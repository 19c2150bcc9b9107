"""First passwords on paper: shown once, right after they were made."""

import json
from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongjian.kernel.crypto import seal, unseal
from gongjian.kernel.request import Request
from gongjian.people import queries
from gongjian.people.views.onward import managers_only

SLIPS = "slips"


def keep_slips(request: Request, slips: Sequence[tuple[int, str]]) -> None:
    """Keep pairs of person and first password, sealed, until the next page has shown them."""
    request.session[SLIPS] = seal(json.dumps(slips))


@require_safe
@managers_only
def slips(request: Request) -> HttpResponse:
    sealed = request.session.pop(SLIPS, "")
    passwords: dict[int, str] = dict(json.loads(unseal(sealed))) if sealed else {}
    people = queries.manageable_by(request.reach).filter(pk__in=passwords)
    context = {
        "slips": [(person, passwords[person.pk]) for person in people.order_by("username")],
        "address": request.build_absolute_uri(reverse("people:sign-in")),
    }
    return render(request, "people/slips.html", context)
