"""`日有记录、周有小结、月有分析`, `月调度、季通报`, `按月公布`, `按季分析`: the unit of time is the period.

A bare unit with an act (`周小结`) is part of too many words, so it counts only in a row of such, or under a
word that says it is kept up (`实行月调度制度`). 按 or 逐 before the unit says it by itself; 逐年 does not.
"""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Per
from gongjian.engines.plans.rules.cadences.found import Found

_PERS: dict[str, Per] = {
    "日": "day",
    "天": "day",
    "周": "week",
    "半月": "half-month",
    "月": "month",
    "季": "quarter",
    "季度": "quarter",
    "半年": "half-year",
    "年": "year",
}
_ACT = (
    "有(?!关|限|效|机|的|所)|调度|通报|巡查|巡逻|分析|研判|小结|总结|考核|考评|例会|点评|检查|排名|排查|督查|督办|督导|讲评|评比|报告|汇报|会商|走访"
    "|清理|清扫|清零|晾晒|公示|公开|盘点|抽查|对账|部署|播报|测评|推进会|述职|会诊|评价|更新|提示|简报"
)
_KEPT_UP = r"(?:做到|实行|坚持|推行|建立|落实|执行|严格|健全|完善|采取|按照)"
_BARE = re.compile(
    rf"(?<![㐀-鿿\d])(?P<kept>{_KEPT_UP}(?:了)?[“\"]?)?(?P<unit>日|周|半月|月|季度?|半年|年)(?:{_ACT})"
)
_BY = re.compile(
    r"(?P<how>按|逐)(?P<unit>日|天|周|半月|月|季度?|半年|年)"
    r"(?![份期龄度节后内末初底薪均租次限月代级龄费]|计[算酬划]|时间|向?[缴交]|的|$)(?=[㐀-鿿])"
)
_SYSTEM = re.compile(r"[^,。;:]{0,10}(?:制度?|机制)")
_NEAR = 24


def find(draft: Draft) -> Iterator[Found]:
    yield from _in_a_row(draft)
    for match in _BY.finditer(draft.wording.folded):
        if match["how"] + match["unit"] not in ("逐年", "按天"):
            clause = draft.clause(match.start(), match.end())
            yield Found(match.start(), match.end(), clause, 1, "=", _PERS[match["unit"]])


def _in_a_row(draft: Draft) -> Iterator[Found]:
    text = draft.wording.folded
    before: re.Match[str] | None = None
    following = None
    matches = _BARE.finditer(text)
    match = next(matches, None)
    while match:
        following = next(matches, None)
        if _is_near(text, before, match) or _is_near(text, match, following) or _is_kept_up(text, match):
            yield _found(draft, match)
        before, match = match, following


def _is_near(text: str, one: re.Match[str] | None, other: re.Match[str] | None) -> bool:
    """Whether both stand in one row, of different units."""
    if not one or not other or other.start() - one.end() > _NEAR or one["unit"] == other["unit"]:
        return False
    return not re.search(r"[。;\n]", text[one.end() : other.start()])


def _is_kept_up(text: str, match: re.Match[str]) -> bool:
    return bool(match["kept"]) and bool(_SYSTEM.match(text, match.end()))


def _found(draft: Draft, match: re.Match[str]) -> Found:
    at, end = match.span("unit")
    start, stop = draft.clause(match.start(), match.end())
    behind = [draft.wording.folded.find(mark, end, stop) for mark in '、“”"']
    stop = min((mark for mark in behind if mark >= 0), default=stop)
    clause = draft.wording.trimmed(max(start, match.start()), stop)
    return Found(at, end, clause, 1, "=", _PERS[match["unit"]])
