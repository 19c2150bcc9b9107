"""How often in one period: `两次`, `不少于8期`, `1-2场`, `早晚各一次`, `周一、三、五`, `1日、15日`."""

import re
from dataclasses import dataclass

from gongjian.engines.plans.model import Op, Span
from gongjian.engines.text.numerals import CHINESE_NUMBER, to_number

_HAPPENINGS = "次|场次|场|期|回|遍|轮|堂|节|趟|课"
_N = rf"(?:\d{{1,3}}|{CHINESE_NUMBER})"
_COUNT = re.compile(
    rf"(?P<before>至少|不少于|不得少于|不低于|不得低于|最少|达到|超过|多于|不超过|不多于)?"
    rf"(?:[^,。;:、]{{0,8}}?)?(?<!第)(?P<low>{_N})(?:\s*(?:-|—|~|至|到|、)\s*(?P<high>{_N}))?\s*(?:个)?"
    rf"(?:{_HAPPENINGS})(?![要性日元品假间时]|期间)(?P<after>以上|以内|以下|左右)?"
)
_IN_NEXT_CLAUSE = re.compile(rf",\s*(?P<before>至少|不少于|不低于)\s*(?P<low>{_N})\s*(?:{_HAPPENINGS})")
_OPS: dict[str, Op] = {
    "超过": ">",
    "多于": ">",
    "不超过": "<=",
    "不多于": "<=",
    "以内": "<=",
    "以下": "<=",
}
_AT_LEAST = frozenset({"至少", "不少于", "不得少于", "不低于", "不得低于", "最少", "达到", "以上"})
_TIMES_OF_DAY = re.compile(r"清晨|早晨|早上|早|上午|中午|午间|午|下午|傍晚|晚上|晚间|夜间|夜晚|夜|晚")
_DAYS_OF_WEEK = re.compile(
    r"(?P<days>[一二三四五六日天末](?:(?:、|和|及|至|到|-|—)(?:周|星期)?[一二三四五六日天])*)(?![次场期遍轮])"
)
_DAYS_OF_MONTH = re.compile(r"(?:的)?\d{1,2}[日号]?(?:(?:、|和|及)\d{1,2}[日号])+")
_NEAR = 14


@dataclass(frozen=True, slots=True)
class Count:
    """How often, compared how, and where the number stands (None where it is not written)."""

    times: float
    op: Op
    span: Span | None = None


def count_in(text: str, period: re.Match[str], end: int) -> Count:
    """How often the act recurs in one `period`, from the rest of the clause that ends at `end`."""
    start = period.end()
    found = _written(text, start, end)
    unit = period["unit"]
    if unit in ("天", "日") and (named := _named_times(text, start, end)) > 1:
        return Count(named, "=", found.span if found else None)
    if unit in ("周", "星期") and (days := _days(text, start, end)):
        return Count(days, "=")
    if unit == "月" and (match := _DAYS_OF_MONTH.match(text, start, end)):
        return Count(len(re.findall(r"\d+", match[0])), "=")
    return found or Count(1, "=")


def _written(text: str, start: int, end: int) -> Count | None:
    match = _COUNT.search(text, start, end) or _IN_NEXT_CLAUSE.match(text, end)
    low = to_number(match["low"]) if match else None
    if match is None or low is None:
        return None
    span = match.start("low"), match.end()
    groups = match.groupdict()
    words = {groups.get("before") or _comparing(text, start, span[0]), groups.get("after")}
    op: Op = next((_OPS[word] for word in words if word in _OPS), "=")
    if words & _AT_LEAST or groups.get("high"):
        op = ">="
    return Count(low, op, span)


def _comparing(text: str, start: int, end: int) -> str | None:
    """A comparing word further from the number: `至少上门探访一次`."""
    found = re.findall(r"至少|不少于|不低于|最少|不超过|达到", text[start:end])
    return found[-1] if found else None


def _named_times(text: str, start: int, end: int) -> int:
    """How many times of day are named; from one to another (`上午8点至下午6点`) is one stretch."""
    near = text[start : min(end, start + _NEAR)]
    named = list(_TIMES_OF_DAY.finditer(near))
    if len(named) > 1 and re.search("[至到~—-]", near[named[0].end() : named[-1].start()]):
        return 1
    return len(named)


def _days(text: str, start: int, end: int) -> int:
    match = _DAYS_OF_WEEK.match(text, start, end)
    if not match:
        return 0
    numbers = ["一二三四五六日天末".index(c) for c in re.findall("[一二三四五六日天末]", match["days"])]
    if re.search("至|到|-|—", match["days"]) and len(numbers) == 2:
        return max(1, min(numbers[1], 6) - numbers[0] + 1)
    return len(numbers)
