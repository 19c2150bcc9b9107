"""Finds ruled tables on a printed page and turns their pieces into rows.

The rules of a table cross or touch; where they stand gives columns and rows, and where one is missing
between two fields they are one cell. What stands in a cell is its text.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from gongjian.engines.plans.readers.page_pieces import Page, Piece, Row, Rule, joined
from gongjian.engines.plans.readers.tables import Cell, table_lines

# Rules this near each other are one: a thin box has two edges, a border is drawn cell by cell.
_NEAR = 3.0

# A table has this many level rules and upright rules at least; fewer are a frame or an underline.
_LEVEL, _UPRIGHT = 2, 3

# Beyond this it is a drawing.
_MOST_FIELDS = 2000

# A cell longer than this is not an entry; the rules only arrange the page.
_LAYOUT_CHARACTERS = 1500


class _Grid(NamedTuple):
    """A table: where its upright rules stand, from the left, and its level ones, from the top."""

    columns: list[float]
    rows: list[float]
    rules: list[Rule]

    def field(self, piece: Piece) -> tuple[int, int] | None:
        """Row and column of the field in which the middle of a piece stands."""
        across, up = (piece.left + piece.right) / 2, (piece.bottom + piece.top) / 2
        column = _interval(self.columns, across)
        row = _interval([-level for level in self.rows], -up)
        return None if column is None or row is None else (row, column)


def without_tables(page: Page) -> list[Piece | Row]:
    """The content of a page with the pieces of each ruled table replaced by its rows, where it began."""
    grids = [grid for group in _touching(page.rules) if (grid := _grid(group)) is not None]
    if not grids:
        return list(page.pieces)
    inside: dict[int, list[Piece]] = {}
    content: list[Piece | int] = []
    for piece in page.pieces:
        place = next((number for number, grid in enumerate(grids) if grid.field(piece)), None)
        if place is None:
            content.append(piece)
        elif place in inside:
            inside[place].append(piece)
        else:
            inside[place] = [piece]
            content.append(place)
    result: list[Piece | Row] = []
    for one in content:
        result.extend([one] if isinstance(one, Piece) else _table(grids[one], inside[one]))
    return result


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules in groups that hang together, found by sweeping from the top."""
    groups: list[list[Rule]] = []
    boxes: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: -rule.top):
        met = [place for place, box in enumerate(boxes) if _meet(box, rule)]
        merged, box = [rule], rule
        for place in reversed(met):
            merged += groups.pop(place)
            box = _around(box, boxes.pop(place))
        groups.append(merged)
        boxes.append(box)
    return groups


def _meet(box: Rule, rule: Rule) -> bool:
    return (
        box.left - _NEAR <= rule.right
        and rule.left <= box.right + _NEAR
        and box.bottom - _NEAR <= rule.top
        and rule.bottom <= box.top + _NEAR
    )


def _around(box: Rule, other: Rule) -> Rule:
    return Rule(
        min(box.left, other.left),
        min(box.bottom, other.bottom),
        max(box.right, other.right),
        max(box.top, other.top),
    )


def _grid(rules: list[Rule]) -> _Grid | None:
    columns = _places([rule.left for rule in rules if _is_upright(rule)])
    rows = _places([rule.bottom for rule in rules if not _is_upright(rule)])[::-1]
    if len(columns) < _UPRIGHT or len(rows) < _LEVEL or len(columns) * len(rows) > _MOST_FIELDS:
        return None
    return _Grid(columns, rows, rules)


def _is_upright(rule: Rule) -> bool:
    return rule.top - rule.bottom > rule.right - rule.left


def _places(values: list[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _NEAR:
            places.append(value)
    return places


def _interval(places: list[float], value: float) -> int | None:
    for number, (start, end) in enumerate(pairwise(places)):
        if start <= value < end:
            return number
    return None


def _table(grid: _Grid, pieces: list[Piece]) -> list[Piece | Row]:
    owners = _owners(grid)
    texts: dict[tuple[int, int], str] = {}
    for piece in pieces:
        field = grid.field(piece)
        if field is not None:
            owner = owners[field]
            texts[owner] = joined(texts[owner], piece.text.strip()) if owner in texts else piece.text.strip()
    if any(len(text) > _LAYOUT_CHARACTERS for text in texts.values()):
        return list(pieces)
    first, em = pieces[0], pieces[0].em
    return [
        Row(line, first.left, first.right, first.bottom, first.top, em, has_columns=True)
        for line in table_lines(_cells(owners, texts))
    ]


def _owners(grid: _Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """For each field, the first field of the cell it belongs to, going right and then down."""
    levels = [[rule for rule in grid.rules if _lies_at(rule, height)] for height in grid.rows]
    uprights = [[rule for rule in grid.rules if _stands_at(rule, place)] for place in grid.columns]
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for row, (top, bottom) in enumerate(pairwise(grid.rows)):
        for column, (left, right) in enumerate(pairwise(grid.columns)):
            above, before = owners.get((row - 1, column)), owners.get((row, column - 1))
            across, up = (left + right) / 2, (top + bottom) / 2
            if above is not None and not any(rule.left <= across <= rule.right for rule in levels[row]):
                owners[row, column] = above
            elif before is not None and not any(rule.bottom <= up <= rule.top for rule in uprights[column]):
                owners[row, column] = before
            else:
                owners[row, column] = (row, column)
    return owners


def _lies_at(rule: Rule, height: float) -> bool:
    return not _is_upright(rule) and abs(rule.bottom - height) <= _NEAR


def _stands_at(rule: Rule, place: float) -> bool:
    return _is_upright(rule) and abs(rule.left - place) <= _NEAR


def _cells(
    owners: dict[tuple[int, int], tuple[int, int]], texts: dict[tuple[int, int], str]
) -> list[list[Cell]]:
    fields: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for field, owner in owners.items():
        fields.setdefault(owner, []).append(field)
    rows: dict[int, list[Cell]] = {}
    for row, column in owners:
        line = rows.setdefault(row, [])
        if (row, column) in fields:
            covered = fields[row, column]
            line.append(
                Cell(
                    lines=[texts[row, column]] if (row, column) in texts else [],
                    columns=sum(field[0] == row for field in covered),
                    rows=sum(field[1] == column for field in covered),
                )
            )
    return [rows[number] for number in sorted(rows)]
