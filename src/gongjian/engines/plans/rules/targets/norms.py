"""`每户一册`, `每百户配备网格员1名`, `各村配备有一名档案员`, `每千名老年人拥有床位40张`: so many per unit."""

import re

from gongjian.engines.plans.rules.targets.figure import Figure
from gongjian.engines.plans.rules.targets.verbs import EQUIP

_PER_UNIT = re.compile(r"(?:每(?!年|月|周|天|日|季|次|逢|半|学期|星期)|各(?!自|项|级|类|种))[^,。;:]{0,20}$")
_EQUIP = re.compile(rf"{EQUIP}|要有|应有|须有|必须有|各一?$")
# `每个片区有一名组长` may tell what is; a figure proper asks for it.
_HAS = re.compile("有$")
_TERSE = re.compile(r"(?:每|各)(?!年|月|周|天|日|季|次|半|学期|星期)[㐀-鿿]{1,2}$")
# `每500户2人`, `每千名老人35张`, `户均一册`: so many to so many.
_RATIO = re.compile(
    r"每(?:满)?\s*[\d一二三四五六七八九十百千万两]+\s*(?:余|多)?(?!个?(?:小时|分钟|天|日|周|月|年|星期|季))[㐀-鿿]{1,2}[^,。;:\d]{0,12}$|(?:[户人班村镇校楼店]|社区|小区|网格)均(?:至少)?(?:配备?|有|拥有|达到?)?\s*$"
)
_ALONE = re.compile(r"^\s*(?:以上)?\s*(?:[㐀-鿿]{0,4})$")


def is_wanted(figure: Figure) -> bool:
    if not figure.quantity.is_duration and _RATIO.search(figure.before):
        return True
    per = _PER_UNIT.search(figure.before)
    if per is None or figure.quantity.is_duration:
        return False
    if _EQUIP.search(per[0]) or (_HAS.search(per[0]) and not figure.quantity.is_one):
        return True
    return bool(_TERSE.search(figure.before)) and bool(_ALONE.match(figure.after))
