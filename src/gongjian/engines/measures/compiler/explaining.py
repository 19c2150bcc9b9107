"""The facts behind a figure, newest first, a page at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gongjian.engines.measures import checking
from gongjian.engines.measures.calendar import Calendar
from gongjian.engines.measures.compiler.asking import Asking, Run
from gongjian.engines.measures.compiler.dialects import Dialect
from gongjian.engines.measures.compiler.families.spans_and_documents import openings
from gongjian.engines.measures.compiler.families.subjects_standing import of_subject, stands_at
from gongjian.engines.measures.compiler.frames import Frame
from gongjian.engines.measures.compiler.pieces import Piece, joined, sql
from gongjian.engines.measures.definitions import (
    Cadence,
    Condition,
    Count,
    Coverage,
    Distinct,
    Elapsed,
    Gauge,
    Has,
    Manual,
    Measure,
    Quiet,
    Ratio,
    Share,
    Source,
    Stock,
    Sum,
    Window,
)
from gongjian.engines.measures.facts import Place, Scope
from gongjian.engines.measures.periods import Period

Cursor = tuple[int, int]  # day and id of the last fact of the page before


@dataclass(frozen=True, slots=True)
class Page:
    """Ids of facts, newest first. `after` asks for the next page; None on the last."""

    facts: tuple[int, ...]
    after: Cursor | None


def explain(
    measure: str,
    measures: Iterable[Measure],
    scope: Scope,
    target: int,
    period: Period,
    *,
    as_of: date,
    calendar: Calendar,
    kinds: Mapping[str, int],
    dialect: Dialect,
    run: Run,
    limit: int = 50,
    after: Cursor | None = None,
) -> Page:
    """The facts that the figure of `measure` at `target` is made from.

    What was counted, added up or latest, each once. Of a ratio or a share those of the measures it is made from, of
    a coverage or a cadence per subject the register's facts and the events, of a cadence, a quiet run or documents
    all that were looked at (what is missing has no fact). Nothing where the period has not begun.
    """
    asking = Asking(dialect, run, kinds, scope, frozenset([target]))
    frame = Frame(period, as_of, calendar, {})
    defined = checking.by_id(measures)
    parts = list(_behind(defined, measure, frame, asking, frozenset([target])))
    if not parts:
        return Page((), None)
    query = sql(
        """
        SELECT day, id FROM ({parts}) behind WHERE {after} ORDER BY day DESC, id DESC LIMIT {more}
        """,
        parts=joined(" UNION ", parts),
        after=Piece("1 = 1") if after is None else _before(after),
        more=limit + 1,
    )
    # What is judged by unit looks at the places of the units, which need not all lie in the target as it was then.
    of_units = isinstance(defined[measure].how, Share | Cadence | Quiet | Has)
    places = [(place,) for place in scope.places_of[target]]
    tables = {"place": asking.places if of_units else dialect.table(["place"], places)}
    rows = asking.ask(tables, query)
    page = rows[:limit]
    return Page(tuple(row[1] for row in page), tuple(page[-1]) if len(rows) > limit else None)


def _before(after: Cursor) -> Piece:
    day, number = after
    return sql("(day < {day} OR (day = {day} AND id < {number}))", day=day, number=number)


def _behind(
    measures: Mapping[str, Measure], name: str, frame: Frame, asking: Asking, areas: frozenset[int]
) -> Iterator[Piece]:
    """SELECTs of `(day, id)`. `areas` are those whose own judgement is asked for: the target, or units in it."""
    if not frame.has_begun or not any(frame.holds(asking.scope.areas[target]) for target in asking.targets):
        return
    measure = measures[name]
    for years in measure.mean_of_years or (0,):
        yield from _computed(measure, measures, frame.earlier(years), asking, areas)


def _computed(
    measure: Measure, measures: Mapping[str, Measure], frame: Frame, asking: Asking, areas: frozenset[int]
) -> Iterator[Piece]:
    match measure.how:
        case Count() as how:
            yield _in_window(asking, how.source, frame, how.window)
        case Sum() as how:
            yield _in_window(asking, how.source, frame, how.window, "f.value IS NOT NULL")
        case Distinct() as how:
            yield _in_window(asking, how.source, frame, how.window, "f.subject <> ''")
        case Stock() as how:
            yield _standing(asking, how.source, frame)
        case Gauge() as how:
            yield _latest_of_areas(
                asking, how, frame, lambda place: asking.scope.stands(place.area, frame.cut)
            )
        case Manual() as how:
            yield _latest_of_areas(asking, how, frame, lambda place: place.area in areas)
        case Coverage() as how:
            yield _standing(asking, how.who, frame)
            yield _events(asking, how.who, how.source, frame, how.window)
        case Cadence(who=Source() as who) as how:
            yield _standing(asking, who, frame)
            yield _events(asking, who, how.source, frame, how.window)
        case Cadence() as how:
            yield _in_window(asking, how.source, frame, how.window)
        case Quiet() as how:
            yield from (_found(asking, source, 1, frame.cut) for source in (how.source, how.proof))
        case Has() as how:
            yield _documents(asking, how, frame)
        case Elapsed() as how:
            yield from _spans(asking, how, frame)
        case Ratio(over, under):
            for name in (over, under):
                yield from _behind(measures, name, frame, asking, areas)
        case Share(tested, unit=unit):
            units = (area.id for target in asking.targets for area in asking.scope.units(unit, target))
            yield from _behind(measures, tested, frame, asking, frozenset(units))


def _in_window(asking: Asking, source: Source, frame: Frame, window: Window, also: str = "1 = 1") -> Piece:
    return _found(asking, source, frame.low(window), frame.cut, also)


def _found(asking: Asking, source: Source, low: int, high: int, also: str = "1 = 1") -> Piece:
    return sql(
        """
        SELECT f.day, f.id FROM place CROSS JOIN facts_fact f
        WHERE f.place_id = place.place AND {of_kinds} AND f.day BETWEEN {low} AND {high} AND {met} AND {counts}
        AND {also}
        """,
        of_kinds=asking.of_kinds("f", source.kinds),
        low=low,
        high=high,
        met=asking.meets("f", source.where),
        counts=asking.counts("f"),
        also=Piece(also),
    )


def _standing(asking: Asking, who: Source, frame: Frame, columns: str = "s.day, s.id") -> Piece:
    return sql(
        f"SELECT {columns} FROM place CROSS JOIN facts_fact s WHERE s.place_id = place.place AND {{stands}}",
        stands=stands_at(asking, who, frame.cut),
    )


def _events(asking: Asking, who: Source, source: Source, frame: Frame, window: Window) -> Piece:
    return sql(
        """
        SELECT e.day, e.id FROM facts_fact e WHERE e.subject IN ({subjects}) AND e.subject <> '' AND {of_kinds}
        AND e.day BETWEEN {low} AND {high} AND {met} AND {counts}
        """,
        subjects=_standing(asking, who, frame, "s.subject"),
        of_kinds=asking.of_kinds("e", source.kinds),
        low=frame.low(window),
        high=frame.cut,
        met=asking.meets("e", source.where),
        counts=asking.counts("e"),
    )


def _latest_of_areas(
    asking: Asking, how: Gauge | Manual, frame: Frame, is_asked: Callable[[Place], bool]
) -> Piece:
    """Of each area whose places are asked, the latest figure; it may have been recorded under several paths."""
    rows: Sequence[tuple[int, int]] = [
        (place.id, place.area) for place in asking.scope.places.values() if is_asked(place)
    ]
    read = frame.latest(how)
    return sql(
        """
        SELECT day, id FROM (
            SELECT f.day, f.id, ROW_NUMBER() OVER (PARTITION BY spot.area ORDER BY f.day DESC, f.id DESC) AS nth
            FROM ({spots}) spot CROSS JOIN facts_fact f
            WHERE spot.place IN (SELECT place FROM place)
            AND f.place_id = spot.place AND {of_kinds} AND f.day BETWEEN {low} AND {high}
            AND f.value IS NOT NULL AND {met} AND {counts}
        ) ranked WHERE nth = 1
        """,
        spots=asking.dialect.table(["place", "area"], rows),
        of_kinds=asking.of_kinds("f", how.source.kinds),
        low=read.low,
        high=read.high,
        met=asking.meets("f", how.source.where),
        counts=asking.counts("f"),
    )


def _documents(asking: Asking, how: Has, frame: Frame) -> Piece:
    """All facts on a required document: the latest of each decides, those before tell how it came to that."""
    wanted = asking.meets("f", [Condition(how.attribute, how.required)])
    return sql(
        """
        SELECT f.day, f.id FROM place CROSS JOIN facts_fact f
        WHERE f.place_id = place.place AND {of_kinds} AND f.day <= {high} AND {wanted} AND {counts}
        """,
        of_kinds=asking.of_kinds("f", how.source.kinds),
        high=frame.cut,
        wanted=wanted,
        counts=asking.counts("f"),
    )


def _spans(asking: Asking, how: Elapsed, frame: Frame) -> Iterator[Piece]:
    read = frame.spans(how)
    opened = openings(asking, read)
    yield sql("SELECT o.day, o.id FROM ({opened}) o", opened=opened)
    yield sql(
        """
        SELECT c.day, c.id FROM ({opened}) s CROSS JOIN facts_fact c
        WHERE {of_subject} AND c.day BETWEEN s.day AND {high}
        """,
        opened=opened,
        of_subject=of_subject(asking, "c", how.closed),
        high=frame.cut,
    )
