"""Which kinds of file are taken, and how each is called."""

from collections.abc import Mapping
from typing import Final

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
WEBP: Final = "image/webp"
PDF: Final = "application/pdf"
OFD: Final = "application/ofd"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOC: Final = "application/msword"
XLS: Final = "application/vnd.ms-excel"
PPT: Final = "application/vnd.ms-powerpoint"
RTF: Final = "application/rtf"
ODT: Final = "application/vnd.oasis.opendocument.text"
TEXT: Final = "text/plain"
CSV: Final = "text/csv"
HTML: Final = "text/html"
# Recognised to be refused with a sentence of their own.
HEIC: Final = "image/heic"

# The suffixes a kind may come with; the first is given to a file that has none of them. WPS Office writes the
# same containers as Microsoft's.
SUFFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    PNG: (".png",),
    WEBP: (".webp",),
    PDF: (".pdf",),
    OFD: (".ofd",),
    DOCX: (".docx", ".wps"),
    XLSX: (".xlsx", ".et"),
    PPTX: (".pptx", ".dps"),
    DOC: (".doc", ".wps", ".wpt", ".dot"),
    XLS: (".xls", ".et", ".ett"),
    PPT: (".ppt", ".dps"),
    RTF: (".rtf", ".doc"),
    ODT: (".odt",),
    TEXT: (".txt", ".md", ".log"),
    CSV: (".csv",),
    HTML: (".html", ".htm", ".xhtml"),
}
PICTURES: Final = frozenset({JPEG, PNG, WEBP})
DOCUMENTS: Final = frozenset({PDF, OFD, DOCX, XLSX, PPTX, DOC, XLS, PPT, RTF, ODT, TEXT, CSV})
# What shows that something was done.
EVIDENCE: Final = PICTURES | DOCUMENTS
# What a plan document may come as: what `engines.plans` reads.
PLANS: Final = frozenset({TEXT, CSV, HTML, PDF, DOCX, DOC, RTF, ODT})
# What a browser may show by itself instead of saving it: nothing that could run a script as ours.
INLINE: Final = PICTURES | {PDF}


def accept(kinds: frozenset[str]) -> str:
    """The `accept` attribute of a file field for these kinds."""
    suffixes = {suffix for kind in kinds for suffix in SUFFIXES[kind]}
    return ",".join(sorted(suffixes | {kind for kind in kinds if kind in PICTURES}))


def marked(kinds: frozenset[str]) -> frozenset[str]:
    """The suffixes of kinds that bytes tell by a mark of their own: what lacks it is not what its name says."""
    return frozenset(suffix for kind in kinds - {TEXT, CSV, HTML} for suffix in SUFFIXES[kind])


def called(kinds: frozenset[str]) -> list[str]:
    """How these kinds are called to people: the first suffix of each, and that of WPS with Word's."""
    names = {SUFFIXES[kind][0].lstrip(".") for kind in kinds}
    return sorted(names | ({"wps"} if DOC in kinds else set()))
