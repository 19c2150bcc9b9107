"""Taking out reports of a campaign."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongjian.campaigns.queries import visible
from gongjian.campaigns.views import as_then
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.web import go_to
from gongjian.reports import actions, queries
from gongjian.reports.models import Report


@require_http_methods(["GET", "HEAD", "POST"])
def campaign(request: Request, pk: int, kind: str = "") -> HttpResponseBase:
    """The reports there are to take out, and those the person took out before."""
    found = get_object_or_404(visible.campaigns(request.reach), pk=pk)
    if request.method == "POST":
        asked, format = request.POST.get("kind", ""), request.POST.get("format", "")
        if asked in Report.Kind.values and format in Report.Format.values:
            day, trouble = as_then.read(request.POST.get("on", ""), found, timezone.localdate())
            if trouble:
                messages.error(request, trouble)
                return go_to(request, "reports:campaign", found.pk)
            try:
                report = actions.ask(
                    found, kind=asked, format=format, on=day, by=request.user, at=timezone.now()
                )
            except Refused as refused:
                messages.error(request, str(refused))
                return go_to(request, "reports:campaign", found.pk)
            return go_to(request, report)
    context = {
        "campaign": found,
        "kinds": [choice for choice in Report.Kind.choices if not kind or choice[0] == kind],
        "formats": Report.Format.choices,
        "asked": as_then.asked(request, found),
        "reports": queries.of_campaign(found, request.reach),
    }
    return render(request, "reports/campaign.html", context)


@require_safe
def report(request: Request, pk: int) -> HttpResponse:
    """One report: how far it is, then the file."""
    found = get_object_or_404(queries.mine(request.reach), pk=pk)
    return render(request, "reports/report.html", {"report": found, "campaign": found.campaign})
