"""A table as lines: a row is a line, its cells joined by TAB."""

from collections.abc import Sequence
from dataclasses import dataclass, field

# A cell this long holds a part of the document, not an entry: the table only arranges the page.
_LAYOUT_CHARACTERS = 1500

# Spans beyond these are mistakes or mischief.
_MOST_COLUMNS = 64
_MOST_ROWS = 1000

# How much text the merged cells of one table may repeat; beyond it they are written once.
_REPEATED_CHARACTERS = 500_000


@dataclass(slots=True)
class Cell:
    """A cell as its format gives it.

    columns, rows  how many it covers; a format that says so row by row leaves `rows` at 1 and sets
                   `continues` on the cells below.
    holds_table    another table stands in it.
    """

    lines: list[str] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    continues: bool = False
    holds_table: bool = False

    def text(self) -> str:
        return " ".join(" ".join(self.lines).split())


Row = Sequence[Cell]


def table_lines(rows: Sequence[Row]) -> list[str]:
    """The lines of a table, in its order.

    A merged cell stands in every row it reaches (who leads a block of tasks leads each of them), and
    once in its row, followed by empty cells, so that columns stay under their headings. A table that
    only arranges the page gives the lines of its cells.
    """
    if _is_layout(rows):
        return [line for row in rows for cell in row for line in cell.lines]
    filled = _Grid().fill(rows)
    return [line for cells in filled if (line := "\t".join(cells).rstrip("\t"))]


def _is_layout(rows: Sequence[Row]) -> bool:
    if all(len(row) <= 1 for row in rows):
        return True
    return any(cell.holds_table or _length(cell) > _LAYOUT_CHARACTERS for row in rows for cell in row)


def _length(cell: Cell) -> int:
    return sum(map(len, cell.lines))


class _Grid:
    """Fills rows from the left, keeping what reaches down into later ones."""

    def __init__(self) -> None:
        # Column → the text above it, how many more rows it covers, how many columns it is wide.
        self._above: dict[int, tuple[str, int, int]] = {}
        self._spare = _REPEATED_CHARACTERS

    def fill(self, rows: Sequence[Row]) -> list[list[str]]:
        return [self._fill_row(row) for row in rows]

    def _fill_row(self, row: Row) -> list[str]:
        texts: list[str] = []
        for cell in row:
            self._fill_from_above(texts)
            columns = min(max(cell.columns, 1), _MOST_COLUMNS)
            text = self._repeat(len(texts)) if cell.continues else cell.text()
            if not cell.continues:
                self._above[len(texts)] = (text, min(cell.rows, _MOST_ROWS) - 1, columns)
            texts += [text] + [""] * (columns - 1)
        self._fill_from_above(texts)
        return texts

    def _fill_from_above(self, texts: list[str]) -> None:
        while (above := self._above.get(len(texts))) and above[1] > 0:
            text, left, columns = above
            self._above[len(texts)] = (text, left - 1, columns)
            texts += [self._repeat(len(texts))] + [""] * (columns - 1)

    def _repeat(self, column: int) -> str:
        text = self._above.get(column, ("", 0, 1))[0]
        self._spare -= len(text)
        return text if self._spare >= 0 else ""
