"""What goes on in the background: one's own jobs, and all of them for the operator."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gongjian.jobs import actions, queries
from gongjian.jobs.models import State
from gongjian.kernel.refusal import Refused
from gongjian.kernel.request import Request
from gongjian.kernel.web import go_to

PER_PAGE = 30


@require_GET
def jobs(request: Request) -> HttpResponse:
    shows_all = request.reach.is_operator and request.GET.get("show") == "all"
    rows = queries.visible_to(request.reach) if shows_all else queries.of_person(request.user)
    page = Paginator(rows.select_related("by"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "shows_all": shows_all,
        "worker_is_away": not queries.living_workers(timezone.now()).exists(),
    }
    return render(request, "jobs/list.html", context)


@require_GET
def progress(request: Request, pk: UUID) -> HttpResponse:
    """The progress of one job: asked for again and again while it goes, by the fragment itself."""
    job = get_object_or_404(queries.visible_to(request.reach), pk=pk)
    response = render(request, "components/progress.html", {"job": job})
    if not job.is_active:
        # The page around it may want to show what has come of it.
        response["HX-Trigger-After-Settle"] = "job-ended"
    return response


@require_POST
def cancel(request: Request, pk: UUID) -> HttpResponseBase:
    job = get_object_or_404(queries.visible_to(request.reach), pk=pk)
    try:
        job = actions.cancel(job, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.refusal.text))
    else:
        ended = job.state == State.CANCELLED
        messages.info(request, _("The work was cancelled.") if ended else _("The work ends in a moment."))
    return go_to(request, "jobs:list")


@require_POST
def retry(request: Request, pk: UUID) -> HttpResponseBase:
    job = get_object_or_404(queries.visible_to(request.reach), pk=pk)
    try:
        actions.retry(job, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused.refusal.text))
    else:
        messages.info(request, _("The work waits to be done again."))
    return go_to(request, "jobs:list")
