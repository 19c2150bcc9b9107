"""Evidence of an assignment or of an answer: added, used again, taken off."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongjian.campaigns.actions import evidence as actions
from gongjian.campaigns.models import Assignment, EvidenceUse, ItemCheck
from gongjian.campaigns.queries import visible, work
from gongjian.campaigns.rules import work as rules
from gongjian.campaigns.views import assignments
from gongjian.campaigns.views.asking import take_back
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.web import go_to

LONGEST_SEARCH = 60


# --- Of an assignment -------------------------------------------------------------------------------------
@require_safe
def at_hand(request: Request, pk: int) -> HttpResponse:
    """The evidence that could serve the assignment too, narrowed by words."""
    found = assignments.fetch(request, pk)
    serving = list(found.evidence_uses.values_list("evidence", flat=True))
    return _choices(request, found.area_path, serving)


@require_POST
def use_again(request: Request, pk: int) -> HttpResponseBase:
    """Let evidence that is there serve this assignment too."""
    found = assignments.fetch(request, pk)
    _say(request, _use_again(request, found))
    return go_to(request, found)


@require_POST
def take_off(request: Request, pk: int) -> HttpResponseBase:
    """Let a piece of evidence no longer serve the assignment."""
    seen = visible.assignments(request.reach).values("pk")
    use = get_object_or_404(EvidenceUse.objects.select_related("assignment"), pk=pk, assignment__in=seen)
    assert use.assignment is not None  # noqa: S101 - narrowed by the query
    return take_back(request, use.assignment, lambda **given: actions.take_off(use, **given))


# --- Of an answer -----------------------------------------------------------------------------------------
def _check(request: Request, pk: int) -> ItemCheck:
    checks = visible.checks(request.reach).select_related("area", "item", "campaign")
    return get_object_or_404(checks, pk=pk)


def _page_of(check: ItemCheck) -> str:
    address = reverse("campaigns:check-item", args=[check.campaign_id, check.item_id])
    return f"{address}?area={check.area_id}"


@require_safe
def at_hand_for_check(request: Request, pk: int) -> HttpResponse:
    check = _check(request, pk)
    serving = list(check.evidence_uses.values_list("evidence", flat=True))
    return _choices(request, check.area_path, serving)


@require_POST
def add_to_check(request: Request, pk: int) -> HttpResponseBase:
    """New files for an answer.

    HTMX gets only what is wrong, so that the chosen files stay in the form.
    """
    check = _check(request, pk)
    trouble = ""
    if not request.FILES.getlist("files"):
        trouble = _("Choose a picture or a file first.")
    else:
        try:
            actions.add(
                check,
                uploads=request.FILES.getlist("files"),
                caption=request.POST.get("caption", ""),
                keep_location=bool(request.POST.get("keep_location")),
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            trouble = str(refused)
    if trouble and request.htmx:
        return render(request, "campaigns/parts/errors.html", {"trouble": trouble}, status=422)
    _say(request, trouble)
    return go_to(request, _page_of(check))


@require_POST
def use_again_for_check(request: Request, pk: int) -> HttpResponseBase:
    check = _check(request, pk)
    _say(request, _use_again(request, check))
    return go_to(request, _page_of(check))


@require_POST
def take_off_check(request: Request, pk: int) -> HttpResponseBase:
    seen = visible.checks(request.reach).values("pk")
    use = get_object_or_404(EvidenceUse.objects.select_related("item_check"), pk=pk, item_check__in=seen)
    assert use.item_check is not None  # noqa: S101 - narrowed by the query
    return take_back(request, _page_of(use.item_check), lambda **given: actions.take_off(use, **given))


# --- Shared -----------------------------------------------------------------------------------------------
def _choices(request: Request, path: str, serving: Sequence[int]) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    found = list(work.evidence_at_hand(path, request.reach, serving, text))
    return render(request, "campaigns/parts/at_hand.html", {"at_hand": found, "text": text})


def _use_again(request: Request, served: Assignment | ItemCheck) -> str:
    """What is wrong; empty when it is done."""
    chosen = [int(n) for n in request.POST.getlist("evidence")[: work.AGAIN] if n.isdigit()]
    pieces = list(visible.evidence(request.reach).filter(pk__in=chosen))
    try:
        if len(pieces) < len(chosen):
            raise Refused(rules.MOVED_ON)
        actions.use_again(pieces, served, by=request.user, at=timezone.now())
    except Refused as refused:
        return str(refused)
    return ""


def _say(request: Request, trouble: str) -> None:
    if trouble:
        messages.error(request, trouble)
    else:
        messages.success(request, _("Saved."))
