"""What a section is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """id       of the indicator, measure, kind of fact or source; empty for a row of its own kind.
    depth    how deep it stands under headings, from 0.
    cells    one a column of the section.
    details  further lines, each with what it is: (佐证, 签到表).
    struck   shown, and not in force.
    """

    id: str
    cells: tuple[str, ...]
    depth: int = 0
    is_heading: bool = False
    struck: bool = False
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
