"""Lines that open a plan: `社区建设实施方案篇2`, `平安社区创建工作方案`, `关于…的通知`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongjian.engines.plans.model import Span
from gongjian.engines.plans.wording import Wording

_LONGEST = 70
_CN = "一二三四五六七八九十"
_KINDS = (
    "方案|计划|规划|办法|意见|预案|细则|要点|纲要|材料|通知|通告|规定|章程|公约"
    "|汇报|报告|总结|倡议书|讲话稿?|发言稿?|工作安排|责任书|任务分解表|操作指南|指引"
)
_STATE = r"(?:\s*\((?:试行|草案|暂行|征求意见稿|讨论稿|送审稿|修订稿?|20[^()]{2,8}年?度?)\))*"
_COLLECTED = (
    rf"(?:\s*[(\[【]?\s*(?:篇|范文|范本|模板)\s*(?:\d{{1,3}}|[{_CN}]{{1,3}})\s*篇?\s*[)\]】]?"
    rf"|\s*[(\[【]?\s*第\s*(?:\d{{1,3}}|[{_CN}]{{1,3}})\s*篇\s*[)\]】]?)"
)
_COUNTED = rf"\s*[(【\[第之]?\s*(?:\d{{1,2}}|[{_CN}]{{1,3}})\s*[)】\]篇]?"
# In a collection every title carries its number, whatever it is the title of.
_IN_COLLECTION = re.compile(rf"[^。;:!?,\t\n]{{2,60}}?{_COLLECTED}")
# Or in front: 第一篇：…, 【篇二】…, 范文三：…; a part of one plan (第一篇 总则) names no document.
_COLLECTED_BEFORE = re.compile(
    rf"[【\[(]?\s*(?:第(?:\d{{1,3}}|[{_CN}]{{1,3}})篇|(?:篇|范文|范本|模板)\s*(?:\d{{1,3}}|[{_CN}]{{1,3}}))\s*[】\])]?"
    rf"\s*[:、.]?\s*[^。;:!?\t\n]{{2,60}}?(?:{_KINDS})[》”\"]?{_STATE}(?:{_COUNTED})?"
)
_ALONE = re.compile(
    rf"(?P<name>[^。;:!?,\t\n]{{2,60}}?(?:{_KINDS}))[》”\"]?{_STATE}(?P<mark>(?:{_COUNTED})?)"
)

# An unnumbered heading further down opens a plan only where it names one.
_PLAN = re.compile(r"方案|计划|规划|预案|实施细则|实施办法|实施意见")
# `实施方案` alone is the last line of a title set in several.
_TAIL = re.compile(rf".{{0,4}}(?:方案|计划|规划|预案|办法|意见|细则|的通知){_STATE}")
# Neither the end of a sentence nor the date of a letter begins a title.
_NO_TITLE_LINE = re.compile(rf"[,。;:!?、\t]|^[\d{_CN}〇]{{4}}年[\d{_CN}]{{1,3}}月[\d{_CN}]{{1,3}}日$")
_REMARK = re.compile(
    r"[ ?]*(?:\n[ ?]*){1,3}(\((?:试行|草案|暂行|[㐀-鿿]{1,6}稿|(?:讨论|审议|修订|定)稿)\))[ ?]*(?=\n)"
)
_NO_TITLE = re.compile(
    rf"\(?(?:\d{{1,3}}|[{_CN}]{{1,4}})[)、.]|第[{_CN}\d]+[条章节部]|[①-⑳]|附件|附:|注:|[{_CN}]是"
    r"|现|特|为了|为进|根据|按照|按|请|各"
    r"|.*(?:>>|您的位置|当前位置|发表时间|发布时间|发布日期|来源|作者|浏览|字号|首页|如下|特制定|现制定)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that may open a plan; `series` is how it is numbered (`篇`, `number`), or empty."""

    span: Span
    title: str
    series: str
    names_plan: bool


def headings(wording: Wording) -> Iterator[Heading]:
    """The lines that look like the title of a plan, in order."""
    above: list[Span] = []
    for span in wording.lines():
        line = wording.folded[span[0] : min(span[1], span[0] + _LONGEST + 1)]
        series = _series(line) if len(line) <= _LONGEST else None
        if series != "篇" and (len(line) > _LONGEST or _NO_TITLE.match(line)):
            above.clear()
        elif series:
            start = above[-2:][0][0] if above and _TAIL.fullmatch(line) else span[0]
            yield _made(wording, (start, _with_remark(wording, span[1])), series)
            above.clear()
        elif _NO_TITLE_LINE.search(line):
            above.clear()
        else:
            above.append(span)


def _with_remark(wording: Wording, end: int) -> int:
    """Where the title ends: a remark in brackets (`（试行）`) on the next line belongs to it."""
    remark = _REMARK.match(wording.folded, end)
    return remark.end(1) if remark else end


def _series(line: str) -> str | None:
    """How a title line is numbered: `篇`, `number` or `none`; None where the line is no title."""
    if _IN_COLLECTION.fullmatch(line) or _COLLECTED_BEFORE.fullmatch(line):
        return "篇"
    if match := _ALONE.fullmatch(line):
        return "number" if match["mark"].strip() else "none"
    return None


def _made(wording: Wording, span: Span, series: str) -> Heading:
    lines = wording.quote(span).split("\n")
    title = "".join(" ".join(line.split()) for line in lines)
    return Heading(span, title, series, names_plan=bool(_PLAN.search(title)))
