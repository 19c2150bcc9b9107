"""Numbers with their measure word: `200人`, `28.5万平方米`, `七个`, `95%`, `百分之八十`, `2/3`, `2-3个`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongjian.engines.text.numerals import to_number

PERCENT = "%"
PER_MILLE = "‰"
SHARE = "比例"
TIME_UNITS = frozenset(
    (
        "小时",
        "个小时",
        "分钟",
        "天",
        "日",
        "工作日",
        "个工作日",
        "个自然日",
        "个月",
        "周",
        "年",
        "周年",
        "课时",
        "学时",
    )
)

# Longest first: 人次 before 人, 个工作日 before 个. Behind some, what follows makes another word (三部门).
_UNITS = (
    "个工作日|工作日|个自然日|个百分点|百分点|㎡|平方公里|平方千米|平方米|立方米|延米|公里|千米|公顷|千瓦|兆瓦"
    "|人次|户次|车次|场次|批次|班次|辆次|条次|人份|人天|个小时|个月|小时|分钟|课时|学时|周岁|公斤|千克|毫升|亿元|万元|元|亩|米|吨|升(?![级至到降为])|平方(?!公里|千米|米)|千瓦时|度(?=电)|成(?![效果员立为交长本绩功熟年人因分])"
    "|个|名(?![单称录])|人(?![民大口才])|位(?!于)|户(?![籍外口主])|家(?![庭长属园])|支(?![部持付])|所(?![有以])"
    "|处(?![理置罚于])|座|栋|幢|套|台(?!账)|辆|盏|部(?![门署分队])|张(?![贴挂])|条(?![件例])|件|份(?!额)|册"
    "|本(?![级地着次年月方镇村社区街县市单])|期(?![间末限])|次(?![要生])|场(?![所地合])|篇|幅|块|面(?![积向对貌上])"
    "|组(?![织长建成])|间(?![隔断])|株|棵|顶|具(?![体有备])|盘|副(?![组主书])|架(?!构)|根(?![据本治除])|扇|樘"
    "|集(?![中体团聚市])|版(?![面块权])|栏|床(?!位)|只|对(?![于象接照待])|片(?![区长警])|口(?![号头])|眼|枚|箱|桶"
    "|批(?![准评])|轮(?![流班])|遍|节(?![日约能假])|堂|班(?!子)|队(?![伍员长])|项(?!目(?!标))|类(?![别似])|种(?![植])"
    "|起(?![来草点止步始到码诉因源])|例(?![会如行外])|宗(?!旨)|桩|款|门(?![口前卫户牌槛店诊])|颗|段|层(?!面)|页|字(?![号样母面])|瓶|袋|双|桌|席(?!位)|名额|词"
    "|岁|分(?![别类工析级批管期散阶享钟之])|星|天|日|年|周"
)
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,12}(?:\.\d{1,6})?"
_CHINESE = r"[零〇一二三四五六七八九十百千万两]{1,9}"
_TO = r" *(?:-{1,2}|—{1,2}|~|至|到) *"
# 8.2千米 is 8.2 of a 千米, not 8,200 米.
_SCALE = r"(?:[百万亿]|千(?![米克瓦])){0,2}"
_NUMBER = rf"(?:(?:{_ARABIC}){_SCALE}|{_CHINESE})"

_BEGINS = r"(?<![\dA-Za-z/〔第零〇一二三四五六七八九十百千万两])(?:(?<!\.)|(?!\d))"

_QUANTITY = re.compile(
    # The look ahead lets the search pass over characters that begin none, at once.
    rf"(?=[\d零〇一二三四五六七八九十百千万两])(?:(?<![\d.A-Za-z/〔第])(?P<low_percent>{_ARABIC})%?{_TO}(?P<high_percent>{_ARABIC})%"
    rf"|(?<![\d.A-Za-z〔第])(?P<percent>{_ARABIC}) *(?P<sign>[%‰])"
    rf"|百分之(?P<chinese_percent>{_CHINESE}(?:点{_CHINESE})?)"
    r"|(?<![\d/.])(?P<over>\d{1,2})/(?P<under>\d{1,2})(?![\d/])"
    r"|(?P<chinese_under>[二三四五六七八九十])分之(?P<chinese_over>[一二三四五六七八九])"
    rf"|{_BEGINS}(?P<low>{_NUMBER})(?:{_UNITS})?{_TO}"
    rf"(?P<high>{_NUMBER}) *(?P<unit_of_both>{_UNITS})"
    rf"|{_BEGINS}(?P<number>{_NUMBER})[余多几]? *(?P<unit>{_UNITS}))"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit at text[start:end].

    value       a number, or (low, high) for a range; a fraction such as 2/3 is 0.6667 of the unit 比例
    is_chinese  written in Chinese numerals, as in set phrases (三个结合) more often than in figures
    """

    start: int
    end: int
    value: float | tuple[float, float]
    unit: str
    is_chinese: bool = False

    @property
    def is_one(self) -> bool:
        """`一个`: a figure, or only an article."""
        return self.is_chinese and self.value == 1

    @property
    def is_duration(self) -> bool:
        return self.unit in TIME_UNITS


def quantities(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """The quantities written in text[start:end] (folded to one width), from left to right. Dates are none."""
    for match in _QUANTITY.finditer(text, start, len(text) if end is None else end):
        if quantity := _quantity(text, match):
            yield quantity


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    at = match.start(), match.end()
    if match["percent"]:
        return _made(at, match["percent"], match["sign"])
    if match["high_percent"]:
        return _range(at, match["low_percent"], match["high_percent"], PERCENT)
    if match["chinese_percent"]:
        return _chinese_percent(at, match["chinese_percent"])
    if match["under"] or match["chinese_under"]:
        return _fraction(at, match["over"] or match["chinese_over"], match["under"] or match["chinese_under"])
    if match["high"]:
        return _range(at, match["low"], match["high"], match["unit_of_both"])
    if _is_date(text, match):
        return None
    return _made(at, match["number"], match["unit"])


def _made(at: tuple[int, int], written: str, unit: str) -> Quantity | None:
    value = to_number(written)
    if unit == "成":
        return _tenths(at, value, written)
    return None if value is None else Quantity(*at, value, unit, not written[0].isdecimal())


def _tenths(at: tuple[int, int], value: float | None, written: str) -> Quantity | None:
    """`九成` is ninety per cent; `成` behind anything but one to ten is no share."""
    if value is None or not 0 < value <= 10:
        return None
    return Quantity(*at, round(value * 10, 4), PERCENT, not written[0].isdecimal())


def _range(at: tuple[int, int], low: str, high: str, unit: str) -> Quantity | None:
    first, last = to_number(low), to_number(high)
    if first is None or last is None or first >= last:
        return None
    if unit == "成":
        return Quantity(*at, (first * 10, last * 10), PERCENT, not high[0].isdecimal())
    return Quantity(*at, (first, last), unit, not high[0].isdecimal())


def _chinese_percent(at: tuple[int, int], written: str) -> Quantity | None:
    whole, _, part = written.partition("点")
    value = 100 if whole == "百" else to_number(whole)
    digits = "".join(str(to_number(digit)) for digit in part)
    if value is None or (part and not digits.isdecimal()):
        return None
    return Quantity(*at, float(f"{value}.{digits}") if part else value, PERCENT, is_chinese=True)


def _fraction(at: tuple[int, int], over: str, under: str) -> Quantity | None:
    top, bottom = to_number(over), to_number(under)
    if not top or not bottom or top >= bottom:
        return None
    return Quantity(*at, round(top / bottom, 4), SHARE, not over.isdecimal())


def _is_date(text: str, match: re.Match[str]) -> bool:
    """`2023年` and the `7日` of `11月7日` are dates; `三年` and `7日内` are not."""
    unit, number = match["unit"], match["number"]
    if unit == "年":
        return len(number) >= 4 or text[match.end() : match.end() + 1] in ("度", "级")
    return unit == "日" and text[match.start() - 1 : match.start()] in ("月", "至", "-", "—", "~")
