from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cast import Cast
from factories.uploads import picture
from gongjian.files import actions, kinds
from gongjian.files.models import StoredFile

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_storage(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }


def keep(cast: Cast, data: bytes, name: str, allowed: frozenset[str] = kinds.EVIDENCE) -> StoredFile:
    return actions.keep(ContentFile(data, name=name), by=cast.mei, at=AT, allowed=allowed)


def body(response: object) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_a_document_is_saved_under_its_name_and_runs_nothing(cast: Cast, as_mei: Client) -> None:
    file = keep(cast, b"<html><script>alert(1)</script>", "方案.html", kinds.PLANS)

    response = as_mei.get(reverse("files:view", args=[file.pk]))

    assert body(response) == b"<html><script>alert(1)</script>"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E6%96%B9%E6%A1%88.html"
    assert response["Content-Security-Policy"].endswith("sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, max-age=0, must-revalidate"


@pytest.mark.parametrize(
    ("name", "data", "inline"),
    [("a.jpg", picture(), True), ("a.pdf", b"%PDF-1.7 x", True), ("a.txt", b"x", False)],
)
def test_only_pictures_and_pdf_are_shown_in_the_browser(
    cast: Cast, as_mei: Client, name: str, data: bytes, inline: bool
) -> None:
    file = keep(cast, data, name)

    shown = as_mei.get(reverse("files:view", args=[file.pk]))
    saved = as_mei.get(reverse("files:download", args=[file.pk]))

    assert shown["Content-Disposition"].startswith("inline") == inline
    assert saved["Content-Disposition"].startswith("attachment")
    assert (len(body(shown)), len(body(saved))) == (file.size, file.size)


@pytest.mark.parametrize(
    ("asked", "status", "part", "content_range"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("bytes=-", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
    ],
)
def test_a_range_is_answered(
    cast: Cast, as_mei: Client, asked: str, status: int, part: bytes, content_range: str | None
) -> None:
    file = keep(cast, b"0123456789", "a.txt")

    response = as_mei.get(reverse("files:download", args=[file.pk]), headers={"Range": asked})

    assert (response.status_code, body(response), response.get("Content-Range")) == (
        status,
        part,
        content_range,
    )
    assert response["Content-Length"] == str(len(part))


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=7-3"])
def test_a_range_behind_the_end_is_refused(cast: Cast, as_mei: Client, asked: str) -> None:
    file = keep(cast, b"0123456789", "a.txt")

    response = as_mei.get(reverse("files:download", args=[file.pk]), headers={"Range": asked})

    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10")


def test_a_picture_has_a_thumbnail_and_a_text_has_none(cast: Cast, as_mei: Client) -> None:
    shown = as_mei.get(reverse("files:thumbnail", args=[keep(cast, picture(), "a.jpg").pk]))
    missing = as_mei.get(reverse("files:thumbnail", args=[keep(cast, b"x", "a.txt").pk]))

    assert (shown["Content-Type"], body(shown)[8:12]) == ("image/webp", b"WEBP")
    assert missing.status_code == 404


@pytest.mark.parametrize("name", ["view", "download", "thumbnail"])
def test_an_unused_file_is_seen_by_its_uploader_alone(cast: Cast, as_zhou: Client, name: str) -> None:
    file = keep(cast, picture(), "a.jpg")

    assert as_zhou.get(reverse(f"files:{name}", args=[file.pk])).status_code == 404
    assert as_zhou.get(reverse(f"files:{name}", args=[uuid4()])).status_code == 404
    assert Client().get(reverse(f"files:{name}", args=[file.pk])).status_code == 302
