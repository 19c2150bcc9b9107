"""Task-breakdown tables in a plan's text: consecutive lines whose cells are joined by TABs.

The first row with at least two headings one knows (任务, 牵头单位, 责任人, 完成时限 …) is the header; the
rows below, until the lines stop having TABs, are its rows. A cell's span holds its words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongjian.engines.plans.model import Span
from gongjian.engines.plans.wording import Wording

_ROWS = re.compile(r"(?m)^[^\n\t]*\t[^\n]*$")
_HEADING = re.compile(
    r"序号|任务|内容|措施|目标|项目|指标|要求|单位|部门|责任|领导|牵头|承办|时限|时间|期限|备注|事项|问题"
)
_LONGEST_HEADING = 14
_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading without blanks, and the spans of its cells that are not empty."""

    heading: str
    cells: tuple[Span, ...]


def columns(wording: Wording) -> Iterator[Column]:
    """The columns of every table with a known header, from left to right."""
    if "\t" not in wording.folded:
        return
    for rows in _tables(wording):
        header = next((index for index, row in enumerate(rows) if _is_header(wording, row)), None)
        if header is None:
            yield from _pairs(wording, rows)
            continue
        for index, heading in enumerate(rows[header]):
            cells = [row[index] for row in rows[header + 1 :] if index < len(row)]
            yield Column(_plain(wording, heading), tuple(cell for cell in cells if cell[0] < cell[1]))


def _tables(wording: Wording) -> Iterator[list[list[Span]]]:
    """Runs of lines with TABs, each row as the spans of its cells."""
    rows: list[list[Span]] = []
    end = -2
    for match in _ROWS.finditer(wording.folded):
        if match.start() != end + 1 and rows:
            yield rows
            rows = []
        rows.append(list(_cells(wording, match.start(), match.end())))
        end = match.end()
    if rows:
        yield rows


def _cells(wording: Wording, start: int, end: int) -> Iterator[Span]:
    for _ in range(_MOST_COLUMNS):
        stop = wording.folded.find("\t", start, end)
        yield wording.trimmed(start, end if stop < 0 else stop)
        if stop < 0:
            return
        start = stop + 1


def _is_header(wording: Wording, row: list[Span]) -> bool:
    headings = [_plain(wording, cell) for cell in row]
    return sum(len(one) <= _LONGEST_HEADING and bool(_HEADING.search(one)) for one in headings) >= 2


def _pairs(wording: Wording, rows: list[list[Span]]) -> Iterator[Column]:
    """A form of two columns without a header: `责任单位 → 区民政局`."""
    for row in rows:
        heading = _plain(wording, row[0])
        if len(row) == 2 and row[1][0] < row[1][1] and len(heading) <= _LONGEST_HEADING:
            yield Column(heading, (row[1],))


def _plain(wording: Wording, cell: Span) -> str:
    return "".join(wording.folded[cell[0] : cell[1]].split())
