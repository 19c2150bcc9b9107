"""Keeping an uploaded file."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from gongjian.files import apart, blobs, kinds, pictures, rules, scanning, sniffing
from gongjian.files.models import StoredFile
from gongjian.files.names import tidy_name
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Person


@transaction.atomic
def keep(
    upload: File,  # type: ignore[type-arg]
    *,
    by: Person,
    at: datetime,
    area_path: str = "",
    allowed: frozenset[str] = kinds.EVIDENCE,
    keep_location: bool = False,
) -> StoredFile:
    """Check an upload, keep its bytes once, and return its row.

    The row belongs to nothing yet: point a record of yours to it, or it is cleared away after two days.
    Pictures are turned upright and freed of what the camera noted, unless `keep_location` keeps place and time.

    raises   Refused with a sentence for an empty, too large, damaged, locked, harmful or unwelcome file.
    """
    if refusal := rules.why_not_size(upload.size):
        raise Refused(refusal)
    data: bytes = upload.read()
    name = upload.name or ""
    media = _media(name, data, allowed)
    _scan(data)
    original = hashlib.sha256(data).hexdigest()
    picture = _picture(data, media, keep_location) if media in kinds.PICTURES else None
    if picture is not None:
        data = picture.data
    file = StoredFile(
        sha256=hashlib.sha256(data).hexdigest(),
        original_sha256=original,
        name=tidy_name(name, media),
        media=media,
        size=len(data),
        keeps_location=keep_location and picture is not None,
        uploaded_by=by,
        uploaded_at=at,
        area_path=area_path,
    )
    blobs.put(file.blob, data)
    if picture is not None:
        file.width, file.height = picture.width, picture.height
        blobs.put(file.thumbnail, picture.thumbnail)
    file.save()
    return file


def _media(name: str, data: bytes, allowed: frozenset[str]) -> str:
    try:
        media = sniffing.media_of(name, data)
    except sniffing.UnsafeError as error:
        raise Refused(rules.UNSAFE[error.code]) from error
    if refusal := rules.why_not_kind(media, allowed, name):
        raise Refused(refusal)
    assert media is not None  # noqa: S101 - the rule has refused None
    return media


def _scan(data: bytes) -> None:
    if not settings.CLAMD:
        return
    try:
        infected = scanning.is_infected(data, settings.CLAMD)
    except scanning.ScannerAwayError as error:
        raise Refused(rules.SCANNER_AWAY) from error
    if infected:
        raise Refused(rules.INFECTED)


def _picture(data: bytes, media: str, keep_location: bool) -> pictures.Picture:
    try:
        return apart.clean(data, media, max_pixels=settings.UPLOAD_MAX_PIXELS, keep_location=keep_location)
    except pictures.PictureError as error:
        raise Refused(rules.why_not_picture(error.code)) from error
