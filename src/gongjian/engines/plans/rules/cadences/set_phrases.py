"""Set phrases that count a period: `日产日清`, `一日两扫`, `周周有活动`, `一周一次`, `半年一次`."""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Per
from gongjian.engines.plans.rules.cadences.found import Found
from gongjian.engines.text.numerals import to_number

_PERS: dict[str, Per] = {
    "日": "day",
    "天": "day",
    "周": "week",
    "月": "month",
    "季": "quarter",
    "年": "year",
    "半年": "half-year",
    "夜": "day",
    "晚": "day",
    "半月": "half-month",
}
_N = "一两二双三四五六"
_PHRASE = re.compile(
    r"(?P<daily>日[产扫收]日[清洁运])"
    r"|(?P<twice>周周|月月|季季|年年|天天|日日|夜夜|晚晚)(?=有|都|见|搞|巡|查|清|扫|报|评|讲|练|排|开展|坚持|更新)"
    rf"|(?<![\d{_N}十每第])一(?P<unit>日|天|周|个?月|季度?|年|半月|半年|夜)(?P<times>[{_N}]|\d(?!\d))(?:次|(?=[㐀-鿿]))"
    r"(?!度|[日号月份十百千万餐季体起些样直定方般届假夜成个名位人户家])"
    rf"|(?<![每一上下个])(?:一|1)?(?P<period>半年|半个?月|(?<=一)个?月|(?<=一)季度?|(?<=一)周|(?<=一)年|(?<=一)天)"
    rf"(?P<count>[{_N}\d])次(?!性)"
)


def find(draft: Draft) -> Iterator[Found]:
    for match in _PHRASE.finditer(draft.wording.folded):
        clause = draft.clause(match.start(), match.end())
        if match["daily"]:
            yield Found(match.start(), match.end(), clause, 1, "=", "day")
        elif match["twice"]:
            yield _short(draft, match, match["twice"][0], 1)
        else:
            unit = (match["unit"] or match["period"]).replace("个", "").replace("度", "")
            times = 2 if match["times"] == "双" else to_number(match["times"] or match["count"])
            if times:
                yield _short(draft, match, unit, times)


def _short(draft: Draft, match: re.Match[str], unit: str, times: float) -> Found:
    """Several such phrases stand in a row (`周周有活动、月月有高潮`): each is its own."""
    start, end = draft.clause(match.start(), match.end())
    before = max(draft.wording.folded.rfind(mark, start, match.start()) for mark in "、“”")
    behind = [draft.wording.folded.find(mark, match.end(), end) for mark in "、“”"]
    stop = min([at for at in behind if at >= 0], default=end)
    clause = draft.wording.trimmed(max(start, before + 1), stop)
    return Found(match.start(), match.end(), clause, times, "=", _PERS[unit], (match.start(), match.end()))
