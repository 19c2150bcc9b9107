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
from gongjian.campaigns.queries.gone import Gone, gone_of
from gongjian.campaigns.rules import work as rules
from gongjian.campaigns.views.shared import fetch
from gongjian.files import kinds
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.kernel.request import Request
from gongjian.people.roles import Capability
from gongjian.places.models import Area
from gongjian.programmes.models import StandardItem

STATES = ItemCheck.State.choices
# Of a select; in a larger campaign one comes from the matrix.
CHOICES = 400


def _area(request: Request, campaign: Campaign) -> Area | None:
    """The community asked for, else the person's own, else the first they see; 404 for one they do not.

    One that takes no part any more can be asked for as long as it has answers.
    """
    seen = checks.seen(campaign, request.reach).select_related("parent")
    asked = request.GET.get("area") or request.POST.get("area") or ""
    if asked:
        readable = checks.readable(campaign, request.reach).select_related("parent")
        return get_object_or_404(readable, pk=asked if asked.isdecimal() and len(asked) < 19 else 0)
    return seen.filter(path__in=request.reach.roots(Capability.WORK)).first() or seen.first()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a community stands in the campaign: why nothing is asked of it any more, and why one only reads here.

    heir_url   the sheet of the area that answers for it now, where the person sees it.
    """

    gone: Gone | None
    why_not: Refusal | None
    heir_url: str = ""


def _standing(request: Request, campaign: Campaign, area: Area) -> Standing:
    """One query for a community that takes part, four for one that does not any more."""
    why_not = rules.why_not_check(campaign, area, reach=request.reach)
    if checks.takes_part(campaign, area):
        return Standing(None, why_not)
    gone = gone_of({area.pk: area.valid_to})[area.pk]
    is_seen = gone.heir_pk and checks.seen(campaign, request.reach).filter(pk=gone.heir_pk).exists()
    heir_url = f"{reverse('campaigns:checks', args=[campaign.pk])}?area={gone.heir_pk}" if is_seen else ""
    return Standing(gone, why_not or rules.TAKES_NO_PART, heir_url)


@require_safe
def sheet(request: Request, pk: int) -> HttpResponse:
    """All items below one another."""
    campaign = fetch(request, pk)
    area = _area(request, campaign)
    if area is None:
        return render(request, "campaigns/checks_none.html", {"campaign": campaign})
    lines = checks.sheet(campaign, area)
    standing = _standing(request, campaign, area)
    context = {
        "campaign": campaign,
        "area": area,
        "lines": lines,
        "progress": checks.progress(lines),
        "states": STATES,
        "standing": standing,
        "why_not": standing.why_not,
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
        "why_not": _standing(request, campaign, area).why_not,
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
    standing = _standing(request, campaign, area)
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
        "standing": standing,
        "why_not": standing.why_not,
        "accept": kinds.accept(kinds.EVIDENCE),
    }
    template = "campaigns/check_item.html#panel" if request.htmx else "campaigns/check_item.html"
    return render(request, template, context)
