"""`修订预案9个`, `抽调4名骨干`, `在5个社区试点`, `12个路口设岗`, `第一批40个`: plain counts, no comparing word.

Three shapes. A count that closes its phrase in a section that says what is to be done; a count that an act
behind it takes to its end (清零, 补齐, 通过验收); a count of places where something is tried first.
"""

import re

from gongjian.engines.plans.rules.targets.figure import Figure
from gongjian.engines.plans.rules.targets.verbs import ACHIEVED

_ASKING = frozenset({"goals", "tasks", "phases", "standards", "safeguards", "organisation", "scope"})
_CLOSES = re.compile(r"^\s*(?:以上|左右|上下)?\s*(?:$|[、)(,;。]|和|及|以及|并|用于|供|各)")
_THING = re.compile('[㐀-鿿]{2}[”"》)]?(?:共|共计|合计|达|计|约|为|各)?$')
# 3个街道, 前5名, 连续2次: these say which, not how many; 共、有 and the like tell what is.
_SAYS_WHICH = re.compile(
    r"(?:前|后|第|连续|累计|每|近|距|离|约定|超过|名列|位列|排名|排在|获|荣获|有|含|占|现|设有|建有|配有|地处|面积|人口|户籍|户数"
    r"|等|为|是|共有|总数|住户|居民|商户|楼栋|楼房|住宅|人数|门牌|电话|热线|邮编|编号|序号|代码|宽|长|高|深|小区|社区|村|楼|学校|企业|单位|机构|街道|门店|场所)$"
)
_ALL = (
    r"(?:全部|一律|均|都|整体|同步|率先|先行|要|需|须|应|将|必须|逐一|陆续|分批|同时|统一|先后|先|率先|基本)"
)
_ENDS_WELL = re.compile(rf"^(?:[^,。;:\d每]|\d{{1,2}}(?=[月日])){{0,24}}?{_ALL}{{0,2}}(?:{ACHIEVED})")
_WHOLE = re.compile(r"^[㐀-鿿]{1,10}(?:全部|一律|整体)(?!落实|负责|纳入)[㐀-鿿]{2}")
_ROUTINE = re.compile(
    r"每(?!户|个|名|处|所|栋|家|位|百|千|万)|各负|巡[查逻视]|值[班守]|管理$|专人|检查|维护|(?:^|[^㐀-鿿])(?:对|针对)"
)
_TRIED = re.compile(
    r"^[^,。;:\d]{0,14}?(?:试点|试行|先行|推广|推开|铺开|示范|运行|落地|启动|实施|推行|试运行)"
)
_IN = re.compile(r"(?:在|选在|于)[^,。;:在]{0,14}$")
_BATCH = re.compile(r"(?:首批|第[一二三四五六七八九十\d]{1,2}批|当年|本年|今年|明年)(?:为|计划|安排)?$")
_ONE_PER_POST = re.compile(r"(?:设|配)[㐀-鿿]{1,8}$")
_EACH = re.compile(r"每(?!年|月|周|天|日|季|次|半|学期|晚|个?月|一?年)[^,。;:]{0,12}")


def is_wanted(figure: Figure) -> bool:
    quantity = figure.quantity
    if quantity.is_duration or figure.is_compared:
        return False
    if quantity.is_one:
        return _is_a_post(figure)
    if _is_batch(figure) or _is_tried(figure) or _is_ended(figure):
        return True
    return not quantity.is_chinese and _closes_its_phrase(figure)


def _is_a_post(figure: Figure) -> bool:
    """`每组5至8人，设组长一名`: the one of each group."""
    posted = figure.quantity.unit in ("名", "人", "位") and _ONE_PER_POST.search(figure.before)
    return bool(posted and _CLOSES.match(figure.after) and _EACH.search(figure.sentence_before))


def _is_batch(figure: Figure) -> bool:
    return bool(_BATCH.search(figure.before)) and bool(_CLOSES.match(figure.after))


def _is_tried(figure: Figure) -> bool:
    return bool(_IN.search(figure.before)) and bool(_TRIED.match(figure.after))


def _is_ended(figure: Figure) -> bool:
    if _ROUTINE.search(figure.before[-12:]) or re.match(r"(?:对|针对|将|把)", figure.before):
        return False
    ended = _ENDS_WELL.match(figure.after) or _WHOLE.match(figure.after)
    return bool(ended) and not _ROUTINE.search(figure.after)


def _closes_its_phrase(figure: Figure) -> bool:
    if figure.role not in _ASKING or not _CLOSES.match(figure.after):
        return False
    before = figure.own_before.rstrip(" ")
    return bool(_THING.search(before)) and not _SAYS_WHICH.search(before)
