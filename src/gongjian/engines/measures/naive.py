"""What measures mean, fact by fact: slow, and as near to docs/decisions/0007 as can be.

The compiler to SQL is tested against this page of Python, and must agree to the state.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from gongjian.engines.measures import checking
from gongjian.engines.measures.calendar import Calendar
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
    Since,
    Slot,
    Source,
    State,
    Stock,
    Sum,
    Test,
    Value,
    Window,
    known,
)
from gongjian.engines.measures.facts import Area, Fact, Scope, as_decimal
from gongjian.engines.measures.periods import Period, periods, years_earlier


def evaluate(
    measures: Iterable[Measure],
    scope: Scope,
    facts: Iterable[Fact],
    period: Period,
    *,
    as_of: date,
    calendar: Calendar,
) -> dict[tuple[str, int], Value]:
    """Every measure at every area of the scope, by measure id and area id."""
    defined = checking.by_id(measures)
    world = _World(defined, scope, tuple(facts), period, as_of, calendar)
    return {(name, area): world.value(name, area) for name in defined for area in scope.areas}


def _order(fact: Fact) -> tuple[int, int]:
    return fact.day, fact.id


def _matches(source: Source, fact: Fact) -> bool:
    return fact.kind in source.kinds and all(condition.holds(fact.attrs) for condition in source.where)


@dataclass(frozen=True)
class _World:
    measures: Mapping[str, Measure]
    scope: Scope
    all_facts: tuple[Fact, ...]
    period: Period
    as_of: date
    calendar: Calendar

    # --- Time -----------------------------------------------------------------------------------------
    @property
    def start(self) -> int:
        return self.period.start.toordinal()

    @property
    def cut(self) -> int:
        return min(self.period.end, self.as_of).toordinal()

    def begin(self, window: Window) -> int:
        if window.days is not None:
            return self.cut - window.days + 1
        match window.since:
            case Since.PERIOD:
                return self.start
            case Since.YEAR:
                return date(date.fromordinal(self.cut).year, 1, 1).toordinal()
            case Since.EVER:
                return 1
        raise AssertionError(window)

    # --- Facts ----------------------------------------------------------------------------------------
    def facts(self, source: Source) -> list[Fact]:
        """Those that count, up to the cut, wherever they lie, the oldest first."""
        voided = {fact.voids for fact in self.all_facts}
        counting = [fact for fact in self.all_facts if fact.id not in voided and fact.day <= self.cut]
        return sorted((fact for fact in counting if _matches(source, fact)), key=_order)

    def lies_in(self, fact: Fact, area: int) -> bool:
        place = self.scope.places.get(fact.place)
        return place is not None and area in place.targets

    def facts_in(self, source: Source, area: int, window: Window) -> list[Fact]:
        begin = self.begin(window)
        return [fact for fact in self.facts(source) if fact.day >= begin and self.lies_in(fact, area)]

    # --- Values ---------------------------------------------------------------------------------------
    def value(self, name: str, target: int) -> Value:
        if self.as_of.toordinal() < self.start:
            return NOT_DUE
        area, measure = self.scope.areas[target], self.measures[name]
        if not area.exists_in(self.start, self.cut):
            return NOT_APPLICABLE
        if measure.mean_of_years:
            return self.mean_of_years(measure, area)
        return self.computed(measure, area)

    def mean_of_years(self, measure: Measure, area: Area) -> Value:
        plain = {**self.measures, measure.id: replace(measure, mean_of_years=())}
        values = [
            replace(self, measures=plain, period=years_earlier(self.period, years)).value(measure.id, area.id)
            for years in measure.mean_of_years
        ]
        for value in values:
            if value.figure is None:
                return value
        if all(value.denominator is None for value in values):
            return known(sum((value.numerator or Decimal(0) for value in values), Decimal(0)), len(values))
        mean = sum((value.figure or Fraction(0) for value in values), Fraction(0)) / len(values)
        return known(mean.numerator, mean.denominator)

    def computed(self, measure: Measure, area: Area) -> Value:
        match measure.how:
            case Count() as how:
                found = self.facts_in(how.source, area.id, how.window)
                return known(len(found)) if found else self.nothing(how, area)
            case Sum() as how:
                with_value = [
                    f for f in self.facts_in(how.source, area.id, how.window) if f.value is not None
                ]
                if not with_value:
                    return self.nothing(how, area)
                return known(as_decimal(sum(fact.value or 0 for fact in with_value)))
            case Distinct() as how:
                subjects = {f.subject for f in self.facts_in(how.source, area.id, how.window) if f.subject}
                return known(len(subjects)) if subjects else self.nothing(how, area)
            case Stock() as how:
                return self.stock(how, area)
            case Gauge() as how:
                return self.gauge(how, area)
            case Ratio() as how:
                return self.ratio(how, area)
            case Share() as how:
                return self.share(how.measure, how.test, how.unit, area)
            case Coverage() as how:
                return self.coverage(how, area)
            case Cadence() | Quiet() | Has() as how:
                if area.kind == how.unit:
                    return self.of_unit(how, area)
                return self.share(measure.id, how.meets, how.unit, area)
            case Elapsed() as how:
                return self.elapsed(how, area)
            case Manual() as how:
                return self.manual(how, area)
        raise AssertionError(measure)

    def nothing(self, how: Count | Sum | Distinct, area: Area) -> Value:
        if how.proof is not None and not self.facts_in(how.proof, area.id, how.window):
            return NO_DATA
        return known(0)

    # --- What stands ----------------------------------------------------------------------------------
    def standing(self, who: Source, area: Area) -> dict[str, Fact] | None:
        """The latest fact of each subject that stands in the area; None where no fact of the kinds lies there."""
        of_kinds = self.facts(Source(who.kinds))
        if not any(self.lies_in(fact, area.id) for fact in of_kinds):
            return None
        latest = {fact.subject: fact for fact in of_kinds if fact.subject}
        return {
            subject: fact
            for subject, fact in latest.items()
            if self.stands(who, fact) and self.lies_in(fact, area.id)
        }

    def stands(self, who: Source, fact: Fact) -> bool:
        return fact.is_over_zero and _matches(who, fact)

    def stands_since(self, who: Source, subject: str) -> int:
        """The day from which on a subject that stands at the cut has stood without break, wherever."""
        of_subject = [fact for fact in self.facts(Source(who.kinds)) if fact.subject == subject]
        since = of_subject[-1].day
        for fact in reversed(of_subject):
            if not self.stands(who, fact):
                break
            since = fact.day
        return since

    def events(self, source: Source, subject: str, first: int, last: int) -> list[int]:
        """The days of a subject's events, wherever they lie; as many as there are events."""
        return [f.day for f in self.facts(source) if f.subject == subject and first <= f.day <= last]

    def stock(self, how: Stock, area: Area) -> Value:
        standing = self.standing(how.source, area)
        if standing is None:
            return NO_DATA
        if how.add is Add.SUBJECTS:
            return known(len(standing))
        return known(as_decimal(sum(fact.value or 0 for fact in standing.values())))

    def coverage(self, how: Coverage, area: Area) -> Value:
        standing = self.standing(how.who, area)
        if standing is None:
            return NO_DATA
        covered, judged = 0, 0
        for subject in standing:
            enough = len(self.events(how.source, subject, self.begin(how.window), self.cut)) >= how.at_least
            excused = self.cut - self.stands_since(how.who, subject) < how.grace
            covered += enough
            judged += enough or not excused
        return known(covered, judged)

    def gauge(self, how: Gauge, area: Area) -> Value:
        latest: dict[int, Fact] = {}
        for fact in self.facts(how.source):
            if fact.value is not None and self.lies_in(fact, area.id):
                latest[self.scope.places[fact.place].area] = fact
        values = [
            fact.value or 0
            for own, fact in latest.items()
            if self.scope.stands(own, self.cut)
            and (how.max_age is None or self.cut - fact.day <= how.max_age)
        ]
        if not values:
            return NO_DATA
        return known(as_decimal(sum(values)), len(values) if how.over is Over.MEAN else None)

    def manual(self, how: Manual, area: Area) -> Value:
        judged = [
            fact
            for fact in self.facts_in(how.source, area.id, how.window)
            if fact.value is not None and self.scope.places[fact.place].area == area.id
        ]
        return known(as_decimal(judged[-1].value or 0)) if judged else NO_DATA

    # --- From other measures --------------------------------------------------------------------------
    def ratio(self, how: Ratio, area: Area) -> Value:
        over, under = self.value(how.over, area.id), self.value(how.under, area.id)
        if over.numerator is None:
            return over
        if under.numerator is None:
            return under
        return known(over.numerator, under.numerator)

    def share(self, measure: str, test: Test, unit: str, area: Area) -> Value:
        values = [self.value(measure, each.id) for each in self.scope.units(unit, area.id)]
        judged = [value for value in values if value.state not in (State.NOT_DUE, State.NOT_APPLICABLE)]
        return known(sum(test.passes(value) for value in judged), len(judged))

    # --- What a unit owes -----------------------------------------------------------------------------
    def of_unit(self, how: Cadence | Quiet | Has, unit: Area) -> Value:
        match how:
            case Cadence(who=None):
                events = [fact.day for fact in self.facts(how.source) if self.lies_in(fact, unit.id)]
                return known(*self.kept(how, events, self.first_day(how, unit), unit.last_day(self.cut)))
            case Cadence(who=Source() as who):
                return self.cadence_of_subjects(how, who, unit)
            case Quiet():
                return self.quiet(how, unit)
            case Has():
                return self.has(how, unit)
        raise AssertionError(how)

    def first_day(self, how: Cadence, unit: Area) -> int:
        return max(self.begin(how.window), unit.begins)

    def kept(self, how: Cadence, events: list[int], first: int, last: int) -> tuple[int, int]:
        """Slots met and slots due from `first` to `last`; with `max_gap`, 1 or 0 of 1."""
        if how.max_gap is not None:
            if last < first:
                return 0, 0
            around = [first - 1, *sorted(day for day in events if first <= day <= last), last + 1]
            return int(all(b - a <= how.max_gap for a, b in itertools.pairwise(around))), 1
        met, due = 0, 0
        for slot in self.slots(how, first, last):
            start, end = slot.start.toordinal(), slot.end.toordinal()
            is_met = sum(start <= day <= min(end, last) for day in events) >= how.at_least
            met += is_met
            due += is_met or end <= last
        return met, due

    def slots(self, how: Cadence, first: int, last: int) -> list[Period]:
        if last < first or how.slot is None:
            return []
        days = date.fromordinal(first), date.fromordinal(last)
        return (
            self.calendar.named(how.slots, *days)
            if how.slot is Slot.NAMED
            else list(periods(how.slot, *days))
        )

    def cadence_of_subjects(self, how: Cadence, who: Source, unit: Area) -> Value:
        standing = self.standing(who, unit)
        if standing is None:
            return NO_DATA
        met_all, with_due = 0, 0
        for subject in standing:
            first = max(self.first_day(how, unit), self.stands_since(who, subject))
            last = unit.last_day(self.cut)
            met, due = self.kept(how, self.events(how.source, subject, first, last), first, last)
            met_all += due > 0 and met == due
            with_due += due > 0
        return known(met_all, with_due)

    def quiet(self, how: Quiet, unit: Area) -> Value:
        last = unit.last_day(self.cut)

        def days(source: Source) -> set[int]:
            return {f.day for f in self.facts(source) if f.day <= last and self.lies_in(f, unit.id)}

        events, reports = days(how.source), days(how.source) | days(how.proof)
        if not reports or last - max(reports) > how.every:
            return NO_DATA
        proven = max(reports)
        while proven not in events:
            before = [day for day in reports if proven - how.every <= day < proven]
            if not before:
                return known(last - proven + 1)
            proven = max(before)
        return known(last - proven)

    def has(self, how: Has, unit: Area) -> Value:
        last = unit.last_day(self.cut)
        latest: dict[str, Fact] = {}
        for fact in self.facts(Source(how.source.kinds)):
            if fact.day <= last and self.lies_in(fact, unit.id) and how.attribute in fact.attrs:
                latest[fact.attrs[how.attribute]] = fact
        required = set(how.required)
        return known(
            sum(self.document_stands(how, latest.get(name), last) for name in required), len(required)
        )

    def document_stands(self, how: Has, fact: Fact | None, last: int) -> bool:
        if fact is None or fact.value == 0 or not _matches(how.source, fact):
            return False
        if how.until and how.until in fact.attrs:
            try:
                if date.fromisoformat(fact.attrs[how.until]).toordinal() < last:
                    return False
            except ValueError:
                return False  # a day that cannot be read proves nothing
        return how.max_age is None or last - fact.day <= how.max_age

    # --- Spans ----------------------------------------------------------------------------------------
    def elapsed(self, how: Elapsed, area: Area) -> Value:
        opened: dict[str, Fact] = {}
        for fact in self.facts(how.opened):
            if fact.subject:
                opened.setdefault(fact.subject, fact)
        in_time, judged = 0, 0
        for subject, fact in opened.items():
            if fact.day < self.begin(how.window) or not self.lies_in(fact, area.id):
                continue
            limit = self.limit(how, fact.day)
            closed = list(self.events(how.closed, subject, fact.day, self.cut))
            in_time += bool(closed) and min(closed) <= limit
            judged += bool(closed) or self.cut > limit
        return known(in_time, judged)

    def limit(self, how: Elapsed, opened: int) -> int:
        """The last day on which closing is in time."""
        if how.clock is Clock.CALENDAR:
            return opened + how.limit
        return self.calendar.add_working_days(date.fromordinal(opened), how.limit).toordinal()
