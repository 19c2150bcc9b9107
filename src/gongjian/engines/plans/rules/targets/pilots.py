"""`选一个村先行试点`, `选择3个村进行试点`: how many are chosen to try first, one as well."""

import re

from gongjian.engines.plans.rules.targets.figure import Figure

_CHOSEN = re.compile(r"(?:选(?:择|取|定|出|好)?|确定|挑选|遴选)[^,。;:]{0,12}$")
_TO_TRY = re.compile(r"试点|示范|样板")


def is_wanted(figure: Figure) -> bool:
    return bool(_CHOSEN.search(figure.before)) and bool(_TO_TRY.search(figure.after))
