"""The self-check of one community: its sheet, one answer, one item with its evidence."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongjian.campaigns.actions import checks as actions
from gongjian.campaigns.forms.work import CheckForm
from gongjian.campaigns.models import Campaign, ItemCheck
from gongjian.campaigns.queries import checks, work
from gongjian.campaigns.rules import work as rules
from gongjian.campaigns.views.shared import fetch
from gongjian.files import kinds
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.people.roles import Capability
from gongjian.places.models import Area
from gongjian.programmes.models import StandardItem

STATES = ItemCheck.State.choices
# Of a select; in a larger campaign one comes from the matrix.
CHOICES = 400


def _area(request: Request, campaign: Campaign) -> Area | None:
    """The community asked for, else the person's own, else the first they see; 404 for one they do not."""
    seen = checks.seen(campaign, request.reach).select_related("parent")
    asked = request.GET.get("area") or request.POST.get("area") or ""
    if asked:
        return get_object_or_404(seen, pk=asked if asked.isdigit() else 0)
    return seen.filter(path__in=request.reach.roots(Capability.WORK)).first() or seen.first()


@require_safe
def sheet(request: Request, pk: int) -> HttpResponse:
    """All items below one another."""
    campaign = fetch(request, pk)
    area = _area(request, campaign)
    if area is None:
        return render(request, "campaigns/checks_none.html", {"campaign": campaign})
    lines = checks.sheet(campaign, area)
    context = {
        "campaign": campaign,
        "area": area,
        "lines": lines,
        "progress": checks.progress(lines),
        "states": STATES,
        "why_not": rules.why_not_check(campaign, area, reach=request.reach),
        "areas": list(checks.seen(campaign, request.reach)[:CHOICES]),
    }
    return render(request, "campaigns/checks.html", context)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why an answer was not saved, and what would be lost with it."""

    text: str
    remark: str = ""


@require_POST
def answer(request: Request, pk: int, item: int) -> HttpResponseBase:
    """One answer, saved by itself; the line comes back as it stands now, with the sentence of a refusal."""
    campaign = fetch(request, pk)
    area = _area(request, campaign)
    found = get_object_or_404(StandardItem, pk=item, standard=campaign.standard_id)
    if area is None:
        return redirect("campaigns:checks", campaign.pk)
    form, trouble = CheckForm(request.POST), None
    if form.is_valid():
        try:
            actions.answer(campaign, found, area, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            trouble = Trouble(str(refused), form.cleaned_data["remark"] or "")
    else:
        trouble = Trouble(_("Choose one of the four answers."), request.POST.get("remark", ""))
    if request.htmx:
        return _line(request, campaign, area, found, trouble)
    if trouble:
        messages.error(request, trouble.text)
    return redirect(f"{reverse('campaigns:checks', args=[campaign.pk])}?area={area.pk}#item-{found.pk}")


def _line(
    request: Request, campaign: Campaign, area: Area, item: StandardItem, trouble: Trouble | None
) -> HttpResponse:
    """The item's line and the progress above, as they stand now."""
    lines = checks.sheet(campaign, area)
    context = {
        "campaign": campaign,
        "area": area,
        "line": next(line for line in lines if line.item.pk == item.pk),
        "progress": checks.progress(lines),
        "states": STATES,
        "trouble": trouble,
        "why_not": rules.why_not_check(campaign, area, reach=request.reach),
    }
    return render(request, "campaigns/checks.html#answered", context, status=422 if trouble else 200)


@require_safe
def details(request: Request, pk: int, item: int) -> HttpResponse:
    """One item for one community: its text, the evidence, what else the community has at hand."""
    campaign = fetch(request, pk)
    area = _area(request, campaign)
    found = get_object_or_404(StandardItem, pk=item, standard=campaign.standard_id, is_leaf=True)
    if area is None:
        return render(request, "campaigns/checks_none.html", {"campaign": campaign})
    check = ItemCheck.objects.filter(campaign=campaign, item=found, area=area).select_related("by").first()
    uses = list(work.evidence_of(item_check=check)) if check else []
    serving = [use.evidence_id for use in uses]
    context = {
        "campaign": campaign,
        "area": area,
        "item": found,
        "further_text": checks.further_text(found),
        "check": check,
        "state": check.state if check else checks.UNANSWERED,
        "uses": uses,
        "at_hand": list(work.evidence_at_hand(area.path, request.reach, serving)) if check else [],
        "states": STATES,
        "why_not": rules.why_not_check(campaign, area, reach=request.reach),
        "accept": kinds.accept(kinds.EVIDENCE),
    }
    template = "campaigns/check_item.html#panel" if request.htmx else "campaigns/check_item.html"
    return render(request, template, context)
