"""What stands on a printed page: pieces of text, rules, and the rows they make. All in points."""

from typing import NamedTuple


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


class Rule(NamedTuple):
    """A straight line drawn on the page, level or upright."""

    left: float
    bottom: float
    right: float
    top: float


class Page(NamedTuple):
    """In the order of the page's content."""

    pieces: list[Piece]
    rules: list[Rule]


def joined(text: str, more: str) -> str:
    """Two lines of one paragraph; between Latin words goes the space that the line end stood for."""
    if text.endswith(" "):
        return text + more
    needs_space = text[-1:].isascii() and text[-1:].isalpha() and more[:1].isascii() and more[:1].isalpha()
    return f"{text} {more}" if needs_space else text + more
