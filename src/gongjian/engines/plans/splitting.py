"""A document cut into the plans it holds: where each begins, and what it is called.

A collection ("精选14篇") numbers its titles; a circular is followed by the plan it sends out; most files
hold one plan, with or without a title line. Text before the first title belongs to no plan.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from gongjian.engines.plans.headings import Heading, headings
from gongjian.engines.plans.limits import MOST_PLANS
from gongjian.engines.plans.model import Span
from gongjian.engines.plans.wording import Wording

_MOST_HEADINGS = 20 * MOST_PLANS
_NEAR = 3000

_CN = "一二三四五六七八九十"
_NUMBERED = re.compile(
    rf"^[ ?]*(?:[{_CN}]{{1,3}}、|\([{_CN}]{{1,3}}\)|\d{{1,2}}[、.](?!\d)|\(\d{{1,2}}\)"
    rf"|第[{_CN}]{{1,3}}[、,条章]|[{_CN}]是|第[{_CN}]+阶段)",
    re.MULTILINE,
)
_FIRST = re.compile(r"[ ?]*(?:一、|第一[章条]|1[、.]|\(一\))")
_PREAMBLE = re.compile(
    r"(?:制定|制订|拟定|拟订|拟制|形成)(?:了|出)?(?P<title>(?!本|如下|以下|下列|此|该|出)[^,。;:!?\n]{2,50}?"
    r"(?:方案|计划|规划|办法|意见|预案|细则|要点))(?:》|”)?(?:如下|。|:|,|\s*$)",
    re.MULTILINE,
)
_SENTENCE_MARKS = re.compile(r"[。;:!?,\t]")


@dataclass(frozen=True, slots=True)
class Part:
    """One plan's place in the document and its title."""

    span: Span
    title: str


def split(wording: Wording) -> list[Part]:
    """The plans of the document in order: at least one, the whole text where no line opens a plan."""
    found = list(islice(headings(wording), _MOST_HEADINGS))
    opening = list(islice(_opening(wording, found), MOST_PLANS))
    whole = wording.trimmed(0, len(wording.text))
    if whole[0] == whole[1]:
        whole = 0, len(wording.text)
    if not opening:
        return [Part(whole, _untitled(wording))]
    ends = [heading.span[0] for heading in opening[1:]] + [whole[1]]
    return [
        Part(wording.trimmed(heading.span[0], end), heading.title)
        for heading, end in zip(opening, ends, strict=True)
    ]


def _opening(wording: Wording, found: list[Heading]) -> Iterator[Heading]:
    """The headings that open a plan."""
    numbered = any(heading.series != "none" for heading in found)
    started = False
    for heading, following in _with_following(wording, found):
        if started and heading.series == "none" and (numbered or not _begins_anew(wording, heading)):
            continue
        end = following.span[0] if following else len(wording.folded)
        has_items = bool(_NUMBERED.search(wording.folded, heading.span[1], end))
        # A cover title or a circular: the plan proper has the next heading.
        if not has_items and following and not _in_one_series(heading, following):
            continue
        yield heading
        started = started or has_items or not following


def _with_following(wording: Wording, found: list[Heading]) -> Iterator[tuple[Heading, Heading | None]]:
    """Each heading with the one that ends its plan, without the lines of a table of contents.

    In a collection the title of a plan may stand once more under its number.
    """
    after: list[Heading | None] = []
    following = numbered = None
    for heading in reversed(found):
        after.append(numbered if heading.series == "篇" else following)
        following = heading
        numbered = heading if heading.series != "none" else numbered
    latest = {heading.title: heading for heading in found if heading.series == "篇"}
    for heading, following in zip(found, reversed(after), strict=True):
        listed = following and not wording.folded[heading.span[1] : following.span[0]].strip()
        if not (listed and latest.get(heading.title, heading) is not heading):
            yield heading, following


def _in_one_series(one: Heading, other: Heading) -> bool:
    return one.series == other.series != "none"


def _begins_anew(wording: Wording, heading: Heading) -> bool:
    """Whether the numbering starts again behind an unnumbered heading that names a plan."""
    after = _NUMBERED.search(wording.folded, heading.span[1], heading.span[1] + _NEAR)
    return heading.names_plan and bool(after and _FIRST.match(wording.folded, after.start()))


def _untitled(wording: Wording) -> str:
    """What the preamble calls the plan, else the first short line, else the first words."""
    if match := _PREAMBLE.search(wording.folded):
        return wording.quote(match.span("title")).strip()
    first = ""
    for start, end in wording.lines():
        line = wording.folded[start:end]
        first = first or wording.text[start : min(end, start + 40)]
        if end - start <= 40 and not _SENTENCE_MARKS.search(line) and not _NUMBERED.match(line):
            return wording.text[start:end]
        if _NUMBERED.match(line):
            break
    return first
