"""truncated: a quotation mark or bracket without its other half, so that words may be missing."""

import re
from collections import deque
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Warning

_PAIRS = {"”": "“", ")": "(", "》": "《", "】": "【", "〕": "〔"}
_MOST_OPEN = 50
_MARKS = re.compile(r"[“”()《》【】〔〕\n]")
_HALF_LABEL = re.compile(r"(?:\d{1,3}|[a-zA-Z])$")
_NAMES = {'"': "引号", "“": "引号", "(": "括号", "《": "书名号", "【": "方括号", "〔": "括号"}


def find(draft: Draft) -> Iterator[Warning]:
    open_marks: deque[tuple[str, int]] = deque(maxlen=_MOST_OPEN)
    text = draft.wording.folded
    for match in _MARKS.finditer(text):
        mark, at = match[0], match.start()
        if mark == "\n":
            yield from (_unpaired(draft, *left) for left in open_marks)
            open_marks.clear()
        elif mark not in _PAIRS:
            open_marks.append((mark, at))
        elif any(opened == _PAIRS[mark] for opened, _ in open_marks):
            while open_marks.pop()[0] != _PAIRS[mark]:
                pass
        elif mark != ")" or not _HALF_LABEL.search(text[max(0, at - 3) : at]):
            yield _unpaired(draft, _PAIRS[mark], at)
    yield from (_unpaired(draft, *left) for left in open_marks)
    yield from _odd_straight_marks(draft)


def _odd_straight_marks(draft: Draft) -> Iterator[Warning]:
    """Straight quotation marks look the same on both sides, so only their number in a line tells."""
    for start, end in draft.wording.lines():
        if draft.wording.folded.count('"', start, end) % 2:
            yield _unpaired(draft, '"', draft.wording.folded.index('"', start, end))


def _unpaired(draft: Draft, mark: str, at: int) -> Warning:
    span = draft.clause(at, at + 1)
    message = f"“{draft.wording.quote(span)[:20]}”处的{_NAMES[mark]}没有成对，可能缺了文字。"
    return Warning("truncated", message, span if span[0] < span[1] else (at, at + 1))
