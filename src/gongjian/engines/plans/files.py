"""From a file to what was read in it: `read_file` finds out what the bytes are and has them read."""

import hashlib

from gongjian.engines.plans.model import Reading, Source
from gongjian.engines.plans.readers import limits, media
from gongjian.engines.plans.readers.encodings import decode, tidy
from gongjian.engines.plans.readers.refusals import empty
from gongjian.engines.plans.reading import read_text


def read_file(name: str, data: bytes) -> Reading:
    """The plans in a file.

    name    as uploaded; it is kept as the source's name, and its suffix decides only between formats
            that are alike inside.
    data    the whole file. Check its size before you load it (`limits.check_file_size`).
    costs   memory under 500 MB whatever the file; a PDF and an old office format each start a process.
    raises  UnreadableError, and nothing else, when there is no text to be had; its message is a Chinese
            sentence that says what to do.
    """
    limits.check_file_size(len(data))
    kind = media.media_of(name, data)
    text, encoding = text_of(data, kind)
    limits.check_text(text)
    if not text.strip():
        raise empty()
    plans, repairs = read_text(text)
    source = Source(
        file=name, sha256=hashlib.sha256(data).hexdigest(), media=kind, encoding=encoding, repairs=repairs
    )
    return Reading(source=source, plans=plans)


def text_of(data: bytes, kind: str) -> tuple[str, str | None]:
    """The text of a file of this media type, and its encoding where the format has none of its own.

    Each reader is loaded when it is needed, so that reading a text file starts at once.
    """
    if kind == media.TEXT:
        return decode(data)
    if kind == media.HTML:
        from gongjian.engines.plans.readers.web import read_page

        page = decode(data)
        return tidy(read_page(page.text)), page.encoding
    if kind == media.PDF:
        from gongjian.engines.plans.readers.pdf import read_pdf

        return tidy(read_pdf(data)), None
    from gongjian.engines.plans.readers.word import read_word

    if kind != media.DOCX:
        from gongjian.engines.plans.readers.office import to_word

        data = to_word(data, *media.CONVERTED[kind])
    return tidy(read_word(data)), None
