"""Opening a file, if a record that uses it lets this person."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gongjian.files import kinds, ranges, rules
from gongjian.files.models import StoredFile
from gongjian.kernel.request import Request

# Whatever the file holds, it runs nothing and reads nothing of ours.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'self'; sandbox"
# The browser's own PDF viewer does not start in a sandbox; scripts of a PDF never see the page.
VIEWER = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"


@require_safe
def download(request: Request, pk: UUID) -> HttpResponseBase:
    """The file to be saved."""
    return _answer(request, _visible(request, pk), inline=False)


@require_safe
def view(request: Request, pk: UUID) -> HttpResponseBase:
    """The file as the browser shows it: pictures and PDF; all else is saved."""
    file = _visible(request, pk)
    return _answer(request, file, inline=file.media in kinds.INLINE)


@require_safe
def thumbnail(request: Request, pk: UUID) -> HttpResponseBase:
    """The small picture."""
    file = _visible(request, pk)
    if not file.is_picture:
        raise Http404
    size = default_storage.size(file.thumbnail)
    return _secured(ranges.respond(request, file.thumbnail, size=size, media=kinds.WEBP), file, inline=True)


def _visible(request: Request, pk: UUID) -> StoredFile:
    file = get_object_or_404(StoredFile, pk=pk)
    if not rules.may_see(file, request.reach):
        raise Http404
    return file


def _answer(request: Request, file: StoredFile, *, inline: bool) -> HttpResponseBase:
    return _secured(ranges.respond(request, file.blob, size=file.size, media=file.media), file, inline=inline)


def _secured(response: HttpResponseBase, file: StoredFile, *, inline: bool) -> HttpResponseBase:
    response["Content-Disposition"] = content_disposition_header(not inline, file.name) or "attachment"
    response["Content-Security-Policy"] = VIEWER if file.media == kinds.PDF else SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    # Rights may be taken back: a browser asks each time, nothing in between keeps a copy.
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response
