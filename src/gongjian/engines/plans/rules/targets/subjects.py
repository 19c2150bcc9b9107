"""What a figure counts, in the plan's words: `社区志愿服务人员`, `每个街道办事处的“绿化达标”庭院`."""

import re

from gongjian.engines.plans.rules.targets.comparing import MAY_NOT
from gongjian.engines.plans.rules.targets.figure import Figure
from gongjian.engines.plans.rules.targets.verbs import OUTPUT
from gongjian.engines.text.quantities import PER_MILLE, PERCENT, SHARE

_COMPARING = (
    rf"{MAY_NOT}(?:少于|低于|小于|短于|超过|高于|大于|多于)|至少|最少|最多|至多|超过|大于|高于|多于|(?:分别)?控制在|限制在|低于|小于|少于|不足"
    "|[≥≤≧≦]|(?:分别)?(?:达到|达|保持在|稳定在)|要?占|(?:要|须|应|需)?(?:提高|提升|增加|降低|下降|降|减少|压缩)(?:到|至)|力争|争取|确保|计划|全部|累计"
)
_LEADING = re.compile(
    rf"^(?:{_COMPARING}|新建成|(?:{OUTPUT})(?!后|率|人员)|使(?!用)|在(?!线)|对(?!象)|将(?!军)|并|其中|拟|要(?!求|素)|全年|年内|今年|各?要求|到?年底|共(?=[㐀-鿿]{{2}}))+"
)
_TRAILING = re.compile(
    rf"(?:{_COMPARING}|{OUTPUT}|原则上|年均|平均|不得|为|到|的|在|要|须|应|均|都|各|共|由|从|率先|\s|[(\"“])+$"
)
# What the figure is compared with stands behind the thing itself: `办公用房不得超过总面积的`.
_COMPARED_WITH = re.compile(rf"(?:{_COMPARING}).*$")
_GONE_FROM = re.compile(r"[由从](?:[^,。;:]{0,8}的)?[\d.]+[%‰]?[^,。;:\d]{0,6}(?:到|至)?$|[由从]现在的?$")
_NOUN = re.compile("[㐀-鿿]{2}")
_NO_NOUN = re.compile("方可|为|的|参加|推荐|命名|先行|进行|可以|全部|均|以[上下内]")
_AFTER_WORD = re.compile(r"^(?:[及或]?以[上下内]|左右|之内|上下|之间)")
_ACT_BEHIND = re.compile(
    r"(?<=[㐀-鿿]{2})(?:要(?!素)|须|应(?!急)|于|在(?!线)|通过|到?年底|年内|\d|全部|一律|均|都|(?<!建)设(?!施|备|计)|签订|签约|参与|参加|开展|组成|达到"
    r"|完成|建成|试点|先行|同意|出席|实现|接受|进行|用于|标准|为).*$"
)
_WHERE = re.compile(r"(?:全|本|我)?[省市区县镇乡街村]道?(?:共|内|里|范围内)?")
_LONGEST = 40


def subject(figure: Figure) -> str:
    """The words before the number without verbs and comparing words, else those behind it."""
    behind, ahead = _behind(figure), _ahead(figure)
    if ahead and (not behind or _says_share(figure) or _NO_NOUN.match(behind)):
        return ahead[-_LONGEST:]
    return (behind or ahead or _act(figure) or figure.written)[:_LONGEST]


def _act(figure: Figure) -> str:
    """Where only an act is counted, the act: `全年培训不少于600人次`."""
    said = _COMPARED_WITH.sub("", figure.before).strip(" ,、的")
    return said or figure.before.strip(" ,、的")


def _behind(figure: Figure) -> str:
    words = _AFTER_WORD.sub("", figure.noun.strip(' 的”"')).strip(' 的”"')
    return _ACT_BEHIND.sub("", words).removeprefix("为").strip(' 的”“"')


def _ahead(figure: Figure) -> str:
    own = figure.own_before if _NOUN.search(figure.own_before) else figure.before
    words = _GONE_FROM.sub("", own.strip(" ,、"))
    words = _LEADING.sub("", words).strip(" ,、")
    cut = _COMPARED_WITH.sub("", words).strip(" ,、")
    words = _TRAILING.sub("", cut if _NOUN.search(cut) else words).strip(" ,、")
    return "" if _WHERE.fullmatch(words) else words


def _says_share(figure: Figure) -> bool:
    return figure.quantity.unit in (PERCENT, PER_MILLE, SHARE) and not figure.after.startswith("的")
