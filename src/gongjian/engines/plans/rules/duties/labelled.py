"""`责任人：韩涛、施学洪`, `牵头单位：区民政局；责任单位：各街道`, `组　长：王建华　社区党委书记`.

A role in front of a colon, alone or behind what it belongs to (`办公室主任：`). The names run to the end of
the line, a semicolon or the next role; in a list of a leading group they go on over the lines below.
"""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Duty
from gongjian.engines.plans.rules.duties.names import names
from gongjian.engines.plans.rules.duties.roles import LABEL, plain

_END = re.compile(r"[。;:!?\n\t]|\)(?![^(\n]{0,20}\()")
_SENTENCE = re.compile(r"要(?!素)|应(?!急)|负责(?!人|同志)|开展|进行|落实|加强|做好|完成")
_NEXT_LINE = re.compile(r"\n[ ?]*\n?[ ?]*(?=[^\s?])")
_OF_PERSON = re.compile(r"[㐀-鿿][㐀-鿿·]{1,3}(?:[ ]+[^。;:\n]{2,40}|\([^()\n]{2,40}\))|[㐀-鿿][ ]+[㐀-鿿](?:[ ]+[^。;:\n]{2,40})?")
_NAMES_ALONE = re.compile(r"[^。;:,\n]{2,40}")
_NUMBERED = re.compile(r"[一二三四五六七八九十\d]{1,3}[、.]|\(|第[一二三四五]")
_MOST_LINES = 60


def find(draft: Draft) -> Iterator[Duty]:
    text = draft.wording.folded
    for match in LABEL.finditer(text):
        start = match.end()
        end = _end(text, start)
        if not text[start:end].strip():
            end = _next_line(text, end) or end
        else:
            end = _continued(text, end)
        written = text[start:end].replace("\n", "、")
        found = _without_sentences(names(_commas_as_marks(written)))
        if found:
            span = draft.wording.trimmed(match.start("role"), end)
            yield Duty(draft.wording.quote(span), plain(match["role"]), found, span)


def _end(text: str, start: int) -> int:
    """Where the names end: at a mark, or where the next role begins."""
    stop = _END.search(text, start, start + 400)
    end = stop.start() if stop else min(len(text), start + 400)
    if stop and stop[0] == ":":
        following = None
        for following in LABEL.finditer(text, start, stop.end()):
            pass
        comma = max(text.rfind(mark, start, end) for mark in ",、 ")
        end = following.start() if following else max(start, comma)
    return end


def _next_line(text: str, end: int) -> int | None:
    """The names may stand alone on the line below the role."""
    gap = _NEXT_LINE.match(text, end)
    line = _NAMES_ALONE.match(text, gap.end()) if gap else None
    if not line or _NUMBERED.match(line[0]) or text[line.end() : line.end() + 1] not in ("\n", ""):
        return None
    return line.end()


def _continued(text: str, end: int) -> int:
    for _ in range(_MOST_LINES):
        gap = _NEXT_LINE.match(text, end)
        line = _OF_PERSON.match(text, gap.end()) if gap else None
        if not line or _NUMBERED.match(line[0]) or text[line.end() : line.end() + 1] not in ("\n", ""):
            break
        end = line.end()
    return end


def _commas_as_marks(written: str) -> str:
    """`甲，乙` are two names where both are short; a comma before a sentence ends the names."""
    first, *more = written.split(",")
    if all(2 <= len(part.strip()) <= 15 and not _SENTENCE.search(part) for part in more):
        return "、".join([first, *more])
    return first


def _without_sentences(found: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in found if len(name) <= 12 or not _SENTENCE.search(name))
