"""A number with its unit in its sentence: what a rule on targets looks at."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from gongjian.engines.plans.draft import Draft
from gongjian.engines.plans.model import Op, Role, Span
from gongjian.engines.plans.rules.targets.comparing import Comparison, comparison
from gongjian.engines.text.quantities import PERCENT, Quantity, quantities

_NOUN = re.compile("[㐀-鿿]{2}")
# Words further away say nothing of a figure; it bounds the work on a clause without an end as well.
_NEAR = 80
_JOINED = re.compile(r"\s*[、和及与]\s*")


@dataclass(frozen=True)
class Figure:
    """A quantity, how it is compared, and the words around it (all of one width).

    before, after       the rest of the clause on either side, the comparing words included
    sentence            the whole sentence
    piece               the clause, or the part of it between two 、 where each holds a figure of its own
    has_neighbour       whether another figure, not 一 as well, stands beside it in the clause
    """

    draft: Draft
    quantity: Quantity
    comparison: Comparison
    clause: Span
    sentence_span: Span
    piece: Span
    has_neighbour: bool

    @property
    def _text(self) -> str:
        return self.draft.wording.folded

    @property
    def value(self) -> float | tuple[float, float]:
        return self.comparison.value

    @property
    def op(self) -> Op:
        return self.comparison.op

    @property
    def is_compared(self) -> bool:
        return self.comparison.is_said

    @cached_property
    def before(self) -> str:
        return self._text[max(self.clause[0], self.quantity.start - _NEAR) : self.quantity.start]

    @cached_property
    def own_before(self) -> str:
        """The words before it in its own piece."""
        return self._text[max(self.piece[0], self.quantity.start - _NEAR) : self.quantity.start]

    @cached_property
    def after(self) -> str:
        return self._text[self.quantity.end : min(self.clause[1], self.quantity.end + _NEAR)]

    @cached_property
    def written(self) -> str:
        return self.draft.wording.folded[self.quantity.start : self.quantity.end]

    @cached_property
    def sentence(self) -> str:
        start = max(self.sentence_span[0], self.quantity.start - 2 * _NEAR)
        return self._text[start : min(self.sentence_span[1], self.quantity.end + 2 * _NEAR)]

    @cached_property
    def sentence_before(self) -> str:
        return self._text[max(self.sentence_span[0], self.quantity.start - 2 * _NEAR) : self.quantity.start]

    @cached_property
    def role(self) -> Role | None:
        return self.draft.role_at(self.quantity.start)

    @cached_property
    def noun(self) -> str:
        """What is counted, as far as it stands behind the number: up to a mark or a verb."""
        match = re.match(r"[^,。;:、(]{0,16}", self.after)
        return match[0] if match else ""


def figures(draft: Draft) -> Iterator[Figure]:
    """Every figure of the plan in order. `30人以上，60人以下` is one."""
    text = draft.wording.folded
    skip = -1
    last: Comparison | None = None
    for before, quantity, following in _with_neighbours(quantities(text)):
        if quantity.start < skip:
            continue
        compared = _like_the_last(text, last, comparison(text, quantity, following), quantity)
        last = compared
        skip = compared.end
        clause = draft.clause(quantity.start, compared.end)
        has_neighbour = any(
            other and not other.is_one and clause[0] <= other.start < clause[1]
            for other in (before, following)
        )
        sentence = draft.wording.sentence(quantity.start, quantity.end)
        piece = _piece(draft, clause, (before, quantity, following), compared.end)
        yield Figure(draft, quantity, compared, clause, sentence, piece, has_neighbour)


def _piece(
    draft: Draft, clause: Span, three: tuple[Quantity | None, Quantity, Quantity | None], compared_end: int
) -> Span:
    """`灭火器10具、水带4盘、面具6个` says three things; `达到95%、90%` says one."""
    text = draft.wording.folded
    before, quantity, following = three
    start, end = clause
    if before and before.start >= start:
        start = max(start, *(text.rfind(mark, before.end, quantity.start) + 1 for mark in "、("))
    if following and following.start < end:
        marks = (text.find(mark, compared_end, following.start) for mark in "、(")
        end = min((mark for mark in marks if mark > 0), default=end)
    if quantity.unit == PERCENT and not _NOUN.search(text, start, quantity.start):
        return clause
    if start > clause[0] and text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    return draft.wording.trimmed(start, end)


def _like_the_last(
    text: str, last: Comparison | None, compared: Comparison, quantity: Quantity
) -> Comparison:
    """`分别达到95%、90%和85%`: a figure right behind another is compared as that one."""
    if not last or compared.is_said or not last.word_before:
        return compared
    if not _JOINED.fullmatch(text, last.end, quantity.start):
        return compared
    return replace(compared, op=last.op, is_said=True, word_before=True)


def _with_neighbours(
    found: Iterable[Quantity],
) -> Iterator[tuple[Quantity | None, Quantity, Quantity | None]]:
    before = quantity = None
    for following in found:
        if quantity:
            yield before, quantity, following
        before, quantity = quantity, following
    if quantity:
        yield before, quantity, None
