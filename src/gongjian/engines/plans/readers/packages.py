"""A zip package (.docx) from a stranger: opened with limits, read as a stream, never unpacked to disk."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO

from gongjian.engines.plans.readers import limits, xml_events
from gongjian.engines.plans.readers.refusals import bomb, corrupt, encrypted

_WORD_TYPES = (
    "wordprocessingml.document.main+xml",
    "wordprocessingml.template.main+xml",
    "macroEnabled.main+xml",
)
_ENCRYPTED = 0x1

# What zipfile says about a package that breaks off, lies about itself or was put together by hand.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, OverflowError, NotImplementedError
)  # fmt: skip


class Package:
    """The parts of a zip package.

    raises  UnreadableError `corrupt`, `encrypted` or `zip-bomb`, here and while a part is read.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _DAMAGE as damage:
            raise corrupt() from damage
        parts = self._zip.infolist()
        if len(parts) > limits.PACKAGE_PARTS or sum(part.file_size for part in parts) > limits.PACKAGE_BYTES:
            raise bomb()
        # Names in a package are compared without regard to case (OPC, 6.2.2.2).
        self._parts = {part.filename.lower(): part for part in parts}

    def has(self, name: str) -> bool:
        return name.lower() in self._parts

    def word_part(self) -> str | None:
        """The name of the part with a Word document's text; None when this is no Word document."""
        if self.has("[Content_Types].xml"):
            overrides = _Overrides()
            with self.open("[Content_Types].xml", limits.SETTINGS_BYTES) as stream:
                xml_events.parse(stream, overrides)
            if overrides.word_part and self.has(overrides.word_part):
                return overrides.word_part
        return "word/document.xml" if self.has("word/document.xml") else None

    @contextmanager
    def open(self, name: str, most: int = limits.PART_BYTES) -> Iterator[IO[bytes]]:
        """A stream over a part, which must be there, of at most so many bytes unpacked."""
        part = self._parts[name.lower()]
        if part.flag_bits & _ENCRYPTED:
            raise encrypted()
        # zipfile never hands out more than the declared size, so a lie about it cannot pass this check.
        if part.file_size > most:
            raise bomb()
        # Other methods cost memory that the file itself dictates, and Word writes none of them.
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise corrupt()
        try:
            with self._zip.open(part) as stream:
                yield stream
        except _DAMAGE as damage:
            raise corrupt() from damage


class _Overrides:
    """Finds the main document among the content types."""

    word_part: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if name == "Override" and kind.endswith(_WORD_TYPES) and "word" in kind:
            self.word_part = attributes.get("PartName", "").lstrip("/")

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass
