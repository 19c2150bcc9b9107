"""Measures to values: what is needed is read in a few queries, then put together in plain Python."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from gongjian.engines.measures import checking
from gongjian.engines.measures.calendar import Calendar
from gongjian.engines.measures.compiler.asking import Asking, Run
from gongjian.engines.measures.compiler.board import Board, Key
from gongjian.engines.measures.compiler.dialects import Dialect
from gongjian.engines.measures.compiler.families import (
    facts_at_places,
    facts_of_units,
    spans_and_documents,
    subjects_standing,
)
from gongjian.engines.measures.compiler.frames import Frame
from gongjian.engines.measures.compiler.reads import (
    Covered,
    Documents,
    Gaps,
    Latest,
    Presence,
    Read,
    Reports,
    SlotsMet,
    Spans,
    Standing,
    SubjectGaps,
    Subjects,
    SubjectSlots,
    Tally,
)
from gongjian.engines.measures.definitions import Measure, Value
from gongjian.engines.measures.facts import Scope
from gongjian.engines.measures.periods import Period

# One query for all reads of a kind, or one for each.
TOGETHER: Mapping[type, Callable[[Any, Asking], Mapping[Any, Any]]] = {
    Tally: facts_at_places.tallies,
    Presence: facts_at_places.presences,
    Subjects: facts_at_places.subjects,
    Latest: facts_at_places.latest,
    SlotsMet: facts_of_units.slots_met,
    Gaps: facts_of_units.gaps,
    Reports: facts_of_units.reports,
}
ONE_BY_ONE: Mapping[type, Callable[[Any, Asking], Any]] = {
    SubjectSlots: subjects_standing.subject_slots,
    SubjectGaps: subjects_standing.subject_gaps,
    Spans: spans_and_documents.spans,
    Documents: spans_and_documents.documents,
}


def evaluate(
    measures: Iterable[Measure],
    scope: Scope,
    period: Period,
    *,
    as_of: date,
    calendar: Calendar,
    kinds: Mapping[str, int],
    dialect: Dialect,
    run: Run,
    targets: Collection[int] | None = None,
) -> dict[tuple[str, int], Value]:
    """The value of every measure at every target, by measure id and area id.

    targets  areas of the scope; all where none are given. Units below them are judged as far as they are needed.
    kinds    the number of each kind of fact that the database knows.
    run      runs one query and returns its rows. Nothing is written; the queries should see one state.
    raises   ValueError when the measures do not hang together; YearNotLoaded, SlotsNotLoaded when working days or
             named slots are needed that the calendar does not have.

    A district of 230 communities takes some twenty queries for sixty measures.
    """
    defined = checking.by_id(measures)
    wanted = frozenset(scope.areas if targets is None else targets)
    asking = Asking(dialect, run, kinds, scope, wanted)
    earliest: dict[str, int] = {}
    for area in asking.areas.values():
        earliest[area.kind] = min(area.begins, earliest.get(area.kind, area.begins))
    frame = Frame(period, as_of, calendar, earliest)
    keys = list(dict.fromkeys(_needed(defined, frame)))
    results = read(_reads(defined, keys), asking)
    board = Board(defined, asking, frame, results)
    return {
        (name, target): value
        for name in defined
        for target, value in zip(wanted, board.values(Key(name, frame), wanted), strict=True)
    }


def _needed(defined: Mapping[str, Measure], frame: Frame) -> Iterator[Key]:
    """Each measure with the frame it is computed in, those that others name included."""
    for measure in defined.values():
        yield from _computed_in(measure, defined, frame)


def _computed_in(measure: Measure, defined: Mapping[str, Measure], frame: Frame) -> Iterator[Key]:
    if not frame.has_begun:
        return
    for years in measure.mean_of_years or (0,):
        own = frame.earlier(years)
        yield Key(measure.id, own, plain=True)
        for name in checking.named_by(measure):
            yield from _computed_in(defined[name], defined, own)


def _reads(defined: Mapping[str, Measure], keys: Iterable[Key]) -> list[Read]:
    return list(dict.fromkeys(wanted for key in keys for wanted in key.frame.reads(defined[key.measure].how)))


def read(reads: Sequence[Read], asking: Asking) -> dict[Read, Any]:
    """What the database says to each read."""
    found: dict[Any, Any] = {}
    for kind, together in TOGETHER.items():
        if listed := [each for each in reads if type(each) is kind]:
            found.update(together(listed, asking))
    if standing := [each for each in reads if isinstance(each, Standing | Covered)]:
        found |= subjects_standing.standing(standing, asking)
    for each in reads:
        if type(each) in ONE_BY_ONE:
            found[each] = ONE_BY_ONE[type(each)](each, asking)
    return found
