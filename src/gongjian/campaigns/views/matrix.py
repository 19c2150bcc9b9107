"""Communities × items, for those above them."""

from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from gongjian.campaigns.models import Campaign, ItemCheck
from gongjian.campaigns.queries import check_matrix, checks
from gongjian.campaigns.views.as_then import asked
from gongjian.campaigns.views.shared import fetch, page
from gongjian.kernel.request import Request
from gongjian.kernel.tables import hand_out


@require_safe
def matrix(request: Request, pk: int) -> HttpResponse:
    campaign = fetch(request, pk)
    on = asked(request, campaign)
    states = [*ItemCheck.State.choices, (checks.UNANSWERED, pgettext("self-check", "Not answered"))]
    showing = request.GET.get("show", "")
    showing = showing if showing in dict(states) else ""
    street = request.GET.get("street", "")
    shown = check_matrix.matrix(
        campaign,
        request.reach,
        showing=showing,
        street=int(street) if street.isdecimal() and len(street) < 19 else None,
        day=on.day,
    )
    if request.GET.get("as") == "xlsx":
        return _workbook(
            request, campaign, shown, {code: str(label) for code, label in states}, showing, on.day
        )
    context = {
        "asked": on,
        "matrix": shown,
        "states": [(code, label, checks.SIGNS[code]) for code, label in states],
        "showing": showing,
    }
    return page(request, campaign, "matrix", context)


def _workbook(
    request: Request,
    campaign: Campaign,
    shown: check_matrix.Matrix,
    words: dict[str, str],
    showing: str,
    day: date | None,
) -> HttpResponse:
    headers = [
        _("Subdistrict"),
        _("Community"),
        _("Met"),
        pgettext("self-check", "Answered"),
        *(f"{item.short_label} {item.head}" for item in shown.columns),
    ]
    left = bool(shown.apart.communities)
    if left:
        headers.insert(2, _("Takes part"))
    lines = [
        [
            row.street,
            row.name,
            *([str(row.gone or _("yes"))] if left else []),
            row.progress.met,
            row.progress.answered,
            *(words[state] for state in row.states),
        ]
        for row in shown.rows
    ]
    title = _("Self-check %(campaign)s") % {"campaign": campaign.title}
    if day:
        title = _("%(title)s as of %(day)s") % {"title": title, "day": day.isoformat()}
    street = shown.streets[shown.street] if shown.street else ""
    asked_for = {"show": showing, "street": street, "on": day.isoformat() if day else ""}
    return hand_out(
        request, ItemCheck, title, headers, lines, filters=asked_for, area_path=campaign.area_path
    )
