"""What a newer reading would change, without anything a person did being lost.

Plain values in and out, so that the preview and the change itself are worked out by the same functions.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Any

from gongjian.plans.models import Entry, EntryKind, EntryState, Origin
from gongjian.plans.values import Found

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What becomes of each entry, and what is new.

    same      read again as before; with the span it has now.
    replaced  nobody has touched them: what is read now takes their place.
    offered   a person has settled them: theirs stays, what is read now is offered beside it.
    kept      a person has settled or added them, and they are not read any more; with their span, if their
              words are still there.
    gone      nobody has touched them, and they are not read any more.
    found     read now for the first time.
    """

    same: tuple[tuple[Entry, Found], ...] = ()
    replaced: tuple[tuple[Entry, Found], ...] = ()
    offered: tuple[tuple[Entry, Found], ...] = ()
    kept: tuple[tuple[Entry, Span | None], ...] = ()
    gone: tuple[Entry, ...] = ()
    found: tuple[Found, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        return not (self.replaced or self.offered or self.gone or self.found)


def is_touched(entry: Entry) -> bool:
    """Whether a person has decided anything about the entry."""
    return (
        entry.origin == Origin.ADDED
        or entry.state != EntryState.OPEN
        or entry.data != entry.read
        or (entry.start, entry.end) != (entry.read_start, entry.read_end)
    )


class Shift:
    """Where the words of the old text stand in the new one."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self._is_same = old == new
        if self._is_same:
            return
        old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
        self._starts = [0, *accumulate(map(len, old_lines))]
        new_starts = [0, *accumulate(map(len, new_lines))]
        self._moved: dict[int, int] = {}
        for block in SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_matching_blocks():
            for line in range(block.size):
                self._moved[block.a + line] = new_starts[block.b + line]

    def span(self, start: int | None, end: int | None) -> Span | None:
        """The same words in the new text, the nearest where they stand more than once; None where they do not."""
        if start is None or end is None or self._is_same:
            return None if start is None or end is None else (start, end)
        line = bisect_right(self._starts, start) - 1
        words = self.old[start:end]
        if line in self._moved:
            moved = self._moved[line] + start - self._starts[line]
            if self.new[moved : moved + len(words)] == words:
                return moved, moved + len(words)
        return self._nearest(words, start)

    def _nearest(self, words: str, start: int) -> Span | None:
        expected = start * len(self.new) // max(len(self.old), 1)
        before, behind = self.new.rfind(words, 0, expected + len(words)), self.new.find(words, expected)
        places = [place for place in (before, behind) if place >= 0 and words]
        if not places:
            return None
        best = min(places, key=lambda place: abs(place - expected))
        return best, best + len(words)


def compare(entries: Sequence[Entry], found: Iterable[Found], shift: Shift) -> Comparison:
    """What the newer reading `found` means for `entries`, those of one plan."""
    new = list(found)
    pairs = _pairs([entry for entry in entries if entry.origin == Origin.READ], new, shift)
    same: list[tuple[Entry, Found]] = []
    replaced: list[tuple[Entry, Found]] = []
    offered: list[tuple[Entry, Found]] = []
    for entry, now in pairs:
        if now.data == entry.read:
            same.append((entry, now))
        else:
            (offered if is_touched(entry) else replaced).append((entry, now))
    paired, taken = {entry.pk for entry, _now in pairs}, {id(now) for _entry, now in pairs}
    left = [entry for entry in entries if entry.pk not in paired]
    return Comparison(
        same=tuple(same),
        replaced=tuple(replaced),
        offered=tuple(offered),
        kept=tuple((entry, shift.span(entry.start, entry.end)) for entry in left if is_touched(entry)),
        gone=tuple(entry for entry in left if not is_touched(entry)),
        found=tuple(now for now in new if id(now) not in taken),
    )


def _pairs(entries: Sequence[Entry], found: Sequence[Found], shift: Shift) -> list[tuple[Entry, Found]]:
    """Which of the old is which of the new: first what is read alike, then what stands on the same words."""
    pairs = []
    for kind in EntryKind.values:
        old = [
            (entry, shift.span(entry.read_start, entry.read_end)) for entry in entries if entry.kind == kind
        ]
        new = [now for now in found if now.kind == kind]
        for is_pair in (_alike, _overlapping):
            for entry, span in list(old):
                match = min(
                    (now for now in new if is_pair(entry, span, now)),
                    key=lambda now, span=span: _distance(span, now),  # type: ignore[misc]
                    default=None,
                )
                if match is not None:
                    pairs.append((entry, match))
                    old.remove((entry, span))
                    new.remove(match)
    return pairs


def _alike(entry: Entry, span: Span | None, now: Found) -> bool:
    return _key(entry.read) == _key(now.data)


def _overlapping(entry: Entry, span: Span | None, now: Found) -> bool:
    """Whether more than half of the shorter span is shared."""
    if span is None or now.start is None or now.end is None:
        return False
    shared = min(span[1], now.end) - max(span[0], now.start)
    return shared > 0 and 2 * shared >= min(span[1] - span[0], now.end - now.start)


def _distance(span: Span | None, now: Found) -> int:
    return abs(span[0] - now.start) + abs(span[1] - (now.end or 0)) if span and now.start is not None else 0


def _key(data: Any) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False)
