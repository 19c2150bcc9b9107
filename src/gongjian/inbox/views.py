"""The inbox of the person who is signed in."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongjian.inbox import actions, queries
from gongjian.kernel.request import Request
from gongjian.kernel.web import go_to

PER_PAGE = 30


@require_GET
def messages(request: Request) -> HttpResponse:
    """All messages, or with `?show=unread` those that wait."""
    only_unread = request.GET.get("show") == "unread"
    rows = queries.of_person(request.user.pk)
    page = Paginator(rows.filter(read_at=None) if only_unread else rows, PER_PAGE).get_page(
        request.GET.get("page")
    )
    waiting = queries.unread(request.user.pk).count()
    context = {"page": page, "only_unread": only_unread, "waiting": waiting}
    return render(request, "inbox/list.html", context)


@require_GET
def open_message(request: Request, pk: int) -> HttpResponseBase:
    """Go to what the message is about; it counts as read then."""
    message = get_object_or_404(queries.of_person(request.user.pk), pk=pk)
    actions.mark_read(message, at=timezone.now())
    return redirect(message.url or "inbox:list")


@require_POST
def read(request: Request, pk: int) -> HttpResponseBase:
    message = get_object_or_404(queries.of_person(request.user.pk), pk=pk)
    actions.mark_read(message, at=timezone.now())
    if request.htmx:
        return render(request, "inbox/list.html#message", {"message": message})
    return redirect("inbox:list")


@require_POST
def read_all(request: Request) -> HttpResponseBase:
    actions.mark_all_read(request.user, at=timezone.now())
    return go_to(request, "inbox:list")
