"""What a figure counts, in the plan's words: `社区志愿服务人员`, `每个街道办事处的“绿化达标”庭院`."""

import re

from gongjian.engines.plans.rules.targets.figure import Figure
from gongjian.engines.plans.rules.targets.verbs import OUTPUT
from gongjian.engines.text.quantities import PER_MILLE, PERCENT

_COMPARING = (
    "不少于|不得少于|不低于|不得低于|不小于|至少|最少|超过|大于|高于|不超过|不高于|控制在|低于"
    "|[≥≤≧≦]|达到|达|保持在|力争|争取|确保|计划|全部|累计"
)
_LEADING = re.compile(
    rf"^(?:{_COMPARING}|新建成|(?:{OUTPUT})(?!后|率)|使(?!用)|在(?!线)|对(?!象)|将(?!军)|并|其中|要(?!求|素)|全年|年内|各?要求)+"
)
_TRAILING = re.compile(rf"(?:{_COMPARING}|{OUTPUT}|为|到|的|率先|\s|[(\"“])+$")
_NOUN = re.compile("[㐀-鿿]{2}")
_NO_NOUN = re.compile("方可|为|的|参加|推荐|命名|先行|进行|可以|全部|均")
_LONGEST = 40


def subject(figure: Figure) -> str:
    """The words before the number without verbs and comparing words, else those behind it."""
    behind = figure.noun.removeprefix("以上").removeprefix("以下").removeprefix("左右").strip(' 的”"')
    ahead = _TRAILING.sub(
        "",
        _LEADING.sub(
            "", (figure.own_before if _NOUN.search(figure.own_before) else figure.before).strip(" ,、")
        ),
    ).strip(" ,、")
    if ahead and (not behind or _says_share(figure) or _NO_NOUN.match(behind)):
        return ahead[-_LONGEST:]
    return (behind or ahead or figure.before.strip())[:_LONGEST] or figure.written


def _says_share(figure: Figure) -> bool:
    return figure.quantity.unit in (PERCENT, PER_MILLE) and not figure.after.startswith("的")
