"""Communities × items, for those above them."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from gongjian.campaigns.models import Campaign, ItemCheck
from gongjian.campaigns.queries import checks
from gongjian.campaigns.views.shared import fetch, page
from gongjian.kernel.request import Request
from gongjian.kernel.tables import hand_out


@require_safe
def matrix(request: Request, pk: int) -> HttpResponse:
    campaign = fetch(request, pk)
    streets = checks.streets(campaign, request.reach)
    street = next((one for one in streets if str(one.pk) == request.GET.get("street")), None)
    states = [*ItemCheck.State.choices, (checks.UNANSWERED, pgettext("self-check", "Not answered"))]
    showing = request.GET.get("show", "")
    showing = showing if showing in dict(states) else ""
    shown = checks.matrix(campaign, request.reach, showing=showing, under=street.path if street else "")
    if request.GET.get("as") == "xlsx":
        words = {code: str(label) for code, label in states}
        asked = {"show": showing, "street": street.name if street else ""}
        return _workbook(request, campaign, shown, words, asked)
    context = {
        "matrix": shown,
        "states": [(code, label, checks.SIGNS[code]) for code, label in states],
        "showing": showing,
        "street": street,
        "streets": streets,
    }
    return page(request, campaign, "matrix", context)


def _workbook(
    request: Request, campaign: Campaign, shown: checks.Matrix, words: dict[str, str], asked: dict[str, str]
) -> HttpResponse:
    headers = [
        _("Subdistrict"),
        _("Community"),
        _("Met"),
        pgettext("self-check", "Answered"),
        *(f"{item.short_label} {item.head}" for item in shown.columns),
    ]
    lines = [
        [row.street, row.area.name, row.progress.met, row.progress.answered, *(words[s] for s in row.states)]
        for row in shown.rows
    ]
    title = _("Self-check %(campaign)s") % {"campaign": campaign.title}
    return hand_out(request, ItemCheck, title, headers, lines, filters=asked, area_path=campaign.area_path)
