"""What kind of file the bytes are. The bytes decide; the name only where they leave it open."""

import re
from typing import Final

from gongjian.engines.plans.readers.packages import Package
from gongjian.engines.plans.readers.refusals import corrupt, empty, encrypted, unsupported

TEXT: Final = "text/plain"
HTML: Final = "text/html"
PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC: Final = "application/msword"
WPS: Final = "application/vnd.ms-works"
RTF: Final = "application/rtf"
ODT: Final = "application/vnd.oasis.opendocument.text"

# What LibreOffice turns into .docx for us: the suffix people know it by and LibreOffice's name of it.
# WPS writes Word's own format under another suffix.
CONVERTED: Final = {
    DOC: (".doc", "MS Word 97"),
    WPS: (".wps", "MS Word 97"),
    RTF: (".rtf", "Rich Text Format"),
    ODT: (".odt", "writer8"),
}

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# How far into a file its kind shows.
_HEAD_BYTES = 4096

_PICTURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"\x00\x00\x00\x0cjP", b"\x00\x00\x00\x18ftypheic"
)  # fmt: skip
_ARCHIVES = (b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ")

_TAGS = re.compile(
    rb"<(?:!doctype\s+html|(?:html|head|body|meta|title|article|section|div|table|h[1-6]|p|ol|ul)\b[^<>]*>)",
    re.IGNORECASE,
)
_WORD_XML = (
    b"schemas.microsoft.com/office/word/2003/wordml",
    b"schemas.microsoft.com/office/2006/xmlPackage",
)


def media_of(name: str, data: bytes) -> str:
    """One of the media types above.

    name    the file's name; its suffix tells .wps from .doc, which are alike inside.
    raises  UnreadableError `empty`, `unsupported`, `encrypted`, `corrupt`, `zip-bomb`.
    """
    if not data:
        raise empty()
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _media_of_package(data)
    if data.startswith(_OLE):
        return _media_of_compound(name, data)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"{\\rtf"):
        return RTF
    _refuse_foreign(data)
    # Two bytes a character: the tags show once the NULs between them are gone.
    head = data[:_HEAD_BYTES].replace(b"\0", b"")
    if any(mark in head for mark in _WORD_XML):
        raise unsupported("这是存成 XML 的 Word 文档")
    return HTML if _is_html(name, head) else TEXT


def _is_html(name: str, head: bytes) -> bool:
    tag = _TAGS.search(head)
    if tag is None:
        return False
    # A text may speak of tags further on; a page opens with one.
    return name.lower().endswith((".htm", ".html", ".xhtml")) or not _words_before(head[: tag.start()])


def _words_before(head: bytes) -> bool:
    marks = re.sub(rb"<!--.*?-->|<\?.*?\?>|<!doctype[^>]*>", b"", head, flags=re.DOTALL | re.IGNORECASE)
    return bool(marks.lstrip(b"\xef\xbb\xbf\xff\xfe").strip())


def _media_of_package(data: bytes) -> str:
    package = Package(data)
    if package.word_part() is not None:
        return DOCX
    if package.has("content.xml") and package.has("mimetype"):
        return ODT
    if package.has("xl/workbook.xml"):
        raise unsupported("这是 Excel 表格")
    if package.has("ppt/presentation.xml"):
        raise unsupported("这是 PPT 演示文稿")
    if package.has("OFD.xml"):
        raise unsupported("暂不能读取 OFD 文件")
    raise unsupported("这是压缩包，请先解压")


def _media_of_compound(name: str, data: bytes) -> str:
    """Of the OLE container, in which .doc, .wps, .xls and encrypted .docx all come."""
    if _stream_name("EncryptedPackage") in data:
        raise encrypted()
    if _stream_name("WordDocument") in data:
        if _is_encrypted_word(data):
            raise encrypted()
        return WPS if name.lower().endswith(".wps") else DOC
    if _stream_name("Workbook") in data or _stream_name("Book") in data:
        raise unsupported("这是 Excel 表格")
    if _stream_name("PowerPoint Document") in data:
        raise unsupported("这是 PPT 演示文稿")
    raise corrupt()


def _stream_name(name: str) -> bytes:
    return name.encode("utf-16le") + b"\0\0"


def _is_encrypted_word(data: bytes) -> bool:
    """The flag in the file information block, which Word writes right after the container's header.

    [MS-DOC] 2.5.2: `wIdent` 0xA5EC, and at offset 10 the bits with `fEncrypted` (0x0100).
    """
    block = data[512:524]
    return block[:2] == b"\xec\xa5" and bool(int.from_bytes(block[10:12], "little") & 0x0100)


def _refuse_foreign(data: bytes) -> None:
    if data.startswith(_PICTURES) or data[8:12] == b"WEBP":
        raise unsupported("这是图片，没有可读的文字，请先做文字识别（OCR）")
    if data.startswith(_ARCHIVES):
        raise unsupported("这是压缩包，请先解压")
    if re.search(rb"^MIME-Version:", data[:1024], re.IGNORECASE | re.MULTILINE):
        raise unsupported("暂不能读取网页归档（.mht）文件，请用浏览器或 Word 打开")
