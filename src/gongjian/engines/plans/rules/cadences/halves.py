"""`上、下半年各组织一次`, `上半年和下半年各一次`: once in each half of the year."""

import re
from collections.abc import Iterator

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.rules.cadences.found import Found
from gongjian.engines.text.numerals import CHINESE_NUMBER, to_number

_HALVES = re.compile(
    rf"上(?:半年)?[、和及,]?下半年(?:要)?各[^,。;:\n]{{0,12}}?(?P<times>\d{{1,2}}|{CHINESE_NUMBER})[次场期]"
)


def find(draft: Draft) -> Iterator[Found]:
    for match in _HALVES.finditer(draft.wording.folded):
        times = to_number(match["times"])
        if times:
            clause = draft.clause(match.start(), match.end())
            count = match.start("times"), match.end()
            yield Found(match.start(), match.start("times"), clause, times, "=", "half-year", count)
