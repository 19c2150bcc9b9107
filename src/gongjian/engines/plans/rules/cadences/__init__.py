"""What recurs in a plan: a period one can count, an act, and how often the act falls in one period."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.limits import MOST_ENTRIES
from gongjian.engines.plans.model import Cadence, Span
from gongjian.engines.plans.rules.cadences import chains, each_period, halves, set_phrases, within
from gongjian.engines.plans.rules.cadences.found import Found

_MARKS = ' 、,，；;:：（）()“”"的'
_COMPARED = re.compile(
    "(?:至少|最少|起码|最多|不(?:得|能|应|可|宜)?(?:少于|低于|超过|多于)|以上|以内|左右)(?=$|[^㐀-鿿]|[㐀-鿿])"
)
_CLOCK = (
    r"(?:清晨|早晨|早上|早|上午|中午|下午|傍晚|晚上|晚间|夜间|晚)?\d{1,2}(?:[:：时点]\d{0,2}分?半?)(?:左右)?"
)
# What names the day or the hour at the beginning of what is done.
_DAYS = re.compile(
    r"^(?:的|在|于|逢|月|第?[一二三四](?:、第?[一二三四])*个?(?:周|星期))?(?:(?:\d{1,2}月(?:份|底|初|末)?)?\d{0,2}[日号]?(?:[、和及,，]\d{1,2}(?:月(?:份|底|初|末)?|[日号])?)*(?<=[日号月底初末份周期])(?!常)"
    r"|[一二三四五六日天](?:[、和及至]?(?:周|星期)?[一二三四五六日])*(?=[上下晚中早各]|$|[^次场期遍轮、一二三四五六七八九十]{2})"
    rf"|{_CLOCK}(?:[、和及,，至—~-]+{_CLOCK})*)(?:(?:以|之)?前|各|分别|上午|下午|晚上|期间)*"
)
_PERIOD = "每(?:半?个?月|周|季度?|半?年|天|日)"
_OTHER_PERIODS = re.compile(rf"^(?:[、和及][㐀-鿿]{{0,6}}?{_PERIOD})+|^(?:[㐀-鿿]{{0,6}}?{_PERIOD}[、和及])+")

RULES = (each_period.find, set_phrases.find, halves.find, chains.find, within.find)


@dataclass(frozen=True, slots=True)
class Cadences:
    """The cadences of a plan in the text's order, and where their counts stand (a count is no target)."""

    found: tuple[Cadence, ...]
    counts: frozenset[int]


def cadences(draft: Draft) -> Cadences:
    """Everything the plan says recurs."""
    found = sorted(_found(draft), key=lambda one: one.at)
    made = tuple(_cadence(draft, one) for one in found)
    return Cadences(made, frozenset(one.count_at for one in found if one.count_at is not None))


def _found(draft: Draft) -> Iterator[Found]:
    for rule in RULES:
        yield from islice(rule(draft), MOST_ENTRIES)


def _cadence(draft: Draft, one: Found) -> Cadence:
    quote = draft.wording.quote(one.clause)
    return Cadence(quote, _activity(draft, one), one.times, one.op, one.per, one.clause)


def _activity(draft: Draft, one: Found) -> str:
    """What is done, as far as the clause says: its words without the period and the count."""
    text = draft.wording.text
    before = _cleaned(text[one.clause[0] : one.at])
    words = before + "".join(_cleaned(text[start:end]) for start, end in _gaps(one))
    words = words.strip(_MARKS)[:60].strip(_MARKS)
    return words or _subject_above(draft, one) or draft.wording.quote(one.clause)


def _cleaned(words: str) -> str:
    """The words without comparing words, days and hours: `（每月）20日开展大扫除` is 开展大扫除."""
    return _COMPARED.sub("", _DAYS.sub("", _OTHER_PERIODS.sub("", words).strip(_MARKS))).strip(_MARKS)


def _subject_above(draft: Draft, one: Found) -> str:
    """What the clause before speaks of, where this one says only how often: `楼道清扫，每周一次`."""
    start = draft.wording.sentence(one.clause[0], one.clause[1])[0]
    earlier = draft.wording.text[max(start, draft.label_end(one.at)) : one.clause[0]].strip(_MARKS)
    return _cleaned(re.split("[，,、：:]", earlier)[-1])[:60]


def _gaps(one: Found) -> list[Span]:
    if one.count is None:
        return [(one.period_end, one.clause[1])]
    if one.count[0] < one.period_end:
        return [(max(one.period_end, one.count[1]), one.clause[1])]
    return [(one.period_end, one.count[0]), (one.count[1], one.clause[1])]
