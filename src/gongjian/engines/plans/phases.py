"""The stages of a campaign: the direct children of an item about steps (`实施步骤`), dated or not.

`（一）宣传发动阶段（2013年11月7日至20日）`, `第二阶段：实施阶段`, `2024年3月—4月为整治阶段`. The dates
may also stand in the paragraph under the head. `3月底前` gives an end only, a single month is start and
end. A date without a year takes it from the stage before, then from the year the plan is for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.heads import without_noise
from gongjian.engines.plans.labels import CN, Kind
from gongjian.engines.plans.model import Phase, Role, Span
from gongjian.engines.plans.outline import Node
from gongjian.engines.plans.wording import Wording
from gongjian.engines.text.date_spans import DateSpan, date_spans
from gongjian.engines.text.dates import Moment

_STEPS = re.compile(r"步骤|(?:时间|进度|阶段)(?:安排|计划|划分)|实施(?:进度|阶段)$")
_STAGE_NUMBER = re.compile(rf"^第[{CN}]{{1,2}}(?:阶段|步)(?:[:、,]|为|是)?\s*")
_BRACKETS = re.compile(r"\([^()]*\)?")
_TIME = re.compile(r"(?:活动|工作|实施)?(?:时间|时限|期限)(?:安排)?\s*[:为]?\s*")
_AFTER_COLON = re.compile(r"[:\s]+([^,。;:()\n]{2,40}(?:\([^()\n]*\))?)([,。;:\n]|$)")
_BRACKETED_NAME = re.compile(r":\s*[^,。;:\n()]{1,20}\(")
_STAGE_WITH_BRACKET = re.compile(r"[㐀-鿿]{2,12}阶段\s*[(（]")
_OPENING = 200
_BODY = 60
_SHORT = 8
_TRIM = " :、,。;—-~"
_LIMIT = re.compile(r"\s*(?:(?:以|之)?前|起|开始|以后|之后)")
_ONLY_UNTIL = re.compile(r"\s*(?:以|之)?前")
_FROM_NOW = re.compile(r"(?:至|到|截至|截止)\s*$")
_ONLY_FROM = re.compile(r"\s*(?:起|开始|以后|之后)")
_LEFT_OVER = re.compile(r"^[\s:、,。;为是—-]+|[\s:、,。;—-]+$")


@dataclass(frozen=True, slots=True)
class Stage:
    """A phase, and where in the text its dates stand (None when it has none)."""

    phase: Phase
    dates: Span | None


def stages(draft: Draft) -> Iterator[Stage]:
    """The phases in the order of the text."""
    year = draft.stated_year
    before: Moment | None = None
    for node in _stages(draft):
        span = _dates(draft.wording, node)
        if span:
            span = _with_year(span, before, year or _year_above(draft.wording, node))
            before = span.last
        yield Stage(_phase(draft.wording, node, span), (span.start, span.end) if span else None)


def _stages(draft: Draft) -> Iterator[Node]:
    for node in draft.nodes:
        if node.parent is None:
            if node.label.kind is Kind.STAGE or _is_dated_stage(node):
                yield node
        elif _is_about_steps(node.parent, draft.roles):
            yield node


def _is_dated_stage(node: Node) -> bool:
    """`（一）宣传发动阶段（6月19日—22日）` under a heading without a number."""
    named = _STAGE_WITH_BRACKET.match(node.head)
    return bool(named and next(date_spans(node.head, named.end()), None))


def _year_above(wording: Wording, node: Node) -> str | None:
    """The year in the words between the section's label and its first stage: `自2031年3月起，分三个阶段`."""
    if node.parent is None:
        return None
    end = min(node.parent.own_end, node.parent.label.end + _OPENING)
    years = {span.first.year for span in date_spans(wording.folded, node.parent.label.end, end)}
    return years.pop() if len(years) == 1 else None


def _is_about_steps(node: Node, roles: dict[Node, Role]) -> bool:
    if node.parent is None:
        return roles[node] == "phases" and node.label.kind is not Kind.STAGE
    return bool(_STEPS.search(node.head)) and node.parent.parent is None


def _phase(wording: Wording, node: Node, span: DateSpan | None) -> Phase:
    start = end = None
    if span:
        before, after = wording.folded[node.start : span.start], wording.folded[span.end : span.end + 4]
        until = _ONLY_UNTIL.match(after) or _FROM_NOW.search(before)
        start = None if span.is_single and until else span.first.first()
        end = None if span.is_single and _ONLY_FROM.match(after) else span.last.last()
    return Phase(_name(wording, node), start, end, wording.trimmed(node.start, node.end))


def _name(wording: Wording, node: Node) -> str:
    """The stage's own name, without number and dates; the number where it has no other."""
    head = _before_dates(wording.folded[node.label.end : node.head_end])
    number = _STAGE_NUMBER.match(head)
    own = _longest_piece(head[number.end() :] if number else head) or _named_behind(wording, node)
    return without_noise(own or (number[0] if number else node.label.name)).strip(_TRIM)[:40]


def _before_dates(head: str) -> str:
    """The head up to a bracket with dates, where something stands before it: the rest is content."""
    for bracket in _BRACKETS.finditer(head):
        if bracket.start() > 1 and next(date_spans(bracket[0]), None):
            return head[: bracket.start()]
    return head


def _named_behind(wording: Wording, node: Node) -> str:
    """`第一阶段（3月）：宣传发动阶段。`: a name that follows the colon, and nothing but a name."""
    match = _AFTER_COLON.match(wording.folded, node.head_end, node.own_end)
    name = _longest_piece(match[1]) if match else ""
    return name if name.endswith("阶段") or (match and match[2] != "," and len(name) <= _SHORT) else ""


def _longest_piece(head: str) -> str:
    """What is longest of the words between brackets and dates; words from two places make no name."""
    head = _BRACKETS.sub("\n", head)
    for span in reversed(list(date_spans(head))):
        after = _LIMIT.match(head, span.end)
        head = f"{head[: span.start]}\n{head[after.end() if after else span.end :]}"
    pieces = [_LEFT_OVER.sub("", piece.strip(_TRIM)) for piece in _TIME.sub("\n", head).split("\n")]
    return max(pieces, key=len)


def _dates(wording: Wording, node: Node) -> DateSpan | None:
    """The stage's dates: in its head, else at the very beginning of what follows."""
    text = wording.folded
    in_head = list(date_spans(text, node.label.end, node.head_end))
    if in_head:
        return next((span for span in in_head if not span.is_single), in_head[0])
    stop = min(node.own_end, node.head_end + _BODY)
    span = next(date_spans(text, node.head_end, stop), None)
    if span is None:
        return None
    lead = text[node.head_end : span.start].lstrip(" :;。\n?(、,")
    labelled = bool(lead) and bool(_TIME.fullmatch(lead))
    # `第一阶段：前期准备（2026年1月至3月）`: the head ends at the colon, the name comes between.
    named = bool(_BRACKETED_NAME.fullmatch(text, node.head_end, span.start))
    bracketed = named or (not lead and text[span.start - 1] == "(")
    # Nothing but a date: `总结阶段：10月。`
    alone = not lead and text[span.end : span.end + 1] in ("", "。", ";", "\n")
    if labelled or bracketed or alone or (not lead and not span.is_single):
        return span
    return None


def _with_year(span: DateSpan, before: Moment | None, year: str | None) -> DateSpan:
    """The span in the year its plan makes certain, if it names none."""
    if span.first.year is not None or (before is None and year is None):
        return span
    known = before.year if before and before.year else year
    if before and known and known.isdecimal() and span.first.month and before.month:
        known = str(int(known) + (span.first.month < before.month - 1))
    last = span.last
    crosses = bool(span.first.month and last.month and last.month < span.first.month)
    last_year = str(int(known) + crosses) if known and known.isdecimal() else known
    return DateSpan(span.first.in_year(known), last.in_year(last_year))
