"""How often in one period: `两次`, `不少于8期`, `1-2场`, `早晚各一次`, `周一、三、五`, `1日、15日`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongjian.engines.plans.model import Op, Span
from gongjian.engines.text.numerals import CHINESE_NUMBER, to_number

HAPPENINGS = "次|场次|场|期|回|遍|轮|堂|节|趟|课|篇|届|则|讲(?=[,。;、）)]|$)|班次?(?![子级组主长车费])"
_N = rf"(?:\d{{1,3}}|{CHINESE_NUMBER})"
_COUNT = re.compile(
    rf"(?P<before>至少|起码|不(?:得|能|应|可|宜)?(?:少于|低于)|最少|达到|超过|多于|不(?:得|能)?超过|不多于|最多)?"
    rf"(?:[^,。;:、]{{0,8}}?)?(?<!第)(?P<low>{_N})(?:\s*(?:-|—|~|至|到|、)\s*(?P<high>{_N}))?\s*(?:个)?"
    rf"(?:{HAPPENINGS})(?![要性日元品假间时]|期间)(?P<after>以上|以内|以下|左右)?"
)
_FURTHER = re.compile(
    rf"[、和及][^,。;:、每]{{0,12}}?(?P<before>至少|不少于|不低于|不得少于)?(?P<low>{_N})(?:{HAPPENINGS})"
    rf"(?![要性日元品假间时])(?P<after>以上)?"
)
# What is sent in so many pieces is sent so often: 每月报送信息不少于2条.
_PIECES = re.compile(
    rf"(?:(?=[^,。;:]*(?:信息|简报|稿件|动态|线索|资讯|推文|图文|消息|新闻|建议|意见))|(?=[^,。;:\d]{{0,20}}\d*\s*条))(?:报送|上报|撰写|编发|报|投|发布|提供|推送|转发|评论)?[^,。;:、\d]{{0,12}}?"
    rf"(?P<before>至少|不少于|不低于|不得少于)?(?P<low>{_N})\s*[条件](?!例)(?P<after>以上)?"
)
_IN_NEXT_CLAUSE = re.compile(rf",\s*(?P<before>至少|不少于|不低于)\s*(?P<low>{_N})\s*(?:{HAPPENINGS})")
_OPS: dict[str, Op] = {
    "超过": ">",
    "多于": ">",
    "不超过": "<=",
    "不得超过": "<=",
    "不能超过": "<=",
    "最多": "<=",
    "不多于": "<=",
    "以内": "<=",
    "以下": "<=",
}
_AT_LEAST = frozenset(
    {"至少", "起码", "最少", "达到", "以上"}
    | {f"不{may}{less}" for may in ("", "得", "能", "应", "可", "宜") for less in ("少于", "低于")}
)
_TIMES_OF_DAY = re.compile(
    r"清晨|早晨|早上|早|上午|中午|午间|午|中(?=、?晚)|下午|傍晚|晚上|晚间|夜间|夜晚|夜|晚"
)
_CLOCK = (
    r"(?:清晨|早晨|早上|早|上午|中午|下午|傍晚|晚上|晚间|夜间|晚)?\s*(?:[01]?\d|2[0-4])"
    r"(?:[:时点][0-5]?\d?分?半?|(?=\s*[至到~—-]))"
)
_WINDOW = rf"{_CLOCK}\s*(?:至|到|~|—{{1,2}}|-{{1,2}})\s*{_CLOCK}"
_WINDOWS = re.compile(rf"\s*(?:的|在)?\s*{_WINDOW}(?:\s*[、,;和及]\s*{_WINDOW})+")
_ONE_CLOCK = re.compile(_CLOCK)
_ONE_WINDOW = re.compile(_WINDOW)
_FEAST = r"“?(?:元旦|春节|元宵|清明|端午|中秋|国庆|重阳|五一|六一|七一|八一|十一|三八)”?节?"
# 春秋两季各一次, 3月、9月各一次, 上、下旬各一次: as often as there are times named.
_NAMED_PARTS = re.compile(
    r"\s*(?:的|在|于|分别(?:在|于))?\s*(?P<parts>[春夏秋冬](?:[、和及]?[春夏秋冬季])+[两二三四]个?季(?:节|度)?"
    r"|\d{1,2}(?:月(?:份|底|初|末|[上中下]旬|\d{1,2}日)?|(?=[、和]\d{1,2}月))(?:[、和及,]\d{1,2}月(?:份|底|初|末|[上中下]旬|\d{1,2}日)?)+(?!\d)"
    rf"|(?:[春夏秋冬](?:[、和及]?[春夏秋冬季])+|[上中下]旬?(?:[、和及][中下]旬?)+|[上下](?:午)?[、和及]?下午"
    rf"|{_FEAST}(?:[、和及]{_FEAST})+)(?=(?:要|应|须)?(?:各|分别)))"
)
_DAYS_OF_WEEK = re.compile(
    r"(?P<days>[一二三四五六日]{2,5}(?=[㐀-鿿])|[一二三四五六日天末](?:(?:、|和|及|至|到|-|—)(?:周|星期)?[一二三四五六日天])*)(?![次场期遍轮])"
)
_DAYS_OF_MONTH = re.compile(r"(?:的|逢)?(?:\d{1,2}[日号]?[、和及,])+\d{1,2}[日号]")
_WEEKS_OF_MONTH = re.compile(r"(?:的)?第?[一二三四](?:周|个)?(?:[、和及]第?[一二三四](?:周|个(?:周|星期)))+")
_DAYS = re.compile(
    rf"[^,。;:、\d提]{{0,10}}?(?P<before>至少|不少于|不得少于|不低于|最少)?[^,。;:、\d]{{0,4}}?(?P<low>{_N})(?:个?工作日|天)"
    r"(?![内前后间常起]|以内|之内|以前|以后)(?P<after>以上)?"
)
_CLOCKS = re.compile(rf"\s*(?:的|在|于)?(?:{_CLOCK}左?右?)(?:[、和及,](?:{_CLOCK}左?右?))+(?!\s*[至到~—-])")
# 每天三巡, 每月两查: the number stands right before the verb. Behind 每周 it may be a day of the week.
_TERSE = re.compile(
    r"(?P<low>[一两二三四五]|\d)(?=巡|扫|查|检|报|清|消(?!防)|换|讲|会(?!议)|评|练|访|晒|考|测|调度|通报|排|研|走|督|暗|曝|运|拖|冲|洒|洗)"
)
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
    if unit in ("天", "日") and (windows := windows_at(text, start)):
        return Count(len(_ONE_WINDOW.findall(text, start, windows[1])), "=")
    named_from = start - 2 * period[0].endswith("旬")
    if unit in ("天", "日", "晚", "夜") and (clocks := _CLOCKS.match(text, start, end)):
        return _times(len(_ONE_CLOCK.findall(clocks[0])), text, found)
    if parts := _NAMED_PARTS.match(text, named_from, end):
        return _each(parts["parts"], found)
    if unit in ("天", "日") and (named := _named_times(text, start, end)) > 1:
        each = found and found.span and "各" in text[start : found.span[0]]
        return Count(named * found.times if found and each else named, "=", found.span if found else None)
    if unit in ("周", "星期") and (days := _days(text, start, end)):
        return Count(days, "=")
    if unit == "月" and (match := _DAYS_OF_MONTH.match(text, start, end)):
        return _times(len(re.findall(r"\d+", match[0])), text, found)
    if unit == "月" and (match := _WEEKS_OF_MONTH.match(text, start, end)):
        return Count(len(re.findall("[一二三四]", match[0])), "=")
    if unit in ("周", "星期", "礼拜", "月") and (count := _days_on_which(text, start, end)):
        return count
    if unit not in ("周", "星期", "礼拜") and (match := _TERSE.match(text, start, end)):
        return Count(to_number(match["low"]) or 1, "=", match.span("low"))
    return found or Count(1, "=")


def further_counts(text: str, start: int, end: int) -> Iterator[Count]:
    """What else is done so often in the same period: `每月学习1次、走访2次`."""
    for match in _FURTHER.finditer(text, start, end):
        times = to_number(match["low"])
        if times is not None:
            op: Op = ">=" if match["before"] or match["after"] else "="
            yield Count(times, op, (match.start("low"), match.end()))


def windows_at(text: str, start: int) -> Span | None:
    """Where several stretches of the day stand: `5时至7时、19时至20时`, `上午7:40—8:20，下午16:10—16:50`."""
    match = _WINDOWS.match(text, start)
    return match.span() if match else None


def _times(named: int, text: str, found: Count | None) -> Count:
    """So often as days or hours are named, each time as often as is written: `5日、20日各一次` is twice."""
    if found is None or found.span is None:
        return Count(named, "=")
    each = "各" in text[found.span[0] - 8 : found.span[0]]
    return Count(named * found.times if each else named, "=", found.span)


def _days_on_which(text: str, start: int, end: int) -> Count | None:
    """`每周开放五天`, `每周至少三天在社区`: on so many days."""
    match = _DAYS.match(text, start, end)
    times = to_number(match["low"]) if match else None
    if match is None or not times or times > 31:
        return None
    compared = match["before"] or match["after"] or _comparing(text, start, match.start("low"))
    return Count(times, ">=" if compared in _AT_LEAST else "=", (match.start("low"), match.end()))


def _each(parts: str, found: Count | None) -> Count:
    """So often in each of the parts named: `春秋两季各两次` is four times."""
    named = len(re.findall(rf"{_FEAST}|[春夏秋冬]|\d+月|[上中下](?:旬|午)?", parts))
    if found is None:
        return Count(named, "=")
    return Count(named * found.times, found.op, found.span)


def _written(text: str, start: int, end: int) -> Count | None:
    match = (
        _COUNT.search(text, start, end) or _PIECES.match(text, start, end) or _IN_NEXT_CLAUSE.match(text, end)
    )
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
    found = re.findall(
        r"至少|起码|不(?:得|能|应)?少于|不(?:得|能|应)?低于|最少|不(?:得|能)?超过|最多|达到", text[start:end]
    )
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
    if len(match["days"]) > 1 and re.fullmatch("[一二三四五六日]+", match["days"]):
        # 每周一三五; but 每周一二十 is no list of days.
        return (
            len(match["days"])
            if list(match["days"]) == sorted(match["days"], key="一二三四五六日".index)
            else 1
        )
    numbers = ["一二三四五六日天末".index(c) for c in re.findall("[一二三四五六日天末]", match["days"])]
    if re.search("至|到|-|—", match["days"]) and len(numbers) == 2:
        return max(1, min(numbers[1], 6) - numbers[0] + 1)
    return len(numbers)
