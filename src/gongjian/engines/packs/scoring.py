"""A standard of a pack and the figures of an area to points, stars, a grade, and whether it is met.

Points are worked out by `engines.measures.scoring`; here a pack's rules become its tree.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from gongjian.engines.measures import scoring
from gongjian.engines.measures.definitions import Comparator, State, Test, Value
from gongjian.engines.measures.scoring import Group, Item, Missing, Score
from gongjian.engines.packs.model import (
    Bands,
    Cap,
    Deduct,
    Indicator,
    Judged,
    Linear,
    NotApplicable,
    Passing,
    PassMark,
    Reach,
    Standard,
    Veto,
    judging_id,
)

# The id of the score of the whole; no indicator can have it.
WHOLE = "/"

_MISSING = {
    NotApplicable.SIBLINGS: Missing.SPREAD,
    NotApplicable.FULL: Missing.FULL,
    # Spread afterwards, over the whole tree at once.
    NotApplicable.ALL: Missing.NONE,
}


@dataclass(frozen=True, slots=True)
class Result:
    """How an area stands by a standard.

    score    the whole, with a part for every indicator by its id; of a leaf of several rules, one for each that
             gives points, by its place (`order-1/1`).
    stars    ids of the items at the top that won one; None where the standard knows no stars.
    grade    id of the grade reached; None for none.
    is_met   whether all pass marks are reached and nothing vetoes; None where there are no marks.
    """

    score: Score
    stars: tuple[str, ...] | None
    grade: str | None
    is_met: bool | None

    @property
    def vetoes(self) -> tuple[str, ...]:
        """Ids of the indicators that lose the whole."""
        return self.score.vetoes


def result(standard: Standard, figures: Mapping[str, Value]) -> Result:
    """The result of a standard from an area's figures, by measure id (`Pack.all_measures`).

    A measure without a figure has no data: it earns nothing.
    """
    total = _total(standard, figures)
    starred = _starred(standard, total)
    grade = next(
        (
            each.id
            for each in standard.grades
            if each.marks and _all_reached(each.marks, standard, total, starred)
        ),
        None,
    )
    is_met = _all_reached(standard.passing, standard, total, starred) if standard.passing else None
    return Result(total, starred, grade, is_met)


# --- The tree ---------------------------------------------------------------------------------------------
def _total(standard: Standard, figures: Mapping[str, Value]) -> Score:
    values: dict[str, Value] = {}
    missing = _MISSING[standard.not_applicable]
    parts = tuple(_parts(standard.indicators, figures, values, missing))
    if not parts:
        return Score(WHOLE, Fraction(0), Fraction(0), State.NOT_APPLICABLE)
    total = scoring.score(Group(WHOLE, parts, not_applicable=missing), values)
    if standard.not_applicable is NotApplicable.ALL:
        total = _spread_over_all(total)
    # Worth no points, so kept out of the tree: what is worth nothing could not be spread.
    vetoes = (
        leaf.id
        for leaf in standard.leaves
        for rule in leaf.rules
        if isinstance(rule, Veto) and _passes(rule, figures)
    )
    return replace(total, vetoes=tuple(dict.fromkeys(vetoes)))


def _parts(
    indicators: tuple[Indicator, ...],
    figures: Mapping[str, Value],
    values: dict[str, Value],
    missing: Missing,
) -> Iterator[Item | Group]:
    """What is scored of `indicators`; the figure of each item goes into `values`."""
    for indicator in indicators:
        if indicator.repealed is not None:
            continue
        if indicator.items:
            if below := tuple(_parts(indicator.items, figures, values, missing)):
                yield Group(indicator.id, below, not_applicable=missing)
        else:
            yield _leaf(indicator, figures, values)


def _leaf(indicator: Indicator, figures: Mapping[str, Value], values: dict[str, Value]) -> Item | Group:
    """An item for each rule that gives points; a rule that does not apply gives its points to the others."""
    scored = [
        (number, rule) for number, rule in enumerate(indicator.rules, 1) if not isinstance(rule, (Cap, Veto))
    ]
    if not scored:
        return Item(indicator.id, indicator.full, scoring.Given())
    is_alone = len(indicator.rules) == 1
    items = []
    for number, rule in scored:
        name = indicator.id if is_alone else f"{indicator.id}/{number}"
        measure = judging_id(indicator.id) if isinstance(rule, Judged) else rule.measure
        if measure in figures:
            values[name] = figures[measure]
        items.append(Item(name, rule.points, _rule(rule)))
    caps = [rule.points for rule in indicator.rules if isinstance(rule, Cap) and _passes(rule, figures)]
    return items[0] if is_alone else Group(indicator.id, tuple(items), cap=min(caps, default=None))


def _passes(rule: Cap | Veto, figures: Mapping[str, Value]) -> bool:
    return rule.measure in figures and rule.test.passes(figures[rule.measure])


def _rule(rule: Reach | Bands | Linear | Deduct | Judged) -> scoring.Rule:
    match rule:
        case Reach(_, test, _):
            return scoring.Passed(test)
        case Bands(_, steps, otherwise):
            bands = [scoring.Band(step.test, step.points) for step in steps]
            # No figure is below 0.
            bands += [scoring.Band(Test(Comparator.AT_LEAST, Fraction(0)), otherwise)] if otherwise else []
            return scoring.Banded(tuple(bands))
        case Linear(_, zero_at, full_at, _):
            return scoring.Linear(zero_at, full_at)
        case Deduct(_, _, each, most):
            return scoring.Deducted(each, most=most)
        case Judged():
            return scoring.Given()


# --- What does not apply, over the whole ------------------------------------------------------------------
def _spread_over_all(total: Score) -> Score:
    """The points of what does not apply go to everything else in proportion, across headings."""
    left = _without_missing(total)
    return _times(left, total.full / left.full) if left.full else left


def _without_missing(part: Score) -> Score:
    if part.state is State.NOT_APPLICABLE:
        return replace(part, full=Fraction(0), open=Fraction(0))
    parts = tuple(_without_missing(each) for each in part.parts)
    full = sum((each.full for each in parts), Fraction(0)) if parts else part.full
    return replace(part, full=full, parts=parts)


def _times(part: Score, factor: Fraction) -> Score:
    return replace(
        part,
        earned=part.earned * factor,
        full=part.full * factor,
        open=part.open * factor,
        parts=tuple(_times(each, factor) for each in part.parts),
    )


# --- Stars and marks --------------------------------------------------------------------------------------
def _starred(standard: Standard, total: Score) -> tuple[str, ...] | None:
    if standard.star is None:
        return None
    if total.vetoes:
        return ()
    return tuple(
        part.id
        for part in total.parts
        if part.state is not State.NOT_APPLICABLE and standard.star.passes_figure(part.earned)
    )


def _all_reached(
    marks: tuple[PassMark, ...], standard: Standard, total: Score, starred: tuple[str, ...] | None
) -> bool:
    return not total.vetoes and all(_is_reached(mark, standard, total, starred) for mark in marks)


def _is_reached(mark: PassMark, standard: Standard, total: Score, starred: tuple[str, ...] | None) -> bool:
    match mark.of:
        case Passing.TOTAL:
            return mark.test.passes_figure(total.earned)
        case Passing.STARS:
            return mark.test.passes_figure(Fraction(len(starred or ())))
        case Passing.ASPECTS:
            names = {indicator.id for indicator in standard.indicators}
        case Passing.ITEMS:
            names = {leaf.id for leaf in standard.leaves}
    parts = [part for name in names if (part := total.find(name)) is not None]
    # What does not apply, and what is not due at all yet, cannot fall short.
    return all(mark.test.passes_figure(part.earned / part.full) for part in parts if part.full > part.open)
