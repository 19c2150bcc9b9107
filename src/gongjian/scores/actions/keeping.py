"""Working results out: everything of a board, or only what marked facts can have changed."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from gongjian.calendars.queries import calendar
from gongjian.engines.measures import checking
from gongjian.engines.measures.calendar import Calendar
from gongjian.engines.measures.compiler.evaluating import evaluate
from gongjian.engines.measures.definitions import Measure as Definition
from gongjian.engines.measures.definitions import Slot, Value
from gongjian.engines.measures.facts import TAKEN_BACK, Scope, in_ten_thousandths
from gongjian.engines.measures.periods import Period, periods
from gongjian.engines.measures.reading import kinds_read
from gongjian.facts.models import Kind
from gongjian.kernel.clock import day_of
from gongjian.places.models import Area
from gongjian.programmes import definitions
from gongjian.programmes.models import Measure, Pack
from gongjian.scores.models import Board, Dirty, Result
from gongjian.scores.queries import scope as scopes

ROWS_AT_ONCE = 500
MARKS_AT_ONCE = 5000
# More than these are read by measure alone: a list of all areas would not make it quicker.
FEW_AREAS = 200

Tell = Callable[[int, int], None]


def keep(pack: Pack, area: Area, *, first_year: int, last_year: int) -> Board:
    """Keep results of `pack` for `area` and all below, in these years and those kept before.

    They are there once `refresh` has run.
    """
    board, made = Board.objects.get_or_create(
        pack=pack, area=area, defaults={"first_year": first_year, "last_year": last_year}
    )
    if not made and (first_year < board.first_year or last_year > board.last_year):
        board.first_year = min(first_year, board.first_year)
        board.last_year = max(last_year, board.last_year)
        board.worked_out_at = board.worked_out_on = None
        board.save()
    return board


@dataclass(frozen=True)
class _Ground:
    """What working out a board needs, read once."""

    board: Board
    scope: Scope
    calendar: Calendar
    defined: Mapping[str, Definition]
    numbers: Mapping[str, int]
    kinds: Mapping[str, int]
    today: date

    def periods(self, since: date) -> Iterator[Period]:
        """The years and months kept, begun by today, that end on `since` or later; the newest first."""
        first, last = date(self.board.first_year, 1, 1), date(self.board.last_year, 12, 31)
        for kind in (Slot.YEAR, Slot.MONTH):
            found = [p for p in periods(kind, first, min(last, self.today)) if p.end >= since]
            yield from reversed(found)


def _ground(board: Board, today: date) -> _Ground:
    said = definitions.of(board.pack)
    known = calendar()
    for listed in said.all_slots:
        years: dict[int, list[tuple[date, date]]] = {}
        for slot in listed.slots:
            years.setdefault(slot.start.year, []).append((slot.start, slot.end))
        for year, stretches in years.items():
            known = known.naming(listed.id, year, stretches)
    return _Ground(
        board,
        scopes.as_now(board.area.path),
        known,
        checking.by_id(measure.measure for measure in said.all_measures),
        dict(Measure.objects.filter(pack=board.pack).values_list("code", "pk")),
        dict(Kind.objects.values_list("code", "pk")),
        today,
    )


def refresh(*, at: datetime, tell: Tell | None = None) -> int:
    """Bring every board up to date; returns how many results changed.

    A board whose day has passed, or whose tree has changed, is worked out whole; else only what marks touch.
    Figures are read without a lock and written in one go for each period: a reader sees all of a refreshing or
    nothing. What is recorded meanwhile leaves a mark of its own for the next time.
    """
    changed, today = 0, day_of(at)
    marks = list(Dirty.objects.order_by("pk")[:MARKS_AT_ONCE])
    for board in Board.objects.select_related("pack", "area").order_by("pk"):
        if board.worked_out_on != today:
            changed += work_out(board, at=at, tell=tell)
        elif marks:
            changed += _mend(_ground(board, today), marks)
    Dirty.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    return changed


def work_out(board: Board, *, at: datetime, tell: Tell | None = None) -> int:
    """Work every result of a board out, period by period; returns how many changed."""
    ground = _ground(board, day_of(at))
    wanted = list(ground.periods(date.min))
    changed = 0
    for number, period in enumerate(wanted):
        changed += _save(_changes(ground, period, list(ground.defined.values()), None))
        if tell is not None:
            tell(number + 1, len(wanted))
    board.worked_out_at, board.worked_out_on = at, day_of(at)
    board.save(update_fields=["worked_out_at", "worked_out_on"])
    return changed


def _mend(ground: _Ground, marks: Sequence[Dirty]) -> int:
    """Work out anew what the facts that were marked can have changed."""
    kinds = {number: code for code, number in ground.kinds.items()}
    touched = {kinds[mark.kind_id] for mark in marks if mark.kind_id in kinds}
    touched.discard(TAKEN_BACK)  # comes with a mark of the kind that was taken back
    measures = [
        definition
        for definition in ground.defined.values()
        if not touched.isdisjoint(kinds_read(definition, ground.defined))
    ]
    targets = _targets(ground.scope, {mark.place_id for mark in marks})
    if not measures or not targets:
        return 0
    since = date.fromordinal(min(mark.day for mark in marks))
    rows = [row for period in ground.periods(since) for row in _changes(ground, period, measures, targets)]
    return _save(rows)


def _targets(scope: Scope, places: Collection[int]) -> set[int]:
    """The areas in which the places lie; a place that came after the scope was read waits for the next time."""
    return {target for number in places if number in scope.places for target in scope.places[number].targets}


def _changes(
    ground: _Ground, period: Period, measures: Sequence[Definition], targets: set[int] | None
) -> list[Result]:
    """The results of a period that are not as they are kept."""
    values = evaluate(
        _with_named(measures, ground.defined),
        ground.scope,
        period,
        as_of=ground.today,
        calendar=ground.calendar,
        kinds=ground.kinds,
        dialect=scopes.dialect(),
        run=_run,
        targets=targets,
    )
    numbers = {measure.id: ground.numbers[measure.id] for measure in measures}
    kept = _kept_results(period, numbers.values(), ground.scope.areas if targets is None else targets)
    rows = (
        _row(numbers[measure], area, period, value)
        for (measure, area), value in values.items()
        if measure in numbers
    )
    return [
        row
        for row in rows
        if kept.get((row.area_id, row.measure_id)) != (row.state, row.numerator, row.denominator)
    ]


def _kept_results(
    period: Period, measures: Collection[int], areas: Collection[int]
) -> dict[tuple[int, int], tuple[str, int | None, int | None]]:
    rows = Result.objects.filter(period=period.key, measure__in=measures)
    if len(areas) <= FEW_AREAS:
        rows = rows.filter(area__in=areas)
    return {
        (area, measure): (state, numerator, denominator)
        for area, measure, state, numerator, denominator in rows.values_list(
            "area_id", "measure_id", "state", "numerator", "denominator"
        )
    }


def _save(rows: Sequence[Result]) -> int:
    with transaction.atomic():
        Result.objects.bulk_create(
            rows,
            batch_size=ROWS_AT_ONCE,
            update_conflicts=True,
            unique_fields=["area", "period", "measure"],
            update_fields=["state", "numerator", "denominator"],
        )
    return len(rows)


def _with_named(measures: Sequence[Definition], defined: Mapping[str, Definition]) -> list[Definition]:
    """The measures with those that they name, each once."""
    found: dict[str, Definition] = {}
    waiting = list(measures)
    while waiting:
        measure = waiting.pop()
        if found.setdefault(measure.id, measure) is measure:
            waiting += (defined[name] for name in checking.named_by(measure) if name not in found)
    return list(found.values())


def _run(text: str, parameters: list[Any]) -> Sequence[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        rows: Sequence[Sequence[Any]] = cursor.fetchall()
        return rows


def _row(measure: int, area: int, period: Period, value: Value) -> Result:
    return Result(
        measure_id=measure,
        area_id=area,
        period=period.key,
        state=value.state,
        numerator=_kept(value.numerator),
        denominator=_kept(value.denominator),
    )


def _kept(number: Decimal | None) -> int | None:
    return None if number is None else in_ten_thousandths(number)
