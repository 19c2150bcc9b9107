"""Takes the words of a PDF and where they stand off its pages; run as a program of its own.

A PDF of 60 KB can make the PDF library ask for gigabytes, and no look at the file tells beforehand. So
it runs in a process that may not have them: what it costs, at worst, is that process. The file comes
in on standard input, JSON goes out, all places in points: `{"pages": [page, …], "pictures": n}` with a
page `{"pieces": [[text, left, bottom, right, top], …], "rules": [[left, bottom, right, top], …]}`, where
rules are the straight lines drawn on it, or `{"error": code}`.
"""

import ctypes
import json
import sys
from itertools import pairwise
from typing import Any, NamedTuple

MEGABYTE = 1024 * 1024
MEMORY_BYTES = 400 * MEGABYTE
CPU_SECONDS = 60

# A gap wider than so many characters ends a piece.
_GAP = 0.9

# A rule is thinner than this and longer than that; a page of drawings has more lines than any table.
_RULE_WIDTH, _RULE_LENGTH = 2.0, 6.0
_MOST_SEGMENTS, _MOST_RULES = 400, 2_000

_FPDF_ERR_PASSWORD = 4
_TEXT_BREAKS = (0x0A, 0x0D)


class Most(NamedTuple):
    """How much is read of one document."""

    pages: int
    characters: int
    pieces: int


class _TooMuch(Exception):
    """There is more than may be read."""


def main() -> None:
    _limit_memory()
    most = Most(*map(int, sys.argv[1:]))
    try:
        answer = json.dumps(pages_of(sys.stdin.buffer.read(), most), ensure_ascii=False).encode(
            "utf-8", "replace"
        )
    except MemoryError:
        answer = b'{"error": "too-much"}'
    sys.stdout.buffer.write(answer)


def pages_of(data: bytes, most: Most) -> dict[str, Any]:
    """The answer described above."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == _FPDF_ERR_PASSWORD or "assword" in str(error)
        return {"error": "encrypted" if is_locked else "corrupt"}
    with document:
        try:
            return _answer(document, most)
        except _TooMuch:
            return {"error": "too-long"}


def _answer(document: Any, most: Most) -> dict[str, Any]:
    import pypdfium2

    if len(document) > most.pages:
        raise _TooMuch
    pages: list[dict[str, Any]] = []
    pictures = characters = pieces = 0
    for number in range(len(document)):
        try:
            page = document[number]
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError:
            continue  # one broken page among others
        characters += text_page.count_chars()
        if characters > most.characters:
            raise _TooMuch
        pages.append({"pieces": _pieces(text_page), "rules": _rules(page)})
        pieces += len(pages[-1]["pieces"])
        if pieces > most.pieces:
            raise _TooMuch
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
        if code == 0x20 and pdfium.FPDFText_IsGenerated(handle, index) == 1:
            # Put in by the library for a gap, which shows in the places as well.
            current = None
            continue
        if not pdfium.FPDFText_GetLooseCharBox(handle, index, pointer):
            continue
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


def _rules(page: Any) -> list[list[float]]:
    """Straight lines, upright or level, of the paths drawn on a page: what tables are ruled with."""
    import pypdfium2.raw as pdfium

    rules: list[list[float]] = []
    for path in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1):
        count = pdfium.FPDFPath_CountSegments(path.raw)
        if len(rules) > _MOST_RULES:
            return []
        if not 2 <= count <= _MOST_SEGMENTS:
            continue
        points = _points(path, count)
        for (start_x, start_y, _), (end_x, end_y, is_line) in pairwise(points):
            place = [min(start_x, end_x), min(start_y, end_y), max(start_x, end_x), max(start_y, end_y)]
            width, height = place[2] - place[0], place[3] - place[1]
            if is_line and min(width, height) < _RULE_WIDTH and max(width, height) > _RULE_LENGTH:
                rules.append([round(value, 1) for value in place])
    return rules


def _points(path: Any, count: int) -> list[tuple[float, float, bool]]:
    """Where the segments of a path end, on the page, and whether a straight line leads there."""
    import pypdfium2.raw as pdfium

    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float, bool]] = []
    first = (0.0, 0.0)
    for number in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path.raw, number)
        if not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        place = matrix.on_point(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = place
        points.append((*place, kind == pdfium.FPDF_SEGMENT_LINETO))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append((*first, True))
    return points


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
