"""`一年至少召开两次`, `全年活动不少于12次`, `一个月不少于四期`, `年度检查2次以上`: so often within one period.

The period is not named with 每, so the count must be compared: `全年组织活动12场` is a figure to be reached.
"""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Op, Per
from gongjian.engines.plans.rules.cadences.counts import HAPPENINGS
from gongjian.engines.plans.rules.cadences.found import Found
from gongjian.engines.text.numerals import CHINESE_NUMBER, to_number

_N = rf"(?:\d{{1,3}}|{CHINESE_NUMBER})"
_WITHIN = re.compile(
    r"(?<![\d每十近第今明去前后上下同当二三两几某逐])"
    r"(?P<period>一年|全年|年内|年度|全年度|一个?月|全月|一个?季度|一个?星期|一周|半年|一天|一日)(?:内|之内|里|要)?(?:[^,。;:\d]{0,14}?)"
    r"(?:(?P<before>至少|最少|起码|不(?:得|能|应)?(?:少于|低于)|不(?:得|能|应)?超过|最多)[^,。;:\d]{0,8}?"
    rf"(?P<low>{_N})(?:{HAPPENINGS})(?![要性日元品假间时])"
    rf"|(?P<low_after>{_N})(?:{HAPPENINGS})(?P<after>以上))"
)
_PERS: tuple[tuple[str, Per], ...] = (
    ("半年", "half-year"),
    ("年", "year"),
    ("季", "quarter"),
    ("月", "month"),
    ("周", "week"),
    ("星期", "week"),
    ("天", "day"),
    ("日", "day"),
)


def find(draft: Draft) -> Iterator[Found]:
    for match in _WITHIN.finditer(draft.wording.folded):
        number = "low" if match["low"] else "low_after"
        times = to_number(match[number])
        if times and not re.search("每", match[0]):
            clause = draft.clause(match.start(), match.end())
            op: Op = "<=" if re.search("超过|最多", match["before"] or "") else ">="
            per = next(per for unit, per in _PERS if unit in match["period"])
            yield Found(
                match.start(), match.end("period"), clause, times, op, per, (match.start(number), match.end())
            )
