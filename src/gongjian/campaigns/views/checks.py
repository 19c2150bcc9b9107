"""The self-check: a community's sheet, and the matrix for street and district."""

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongjian.campaigns import rules_of_work as rules
from gongjian.campaigns.actions import checks as actions
from gongjian.campaigns.actions import evidence as evidence_actions
from gongjian.campaigns.forms.work import CheckForm
from gongjian.campaigns.models import Campaign, EvidenceUse, ItemCheck
from gongjian.campaigns.queries import checks, visible, work
from gongjian.files import kinds
from gongjian.history.actions import record_export
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.tables import xlsx_response
from gongjian.people.roles import Capability
from gongjian.places.models import Area
from gongjian.programmes.models import StandardItem

STATES = ItemCheck.State.choices


def _campaign(request: Request, pk: int) -> Campaign:
    return get_object_or_404(visible.campaigns(request.reach).select_related("standard", "area"), pk=pk)


def _communities(request: Request, campaign: Campaign, capability: str) -> QuerySet[Area]:
    return visible.communities(campaign).filter(request.reach.down(capability, "path"))


def _area(request: Request, campaign: Campaign) -> Area | None:
    """The community asked for, else the first that the person fills in, else the first they see."""
    seen = _communities(request, campaign, Capability.VIEW).select_related("parent")
    asked = request.GET.get("area") or request.POST.get("area") or ""
    if asked:
        return get_object_or_404(seen, pk=asked if asked.isdigit() else 0)
    return seen.first()


@require_safe
def sheet(request: Request, pk: int) -> HttpResponse:
    """A community's own sheet, all items below one another."""
    campaign = _campaign(request, pk)
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
        "areas": list(_communities(request, campaign, Capability.VIEW)[:300]),
        "accept": kinds.accept(kinds.EVIDENCE),
    }
    return render(request, "campaigns/checks.html", context)


@require_POST
def answer(request: Request, pk: int, item: int) -> HttpResponseBase:
    """One answer, saved by itself; the line comes back as it stands now, with the sentence of a refusal."""
    campaign = _campaign(request, pk)
    area = _area(request, campaign)
    found = get_object_or_404(StandardItem, pk=item, standard=campaign.standard_id)
    if area is None:
        return redirect("campaigns:checks", campaign.pk)
    form, trouble = CheckForm(request.POST), ""
    if form.is_valid():
        try:
            actions.answer(campaign, found, area, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            trouble = str(refused)
    else:
        trouble = _("Choose one of the four answers.")
    return _answered(request, campaign, area, found, trouble)


def _answered(
    request: Request, campaign: Campaign, area: Area, item: StandardItem, trouble: str
) -> HttpResponseBase:
    if not request.htmx:
        if trouble:
            messages.error(request, trouble)
        return redirect(f"{reverse('campaigns:checks', args=[campaign.pk])}?area={area.pk}#item-{item.pk}")
    lines = checks.sheet(campaign, area)
    context = {
        "campaign": campaign,
        "area": area,
        "line": next(line for line in lines if line.item.pk == item.pk),
        "progress": checks.progress(lines),
        "states": STATES,
        "trouble": trouble,
        "accept": kinds.accept(kinds.EVIDENCE),
        "why_not": rules.why_not_check(campaign, area, reach=request.reach),
    }
    return render(request, "campaigns/checks.html#answered", context, status=422 if trouble else 200)


@require_safe
def details(request: Request, pk: int, item: int) -> HttpResponse:
    """One item for one community: its text, the evidence, what else the community has at hand."""
    campaign = _campaign(request, pk)
    area = _area(request, campaign)
    found = get_object_or_404(StandardItem, pk=item, standard=campaign.standard_id, is_leaf=True)
    check = (
        ItemCheck.objects.filter(campaign=campaign, item=found, area=area)
        .select_related("by", "area")
        .first()
    )
    uses = list(work.evidence_of(item_check=check)) if check else []
    context = {
        "campaign": campaign,
        "area": area,
        "item": found,
        "check": check,
        "state": check.state if check else checks.UNANSWERED,
        "uses": uses,
        "at_hand": list(
            work.evidence_at_hand(area.path, request.reach, [use.evidence_id for use in uses]) if area else []
        ),
        "states": STATES,
        "why_not": rules.why_not_check(campaign, area, reach=request.reach) if area else None,
        "accept": kinds.accept(kinds.EVIDENCE),
    }
    template = "campaigns/check_item.html#panel" if request.htmx else "campaigns/check_item.html"
    return render(request, template, context)


@require_POST
def add_evidence(request: Request, pk: int, item: int) -> HttpResponseBase:
    """Files, or evidence that is there, for an answered item."""
    campaign = _campaign(request, pk)
    area = _area(request, campaign)
    check = get_object_or_404(
        ItemCheck.objects.filter(request.reach.down()), campaign=campaign, item=item, area=area
    )
    chosen = [n for n in request.POST.getlist("evidence")[: work.AGAIN] if n.isdigit()]
    try:
        if uploads := request.FILES.getlist("files"):
            caption = request.POST.get("caption", "")[:200]
            evidence_actions.add(check, uploads=uploads, caption=caption, by=request.user, at=timezone.now())
        for piece in visible.evidence(request.reach).filter(pk__in=chosen):
            evidence_actions.use_again(piece, check, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Saved."))
    return redirect(
        f"{reverse('campaigns:check-item', args=[campaign.pk, item])}?area={area.pk if area else ''}"
    )


@require_POST
def take_off(request: Request, pk: int) -> HttpResponseBase:
    uses = EvidenceUse.objects.filter(request.reach.down(field="item_check__area_path")).select_related(
        "item_check", "evidence__file"
    )
    use = get_object_or_404(uses, pk=pk)
    check = use.item_check
    assert check is not None  # noqa: S101 - narrowed by the query
    try:
        evidence_actions.take_off(use, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    address = reverse("campaigns:check-item", args=[check.campaign_id, check.item_id])
    return redirect(f"{address}?area={check.area_id}")


@require_safe
def matrix(request: Request, pk: int) -> HttpResponse:
    """Communities × items, for those above them."""
    campaign = _campaign(request, pk)
    showing = request.GET.get("show", "")
    known = {*checks.STATES, checks.UNANSWERED}
    streets = visible.communities(campaign).filter(request.reach.down(field="path"))
    under = get_street(request, campaign)
    shown = checks.matrix(
        campaign,
        request.reach,
        showing=showing if showing in known else "",
        under=under.path if under else "",
    )
    if request.GET.get("as") == "xlsx":
        return _workbook(request, campaign, shown)
    context = {
        "campaign": campaign,
        "matrix": shown,
        "states": [*STATES, (checks.UNANSWERED, _("Not answered"))],
        "signs": checks.SIGNS,
        "showing": showing,
        "street": under,
        "streets": list(
            Area.objects.filter(pk__in=streets.order_by().values("parent")).exclude(pk=campaign.area_id)
        ),
    }
    return render(request, "campaigns/matrix.html", context)


def get_street(request: Request, campaign: Campaign) -> Area | None:
    """The street asked for by `?street=`, if the person sees it."""
    asked = request.GET.get("street", "")
    if not asked.isdigit():
        return None
    return Area.objects.filter(request.reach.down(field="path"), pk=asked).first()


def _workbook(request: Request, campaign: Campaign, shown: checks.Matrix) -> HttpResponse:
    words = {**{code: str(label) for code, label in STATES}, checks.UNANSWERED: ""}
    headers = [
        _("Subdistrict"),
        _("Community"),
        _("Met"),
        _("Answered"),
        *(f"{item.short_label} {item.head}" for item in shown.columns),
    ]
    lines = [
        [row.street, row.area.name, row.progress.met, row.progress.answered, *(words[s] for s in row.states)]
        for row in shown.rows
    ]
    title = f"{campaign.title} {_('self-check')}"
    with transaction.atomic():
        record_export(
            ItemCheck,
            name=title,
            rows=len(lines),
            by=request.user,
            at=timezone.now(),
            area_path=campaign.area_path,
        )
    return xlsx_response(title, headers, lines)
