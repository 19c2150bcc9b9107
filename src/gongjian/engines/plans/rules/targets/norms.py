"""`每户一册`, `每百户配备网格员1名`, `各村配备有一名档案员`, `每千名老年人拥有床位40张`: so many per unit."""

import re

from gongjian.engines.plans.rules.targets.figure import Figure
from gongjian.engines.plans.rules.targets.verbs import EQUIP

_PER_UNIT = re.compile(r"(?:每(?!年|月|周|天|日|季|次|逢|半|学期|星期)|各(?!自|项|级|类|种))[^,。;:]{0,20}$")
_EQUIP = re.compile(rf"{EQUIP}|要有|应有|须有|必须有|各一?$")
# `每个片区有一名组长` may tell what is; a figure proper asks for it.
_HAS = re.compile("有$")
_TERSE = re.compile(r"(?:每|各)(?!年|月|周|天|日|季|次|半|学期|星期)[㐀-鿿]{1,2}$")
_ALONE = re.compile(r"^\s*(?:以上)?\s*(?:[㐀-鿿]{0,4})$")


def is_wanted(figure: Figure) -> bool:
    per = _PER_UNIT.search(figure.before)
    if per is None or figure.quantity.is_duration:
        return False
    if _EQUIP.search(per[0]) or (_HAS.search(per[0]) and not figure.quantity.is_one):
        return True
    return bool(_TERSE.search(figure.before)) and bool(_ALONE.match(figure.after))
