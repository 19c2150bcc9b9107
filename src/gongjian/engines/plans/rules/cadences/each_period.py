"""`每季度召开一次专题会议`, `每月至少播放两次电影`, `每半月排查`, `每周二、周四下午`, `每天早晚各一次`.

A period named with 每, and in the same clause how often: a count of happenings (次 场 期…), several named
times of day or days of the week; without any of these it is once. `达到每周一次` and `至少` give at least.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Per, Span
from gongjian.engines.plans.rules.cadences.counts import count_in, further_counts, windows_at
from gongjian.engines.plans.rules.cadences.found import Found
from gongjian.engines.text.numerals import to_number

_PERIOD = re.compile(
    r"每(?:隔)?一?(?:(?P<several>[两二三四五六]|[2-6])个?|个)?(?P<half>半)?个?"
    r"(?P<unit>天|日(?!常|用)|晚|夜|周(?!岁|边|围)|星期|礼拜|月(?!饼|嫂)|季(?!节)|学期|年(?!级|龄|轻|货))"
    r"度?(?:的?(?:月)?[底末初]|中旬|上旬|下旬)?"
)
_PERS: dict[str, Per] = {
    "天": "day",
    "日": "day",
    "晚": "day",
    "夜": "day",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "月": "month",
    "季": "quarter",
    "学期": "half-year",
    "年": "year",
}
_HALVES: dict[str, Per] = {"月": "half-month", "年": "half-year"}
_ROUND_THE_CLOCK = re.compile(r"\s*(?:24|二十四)\s*小时")
# Once in each half, which `halves` reads.
_IN_HALVES = re.compile(r"的?上(?:半年)?[、和及,]?下半年(?:要)?各")
_AMOUNT_NOT_ACT = re.compile(
    r"(?:[^,。;:]{0,6}?|[^,。;:\d]{0,10}(?:时间|时长)[^,。;:\d]{0,8})\d[\d.,]*(?:万|亿)?(?:元|小时|分钟|课时|学时)"
)
# Between two periods that have one act in common.
_NO_ACT = re.compile(r"[、和及][㐀-鿿]{0,6}")
_AT_LEAST_BEFORE = re.compile(r"(?:至少|不少于|不低于|达到|保证|确保)[^,。;]{0,2}$")


def find(draft: Draft) -> Iterator[Found]:
    for (match, per), following in _with_following(_periods(draft.wording.folded)):
        after = draft.wording.folded[match.end() : match.end() + 20]
        if _ROUND_THE_CLOCK.match(after) or _IN_HALVES.match(after) or _AMOUNT_NOT_ACT.match(after):
            continue
        found = _found(draft, match, per, following)
        # A school term is half a year where something is counted in it, else no period one can count.
        if found.count or match["unit"] != "学期":
            yield found
        yield from _further(draft, found)


def _further(draft: Draft, found: Found) -> Iterator[Found]:
    """`每月学习1次、走访2次`: what else recurs in the same period."""
    if found.count:
        for count in further_counts(draft.wording.folded, found.count[1], found.clause[1]):
            # The act stands before its number, not behind the period.
            yield replace(found, times=count.times, op=count.op, count=count.span)


def _periods(text: str) -> Iterator[tuple[re.Match[str], Per]]:
    for match in _PERIOD.finditer(text):
        per = _per(match)
        if per:
            yield match, per


def _with_following(
    periods: Iterator[tuple[re.Match[str], Per]],
) -> Iterator[tuple[tuple[re.Match[str], Per], re.Match[str] | None]]:
    period = next(periods, None)
    while period:
        following = next(periods, None)
        yield period, following[0] if following else None
        period = following


def _per(match: re.Match[str]) -> Per | None:
    if match["half"]:
        return _HALVES.get(match["unit"])
    return _PERS[match["unit"]]


def _found(draft: Draft, match: re.Match[str], per: Per, following: re.Match[str] | None) -> Found:
    clause = draft.clause(match.start(), match.end())
    if following and following.start() < clause[1] and not _shares_its_act(draft, match, following):
        clause = _first_part(draft, clause, match.end(), following.start())
    if windows := windows_at(draft.wording.folded, match.end()):
        last = draft.clause(windows[1] - 1, windows[1])[1]
        clause = clause[0], max(clause[1], last)
    count = count_in(draft.wording.folded, match, clause[1])
    op = count.op
    if op == "=" and _AT_LEAST_BEFORE.search(draft.wording.folded, clause[0], match.start()):
        op = ">="
    times = count.times / int(to_number(match["several"] or "1") or 1)
    if not (following and following.start() < clause[1]):
        clause = _cut_before(draft, clause, match.start())
    return Found(match.start(), match.end(), clause, round(times, 4), op, per, count.span)


def _first_part(draft: Draft, clause: Span, at: int, following: int) -> Span:
    """The clause up to what leads to the next period: `每周问候一次、每月探访一次` says two things."""
    comma = draft.wording.folded.rfind("、", at, following)
    return draft.wording.trimmed(clause[0], comma if comma > 0 else following)


def _shares_its_act(draft: Draft, match: re.Match[str], following: re.Match[str]) -> bool:
    """`社区每周、镇街每半月、县里每月开展一次排查`: nothing but the next period's subject stands between."""
    return bool(_NO_ACT.fullmatch(draft.wording.folded, match.end(), following.start()))


def _cut_before(draft: Draft, clause: Span, at: int) -> Span:
    """The clause without what another period said before this one."""
    earlier = None
    for match in _PERIOD.finditer(draft.wording.folded, clause[0], at):
        earlier = match
    if earlier is None or not _per(earlier) or _NO_ACT.fullmatch(draft.wording.folded, earlier.end(), at):
        return clause
    comma = draft.wording.folded.rfind("、", earlier.end(), at)
    return draft.wording.trimmed(comma + 1 if comma > 0 else at, clause[1])
