"""From the lines of printed pages to paragraphs.

A paragraph of a Chinese document opens two characters in, runs to the right margin and ends short of
it; numbers and running heads stand at the edge of the page. All measures are in points.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from statistics import median
from typing import NamedTuple

_PAGE_NUMBER = re.compile(
    r"[-—–―_·•\s]*\d{1,4}[-—–―_·•\s]*|第\s*\d+\s*页.*|\d+\s*/\s*\d+|共\s*\d+\s*页|[Pp]age\s*\d+.*"
)
_LABEL = re.compile(
    r"\s*(?:[(（]?(?:[一二三四五六七八九十百]+|\d{1,2})[)）、]|\d{1,2}[.．](?!\d)|[①-⑳]|[一二三四五六七八九十]+是"
    r"|第[一二三四五六七八九十]+[、，:：]|第[一二三四五六七八九十]+(?:阶段|步|批|章|条)|附件)"
)
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])")
_ENDS = tuple("。；：？！;:?!”）")

# Lines at each edge of a page among which heads and numbers are looked for.
_EDGE = 2

# Lines that begin at a margin.
_FAIR_SHARE, _FAIR_COUNT = 0.08, 12

# A head stands on so many pages, and on this share of them.
_HEAD_PAGES, _HEAD_SHARE = 3, 0.6


class Piece(NamedTuple):
    """Characters side by side on a page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def em(self) -> float:
        """The width of a Chinese character of it, as near as its own width tells."""
        halves = sum(1 if character < "\u2e80" else 2 for character in self.text)
        return max(2 * (self.right - self.left) / max(halves, 1), 1.0)


class Row(NamedTuple):
    """A printed line; `has_columns` when wide gaps part it."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    em: float
    has_columns: bool


class _Body(NamedTuple):
    """The type area of a page and whether paragraphs are indented in this document."""

    left: float
    right: float
    em: float
    is_indented: bool


def paragraphs(pages: Sequence[Sequence[Piece]]) -> list[str]:
    """The paragraphs of a document, in order; a row with columns keeps to itself, its cells joined by TAB."""
    rows = _without_edges([_rows(page) for page in pages])
    body = _body(list(chain.from_iterable(rows)))
    result: list[str] = []
    last: Row | None = None
    for row in chain.from_iterable(rows):
        if last is not None and body is not None and _goes_on(last, row, body):
            result[-1] = _joined(result[-1], row.text)
        else:
            result.append(row.text)
        last = row
    return [text.rstrip() for text in result]


def _rows(pieces: Iterable[Piece]) -> list[Row]:
    """Pieces beside each other are one row, as long as they follow each other in the page's content."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if not piece.text.strip():
            continue
        if groups and _is_beside(groups[-1][-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_row(group) for group in groups]


def _is_beside(piece: Piece, other: Piece) -> bool:
    overlap = min(piece.top, other.top) - max(piece.bottom, other.bottom)
    return other.left >= piece.right and overlap > 0.5 * min(
        piece.top - piece.bottom, other.top - other.bottom
    )


def _row(group: list[Piece]) -> Row:
    return Row(
        # A space at the end may stand for one between words; the paragraph decides.
        text="\t".join(
            piece.text.strip(" ") if piece is not group[-1] else piece.text.lstrip(" ") for piece in group
        ),
        left=group[0].left,
        right=group[-1].right,
        bottom=min(piece.bottom for piece in group),
        top=max(piece.top for piece in group),
        em=median(piece.em for piece in group),
        has_columns=len(group) > 1,
    )


# Running heads and page numbers


def _without_edges(pages: list[list[Row]]) -> list[list[Row]]:
    heads = _heads(pages)
    return [
        [row for place, row in enumerate(page) if not _is_edge(row, place, page, heads)] for page in pages
    ]


def _heads(pages: list[list[Row]]) -> set[str]:
    seen = Counter(text for page in pages for text in {_digitless(row.text) for row in _edges(page)})
    least = max(_HEAD_PAGES, _HEAD_SHARE * len(pages))
    return {text for text, count in seen.items() if count >= least}


def _edges(page: list[Row]) -> list[Row]:
    by_height = sorted(page, key=lambda row: row.bottom)
    return by_height[:_EDGE] + by_height[-_EDGE:]


def _is_edge(row: Row, place: int, page: list[Row], heads: set[str]) -> bool:
    if _digitless(row.text) in heads and row in _edges(page):
        return True
    lowest, highest = min(other.bottom for other in page), max(other.top for other in page)
    at_edge = row.bottom == lowest or row.top == highest
    return at_edge and len(page) > 1 and _PAGE_NUMBER.fullmatch(row.text.strip()) is not None


def _digitless(text: str) -> str:
    return re.sub(r"\d+", "#", text.strip())


# Paragraphs


def _body(rows: list[Row]) -> _Body | None:
    """Margins where most lines begin and end; None for a document without running text."""
    plain = [row for row in rows if not row.has_columns]
    if not plain:
        return None
    em = median(row.em for row in plain)
    left = _left_margin([row.left for row in plain], em)
    rights = sorted(row.right for row in plain)
    # A stray line beyond the margin does not move it.
    right = rights[-1 - len(rights) // 20]
    indented = sum(1.4 * em <= row.left - left <= 2.6 * em for row in plain)
    return _Body(left, right, em, is_indented=indented >= 0.15 * len(plain))


def _left_margin(lefts: list[float], em: float) -> float:
    """The outermost place at which a fair share of the lines begins."""
    places = Counter(round(left / em * 2) for left in lefts)
    usual = [place for place, count in places.items() if count >= min(_FAIR_SHARE * len(lefts), _FAIR_COUNT)]
    return min(usual or places) * em / 2


def _goes_on(last: Row, row: Row, body: _Body) -> bool:
    """Whether `row` carries on the paragraph of `last`."""
    if last.has_columns or row.has_columns or not 0.85 < row.em / last.em < 1.18:
        return False
    if _is_centred(last, body) and _is_centred(row, body):
        # A title of two lines is set larger than the text; a list of centred lines is not.
        return last.em > 1.15 * body.em and not _LABEL.match(row.text)
    if last.right < body.right - 1.6 * body.em:
        return False
    at_margin = row.left < body.left + 0.8 * body.em
    ended = last.text.rstrip().endswith(_ENDS)
    if at_margin and body.is_indented:
        return not (ended and _HEADING.match(row.text))
    return not ended and not _LABEL.match(row.text)


def _is_centred(row: Row, body: _Body) -> bool:
    before, after = row.left - body.left, body.right - row.right
    return before > 1.5 * body.em and after > 1.5 * body.em and abs(before - after) < 2.5 * body.em


def _joined(text: str, more: str) -> str:
    """Two lines of one paragraph; between Latin words goes the space that the line end stood for."""
    if text.endswith(" "):
        return text + more
    needs_space = text[-1:].isascii() and text[-1:].isalpha() and more[:1].isascii() and more[:1].isalpha()
    return f"{text} {more}" if needs_space else text + more
