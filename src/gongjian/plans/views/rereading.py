"""What reading a document anew would change, before it does."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.plans import actions, queries, rules
from gongjian.plans.actions import rereading
from gongjian.plans.models import PlanDocument


def _document(request: Request, pk: int) -> PlanDocument:
    return get_object_or_404(queries.documents(request.reach).select_related("rereading"), pk=pk)


@require_GET
def preview(request: Request, pk: int) -> HttpResponseBase:
    shown = _document(request, pk)
    waiting = getattr(shown, "rereading", None)
    if waiting is None:
        return redirect(shown)
    context = {
        "document": shown,
        "changes": rereading.changes(waiting),
        "why_not": rules.why_not_edit(shown, reach=request.reach),
    }
    return render(request, "plans/rereading.html", context)


@require_POST
def take_over(request: Request, pk: int) -> HttpResponseBase:
    shown = _document(request, pk)
    try:
        actions.take_over(shown, by=request.user, reach=request.reach, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.refusal.text))
    else:
        messages.success(request, _("The new reading was taken over; what people decided still stands."))
    return redirect(shown)


@require_POST
def dismiss(request: Request, pk: int) -> HttpResponseBase:
    shown = _document(request, pk)
    try:
        actions.dismiss(shown, by=request.user, reach=request.reach, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.refusal.text))
    return redirect(shown)
