"""From the lines of printed pages to paragraphs.

A paragraph of a Chinese document opens two characters in, runs to the right margin and ends short of
it; numbers and running heads stand at the edge of the page. All measures are in points.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import chain, pairwise
from statistics import median
from typing import NamedTuple

from gongjian.engines.plans.readers.page_pieces import Page, Piece, Row, joined
from gongjian.engines.plans.readers.page_tables import without_tables

_PAGE_NUMBER = re.compile(
    r"[-—–―_·•\s]*\d{1,4}[-—–―_·•\s]*|第\s*\d+\s*页.*|\d+\s*/\s*\d+|共\s*\d+\s*页|[Pp]age\s*\d+.*"
)
_LABEL = re.compile(
    r"\s*(?:[(（]?(?:[一二三四五六七八九十百]+|\d{1,2})[)）、]|\d{1,2}[.．](?!\d)|[①-⑳]|[一二三四五六七八九十]+是"
    r"|第[一二三四五六七八九十]+[、，:：]|第[一二三四五六七八九十]+(?:阶段|步|批|章|条)|附件)"
)
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])")
_ENDS = tuple("。；：？！;:?!”）")

# Gaps in a row, in characters: from this on they part columns (the cells of a Word table have one
# character's width between them where both are full), from that on words.
_COLUMN_GAP, _SPACE_GAP = 0.9, 0.25

# From so many Chinese characters on, a line tells the size it is set in.
_TELLING = 6

# How much a line may fall short of the margin beside that, in characters.
_RAGGED = 1.2

_UNPARTED = re.compile(r"[“‘（《〈【〔「(]*(?:[0-9A-Za-z.,%/:+-]+|.)[，。、；：？！”’）》〉】〕」%]*")

# Lines at each edge of a page among which heads and numbers are looked for.
_EDGE = 2

# Lines that begin at a margin.
_FAIR_SHARE, _FAIR_COUNT = 0.08, 12

# A head stands on so many pages, and on this share of them.
_HEAD_PAGES, _HEAD_SHARE = 3, 0.6


class _Body(NamedTuple):
    """The type area of a page and whether paragraphs are indented in this document."""

    left: float
    right: float
    em: float
    is_indented: bool


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """The paragraphs of a document, in order; a row with columns keeps to itself, its cells joined by TAB."""
    rows = _without_edges([_rows(without_tables(page)) for page in pages])
    body = _body(list(chain.from_iterable(rows)))
    result: list[str] = []
    last: Row | None = None
    for row in chain.from_iterable(rows):
        if last is not None and body is not None and _goes_on(last, row, body):
            result[-1] = joined(result[-1], row.text)
        else:
            result.append(row.text)
        last = row
    return [text.rstrip() for text in result]


def _rows(content: Iterable[Piece | Row]) -> list[Row]:
    """Pieces on one height are a row, as long as they follow each other in the page's content."""
    groups: list[list[Piece] | Row] = []
    for one in content:
        if not one.text.strip():
            continue
        last = groups[-1] if groups else None
        if isinstance(one, Row):
            groups.append(one)
        elif isinstance(last, list) and _is_level(last[-1], one):
            last.append(one)
        else:
            groups.append([one])
    ordered = [
        sorted(group, key=lambda piece: piece.left) if isinstance(group, list) else group for group in groups
    ]
    starts = [[], *(_column_starts(group) for group in ordered), []]
    around = [{*above, *below} for above, below in zip(starts, starts[2:], strict=False)]
    return [
        _row(group, near) if isinstance(group, list) else group
        for group, near in zip(ordered, around, strict=True)
    ]


def _is_level(piece: Piece, other: Piece) -> bool:
    overlap = min(piece.top, other.top) - max(piece.bottom, other.bottom)
    return overlap > 0.5 * min(piece.top - piece.bottom, other.top - other.bottom)


def _column_starts(group: list[Piece] | Row) -> list[float]:
    """Where columns begin in a row, going by its wide gaps alone."""
    if isinstance(group, Row):
        return []
    return [
        piece.left for before, piece in pairwise(group) if piece.left - before.right >= _COLUMN_GAP * piece.em
    ]


def _row(group: list[Piece], columns: Collection[float]) -> Row:
    """The pieces as one row; `columns` are those of the rows above and below, which narrow gaps may keep to."""
    text, has_columns = group[0].text.lstrip(" "), False
    for before, piece in pairwise(group):
        between = _between(before, piece, columns)
        has_columns = has_columns or between == "\t"
        text = (
            f"{text.rstrip(' ')}\t{piece.text.lstrip(' ')}"
            if between == "\t"
            else text + between + piece.text
        )
    return Row(
        text=text,
        left=group[0].left,
        right=group[-1].right,
        bottom=min(piece.bottom for piece in group),
        top=max(piece.top for piece in group),
        em=max(group, key=lambda piece: piece.right - piece.left).em,
        has_columns=has_columns,
    )


def _between(before: Piece, piece: Piece, columns: Collection[float]) -> str:
    gap, em = piece.left - before.right, piece.em
    if gap >= _COLUMN_GAP * em or (
        gap >= _SPACE_GAP * em and any(abs(piece.left - start) < 0.3 * em for start in columns)
    ):
        return "\t"
    # Between Chinese and other characters a gap is only the air that word processors put there.
    are_alike = (before.text[-1] < "\u2e80") == (piece.text[0] < "\u2e80")
    return " " if are_alike and gap >= _SPACE_GAP * em else ""


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
    if last.has_columns or row.has_columns or not _are_set_alike(last, row):
        return False
    if _is_centred(row, body):
        # A title of two lines is set larger than the text; centred lines of its size are each their own.
        return last.em > 1.15 * body.em and not _LABEL.match(row.text)
    # In an indented document a paragraph does not open at the margin, unless as a heading of some kind.
    if _is_midway(last, row, body):
        return True
    # A line ends early when what opens the next one, which must not be parted, had no room left.
    if last.right + (_opening(row.text) + _RAGGED) * body.em < body.right:
        return False
    at_margin = row.left < body.left + 0.8 * body.em
    ended = last.text.rstrip().endswith(_ENDS)
    if at_margin and body.is_indented:
        return not (ended and _HEADING.match(row.text))
    # Further in than the line with the number is a hanging indent; as far in as ever, a new paragraph.
    if body.is_indented and not (row.left > last.left + body.em and _LABEL.match(last.text)):
        return False
    return not ended and not _LABEL.match(row.text)


def _are_set_alike(last: Row, row: Row) -> bool:
    """In one size, as far as there are Chinese characters to tell; a smaller or larger line is not of the
    paragraph.
    """
    few = any(sum(character > "\u2e7f" for character in one.text) < _TELLING for one in (last, row))
    return few or 0.85 < row.em / last.em < 1.18


def _is_midway(last: Row, row: Row, body: _Body) -> bool:
    return (
        body.is_indented
        and row.left < body.left + 0.8 * body.em
        and last.right > (body.left + 2 * body.right) / 3
        and not last.text.rstrip().endswith(_ENDS)
        and not _LABEL.match(row.text)
    )


def _opening(text: str) -> float:
    """The width, in characters, of what cannot be parted at the start of a line: a word, or a character
    with the marks that cling to it.
    """
    match = _UNPARTED.match(text)
    return sum(0.5 if character < "\u2e80" else 1.0 for character in match[0]) if match else 1.0


def _is_centred(row: Row, body: _Body) -> bool:
    before, after = row.left - body.left, body.right - row.right
    return before > 1.5 * body.em and after > 1.5 * body.em and abs(before - after) < 2.5 * body.em
