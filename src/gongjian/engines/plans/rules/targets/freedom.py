"""`三年内无重新犯罪`, `连续30天以上无新增病例`, `近3年内没有发生较大事故`: so long without something."""

import re

from gongjian.engines.plans.rules.targets.figure import Figure

_WITHOUT = re.compile(
    r"^\s*(?:以上|以内|之内|内|以来)?[^,。;:]{0,16}?(?:无(?!偿|论|疑|线|害化)|未(?!来|成年)|没有|不发生|不出现|零)"
)
# `戒断三年未复吸人员比例`: the years say whose share it is.
_OF_GROUP = re.compile(r"^[^,。;:、]{0,16}(?:比例|率)")


def is_wanted(figure: Figure) -> bool:
    if not figure.quantity.is_duration or _OF_GROUP.search(figure.after):
        return False
    return bool(_WITHOUT.match(figure.after))
