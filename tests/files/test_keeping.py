import random
import socket
import struct
import threading
import zlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone
from PIL import ExifTags, Image
from pytest_django import Settings
from pytest_socket import SocketBlockedError

from cast import Cast
from factories.uploads import WORD, compound, package, picture
from gongjian.files import apart, blobs, kinds, pictures, scanning
from gongjian.files.actions import keep
from gongjian.files.models import StoredFile
from gongjian.jobs.registry import kinds as job_kinds
from gongjian.jobs.reporting import DirectReporter, Work
from gongjian.kernel.refusal import Refused

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_storage(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }


def upload(cast: Cast, data: bytes, name: str = "方案.txt", **kwargs: object) -> StoredFile:
    return keep(ContentFile(data, name=name), by=cast.mei, at=AT, area_path=cast.community.path, **kwargs)  # type: ignore[arg-type]


def image_of(file: StoredFile) -> Image.Image:
    return Image.open(BytesIO(blobs.read(file)))


def test_a_file_is_kept_with_what_is_known_of_it(cast: Cast) -> None:
    file = upload(cast, "平安建设".encode())

    assert blobs.read(file) == "平安建设".encode()
    assert (file.name, file.media, file.size, file.uploaded_by, file.uploaded_at, file.area_path) == (
        "方案.txt",
        kinds.TEXT,
        12,
        cast.mei,
        AT,
        cast.community.path,
    )
    assert file.sha256 == file.original_sha256
    assert (file.is_picture, file.keeps_location) == (False, False)


def test_the_same_content_is_kept_once_under_two_rows(cast: Cast) -> None:
    first, second = upload(cast, b"x", "a.txt"), upload(cast, b"x", "b.txt")

    assert first.pk != second.pk
    assert first.blob == second.blob
    assert default_storage.listdir(f"blobs/{first.sha256[:2]}")[1] == [first.sha256]


def test_a_write_that_was_cut_off_is_mended_by_the_next_upload(cast: Cast) -> None:
    first = upload(cast, b"whole")
    default_storage.delete(first.blob)
    default_storage.save(first.blob, ContentFile(b"who"))

    assert blobs.read(upload(cast, b"whole")) == b"whole"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("size", [(80, 40), (1200, 600)])
def test_a_picture_loses_its_place_and_maker_and_stands_upright(
    cast: Cast, form: str, size: tuple[int, int]
) -> None:
    data = picture(form, size, orientation=6, located=True)

    file = upload(cast, data, "现场.jpg")

    image = image_of(file)
    assert image.size == (size[1], size[0]) == (file.width, file.height)
    assert dict(image.getexif()) == {}
    assert b"Camera of Mei" not in blobs.read(file)
    assert file.sha256 != file.original_sha256
    with blobs.open_blob(file.thumbnail) as thumbnail, Image.open(thumbnail) as small:
        assert (small.format, max(small.size)) == ("WEBP", min(480, max(size)))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_place_and_time_when_asked_for(cast: Cast, form: str) -> None:
    file = upload(cast, picture(form, located=True), "现场.jpg", keep_location=True)

    exif = image_of(file).getexif()
    assert file.keeps_location
    assert exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] == "N"
    assert exif[ExifTags.Base.DateTime] == "2026:03:02 09:00:00"
    assert ExifTags.Base.Make not in exif


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "I;16", "1"])
def test_pictures_of_every_colour_mode_get_a_thumbnail(mode: str) -> None:
    out = BytesIO()
    Image.new(mode, (30, 20)).save(out, "PNG")

    kept = pictures.clean(out.getvalue(), kinds.PNG, max_pixels=10_000, keep_location=False)

    assert (kept.width, kept.height, kept.thumbnail[8:12]) == (30, 20, b"WEBP")


def test_a_colour_profile_stays_with_its_picture() -> None:
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG", icc_profile=b"profile of Mei's telephone")

    kept = pictures.clean(out.getvalue(), kinds.PNG, max_pixels=100, keep_location=False)

    assert Image.open(BytesIO(kept.data)).info["icc_profile"] == b"profile of Mei's telephone"


def test_the_same_content_kept_at_the_same_moment_stands_once(monkeypatch: pytest.MonkeyPatch) -> None:
    blobs.put("blobs/ab/abcd", b"x")
    monkeypatch.setattr(FileSystemStorage, "exists", lambda self, name: name != "blobs/ab/abcd")
    monkeypatch.setattr(FileSystemStorage, "save", lambda self, name, content: f"{name}_2")
    gone: list[str] = []
    monkeypatch.setattr(FileSystemStorage, "delete", lambda self, name: gone.append(name))

    blobs.put("blobs/ab/abcd", b"x")

    assert gone == ["blobs/ab/abcd_2"]


def test_a_file_is_called_by_its_name(cast: Cast) -> None:
    file = upload(cast, b"x")

    assert (str(file), file.get_absolute_url()) == ("方案.txt", f"/files/{file.pk}/download/")


def moving() -> bytes:
    out = BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def bomb() -> bytes:
    """A PNG whose header promises 50,000 x 50,000 pixels."""
    data = bytearray(picture("PNG"))
    data[16:24] = struct.pack(">II", 50_000, 50_000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "file_empty"),
        ("a.txt", b"x" * 2001, "file_large"),
        ("a.exe", b"MZ\x90\0\x03\0", "file_kind"),
        ("a.html", b"<html><script>", "file_kind"),
        ("a.svg", b"<svg onload='x'>", "file_kind"),
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(20), "file_heic"),
        ("a.jpg", picture("JPEG")[:300], "file_broken"),
        ("a.png", moving(), "file_moving"),
        ("a.png", picture("PNG", (400, 300)), "file_pixels"),
        ("a.png", bomb(), "file_pixels"),
        ("a.docx", package(WORD, "word/vbaProject.bin"), "file_macros"),
        ("a.docx", compound("EncryptedPackage"), "file_locked"),
        ("a.docx", package(WORD)[:60], "file_broken"),
        # What only bears the name of a kind that is taken is damaged, not of another kind.
        ("a.pdf", b"\x00\x01\x02 no pdf at all", "file_broken"),
    ],
)
def test_an_unwelcome_file_is_refused_and_nothing_is_kept(
    cast: Cast, settings: Settings, name: str, data: bytes, code: str
) -> None:
    settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_PIXELS = 2000, 100_000

    with pytest.raises(Refused) as refused:
        upload(cast, data, name)

    assert refused.value.refusal.code == code
    assert str(refused.value.refusal.text)
    assert StoredFile.objects.count() == 0
    assert not default_storage.exists("blobs")


def refusal_of(cast: Cast, data: bytes) -> str | None:
    try:
        upload(cast, data)
    except Refused as refused:
        return refused.refusal.code
    return None


@pytest.mark.slow
def test_a_damaged_picture_is_refused_however_it_is_damaged(cast: Cast) -> None:
    chance, codes = random.Random(7), set()
    for form in ("JPEG", "PNG", "WEBP"):
        whole = picture(form, located=True)
        for _ in range(120):
            data = bytearray(whole)
            for _ in range(chance.randint(1, 6)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            codes.add(refusal_of(cast, bytes(data)))

    # Some damage does not show, all that does has its sentence.
    assert codes == {None, "file_broken", "file_pixels", "file_kind"}


# --- Clearing away ----------------------------------------------------------------------------------------


def clear() -> dict[str, int]:
    result = job_kinds["files.clear"].function(Work(None, DirectReporter()))  # type: ignore[arg-type]
    assert result is not None
    return result


def test_unused_uploads_are_cleared_and_shared_bytes_stay(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileSystemStorage, "get_modified_time", lambda self, name: AT)
    kept_once_more = upload(cast, b"shared")
    StoredFile.objects.filter(pk=upload(cast, b"shared").pk).update(uploaded_at=timezone.now())
    gone = upload(cast, picture(), "a.jpg")

    assert clear() == {"rows": 2, "blobs": 2}

    assert not default_storage.exists(gone.blob)
    assert not default_storage.exists(gone.thumbnail)
    assert default_storage.exists(kept_once_more.blob)


def test_fresh_bytes_without_a_row_stay(cast: Cast) -> None:
    blobs.put("blobs/ab/abcd", b"of an upload that is just being saved")

    assert clear() == {"rows": 0, "blobs": 0}
    assert blobs.sweep(timezone.now() + timedelta(days=1)) == 1


# --- The scanner ------------------------------------------------------------------------------------------


def answering(answer: bytes, path: Path) -> tuple[threading.Thread, list[bytes]]:
    """A daemon for one connection on a socket at `path`, and what it was sent."""
    heard: list[bytes] = []
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(path))
    server.listen(1)

    def serve() -> None:
        connection, _ = server.accept()
        with connection, server:
            received = b""
            while not received.endswith(bytes(4)):
                received += connection.recv(65536)
            heard.append(received)
            connection.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    return thread, heard


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"stream: OK\0", None),
        (b"stream: Eicar-Test-Signature FOUND\0", "file_infected"),
        (b"INSTREAM size limit exceeded. ERROR\0", "file_scanner_away"),
        (b"", "file_scanner_away"),
    ],
)
def test_the_scanner_has_the_word(
    cast: Cast, settings: Settings, tmp_path: Path, answer: bytes, code: str | None
) -> None:
    settings.CLAMD = str(tmp_path / "clamd")
    thread, heard = answering(answer, tmp_path / "clamd")

    assert refusal_of(cast, b"words") == code
    thread.join()
    assert heard == [b"zINSTREAM\0" + b"\0\0\0\x05words" + bytes(4)]


def test_a_scanner_that_is_away_lets_nothing_in(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    settings.CLAMD = str(tmp_path / "nobody")

    with pytest.raises(Refused) as refused:
        upload(cast, b"words")

    assert refused.value.refusal.code == "file_scanner_away"


def test_an_address_with_a_port_is_a_host() -> None:
    with pytest.warns(match="socket"), pytest.raises(SocketBlockedError):
        scanning.is_infected(b"words", "localhost:3310")


# --- Large pictures, in a process of their own ------------------------------------------------------------
@pytest.mark.slow
def test_a_large_picture_is_made_the_same_elsewhere() -> None:
    out = BytesIO()
    Image.effect_noise((2400, 1600), 40).convert("RGB").save(out, "JPEG")
    given = {"max_pixels": 10_000_000, "keep_location": False}

    elsewhere = apart.clean(out.getvalue(), kinds.JPEG, **given)

    assert elsewhere == pictures.clean(out.getvalue(), kinds.JPEG, **given)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("max_pixels", "cut", "code"), [(3_500_000, None, "large"), (10_000_000, 9_000, "broken")]
)
def test_a_large_picture_that_cannot_be_kept_is_refused_from_elsewhere(
    max_pixels: int, cut: int | None, code: str
) -> None:
    out = BytesIO()
    Image.effect_noise((2400, 1600), 40).convert("RGB").save(out, "JPEG")

    with pytest.raises(pictures.PictureError) as refused:
        apart.clean(out.getvalue()[:cut], kinds.JPEG, max_pixels=max_pixels, keep_location=False)

    assert refused.value.code == code


@pytest.mark.slow
def test_a_picture_that_brings_the_other_process_down_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.sys, "executable", "false")
    out = BytesIO()
    Image.new("RGB", (2400, 1600)).save(out, "PNG")

    with pytest.raises(pictures.PictureError) as refused:
        apart.clean(out.getvalue(), kinds.PNG, max_pixels=10_000_000, keep_location=False)

    assert refused.value.code == "broken"
