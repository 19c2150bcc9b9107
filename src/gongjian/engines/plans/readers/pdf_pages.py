"""Takes the words of a PDF and where they stand off its pages; run as a program of its own.

A PDF of 60 KB can make the PDF library ask for gigabytes, and no look at the file tells beforehand. So
it runs in a process that may not have them: what it costs, at worst, is that process. The file comes
in on standard input, JSON goes out: `{"pages": [[piece, …], …], "pictures": n}` with a piece
`[text, left, bottom, right, top]` in points, or `{"error": code}`.
"""

import ctypes
import json
import sys
from typing import Any

MEGABYTE = 1024 * 1024
MEMORY_BYTES = 400 * MEGABYTE
CPU_SECONDS = 60

# A gap wider than so many characters keeps two pieces of a line apart: columns of a table. Cells of a
# Word table have one character's width between them where both are full.
_GAP = 0.9

_FPDF_ERR_PASSWORD = 4
_TEXT_BREAKS = (0x0A, 0x0D)


def main() -> None:
    _limit_memory()
    most_pages, most_characters = int(sys.argv[1]), int(sys.argv[2])
    try:
        answer = pages_of(sys.stdin.buffer.read(), most_pages, most_characters)
    except MemoryError:
        answer = {"error": "too-much"}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace"))


def pages_of(data: bytes, most_pages: int, most_characters: int) -> dict[str, Any]:
    """The answer described above."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == _FPDF_ERR_PASSWORD or "assword" in str(error)
        return {"error": "encrypted" if is_locked else "corrupt"}
    with document:
        if len(document) > most_pages:
            return {"error": "too-long"}
        pages: list[list[list[Any]]] = []
        pictures = characters = 0
        for number in range(len(document)):
            try:
                page = document[number]
            except pypdfium2.PdfiumError:
                continue
            text_page = page.get_textpage()
            characters += text_page.count_chars()
            if characters > most_characters:
                return {"error": "too-long"}
            pages.append(_pieces(text_page))
            pictures += _has_picture(page)
            text_page.close()
            page.close()
        return {"pages": pages, "pictures": pictures}


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as pdfium

    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _pieces(text_page: Any) -> list[list[Any]]:
    """Runs of characters on one line with no wide gap, in the order of the page's content."""
    import pypdfium2.raw as pdfium

    handle = text_page.raw
    box = pdfium.FS_RECTF()
    pointer = ctypes.byref(box)
    pieces: list[list[Any]] = []
    current: list[Any] | None = None
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(handle, index)
        if code in _TEXT_BREAKS:
            current = None
            continue
        if not 0x20 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(handle, index, pointer):
            continue
        # A space that the library puts in has no width of its own and tells nothing about the line.
        if current is not None and _follows(current, box, code):
            current[0] += chr(code)
            current[3] = max(current[3], box.right)
            current[2], current[4] = min(current[2], box.bottom), max(current[4], box.top)
        elif code != 0x20:
            current = [chr(code), box.left, box.bottom, box.right, box.top]
            pieces.append(current)
    return [[text, *(round(value, 1) for value in place)] for text, *place in pieces]


def _follows(piece: list[Any], box: Any, code: int) -> bool:
    if code == 0x20:
        return True
    height = max(piece[4] - piece[2], 1.0)
    same_line = min(piece[4], box.top) - max(piece[2], box.bottom) > 0.3 * min(height, box.top - box.bottom)
    # A Chinese character is as wide as its size; of others the height has to tell, which is somewhat more.
    size = box.right - box.left if code > 0x2E7F else height
    return bool(same_line and -height < box.left - piece[3] < _GAP * max(size, 0.5 * height))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; there the time limit of the caller has to do.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
