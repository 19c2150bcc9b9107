"""How a figure is compared: `不少于4名`, `达到95%以上`, `控制在5%以内`, `大于70%`, `30人以上，60人以下`.

达到 and 以上 include the figure, 超过 and 大于 do not; without a comparing word it is the figure itself.
"""

import re
from dataclasses import dataclass

from gongjian.engines.plans.model import Op
from gongjian.engines.text.quantities import Quantity

_BEFORE: tuple[tuple[Op, str], ...] = (
    ("<=", "≤|≦|<=|不超过|不得超过|不能超过|不高于|不大于|不多于|不超|控制在|限制在|压缩到|降至|降到|最多"),
    (
        ">=",
        "≥|≧|>=|不少于|不得少于|不能少于|不低于|不得低于|不能低于|不小于|不得小于|不短于|不下于|不下|至少|最少|最低",
    ),
    (">", "超过|大于|高于|多于|突破|超出"),
    ("<", "低于|小于|少于|不足|不到|不满"),
    (">=", "达到|达|保持在?|稳定在|维持在"),
)
_OPS: dict[str, Op] = {
    word: op for op, words in reversed(_BEFORE) for word in words.replace("?", "").split("|")
}
_OPS["保持"] = ">="
_WORDS = "|".join(words for _, words in _BEFORE)
# The word stands right before the number; 至少 and its like also before the verb (`至少配备1名`).
_RIGHT_BEFORE = re.compile(rf"(?P<word>{_WORDS})(?:了|到|总数的?|总面积的?|总人数的?)?\s*[:“\"]?\s*$")
_FURTHER_BEFORE = re.compile(r"(?P<word>至少|最少|不少于|不低于|不得少于|最多)[^\d,。;:、]{0,10}$")
_AFTER = re.compile(
    r"\s*[”\"]?\s*(?:\([^()]{1,6}\))?(?P<word>(?:及|或|或者)?以上|以内|之内|及?以下|左右|上下)"
)
_AND_BELOW = re.compile(r"(?:及|\(含\))?以上\s*[,、]?\s*$")
_PLAIN_REACHED = re.compile(r"(?:达到|达)(?:了)?\s*$")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the figure is compared, and where the comparison ends in the text."""

    op: Op
    value: float | tuple[float, float]
    is_said: bool
    end: int
    word_before: bool = False


def comparison(text: str, quantity: Quantity, following: Quantity | None) -> Comparison:
    """What the words around the quantity say of it; `following` is the next quantity in the text."""
    if both := _between(text, quantity, following):
        return both
    after = _AFTER.match(text, quantity.end)
    end = after.end("word") if after else quantity.end
    if isinstance(quantity.value, tuple):
        return Comparison("between", quantity.value, True, end)
    said = _before(text, quantity)
    op = _op(said, after["word"] if after else "")
    return Comparison(op or "=", quantity.value, op is not None, end, word_before=said is not None)


def _before(text: str, quantity: Quantity) -> Op | None:
    words = text[max(0, quantity.start - 16) : quantity.start]
    said = _RIGHT_BEFORE.search(words) or _FURTHER_BEFORE.search(words)
    return _OPS[said["word"]] if said else None


def _op(op: Op | None, word_after: str) -> Op | None:
    if word_after.endswith("以上"):
        return op if op == ">" else ">="
    if word_after in ("以内", "之内"):
        return "<="
    if word_after.endswith("以下"):
        return "<="
    if word_after in ("左右", "上下"):
        return "="
    return op


def _between(text: str, quantity: Quantity, following: Quantity | None) -> Comparison | None:
    """`30人以上，60人以下`: the two ends of one range."""
    if following is None or isinstance(quantity.value, tuple) or isinstance(following.value, tuple):
        return None
    gap = text[quantity.end : following.start]
    if len(gap) > 6 or following.unit != quantity.unit or not _AND_BELOW.match(gap):
        return None
    after = _AFTER.match(text, following.end)
    if not after or not after["word"].endswith(("以下", "以内")) or quantity.value >= following.value:
        return None
    return Comparison("between", (quantity.value, following.value), True, after.end("word"))
