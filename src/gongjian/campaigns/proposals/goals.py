"""Goals of a whole area: `到2026年底，全区60%以上的社区达到标准` is reached together, and nobody's own task."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gongjian.campaigns.proposals.tree import Node
from gongjian.campaigns.proposals.values import Make, Row
from gongjian.engines.plans.model import Span

SENTENCE_MARKS = "。;；\n\t"
PLACE = r"(?:社区|村|小区|街道|乡镇|镇|网格|楼栋|院落)(?:[(（][^)）]{1,6}[)）])?"
FIGURE = r"(?:\d+(?:\.\d+)?[%％]|百分之|[一二三四五六七八九十]成|[一二三四五六七八九]分之)"
WHOLE = re.compile(
    r"全区|全市|全县|全旗|全州|全省|全街道|全镇|全乡|全域|全辖区|辖区|本区|本市|本县|我区|我市|我县|我街道"
)
REACHED = re.compile(
    r"达到|达\d|实现|不低于|不少于|不超过|超过|以上|以内|建成|创建|创成|覆盖|通过|下降|提高|降低|提升"
)
NUMBERED = re.compile(rf"{FIGURE}|\d+余?[个家处支人户名件场]|全部|全覆盖")
# 60%以上的社区; 社区达标率达到90%; 4个社区全部达到; 建成示范社区3个; 全部社区通过.
SHARE = re.compile(
    rf"{FIGURE}(?:以上|左右)?的?[^\W\d_]{{0,4}}{PLACE}"
    rf"|{PLACE}[^,，。;；]{{0,14}}(?:率|比例|比重|占比|覆盖面)[^,，。;；]{{0,8}}{FIGURE}"
    rf"|(?:\d+个|全部|所有)[^\W\d_]{{0,6}}{PLACE}(?:全部|均|都|要)?[^,，。;；]{{0,4}}(?:达到|建成|创建|创成|通过|达标)"
    rf"|(?:建成|创建|创成|命名)[^\W\d_,，。;；]{{0,12}}{PLACE}\d+个"
)
# `每个社区…`, `各社区…` speak to each of them.
EACH = re.compile(
    r"每(?:个|一)?(?:社区|村|小区|街道|镇|网格|户|栋|站)|各(?:社区|村|街道|镇|乡|单位|部门|成员)"
)
ALL_OF_THEM = re.compile(r"全部|所有|全覆盖|全面")
GOAL_HEAD = re.compile(
    r"^(?:总体|具体|工作|创建|主要|阶段|年度|建设|活动|发展|预期)*(?:目标|指标)(?:任务|要求)?$"
)
ALL: Mapping[str, Any] = {"op": "=", "value": 100, "unit": "%"}


def is_of_whole(words: str) -> bool:
    """Whether the words, a sentence or less, say what an area as a whole is to reach, in figures."""
    if EACH.search(words):
        return False
    spoken_of = WHOLE.search(words) and REACHED.search(words) and NUMBERED.search(words)
    return bool(spoken_of or SHARE.search(words))


def is_only_goals(words: str) -> bool:
    """Whether every sentence of an item's words, after its head, is a goal of the whole."""
    said = [part.strip() for part in re.split(f"[{SENTENCE_MARKS}]", words) if part.strip()]
    if len(said) > 1 and re.search(r"目标$", said[0]):
        said = said[1:]
    return bool(said) and all(is_of_whole(part) for part in said)


def stands_in_goals(node: Node | None) -> bool:
    """Whether an item, or one above it, is the part of the plan that says what is wanted."""
    while node is not None:
        if node.role == "goals" or GOAL_HEAD.match(node.head):
            return True
        node = node.parent
    return False


def sentence_of(text: str, span: Span) -> Span:
    """The sentence that holds the beginning of `span`, without its closing mark."""
    start = max(text.rfind(mark, 0, span[0]) for mark in SENTENCE_MARKS) + 1
    ends = [at for mark in SENTENCE_MARKS if (at := text.find(mark, span[1])) >= 0]
    return start, min(ends, default=len(text))


def dated(
    text: str, targets: Sequence[Row], deadlines: Iterable[Row], goals: Mapping[str, Span]
) -> list[Row]:
    """The targets and the deadlines, those of goals of the whole told of once.

    goals     the words of each deadline that says when such a goal is to be reached, by its key.
    returns   the targets in those words have the date and can be made a task; a deadline that dates one is
              told of with it, in its `extra["deadline"]`. One that speaks of all without a figure is a target
              of 100 %, and one without either remains a date.
    """
    rows = {row.key: row for row in targets}
    rest = []
    for deadline in deadlines:
        words = goals.get(deadline.key)
        if words is None:
            rest.append(deadline)
            continue
        told = [row for row in rows.values() if _stands_in(row, words) and not row.ends]
        for place, row in enumerate(told):
            shares_words = [other.span for other in told].count(row.span) > 1
            its_words = words if place == 0 else None
            rows[row.key] = _with_date(row, deadline, text, its_words, shares_words=shares_words)
        if not told:
            rest.append(_alone(deadline))
    return [*rows.values(), *rest]


def _stands_in(row: Row, words: Span) -> bool:
    return row.span is not None and words[0] <= row.span[0] < words[1]


def _with_date(row: Row, deadline: Row, text: str, words: Span | None, *, shares_words: bool) -> Row:
    """A target with the date of its sentence; the first in it has the whole sentence for its words.

    Its title is what it says, so that it can be made a task; two figures in the same words keep their subjects.
    """
    dated_row = replace(
        row,
        title=row.title if shares_words else row.quote[:60] or row.title,
        ends=deadline.ends,
        may=(Make.TARGET, Make.TASK, Make.NOTHING),
    )
    if words is None:
        return dated_row
    return replace(
        dated_row,
        quote=text[words[0] : words[1]].strip(),
        span=words,
        extra={**row.extra, "deadline": deadline.entry},
    )


def _alone(deadline: Row) -> Row:
    if not ALL_OF_THEM.search(deadline.title):
        return replace(deadline, make=Make.DEADLINE)
    return replace(
        deadline,
        make=Make.TARGET,
        may=(Make.TARGET, Make.TASK, Make.DEADLINE, Make.NOTHING),
        extra={**deadline.extra, **ALL},
    )
