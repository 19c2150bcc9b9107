"""`设置30个垃圾房`, `创建示范社区2个、市级6个`, `推广到全区七个街道`: so many made, finished or chosen.

The number follows the verb in its clause, or ends a clause of an enumeration that one verb governs
(`改造小区18个，涉及楼栋96栋、居民3200户`). `一` with a measure word is an article unless another figure
stands beside it.
"""

import re

from gongjian.engines.plans.rules.targets.figure import Figure
from gongjian.engines.plans.rules.targets.verbs import OUTPUT, SHORT_OUTPUT

_VERB = re.compile(rf"{OUTPUT}|(?<!城)(?<!基)(?<!兴)(?:{SHORT_OUTPUT})\s*$")
_NO_VERB = re.compile(
    "建议|设备|设施|建筑|创新|创业|发展中心|发展改革|组织部|组织机构|组织者|党组织|社会组织|设计|办公|办事|主办|承办"
)
_VERB_AFTER = re.compile(
    r"^[^,。;:\d]{0,14}?(?:全部|均|都)?(?:建成|建立|完成|达标|创成|改造|整治|结对|结成(?:对子|帮扶)|达到[^,。;:\d]{0,16}标准)"
)
# `组建一支35人的队伍`: the one is an article before the figure.
_ARTICLE = re.compile(r"^\s*(?:不少于|至少|由|有|约)?\s*\d+\s*[余多]?[㐀-鿿]{1,2}(?:以上|左右)?(?:组成)?的")
_ENDS_PHRASE = re.compile(r"^\s*(?:以上|左右|$|[、)(]|和|及|以及|并|,)")


def is_wanted(figure: Figure) -> bool:
    quantity = figure.quantity
    if quantity.is_duration or (quantity.is_one and not figure.has_neighbour):
        return False
    if quantity.is_one and _ARTICLE.match(figure.after):
        return False
    if is_governed(figure.before):
        return True
    if quantity.is_chinese:
        return False
    return _governed_over_commas(figure) or _is_object_of_later_verb(figure)


def is_governed(before: str) -> bool:
    """Whether a verb of making or choosing stands before the number."""
    return bool(_VERB.search(_NO_VERB.sub("", before)))


def _governed_over_commas(figure: Figure) -> bool:
    """An item of an enumeration: the number ends its phrase, the verb opens the sentence."""
    ends_phrase = bool(_ENDS_PHRASE.match(figure.after))
    return ends_phrase and len(figure.own_before) <= 16 and is_governed(figure.sentence_before)


def _is_object_of_later_verb(figure: Figure) -> bool:
    """`全镇12个社区全部建成…`, `对20名残疾人建立健康档案`."""
    return bool(_VERB_AFTER.match(figure.after))
