"""How a figure is compared: `不少于4名`, `达到95%以上`, `控制在5%以内`, `大于70%`, `30人以上，60人以下`.

达到 and 以上 include the figure, 超过 and 大于 do not; without a comparing word it is the figure itself.
"""

import re
from dataclasses import dataclass

from gongjian.engines.plans.model import Op
from gongjian.engines.text.quantities import Quantity

# 不得高于, 不能少于, 不宜超过: what may stand between 不 and the comparing verb.
MAY_NOT = "(?:不|不得|不能|不可|不应|不宜|不准|不许|不要|不允许|未|严禁|禁止|不会)"
_BEFORE: tuple[tuple[Op, str], ...] = (
    (
        "<=",
        rf"≤|≦|<=|{MAY_NOT}(?:超过|高于|大于|多于|超出|突破|长于)|不超|控制在|限制在|控制到|压(?:缩|减|降|降低)(?:到|至)|降(?:低|低到|低至)?(?:到|至)|缩短(?:到|至)|最多|至多|最高|最长|上限为?",
    ),
    (">=", rf"≥|≧|>=|{MAY_NOT}(?:少于|低于|小于|短于|下于|弱于|少过)|不下|至少|最少|最低|下限为?|起码"),
    (">", "超过|大于|高于|多于|突破|超出|(?<!不)超"),
    ("<", "低于|小于|少于|不足|不到|不满|未满"),
    (">=", "达到|达|保持在?|稳定在|维持在?|保证在?|确保在"),
)
_COMPILED = tuple((op, re.compile(words)) for op, words in _BEFORE)
_WORDS = "|".join(words for _, words in _BEFORE)
_OF_WHICH = r"(?:[㐀-鿿“”]{0,14}(?:的|总(?:数|量|面积|人数)))?"
# The word stands right before the number, or before what the number is a share of (`不少于常住人口的5%`);
# 至少 and its like also before the verb (`至少配备1名`).
_RIGHT_BEFORE = re.compile(rf"(?P<word>{_WORDS})(?:了|到)?{_OF_WHICH}\s*[:“\"]?\s*$")
_FURTHER_BEFORE = re.compile(
    rf"(?P<word>至少|最少|起码|{MAY_NOT}(?:少于|低于)|{MAY_NOT}超过|最多|至多)[^\d,。;:、]{{0,10}}$"
)
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
    return next(op for op, words in _COMPILED if words.fullmatch(said["word"])) if said else None


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
