"""Bodies, their seats, and pairings with their visits."""

from functools import partial

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongjian.campaigns.actions import organisation as actions
from gongjian.campaigns.actions import pairings as pairing_actions
from gongjian.campaigns.forms.editing import (
    BodyForm,
    EndForm,
    PairingForm,
    SeatForm,
    SolveForm,
    SucceedForm,
    VisitForm,
)
from gongjian.campaigns.models import Body, Campaign, Membership, Pairing, Problem
from gongjian.campaigns.queries import parts, visible
from gongjian.campaigns.rules import steering as rules
from gongjian.campaigns.views.shared import (
    SAVED,
    edit_page,
    fetch,
    form_page,
    look_and_send,
    may_not,
    page,
    sent,
)
from gongjian.kernel.request import Request


@require_safe
def organisation(request: Request, pk: int) -> HttpResponse:
    campaign = fetch(request, pk)
    today = timezone.localdate()
    context = {
        "bodies": parts.bodies(campaign, today),
        "past": parts.past_seats(campaign, today),
        "duties": parts.free_duties(campaign),
    }
    return page(request, campaign, "organisation", context)


def _back(campaign: Campaign) -> str:
    return reverse("campaigns:organisation", args=[campaign.pk])


@look_and_send
def add_body(request: Request, pk: int) -> HttpResponseBase:
    campaign = fetch(request, pk)
    return edit_page(
        request,
        campaign,
        BodyForm(sent(request), campaign=campaign),
        partial(actions.add_body, campaign),
        title=_("New body"),
        back=_back(campaign),
        done=SAVED,
    )


def _body(request: Request, pk: int) -> Body:
    seen = visible.campaigns(request.reach).values("pk")
    return get_object_or_404(
        Body.objects.select_related("campaign__area", "parent"), pk=pk, campaign__in=seen
    )


@look_and_send
def edit_body(request: Request, pk: int) -> HttpResponseBase:
    body = _body(request, pk)
    return edit_page(
        request,
        body.campaign,
        BodyForm(sent(request), campaign=body.campaign, body=body, initial=BodyForm.initial_of(body)),
        partial(actions.edit_body, body),
        title=_("Change the body"),
        back=_back(body.campaign),
        done=SAVED,
    )


@look_and_send
def remove_body(request: Request, pk: int) -> HttpResponseBase:
    body = _body(request, pk)
    return edit_page(
        request,
        body.campaign,
        forms.Form(sent(request)),
        partial(actions.remove_body, body),
        title=_("Remove the body “%(body)s”") % {"body": body.name},
        button=_("Remove it"),
        back=_back(body.campaign),
        done=SAVED,
        danger=True,
    )


@look_and_send
def add_seat(request: Request, pk: int) -> HttpResponseBase:
    body = _body(request, pk)
    if refusal := rules.why_not_edit(body.campaign, reach=request.reach):
        return may_not(request, body.campaign, refusal)
    today = timezone.localdate()
    return form_page(
        request,
        body.campaign,
        SeatForm(sent(request), campaign=body.campaign, on=today, initial={"starts": today}),
        partial(actions.seat, body),
        title=_("New member of “%(body)s”") % {"body": body.name},
        back=_back(body.campaign),
        done=SAVED,
    )


def _seat(request: Request, pk: int) -> Membership:
    seen = visible.campaigns(request.reach).values("pk")
    seats = Membership.objects.select_related("campaign__area", "body")
    return get_object_or_404(seats, pk=pk, campaign__in=seen)


@look_and_send
def edit_seat(request: Request, pk: int) -> HttpResponseBase:
    seat = _seat(request, pk)
    if refusal := rules.why_not_edit(seat.campaign, reach=request.reach):
        return may_not(request, seat.campaign, refusal)
    today = timezone.localdate()
    return form_page(
        request,
        seat.campaign,
        SeatForm(sent(request), campaign=seat.campaign, on=today, initial=SeatForm.initial_of(seat)),
        partial(actions.edit_seat, seat),
        title=_("Correct the seat of %(name)s") % {"name": seat.name},
        note=_(
            "When someone else takes the seat over, use “Someone else takes over”, so that both stay readable."
        ),
        back=_back(seat.campaign),
        done=SAVED,
        quote=seat.quote,
    )


@look_and_send
def succeed(request: Request, pk: int) -> HttpResponseBase:
    seat = _seat(request, pk)
    if refusal := rules.why_not_edit(seat.campaign, reach=request.reach):
        return may_not(request, seat.campaign, refusal)
    today = timezone.localdate()
    return form_page(
        request,
        seat.campaign,
        SucceedForm(sent(request), campaign=seat.campaign, on=today, initial={"on": today}),
        partial(actions.succeed, seat),
        title=_("Someone else takes over from %(name)s (%(role)s)") % {"name": seat.name, "role": seat.role},
        back=_back(seat.campaign),
        done=SAVED,
    )


@look_and_send
def end_seat(request: Request, pk: int) -> HttpResponseBase:
    seat = _seat(request, pk)
    return edit_page(
        request,
        seat.campaign,
        EndForm(sent(request), initial={"ends": timezone.localdate()}),
        partial(actions.end_seat, seat),
        title=_("End the seat of %(name)s (%(role)s)") % {"name": seat.name, "role": seat.role},
        button=_("End it"),
        back=_back(seat.campaign),
        done=SAVED,
    )


# --- Pairings ---------------------------------------------------------------------------------------------
@require_safe
def pairings(request: Request, pk: int) -> HttpResponse:
    campaign = fetch(request, pk)
    rows = list(parts.pairings(campaign, request.reach))
    for pairing in rows:
        pairing.campaign = campaign
    context = {
        "pairings": [
            (pairing, rules.why_not_visit(pairing, reach=request.reach) is None) for pairing in rows
        ],
        "open_problems": sum(
            not problem.is_solved
            for p in rows
            for visit in p.visits.all()
            for problem in visit.problems.all()
        ),
    }
    return page(request, campaign, "pairings", context)


def _pairings(campaign: Campaign) -> str:
    return reverse("campaigns:pairings", args=[campaign.pk])


@look_and_send
def add_pairing(request: Request, pk: int) -> HttpResponseBase:
    campaign = fetch(request, pk)
    if refusal := rules.why_not_edit(campaign, reach=request.reach):
        return may_not(request, campaign, refusal)
    today = timezone.localdate()
    return form_page(
        request,
        campaign,
        PairingForm(sent(request), campaign=campaign, on=today, initial={"starts": today}),
        partial(pairing_actions.add, campaign),
        title=_("New pairing"),
        back=_pairings(campaign),
        done=SAVED,
    )


def _pairing(request: Request, pk: int) -> Pairing:
    """A pairing the person sees; those of other places are 404."""
    pairing = get_object_or_404(Pairing.objects.select_related("campaign__area"), pk=pk)
    fetch(request, pairing.campaign_id)
    return get_object_or_404(
        parts.pairings(pairing.campaign, request.reach).select_related("campaign__area"), pk=pk
    )


@look_and_send
def edit_pairing(request: Request, pk: int) -> HttpResponseBase:
    pairing = _pairing(request, pk)
    return edit_page(
        request,
        pairing.campaign,
        PairingForm(
            sent(request),
            campaign=pairing.campaign,
            on=timezone.localdate(),
            initial=PairingForm.initial_of(pairing),
        ),
        partial(pairing_actions.edit, pairing),
        title=_("Change the pairing"),
        back=_pairings(pairing.campaign),
        done=SAVED,
        quote=pairing.quote,
    )


@look_and_send
def visit(request: Request, pk: int) -> HttpResponseBase:
    pairing = _pairing(request, pk)
    if refusal := rules.why_not_visit(pairing, reach=request.reach):
        return may_not(request, pairing.campaign, refusal)
    return form_page(
        request,
        pairing.campaign,
        VisitForm(sent(request), initial={"on": timezone.localdate()}),
        partial(pairing_actions.visit, pairing),
        title=_("Visit of %(who)s to %(place)s") % {"who": pairing.name, "place": pairing.area_name},
        back=_pairings(pairing.campaign),
        done=gettext_lazy("The visit is noted."),
    )


@look_and_send
def solve(request: Request, pk: int) -> HttpResponseBase:
    problem = get_object_or_404(Problem.objects.select_related("visit"), pk=pk)
    pairing = _pairing(request, problem.visit.pairing_id)
    if refusal := rules.why_not_visit(pairing, reach=request.reach):
        return may_not(request, pairing.campaign, refusal)
    return form_page(
        request,
        pairing.campaign,
        SolveForm(sent(request), initial={"on": timezone.localdate()}),
        partial(pairing_actions.solve, problem),
        title=_("A problem is solved"),
        back=_pairings(pairing.campaign),
        done=SAVED,
        quote=problem.text,
    )
