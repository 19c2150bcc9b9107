"""What the pages of a campaign share: fetching it, its tabs, and the page of one form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from gongjian.campaigns.models import Campaign
from gongjian.campaigns.queries import parts, visible
from gongjian.campaigns.rules import steering as rules
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.web import go_to

look_and_send = require_http_methods(["GET", "HEAD", "POST"])
SAVED = gettext_lazy("Saved.")


def fetch(request: Request, pk: int) -> Campaign:
    """The campaign, or 404 for who does not see it."""
    campaigns = visible.campaigns(request.reach).select_related("standard", "plan", "started_by")
    return get_object_or_404(campaigns, pk=pk)


@dataclass(frozen=True, slots=True)
class Tab:
    label: str | Promise
    href: str
    is_here: bool
    count: int | None = None


TABS = (
    ("campaign", pgettext_lazy("tab", "Overview"), None),
    ("tasks", pgettext_lazy("tab", "Tasks"), "task"),
    ("units", pgettext_lazy("tab", "Units"), None),
    ("matrix", pgettext_lazy("tab", "Self-check"), None),
    ("organisation", pgettext_lazy("tab", "Organisation"), "body"),
    ("pairings", pgettext_lazy("tab", "Pairings"), "pairing"),
    ("batches", pgettext_lazy("tab", "Batches"), "batch"),
    ("aims", pgettext_lazy("tab", "Targets"), "target"),
    ("from-plan", pgettext_lazy("tab", "Plan"), "leftover"),
)


# The tabs that can be read as of an earlier day; the day goes along from one to the next.
AS_THEN = ("campaign", "units", "matrix")


def _address(campaign: Campaign, name: str, day: date | None) -> str:
    address = reverse(f"campaigns:{name}", args=[campaign.pk])
    return f"{address}?on={day.isoformat()}" if day and name in AS_THEN else address


def page(request: Request, campaign: Campaign, here: str, context: dict[str, Any]) -> HttpResponse:
    """A tab of the campaign's page."""
    counts = parts.tab_counts(campaign)
    day = getattr(context.get("asked"), "day", None)
    tabs = [
        Tab(label, _address(campaign, name, day), name == here, counts.get(counted or ""))
        for name, label, counted in TABS
        if name != "matrix" or campaign.standard_id
    ]
    context |= {
        "campaign": campaign,
        "tabs": tabs,
        "here": here,
        "why_not_edit": rules.why_not_edit(campaign, reach=request.reach),
        "today": timezone.localdate(),
    }
    return render(request, f"campaigns/{here.replace('-', '_')}.html", context)


def form_page(
    request: Request,
    campaign: Campaign,
    form: forms.Form,
    act: Callable[..., Any],
    *,
    title: str | Promise,
    back: str,
    done: str | Promise = "",
    note: str | Promise = "",
    button: str | Promise = "",
    danger: bool = False,
    quote: str = "",
) -> HttpResponseBase:
    """Show a form; when it is sent and right, do the one thing it is for and go back.

    act      takes the form's data as keywords, with `by` and `at`; what it refuses is shown above the form.
    quote    words of the plan that stand beside the form.
    """
    if form.is_valid():
        try:
            act(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if done:
                messages.success(request, str(done))
            return go_to(request, back)
    context = {
        "campaign": campaign,
        "form": form,
        "title": title,
        "back": back,
        "note": note,
        "button": button,
        "danger": danger,
        "quote": quote,
    }
    return render(request, "campaigns/form.html", context, status=422 if form.errors else 200)


def edit_page(
    request: Request, campaign: Campaign, form: forms.Form, act: Callable[..., Any], **shown: Any
) -> HttpResponseBase:
    """As `form_page`, for those who may change the campaign; who may only look reads why."""
    if refusal := rules.why_not_edit(campaign, reach=request.reach):
        return may_not(request, campaign, refusal)
    return form_page(request, campaign, form, act, **shown)


def sent(request: Request) -> Any:
    """What was sent, or None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def may_not(request: Request, campaign: Campaign, refusal: Any) -> HttpResponse:
    """The page that gives who may look but not touch the reason."""
    context = {"campaign": campaign, "refusal": refusal, "back": campaign.get_absolute_url()}
    return render(request, "campaigns/may_not.html", context, status=403)
