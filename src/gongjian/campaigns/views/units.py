"""Who owes what in a campaign: the list of units, and units × tasks."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongjian.campaigns.queries import board
from gongjian.campaigns.views.as_then import asked
from gongjian.campaigns.views.shared import fetch, page
from gongjian.kernel.request import Request


@require_safe
def units(request: Request, pk: int) -> HttpResponse:
    campaign = fetch(request, pk)
    today = timezone.localdate()
    on = asked(request, campaign)
    as_matrix = request.GET.get("view") == "matrix"
    context = {
        "asked": on,
        "is_now": on.day is None,
        "as_matrix": as_matrix,
        "units": [] if as_matrix else board.units(campaign, request.reach, today, on.day),
        "matrix": board.matrix(campaign, request.reach, today, on.day) if as_matrix else None,
    }
    return page(request, campaign, "units", context)
