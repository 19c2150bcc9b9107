"""Values put together from what was read: added up the tree, compared, divided, and given their state."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gongjian.engines.measures.compiler.asking import Asking
from gongjian.engines.measures.compiler.frames import Frame
from gongjian.engines.measures.compiler.reads import Days, Presence, Read
from gongjian.engines.measures.definitions import (
    NO_DATA,
    NOT_APPLICABLE,
    NOT_DUE,
    Add,
    Cadence,
    Clock,
    Count,
    Coverage,
    Distinct,
    Elapsed,
    Gauge,
    Has,
    Manual,
    Measure,
    Over,
    Quiet,
    Ratio,
    Share,
    Source,
    State,
    Stock,
    Sum,
    Test,
    Value,
    known,
)
from gongjian.engines.measures.facts import Area, as_decimal


@dataclass(frozen=True, slots=True)
class Key:
    """A measure in a frame; `plain` without regard to `mean_of_years`."""

    measure: str
    frame: Frame
    plain: bool = False


class Board:
    """All values of one evaluation, each worked out when it is first asked for."""

    def __init__(
        self, defined: Mapping[str, Measure], asking: Asking, frame: Frame, results: Mapping[Read, Any]
    ) -> None:
        self._defined, self._scope, self._results = defined, asking.scope, results
        self._values: dict[Key, dict[int, Value]] = {}

    def values(self, key: Key, targets: Iterable[int]) -> list[Value]:
        """The values of a measure at targets, in their order."""
        known_ones = self._values.setdefault(key, {})
        for target in targets:
            if target not in known_ones:
                known_ones[target] = self._worked_out(key, self._scope.areas[target])
        return [known_ones[target] for target in targets]

    def value(self, key: Key, target: int) -> Value:
        return self.values(key, (target,))[0]

    def _worked_out(self, key: Key, area: Area) -> Value:
        if not key.frame.has_begun:
            return NOT_DUE
        if not key.frame.holds(area):
            return NOT_APPLICABLE
        measure = self._defined[key.measure]
        if measure.mean_of_years and not key.plain:
            return self._mean(measure, key.frame, area)
        return self._computed(measure, key.frame, area)

    def _mean(self, measure: Measure, frame: Frame, area: Area) -> Value:
        frames = [frame.earlier(years) for years in measure.mean_of_years]
        values = [self.value(Key(measure.id, earlier, plain=True), area.id) for earlier in frames]
        figures = []
        for value in values:
            if value.figure is None:
                return value
            figures.append(value.figure)
        if all(value.denominator is None for value in values):
            return known(sum((value.numerator or Decimal(0) for value in values), Decimal(0)), len(values))
        mean = sum(figures, Fraction(0)) / len(figures)
        return known(mean.numerator, mean.denominator)

    def _computed(self, measure: Measure, frame: Frame, area: Area) -> Value:
        match measure.how:
            case Count() | Sum() as how:
                return self._added_up(how, frame, area)
            case Distinct() as how:
                number = self._results[frame.subjects(how)].get(area.id, 0)
                return known(number) if number else self._nothing(how, frame, area)
            case Stock() as how:
                return self._stock(how, frame, area)
            case Coverage() as how:
                return self._coverage(how, frame, area)
            case Gauge() as how:
                return self._gauge(how, frame, area)
            case Manual() as how:
                own = (place for place in self._places(area) if self._scope.places[place].area == area.id)
                judged = self._found(frame.latest(how), own)
                return known(as_decimal(max(judged)[2])) if judged else NO_DATA
            case Ratio() as how:
                over, under = (self.value(Key(name, frame), area.id) for name in (how.over, how.under))
                return _divided(over, under)
            case Share() as how:
                return self._share(Key(how.measure, frame), how.test, how.unit, area)
            case Cadence() | Quiet() | Has() as how:
                if area.kind == how.unit:
                    return self._of_unit(how, frame, area)
                return self._share(Key(measure.id, frame, plain=True), how.meets, how.unit, area)
            case Elapsed() as how:
                return self._elapsed(how, frame, area)
        raise AssertionError(measure)

    # --- Up the tree ----------------------------------------------------------------------------------
    def _places(self, area: Area) -> tuple[int, ...]:
        return self._scope.places_of[area.id]

    def _found(self, read: Read, places: Iterable[int]) -> list[Any]:
        results = self._results[read]
        return [results[place] for place in places if place in results]

    def _added_up(self, how: Count | Sum, frame: Frame, area: Area) -> Value:
        found = self._found(frame.tally(how.source, how.window), self._places(area))
        if isinstance(how, Count):
            number = sum(tally[0] for tally in found)
            return known(number) if number else self._nothing(how, frame, area)
        if any(tally[1] for tally in found):
            return known(as_decimal(sum(tally[2] for tally in found)))
        return self._nothing(how, frame, area)

    def _nothing(self, how: Count | Sum | Distinct, frame: Frame, area: Area) -> Value:
        if how.proof is not None and not self._found(frame.tally(how.proof, how.window), self._places(area)):
            return NO_DATA
        return known(0)

    def _is_there(self, read: Presence, area: Area) -> bool:
        places = self._results[read]
        return any(place in places for place in self._places(area))

    def _stock(self, how: Stock, frame: Frame, area: Area) -> Value:
        found = self._found(frame.standing(how), self._places(area))
        if not found and not self._is_there(frame.presence(how.source), area):
            return NO_DATA
        if how.add is Add.SUBJECTS:
            return known(sum(number for number, _total in found))
        return known(as_decimal(sum(total for _number, total in found)))

    def _coverage(self, how: Coverage, frame: Frame, area: Area) -> Value:
        found = self._found(frame.covered(how), self._places(area))
        if not found and not self._is_there(frame.presence(how.who), area):
            return NO_DATA
        return known(
            sum(enough for _number, enough, _excused in found),
            sum(number - excused for number, _enough, excused in found),
        )

    def _gauge(self, how: Gauge, frame: Frame, area: Area) -> Value:
        results = self._results[frame.latest(how)]
        latest: dict[int, tuple[int, int, int]] = {}
        for place in self._places(area):
            if place in results:
                own = self._scope.places[place].area
                latest[own] = max(latest.get(own, (0, 0, 0)), results[place])
        values = [figure[2] for own, figure in latest.items() if self._scope.stands(own, frame.cut)]
        if not values:
            return NO_DATA
        return known(as_decimal(sum(values)), len(values) if how.over is Over.MEAN else None)

    def _share(self, key: Key, test: Test, unit: str, area: Area) -> Value:
        values = self.values(key, [each.id for each in self._scope.units(unit, area.id)])
        judged = [value for value in values if value.state not in (State.NOT_DUE, State.NOT_APPLICABLE)]
        return known(sum(test.passes(value) for value in judged), len(judged))

    # --- Units ----------------------------------------------------------------------------------------
    def _of_unit(self, how: Cadence | Quiet | Has, frame: Frame, unit: Area) -> Value:
        match how:
            case Quiet():
                return _quiet(
                    self._results[frame.reports(how)].get(unit.id), unit.last_day(frame.cut), how.every
                )
            case Has():
                documents = self._results[frame.documents(how)].get(unit.id, {})
                required = set(how.required)
                last = unit.last_day(frame.cut)
                return known(
                    sum(_holds(documents.get(title), how, last) for title in required), len(required)
                )
            case Cadence(who=Source() as who):
                if not self._is_there(frame.presence(who), unit):
                    return NO_DATA
                return self._cadence_of_subjects(how, who, frame, unit)
            case Cadence(max_gap=int() as max_gap):
                return self._gap(how, max_gap, frame, unit)
            case Cadence():
                read = frame.slots_met(how)
                ended, running = self._results[read].get(unit.id, (0, 0))
                due = _ended(read.slots, unit.begins, unit.last_day(frame.cut))
                return known(ended + running, due + running)
        raise AssertionError(how)

    def _gap(self, how: Cadence, max_gap: int, frame: Frame, unit: Area) -> Value:
        low, high = max(frame.low(how.window), unit.begins), unit.last_day(frame.cut)
        if high < low:
            return NOT_APPLICABLE
        found = self._results[frame.gaps(how)].get(unit.id)
        if found is None:
            return known(int(high - low + 2 <= max_gap), 1)
        first, last, longest = found
        return known(int(max(first - low + 1, longest, high + 1 - last) <= max_gap), 1)

    def _cadence_of_subjects(self, how: Cadence, who: Source, frame: Frame, unit: Area) -> Value:
        if how.max_gap is not None:
            number, met = self._results[frame.subject_gaps(how, who, how.max_gap)].get(unit.id, (0, 0))
            return known(met, number)
        read = frame.subject_slots(how, who)
        met_all, with_due = 0, 0
        for since, ended, running, number in self._results[read].get(unit.id, ()):
            due = _ended(read.slots, since, unit.last_day(frame.cut))
            met_all += number * (ended == due and due + running > 0)
            with_due += number * (due + running > 0)
        return known(met_all, with_due)

    # --- Spans ----------------------------------------------------------------------------------------
    def _elapsed(self, how: Elapsed, frame: Frame, area: Area) -> Value:
        in_time, judged = 0, 0
        for rows in self._found(frame.spans(how), self._places(area)):
            for opened, closed, number in rows:
                is_late = _is_late(how, frame, opened, frame.cut if closed is None else closed)
                in_time += number * (closed is not None and not is_late)
                judged += number * (closed is not None or is_late)
        return known(in_time, judged)


def _divided(over: Value, under: Value) -> Value:
    if over.numerator is None:
        return over
    if under.numerator is None:
        return under
    return known(over.numerator, under.numerator)


def _ended(slots: tuple[Days, ...], low: int, high: int) -> int:
    """How many slots lie wholly from `low` to `high`. They are in order, and none overlap."""
    first = bisect_left(slots, low, key=lambda slot: slot[0])
    return max(0, bisect_right(slots, high, key=lambda slot: slot[1]) - first)


def _quiet(found: tuple[int | None, int, int] | None, last: int, every: int) -> Value:
    if found is None:
        return NO_DATA
    event, report, chain = found
    if last - report > every:
        return NO_DATA
    if event is not None and event >= chain:
        return known(last - event)
    return known(last - chain + 1)


def _holds(found: tuple[int, bool, str | None] | None, how: Has, last: int) -> bool:
    if found is None:
        return False
    day, holds, until = found
    if not holds or (how.max_age is not None and last - day > how.max_age):
        return False
    if until is None:
        return True
    try:
        return date.fromisoformat(until).toordinal() >= last
    except ValueError:
        return False


def _is_late(how: Elapsed, frame: Frame, opened: int, day: int) -> bool:
    if how.clock is Clock.CALENDAR:
        return day > opened + how.limit
    return frame.calendar.is_past(date.fromordinal(opened), how.limit, date.fromordinal(day))
