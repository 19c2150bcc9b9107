"""Batches, targets and cadences."""

from functools import partial

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongjian.campaigns.actions import aims as actions
from gongjian.campaigns.actions import batches as batch_actions
from gongjian.campaigns.forms.batches import BatchForm, CommunitiesForm, NewBatchForm, ReachForm
from gongjian.campaigns.forms.editing import CadenceForm, TallyForm, TargetForm
from gongjian.campaigns.models import Batch, BatchArea, Cadence, Campaign, Target
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


# --- Batches ----------------------------------------------------------------------------------------------
@require_safe
def batches(request: Request, pk: int) -> HttpResponse:
    campaign = fetch(request, pk)
    rows = parts.batches(campaign, request.reach)
    judged = {
        member.pk
        for row in rows
        for member in row.areas
        if member.area.is_current
        and rules.why_not_judge(campaign, member.area_path, reach=request.reach) is None
    }
    return page(request, campaign, "batches", {"rows": rows, "judged": judged})


def _batches(campaign: Campaign) -> str:
    return reverse("campaigns:batches", args=[campaign.pk])


@look_and_send
def add_batch(request: Request, pk: int) -> HttpResponseBase:
    campaign = fetch(request, pk)
    return edit_page(
        request,
        campaign,
        NewBatchForm(sent(request), campaign=campaign),
        partial(batch_actions.add, campaign),
        title=_("New batch"),
        back=_batches(campaign),
        done=gettext_lazy("The batch is added."),
    )


def _batch(request: Request, pk: int) -> Batch:
    seen = visible.campaigns(request.reach).values("pk")
    return get_object_or_404(Batch.objects.select_related("campaign__area"), pk=pk, campaign__in=seen)


@look_and_send
def edit_batch(request: Request, pk: int) -> HttpResponseBase:
    batch = _batch(request, pk)
    return edit_page(
        request,
        batch.campaign,
        BatchForm(sent(request), initial=BatchForm.initial_of(batch)),
        partial(batch_actions.edit, batch),
        title=_("Change the batch"),
        back=_batches(batch.campaign),
        done=SAVED,
        quote=batch.quote,
    )


@look_and_send
def remove_batch(request: Request, pk: int) -> HttpResponseBase:
    batch = _batch(request, pk)
    return edit_page(
        request,
        batch.campaign,
        forms.Form(sent(request)),
        partial(batch_actions.remove, batch),
        title=_("Remove the batch “%(batch)s”") % {"batch": batch.name},
        button=_("Remove it"),
        back=_batches(batch.campaign),
        done=SAVED,
        danger=True,
    )


@look_and_send
def choose(request: Request, pk: int) -> HttpResponseBase:
    """Which communities are in the batch."""
    batch = _batch(request, pk)
    if refusal := rules.why_not_edit(batch.campaign, reach=request.reach):
        return may_not(request, batch.campaign, refusal)
    chosen = list(batch.members.filter(area__valid_to=None).values_list("area", flat=True))
    return form_page(
        request,
        batch.campaign,
        CommunitiesForm(sent(request), campaign=batch.campaign, initial={"areas": chosen}),
        partial(batch_actions.choose, batch),
        title=_("Communities of “%(batch)s”") % {"batch": batch.name},
        back=_batches(batch.campaign),
        done=SAVED,
    )


@look_and_send
def reach(request: Request, pk: int) -> HttpResponseBase:
    """The day a community got there."""
    mine = BatchArea.objects.filter(request.reach.up_and_down()).select_related(
        "area", "batch__campaign__area"
    )
    member = get_object_or_404(mine, pk=pk)
    campaign = fetch(request, member.batch.campaign_id)
    if refusal := rules.why_not_judge(campaign, member.area_path, reach=request.reach):
        return may_not(request, campaign, refusal)
    return form_page(
        request,
        campaign,
        ReachForm(sent(request), initial={"on": member.reached_on or timezone.localdate()}),
        partial(batch_actions.reach, member),
        title=_("%(area)s has got there") % {"area": member.area},
        back=_batches(campaign),
        done=SAVED,
    )


# --- Targets and cadences ---------------------------------------------------------------------------------
@require_safe
def aims(request: Request, pk: int) -> HttpResponse:
    campaign = fetch(request, pk)
    context = {
        "targets": parts.targets(campaign),
        "cadences": list(campaign.cadences.select_related("task", "item")),
        "deadlines": list(campaign.deadlines.select_related("task")),
    }
    return page(request, campaign, "aims", context)


def _aims(campaign: Campaign) -> str:
    return reverse("campaigns:aims", args=[campaign.pk])


@look_and_send
def add_target(request: Request, pk: int) -> HttpResponseBase:
    campaign = fetch(request, pk)
    return edit_page(
        request,
        campaign,
        TargetForm(sent(request), campaign=campaign),
        partial(actions.add_target, campaign),
        title=_("New target"),
        back=_aims(campaign),
        done=SAVED,
    )


def _target(request: Request, pk: int) -> Target:
    seen = visible.campaigns(request.reach).values("pk")
    return get_object_or_404(Target.objects.select_related("campaign"), pk=pk, campaign__in=seen)


@look_and_send
def edit_target(request: Request, pk: int) -> HttpResponseBase:
    target = _target(request, pk)
    return edit_page(
        request,
        target.campaign,
        TargetForm(sent(request), campaign=target.campaign, initial=TargetForm.initial_of(target)),
        partial(actions.edit_target, target),
        title=_("Change the target"),
        back=_aims(target.campaign),
        done=SAVED,
        quote=target.quote,
    )


@look_and_send
def remove_target(request: Request, pk: int) -> HttpResponseBase:
    target = _target(request, pk)
    return edit_page(
        request,
        target.campaign,
        forms.Form(sent(request)),
        partial(actions.remove_target, target),
        title=_("Remove the target “%(target)s”") % {"target": target.subject},
        button=_("Remove it"),
        back=_aims(target.campaign),
        done=SAVED,
        danger=True,
        quote=target.quote,
    )


@look_and_send
def tally(request: Request, pk: int) -> HttpResponseBase:
    """What the target stands at."""
    target = _target(request, pk)
    return edit_page(
        request,
        target.campaign,
        TallyForm(sent(request), initial={"on": timezone.localdate()}),
        partial(actions.tally, target),
        title=_("What “%(target)s” stands at") % {"target": target.subject},
        back=_aims(target.campaign),
        done=SAVED,
        quote=target.quote,
    )


@look_and_send
def add_cadence(request: Request, pk: int) -> HttpResponseBase:
    campaign = fetch(request, pk)
    return edit_page(
        request,
        campaign,
        CadenceForm(sent(request), campaign=campaign),
        partial(actions.add_cadence, campaign),
        title=_("New cadence"),
        back=_aims(campaign),
        done=SAVED,
    )


def _cadence(request: Request, pk: int) -> Cadence:
    seen = visible.campaigns(request.reach).values("pk")
    return get_object_or_404(Cadence.objects.select_related("campaign"), pk=pk, campaign__in=seen)


@look_and_send
def edit_cadence(request: Request, pk: int) -> HttpResponseBase:
    cadence = _cadence(request, pk)
    return edit_page(
        request,
        cadence.campaign,
        CadenceForm(sent(request), campaign=cadence.campaign, initial=CadenceForm.initial_of(cadence)),
        partial(actions.edit_cadence, cadence),
        title=_("Change the cadence"),
        back=_aims(cadence.campaign),
        done=SAVED,
        quote=cadence.quote,
    )


@look_and_send
def remove_cadence(request: Request, pk: int) -> HttpResponseBase:
    cadence = _cadence(request, pk)
    return edit_page(
        request,
        cadence.campaign,
        forms.Form(sent(request)),
        partial(actions.remove_cadence, cadence),
        title=_("Remove “%(activity)s”") % {"activity": cadence.activity},
        button=_("Remove it"),
        back=_aims(cadence.campaign),
        done=SAVED,
        danger=True,
        quote=cadence.quote,
    )
