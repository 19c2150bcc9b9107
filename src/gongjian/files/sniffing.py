"""What kind of file the bytes are. The name only decides where the bytes leave it open (.csv or .txt)."""

import re
import zipfile
from io import BytesIO

from gongjian.files import kinds

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|svg|iframe|meta|title|div|table|p)\b", re.IGNORECASE
)
_SVG = re.compile(rb"<svg\b", re.IGNORECASE)
_HEAD_BYTES = 4096
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# The main part of each package, and the macros that make it another thing.
_PARTS = {
    "word/document.xml": kinds.DOCX,
    "xl/workbook.xml": kinds.XLSX,
    "ppt/presentation.xml": kinds.PPTX,
    "OFD.xml": kinds.OFD,
}
_STREAMS = {
    "WordDocument": kinds.DOC,
    "Workbook": kinds.XLS,
    "Book": kinds.XLS,
    "PowerPoint Document": kinds.PPT,
}
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_ENTRIES = 10_000


class UnsafeError(Exception):
    """The file could do harm or cannot be opened; `code` is one of broken, macros, locked, bomb."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def media_of(name: str, data: bytes) -> str | None:
    """The kind of a file, or None when it is none that we know.

    raises   UnsafeError for a package that is broken, locked with a password, carries macros, or would
             unpack to more than 400 MB.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return kinds.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return kinds.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return kinds.WEBP
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"):
        return kinds.HEIC
    if b"%PDF-" in data[:1024]:
        return kinds.PDF
    if data.startswith(b"PK\x03\x04"):
        return _package(data)
    if data.startswith(_OLE):
        return _compound(data)
    if data.startswith(b"{\\rtf"):
        return kinds.RTF
    return _text(name, data)


def _package(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnsafeError("broken") from error
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise UnsafeError("bomb")
    names = {entry.filename for entry in entries}
    if any(name.endswith("vbaProject.bin") for name in names):
        raise UnsafeError("macros")
    if "content.xml" in names and "mimetype" in names:
        return kinds.ODT
    return next((kind for part, kind in _PARTS.items() if part in names), None)


def _compound(data: bytes) -> str | None:
    """Of the OLE container: .doc, .xls, .wps, .et, and every package of Office that a password locks."""
    if _stream("EncryptedPackage") in data:
        raise UnsafeError("locked")
    return next((kind for stream, kind in _STREAMS.items() if _stream(stream) in data), None)


def _stream(name: str) -> bytes:
    return name.encode("utf-16le") + b"\0\0"


def _text(name: str, data: bytes) -> str | None:
    head = data[:_HEAD_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")
    elif _CONTROLS.search(data):
        return None
    if _SVG.search(head):
        return None
    if _MARKUP.search(head):
        return kinds.HTML
    return kinds.CSV if name.lower().endswith(".csv") else kinds.TEXT
