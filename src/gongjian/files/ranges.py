"""Handing out a stored file: whole, or the part that a viewer asks for."""

import re
from collections.abc import Iterator

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def respond(request: HttpRequest, blob: str, *, size: int, media: str) -> HttpResponseBase:
    """The bytes named `blob`, or the one range the request asks for (RFC 9110, 14.2).

    Several ranges at once, or words we do not know, are answered with the whole, as the RFC allows.
    """
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", ""):
        response: HttpResponseBase = FileResponse(default_storage.open(blob, "rb"), content_type=media)
        response["Content-Length"] = str(size)
    else:
        response = _part(blob, *_bounds(asked, size), size=size, media=media)
    response["Accept-Ranges"] = "bytes"
    return response


def _bounds(asked: re.Match[str], size: int) -> tuple[int, int]:
    """First and last byte; a range of `-500` is the last 500."""
    first, last = asked.groups()
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _part(blob: str, first: int, last: int, *, size: int, media: str) -> HttpResponseBase:
    if first > last:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    body = _read(default_storage.open(blob, "rb"), first, last - first + 1)
    response = StreamingHttpResponse(body, status=206, content_type=media)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _read(file: File, first: int, length: int) -> Iterator[bytes]:  # type: ignore[type-arg]
    with file:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
