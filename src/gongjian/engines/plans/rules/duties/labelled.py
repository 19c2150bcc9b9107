"""`责任人：韩涛、施学洪`, `牵头单位：区民政局；责任单位：各街道`, `组　长：王建华　社区党委书记`.

A role in front of a colon, alone or behind what it belongs to (`办公室主任：`). The names run to the end of
the line, a semicolon or the next role; in a list of a leading group they go on over the lines below.
"""

import re
from collections.abc import Iterator
from itertools import islice

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.limits import MOST_ENTRIES
from gongjian.engines.plans.model import Duty, Span
from gongjian.engines.plans.rules.duties.names import is_post, names
from gongjian.engines.plans.rules.duties.roles import role_labels

_END = re.compile(r"[。;:!?\n\t]")
_SENTENCE = re.compile(r"要(?!素)|应(?!急)|负责(?!人|同志)|开展|进行|落实|加强|做好|完成")
_NEXT_LINE = re.compile(r"[ ?]*(?:\n[ ?]*){1,3}(?=[^\s?])")
_LINE_END = re.compile(r"[。;]?[ ?]*(?:\n|$)")
_OF_PERSON = re.compile(r"[^,。;:\n\t]{2,50}")
_PERSON_LINE = re.compile(
    r"(?:[㐀-鿿][㐀-鿿·]{1,3}|[㐀-鿿][ ]+[㐀-鿿])(?:[ ]+[^。;:\n]{2,40}|\([^()\n]{2,40}\))"
)
_NAMES_ALONE = re.compile(r"[^。;:,\n]{2,40}")
_NUMBERED = re.compile(r"[一二三四五六七八九十\d]{1,3}[、.]|\(|第[一二三四五]")
_BRACKET = re.compile(r"[()]")
_FAR = 400
_SHORT = 12
_MOST_LINES = 60


def find(draft: Draft) -> Iterator[Duty]:
    text = draft.wording.folded
    for label in islice(role_labels(text, 0, len(text)), MOST_ENTRIES):
        lines = [(label.end, _end(text, label.end))]
        if not text[slice(*lines[0])].strip():
            lines = _line_below(text, lines[0][1])
        if lines:
            stop = draft.next_label(label.start)
            lines += (line for line in _further_lines(text, lines[-1][1]) if line[1] <= stop)
        found = _names(text, lines)
        if found:
            span = (
                max(label.first, draft.label_end(label.start)),
                label.end + len(text[label.end : lines[-1][1]].rstrip(" ,、\n\t")),
            )
            yield Duty(draft.wording.quote(span), label.role, found, span)


def _names(text: str, lines: list[Span]) -> tuple[str, ...]:
    found: list[str] = []
    for first, last in lines:
        # Below each other, a line is a person, who may have several posts.
        one_person = len(lines) > 1 and is_post(text[first:last])
        for part in _parted_by_commas(text[first:last]):
            found += names(part, one_person=one_person)
    return tuple(name for name in dict.fromkeys(found) if len(name) <= _SHORT or not _SENTENCE.search(name))


def _end(text: str, start: int) -> int:
    """Where the names end: at a mark, or where the next role begins."""
    stop = _END.search(text, start, start + _FAR)
    end = stop.start() if stop else min(len(text), start + _FAR)
    closing = _unopened(text, start, end)
    if closing is not None:
        return closing
    if stop and stop[0] == ":":
        following = [*role_labels(text, start, stop.end())]
        comma = max(text.rfind(mark, start, end) for mark in ",、 ")
        last = following[-1] if following else None
        end = (last.first if last.first > start else last.start) if last else max(start, comma)
    return end


def _unopened(text: str, start: int, end: int) -> int | None:
    """Where a bracket closes that was opened before the names, or None."""
    depth = 0
    for match in _BRACKET.finditer(text, start, end):
        depth += 1 if match[0] == "(" else -1
        if depth < 0:
            return match.start()
    return None


def _line_below(text: str, end: int) -> list[Span]:
    """The names may stand alone on the line below the role."""
    line = _next_line(text, end, _NAMES_ALONE)
    return [line] if line else []


def _further_lines(text: str, end: int) -> Iterator[Span]:
    """The rest of a list of persons, one a line: `赵明亮　物业公司经理`, `街道办主任。`."""
    if text[end : end + 1] in ("。", ";"):
        end += 1
    for _ in range(_MOST_LINES):
        line = _next_line(text, end, _OF_PERSON)
        if not line or not (_PERSON_LINE.match(text, *line) or is_post(text[slice(*line)])):
            return
        yield line
        end = line[1] + (text[line[1] : line[1] + 1] in ("。", ";"))


def _next_line(text: str, end: int, form: re.Pattern[str]) -> Span | None:
    """The next line where it has this form and nothing else."""
    gap = _NEXT_LINE.match(text, end)
    line = form.match(text, gap.end()) if gap else None
    if not line or _NUMBERED.match(line[0]) or not _LINE_END.match(text, line.end()):
        return None
    return line.span()


def _parted_by_commas(written: str) -> list[str]:
    """`甲，乙` are two names where both are short; a comma before a sentence ends the names."""
    first, *more = written.split(",")
    if all(2 <= len(part.strip()) <= 15 and not _SENTENCE.search(part) for part in more):
        return [first, *more]
    return [first]
