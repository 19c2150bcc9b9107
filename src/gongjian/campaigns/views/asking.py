"""Asking for time, handing over, putting somebody in charge; and the answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongjian.campaigns.actions import extensions, handovers
from gongjian.campaigns.forms.work import AnswerForm, AppointForm, HandOverForm, TimeForm
from gongjian.campaigns.models import Assignment, Extension, Handover
from gongjian.campaigns.queries import people as around
from gongjian.campaigns.queries import visible
from gongjian.campaigns.views.assignments import do, fetch, page
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.web import go_to
from gongjian.people.models import Person


@require_POST
def ask_time(request: Request, pk: int) -> HttpResponseBase:
    found = fetch(request, pk)
    form = TimeForm(found, request.POST, today=timezone.localdate())

    def action(**given: Any) -> None:
        extensions.ask_time(found, **given)

    said = _("Asked. The present date holds until it is granted.")
    return do(request, found, form, action, said) or page(request, found, {"time_form": form})


def _extension(request: Request, pk: int) -> Extension:
    seen = visible.assignments(request.reach).values("pk")
    extension = get_object_or_404(Extension.objects.filter(assignment__in=seen), pk=pk)
    extension.assignment = fetch(request, extension.assignment_id)
    return extension


@require_POST
def decide_time(request: Request, pk: int) -> HttpResponseBase:
    extension = _extension(request, pk)
    form = AnswerForm(request.POST)

    def action(accept: bool, answer: str, **given: Any) -> None:
        extensions.decide_time(extension, grant=accept, answer=answer, **given)

    found = extension.assignment
    said = _("Decided. The unit is told.")
    return do(request, found, form, action, said) or page(request, found, {"time_answer_form": form})


@require_POST
def withdraw_time(request: Request, pk: int) -> HttpResponseBase:
    extension = _extension(request, pk)
    return take_back(
        request, extension.assignment, lambda **given: extensions.withdraw_time(extension, **given)
    )


def _staff(found: Assignment) -> list[Person]:
    return list(around.staff(found, timezone.localdate()))


@require_POST
def hand_over(request: Request, pk: int) -> HttpResponseBase:
    found = fetch(request, pk)
    colleagues = [one for one in _staff(found) if one != request.user]
    form = HandOverForm(request.POST, colleagues=colleagues)

    def action(**given: Any) -> None:
        handovers.hand_over(found, **given)

    said = _("Offered. It is yours until it is taken over.")
    return do(request, found, form, action, said) or page(request, found, {"hand_over_form": form})


@require_POST
def appoint(request: Request, pk: int) -> HttpResponseBase:
    found = fetch(request, pk)
    form = AppointForm(request.POST, staff=_staff(found), holder=found.holder_id)

    def action(**given: Any) -> None:
        handovers.appoint(found, **given)

    return do(request, found, form, action, _("Saved.")) or page(request, found, {"appoint_form": form})


def _handover(request: Request, pk: int) -> Handover:
    seen = visible.assignments(request.reach).values("pk")
    handover = get_object_or_404(Handover.objects.filter(assignment__in=seen), pk=pk)
    handover.assignment = fetch(request, handover.assignment_id)
    return handover


@require_POST
def answer_handover(request: Request, pk: int) -> HttpResponseBase:
    handover = _handover(request, pk)
    form = AnswerForm(request.POST)

    def action(**given: Any) -> None:
        handovers.answer_handover(handover, **given)

    found = handover.assignment
    said = (
        _("It is yours now.")
        if request.POST.get("accept") == "yes"
        else _("Declined. Your colleague is told.")
    )
    return do(request, found, form, action, said) or page(request, found, {"handover_answer_form": form})


@require_POST
def withdraw_handover(request: Request, pk: int) -> HttpResponseBase:
    handover = _handover(request, pk)
    return take_back(
        request, handover.assignment, lambda **given: handovers.withdraw_handover(handover, **given)
    )


def take_back(request: Request, found: Any, action: Callable[..., Any]) -> HttpResponseBase:
    """Do what needs no form, say so or say why not, and go back to `found`."""
    try:
        action(by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Taken back."))
    return go_to(request, found)
