"""A small district to measure in: two communities, three grids, of which one begins and one ends in March 2026."""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from typing import Any

from gongjian.engines.measures import naive
from gongjian.engines.measures.calendar import Calendar, shipped
from gongjian.engines.measures.compiler.dialects import SQLITE
from gongjian.engines.measures.compiler.evaluating import evaluate
from gongjian.engines.measures.definitions import Condition, Measure, Source, Value
from gongjian.engines.measures.facts import Area, Fact, Place, Scope
from gongjian.engines.measures.periods import Period, parse_period

DISTRICT, EAST, WEST, ONE, NEW, OLD = range(1, 7)


def on(day: str) -> int:
    return date.fromisoformat(day if len(day) == 10 else f"2026-{day}").toordinal()


# NEW takes over what OLD had: the place of OLD lies in both.
SCOPE = Scope(
    areas={
        area.id: area
        for area in (
            Area(DISTRICT, "district"),
            Area(EAST, "community", above=frozenset({DISTRICT})),
            Area(WEST, "community", above=frozenset({DISTRICT})),
            Area(ONE, "grid", above=frozenset({EAST, DISTRICT})),
            Area(NEW, "grid", begins=on("03-10"), above=frozenset({EAST, DISTRICT})),
            Area(OLD, "grid", ends=on("03-10"), above=frozenset({NEW, EAST, DISTRICT})),
        )
    },
    places={
        place.id: place
        for place in (
            Place(20, EAST, (EAST, DISTRICT)),
            Place(30, WEST, (WEST, DISTRICT)),
            Place(40, ONE, (ONE, EAST, DISTRICT)),
            Place(41, ONE, (ONE, EAST, DISTRICT)),  # under another path
            Place(50, NEW, (NEW, EAST, DISTRICT)),
            Place(60, OLD, (OLD, NEW, EAST, DISTRICT)),
        )
    },
)
AT = {"district": 10, "east": 20, "west": 30, "one": 40, "one-before": 41, "new": 50, "old": 60, "far": 99}
CALENDAR = shipped().naming(
    "节前", 2026, [(date(2026, 3, 3), date(2026, 3, 5)), (date(2026, 3, 30), date(2026, 4, 2))]
)


def facts(*rows: tuple[Any, ...]) -> list[Fact]:
    """`(kind, where, day)` each, then a subject, a number in ten-thousandths, and attributes; ids count from 1."""
    made = []
    for number, (kind, where, day, *rest) in enumerate(rows, 1):
        subject = next((part for part in rest if isinstance(part, str)), "")
        value = next((part for part in rest if isinstance(part, int)), None)
        attrs = next((part for part in rest if isinstance(part, dict)), {})
        voids = attrs.pop("voids", None)
        made.append(Fact(number, kind, AT[where], on(day), subject, value, attrs, voids))
    return made


def of(*kinds: str, **where: str) -> Source:
    return Source(kinds, tuple(Condition(name, (value,)) for name, value in where.items()))


def ask(
    how: Any,
    rows: Iterable[Fact],
    target: int = EAST,
    *,
    period: str = "2026-03",
    as_of: str = "2026-12-31",
    others: Iterable[Measure] = (),
    mean_of_years: tuple[int, ...] = (),
    calendar: Calendar = CALENDAR,
) -> Value:
    """The value of one measure at one area; by the naive evaluator, which SQLite must agree with at every area."""
    measures = [Measure("it", "it", how, mean_of_years=mean_of_years), *others]
    listed, span, day = list(rows), parse_period(period), date.fromisoformat(as_of)
    values = naive.evaluate(measures, SCOPE, listed, span, as_of=day, calendar=calendar)
    assert by_sqlite(measures, listed, span, day, calendar) == values
    return values["it", target]


def by_sqlite(
    measures: Iterable[Measure], rows: list[Fact], period: Period, as_of: date, calendar: Calendar
) -> dict[tuple[str, int], Value]:
    kinds = {kind: number for number, kind in enumerate(sorted({fact.kind for fact in rows}), 1)}
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "CREATE TABLE facts_fact (id integer PRIMARY KEY, kind_id, place_id, day, subject, value, attrs, voids_id)"
        )
        database.executemany(
            "INSERT INTO facts_fact VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (f.id, kinds[f.kind], f.place, f.day, f.subject, f.value, json.dumps(f.attrs), f.voids)
                for f in rows
            ],
        )
        return evaluate(
            measures, SCOPE, period, as_of=as_of, calendar=calendar, kinds=kinds, dialect=SQLITE,
            run=lambda text, parameters: database.execute(text, parameters).fetchall(),
        )  # fmt: skip
