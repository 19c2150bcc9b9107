"""The text of a plan as its readers look at it: folded to one width, cut into lines, sentences, clauses."""

import re
from collections.abc import Iterator

from gongjian.engines.plans.model import Span
from gongjian.engines.text.width import fold

# What is further away than this belongs to no sentence a person would write; it bounds the work as well.
_FAR = 300

# Neither 1,200 nor 8:30 ends a clause.
_CLAUSE_END = re.compile(r"[。;!?\n\t]|,(?!\d{3}(?!\d))|(?<!\d),|:(?![0-5]\d(?!\d))|(?<!\d):")
_SENTENCE_END = re.compile(r"[。;!?\n\t]")
_LINE_END = re.compile(r"\n")
_BLANK = " \n\t?"


class Wording:
    """`text` as it stands, and `folded` with the same offsets: patterns read the one, quotes the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)

    def quote(self, span: Span) -> str:
        return self.text[span[0] : span[1]]

    def clause(self, start: int, end: int) -> Span:
        """The clause around folded[start:end], without the marks that bound it."""
        return self._within(_CLAUSE_END, start, end)

    def sentence(self, start: int, end: int) -> Span:
        """The sentence around folded[start:end]; a semicolon or the end of a line ends one as well."""
        return self._within(_SENTENCE_END, start, end)

    def line(self, start: int, end: int) -> Span:
        """The line around folded[start:end]."""
        return self._within(_LINE_END, start, end)

    def _within(self, boundary: re.Pattern[str], start: int, end: int) -> Span:
        first = max(0, start - _FAR)
        for match in boundary.finditer(self.folded, first, start):
            first = match.end()
        last = min(len(self.folded), end + _FAR)
        match_after = boundary.search(self.folded, end, last)
        return self.trimmed(first, match_after.start() if match_after else last)

    def trimmed(self, start: int, end: int) -> Span:
        """The span without blanks at its ends."""
        while start < end and self.folded[start] in _BLANK:
            start += 1
        while start < end and self.folded[end - 1] in _BLANK:
            end -= 1
        return start, end

    def lines(self) -> Iterator[Span]:
        """Every line that is not blank, trimmed."""
        start = 0
        while start <= len(self.folded):
            end = self.folded.find("\n", start)
            end = len(self.folded) if end < 0 else end
            span = self.trimmed(start, end)
            if span[0] < span[1]:
                yield span
            start = end + 1
