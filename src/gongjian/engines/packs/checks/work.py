"""Indicators that nobody can answer."""

from gongjian.engines.packs.draft import Draft
from gongjian.engines.packs.faults import Severity
from gongjian.engines.packs.model import Indicator, Judged, Method
from gongjian.engines.packs.wording import Said

_NO_RULES = Said("没有口径，也没有评定等次", "it has neither a measure nor levels to judge by")
_NOBODY = Said("没有写明由谁填报（answers）", "it does not say who answers")
_NO_METHOD = Said("没有写明测评方法（methods）", "it does not say how it is looked at")
_NO_PERSON = Said(
    "要由人评定，测评方法却只有系统实测", "a person is to judge, and the only method is the system's"
)


def check(draft: Draft) -> None:
    for entry in draft.made_indicators():
        if why := _why_not(entry.made):
            draft.notes["standard.yaml"].value(
                (*entry.path, "id"),
                "nobody-can-answer",
                found=entry.made.id,
                why=why,
                severity=Severity.WARNING,
            )


def _why_not(indicator: Indicator) -> Said | None:
    if not indicator.is_leaf or indicator.repealed is not None:
        return None
    if not indicator.rules:
        return _NO_RULES
    if indicator.answers is None:
        return _NOBODY
    if not indicator.methods:
        return _NO_METHOD
    is_judged = any(isinstance(rule, Judged) for rule in indicator.rules)
    return _NO_PERSON if is_judged and set(indicator.methods) == {Method.SYSTEM} else None
