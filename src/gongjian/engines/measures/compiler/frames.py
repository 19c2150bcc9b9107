"""A period seen on a day: where windows begin, which areas are asked, and what has to be read for a measure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from gongjian.engines.measures.calendar import Calendar
from gongjian.engines.measures.compiler.reads import (
    Covered,
    Days,
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
from gongjian.engines.measures.definitions import (
    Cadence,
    Computed,
    Count,
    Coverage,
    Distinct,
    Elapsed,
    Gauge,
    Has,
    Manual,
    Quiet,
    Since,
    Slot,
    Source,
    Stock,
    Sum,
    Window,
)
from gongjian.engines.measures.facts import Area
from gongjian.engines.measures.periods import Period, periods, years_earlier


@dataclass(frozen=True, eq=False)
class Frame:
    """`earliest` is, for each kind of area, the first day of the oldest: it owes no slot before.

    Equal only to itself.
    """

    period: Period
    as_of: date
    calendar: Calendar
    earliest: Mapping[str, int]

    @cached_property
    def start(self) -> int:
        return self.period.start.toordinal()

    @cached_property
    def cut(self) -> int:
        return min(self.period.end, self.as_of).toordinal()

    @cached_property
    def _earlier(self) -> dict[int, "Frame"]:
        return {}

    def earlier(self, years: int) -> "Frame":
        """The frame of the same period some years before; itself for 0."""
        if not years:
            return self
        if years not in self._earlier:
            self._earlier[years] = replace(self, period=years_earlier(self.period, years))
        return self._earlier[years]

    @property
    def has_begun(self) -> bool:
        return self.cut >= self.start

    def holds(self, area: Area) -> bool:
        return area.exists_in(self.start, self.cut)

    def low(self, window: Window) -> int:
        """The first day of a window."""
        if window.days is not None:
            return self.cut - window.days + 1
        match window.since:
            case Since.PERIOD:
                return self.start
            case Since.YEAR:
                return date.fromordinal(self.cut).replace(month=1, day=1).toordinal()
            case Since.EVER:
                return 1
        raise AssertionError(window)

    def slots(self, how: Cadence) -> tuple[Days, ...]:
        """The slots that begin in the window, in order."""
        asked = how.slot, how.slots, how.window, how.unit
        if asked not in self._slots:
            first = max(self.low(how.window), self.earliest.get(how.unit, self.cut + 1))
            self._slots[asked] = () if how.slot is None else self._listed(how.slot, how.slots, first)
        return self._slots[asked]

    def _listed(self, slot: Slot, name: str, first: int) -> tuple[Days, ...]:
        if first > self.cut:
            return ()
        days = date.fromordinal(first), date.fromordinal(self.cut)
        listed: Iterable[Period]
        listed = self.calendar.named(name, *days) if slot is Slot.NAMED else periods(slot, *days)
        return tuple((each.start.toordinal(), each.end.toordinal()) for each in listed)

    @cached_property
    def _slots(self) -> dict[tuple[Slot | None, str, Window, str], tuple[Days, ...]]:
        return {}

    # --- Reads ----------------------------------------------------------------------------------------
    def tally(self, source: Source, window: Window) -> Tally:
        return Tally(source, self.low(window), self.cut)

    def subjects(self, how: Distinct) -> Subjects:
        return Subjects(how.source, self.low(how.window), self.cut)

    def presence(self, who: Source) -> Presence:
        return Presence(who.kinds, self.cut)

    def standing(self, how: Stock) -> Standing:
        return Standing(how.source, self.cut)

    def covered(self, how: Coverage) -> Covered:
        return Covered(how.who, how.source, how.at_least, self.low(how.window), self.cut, how.grace)

    def latest(self, how: Gauge | Manual) -> Latest:
        if isinstance(how, Manual):
            return Latest(how.source, self.low(how.window), self.cut)
        return Latest(how.source, 1 if how.max_age is None else self.cut - how.max_age, self.cut)

    def spans(self, how: Elapsed) -> Spans:
        return Spans(how.opened, how.closed, self.low(how.window), self.cut)

    def documents(self, how: Has) -> Documents:
        return Documents(how.source, how.attribute, how.until, how.unit, self.cut)

    def reports(self, how: Quiet) -> Reports:
        return Reports(how.source, how.proof, how.unit, how.every, self.cut)

    def slots_met(self, how: Cadence) -> SlotsMet:
        return SlotsMet(how.source, how.unit, self.slots(how), how.at_least, self.cut)

    def gaps(self, how: Cadence) -> Gaps:
        return Gaps(how.source, how.unit, self.low(how.window), self.cut)

    def subject_slots(self, how: Cadence, who: Source) -> SubjectSlots:
        return SubjectSlots(who, how.source, how.unit, self.slots(how), how.at_least, self.cut)

    def subject_gaps(self, how: Cadence, who: Source, max_gap: int) -> SubjectGaps:
        return SubjectGaps(who, how.source, how.unit, max_gap, self.low(how.window), self.cut)

    def reads(self, how: Computed) -> Iterator[Read]:
        """All that a measure wants, without what the measures want that it names."""
        match how:
            case Count() | Sum() | Distinct():
                yield self.subjects(how) if isinstance(how, Distinct) else self.tally(how.source, how.window)
                if how.proof is not None:
                    yield self.tally(how.proof, how.window)
            case Stock():
                yield from (self.standing(how), self.presence(how.source))
            case Coverage():
                yield from (self.covered(how), self.presence(how.who))
            case Gauge() | Manual():
                yield self.latest(how)
            case Cadence():
                yield from self._reads_of_cadence(how)
            case Quiet():
                yield self.reports(how)
            case Elapsed():
                yield self.spans(how)
            case Has():
                yield self.documents(how)

    def _reads_of_cadence(self, how: Cadence) -> Iterator[Read]:
        if how.who is None:
            yield self.slots_met(how) if how.max_gap is None else self.gaps(how)
            return
        yield self.presence(how.who)
        if how.max_gap is None:
            yield self.subject_slots(how, how.who)
        else:
            yield self.subject_gaps(how, how.who, how.max_gap)
