import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from engines.measures.grounds import CALENDAR, EAST, NEW, OLD, ONE, SCOPE, WEST, facts, of
from engines.measures.worlds import World, worlds
from gongjian.engines.measures import naive
from gongjian.engines.measures.calendar import shipped
from gongjian.engines.measures.compiler.dialects import SQLITE
from gongjian.engines.measures.compiler.explaining import Page, explain
from gongjian.engines.measures.definitions import (
    Cadence,
    Comparator,
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
    Slot,
    State,
    Stock,
    Sum,
)
from gongjian.engines.measures.definitions import Test as Passing
from gongjian.engines.measures.facts import Fact
from gongjian.engines.measures.periods import parse_period

KINDS = {
    kind: number
    for number, kind in enumerate(
        ("patrol", "nil", "household", "visit", "residents", "score", "paper", "opened", "closed", "taken-back",
         "roll", "report"), 1,
    )
}  # fmt: skip
TABLE = """
    CREATE TABLE facts_fact (
        id integer PRIMARY KEY, kind_id bigint, place_id bigint, day integer, subject text, value bigint, attrs text,
        voids_id bigint
    )
"""


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute(TABLE)
    yield connection
    connection.close()


def fill(database: sqlite3.Connection, rows: Any) -> None:
    database.execute("DELETE FROM facts_fact")
    database.executemany(
        "INSERT INTO facts_fact VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                f.id, KINDS[f.kind], f.place, f.day, f.subject, f.value,
                json.dumps(dict(f.attrs), ensure_ascii=False), f.voids,
            )
            for f in rows
        ],
    )  # fmt: skip


def page(database: sqlite3.Connection, name: str, measures: Any, target: int, **asked: Any) -> Page:
    asked = {
        "scope": SCOPE,
        "period": parse_period("2026-03"),
        "as_of": date(2026, 12, 31),
        "calendar": CALENDAR,
    } | asked
    return explain(
        name, measures, target=target, kinds=KINDS, dialect=SQLITE,
        run=lambda text, parameters: database.execute(text, parameters).fetchall(), **asked,
    )  # fmt: skip


ROWS = facts(
    ("patrol", "one", "02-28", 1_0000),
    ("patrol", "one", "03-01", 1_0000),
    ("patrol", "old", "03-05", "lin"),
    ("taken-back", "old", "03-05", {"voids": 3}),
    ("patrol", "east", "03-31", "lin"),
    ("household", "one", "01-01", "a", 1_0000),  # 6
    ("household", "one", "02-01", "a", 2_0000),
    ("household", "one", "02-01", "b", 1_0000),
    ("household", "west", "03-01", "b", 1_0000),
    ("visit", "west", "03-09", "a"),  # 10
    ("visit", "one", "03-10", "b"),
    ("residents", "one-before", "01-01", 50_0000),  # 12
    ("residents", "one", "02-01", 60_0000),
    ("residents", "old", "02-01", 70_0000),
    ("residents", "new", "03-20", 80_0000),
    ("score", "east", "03-01", 5_0000),  # 16
    ("score", "east", "03-02", 6_0000),
    ("score", "one", "03-03", 7_0000),
    ("paper", "east", "01-01", {"what": "plan"}),  # 19
    ("paper", "east", "01-02", {"what": "song"}),
    ("opened", "one", "03-02", "x"),  # 21
    ("closed", "west", "03-03", "x"),
    ("closed", "west", "03-01", "x"),
    ("opened", "west", "03-03", "x"),
    ("nil", "one", "02-01"),  # 25
)
PATROL = of("patrol")
ENOUGH = Passing(Comparator.AT_LEAST, Fraction(1))
MEASURES = [
    Measure(name, name, how)
    for name, how in {
        "count": Count(PATROL),
        "sum": Sum(PATROL),
        "distinct": Distinct(PATROL),
        "stock": Stock(of("household")),
        "gauge": Gauge(of("residents")),
        "manual": Manual(of("score")),
        "ratio": Ratio("count", "gauge"),
        "share": Share("manual", ENOUGH, "grid"),
        "coverage": Coverage(of("household"), of("visit")),
        "cadence": Cadence(PATROL, "grid", Slot.WEEK),
        "each": Cadence(of("visit"), "grid", Slot.WEEK, who=of("household")),
        "quiet": Quiet(PATROL, of("nil"), 14, "grid", ENOUGH),
        "elapsed": Elapsed(of("opened"), of("closed"), 5),
        "has": Has(of("paper"), "what", ("plan", "map"), "community"),
    }.items()
]


@pytest.mark.parametrize(
    ("name", "target", "ids"),
    [
        ("count", EAST, (5, 2)),
        ("count", ONE, (2,)),
        ("count", WEST, ()),
        ("sum", EAST, (2,)),
        ("distinct", EAST, (5,)),
        ("stock", EAST, (7,)),
        ("stock", WEST, (9,)),
        ("gauge", EAST, (15, 13)),
        ("manual", EAST, (17,)),
        ("ratio", EAST, (5, 15, 2, 13)),
        ("share", EAST, (18,)),
        ("coverage", EAST, (10, 7)),
        ("coverage", WEST, (11, 9)),
        ("cadence", EAST, (5, 2)),
        ("each", ONE, (10, 7)),
        ("quiet", ONE, (2, 1, 25)),
        ("elapsed", ONE, (22, 21)),
        ("elapsed", WEST, ()),
        ("has", EAST, (19,)),
    ],
)
def test_a_figure_opens_to_its_facts(
    database: sqlite3.Connection, name: str, target: int, ids: tuple[int, ...]
) -> None:
    fill(database, ROWS)

    assert page(database, name, MEASURES, target) == Page(ids, None)


def test_pages_follow_each_other_without_gap_or_overlap(database: sqlite3.Connection) -> None:
    fill(database, ROWS)
    pages: list[Page] = []
    after = None
    while not pages or after:
        pages.append(page(database, "ratio", MEASURES, EAST, limit=3, after=after))
        after = pages[-1].after

    assert [each.facts for each in pages] == [(5, 15, 2), (13,)]
    assert pages[0].after == (date(2026, 3, 1).toordinal(), 2)


def test_a_mean_opens_to_the_facts_of_its_years(database: sqlite3.Connection) -> None:
    fill(
        database,
        facts(
            ("patrol", "one", "2025-03-31"), ("patrol", "one", "2026-03-01"), ("patrol", "one", "2024-03-01")
        ),
    )
    mean = [replace(MEASURES[0], mean_of_years=(1, 2))]

    assert page(database, "count", mean, ONE) == Page((1, 3), None)


def test_nothing_stands_behind_what_is_not_due_or_not_there(database: sqlite3.Connection) -> None:
    fill(database, ROWS)

    assert page(database, "count", MEASURES, ONE, as_of=date(2026, 2, 28)) == Page((), None)
    assert page(database, "count", MEASURES, NEW, period=parse_period("2026-03-09")) == Page((), None)
    assert page(database, "count", MEASURES, OLD, period=parse_period("2026-03-09")) == Page((), None)


@pytest.mark.slow
def test_as_many_facts_stand_behind_a_figure_as_it_says(database: sqlite3.Connection) -> None:
    """Drawn districts: counts, sums, subjects and stocks against the naive evaluator."""
    calendar = shipped().loading([], years=[2027])

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(worlds())
    def agree(world: World) -> None:
        fill(database, world.facts)
        values = naive.evaluate(
            world.measures, world.scope, world.facts, world.period, as_of=world.as_of, calendar=calendar
        )
        by_id = {fact.id: fact for fact in world.facts}
        for (name, target), value in values.items():
            if name in ("count", "distinct", "stock") and value.state in (State.VALUE, State.ZERO):
                found = page(
                    database, name, world.measures, target, scope=world.scope, period=world.period,
                    as_of=world.as_of, calendar=calendar, limit=1000,
                ).facts  # fmt: skip
                assert value.numerator == _said(name, [by_id[number] for number in found], world)

    agree()


def _said(name: str, behind: list[Fact], world: World) -> Any:
    if name == "count":
        return len(behind)
    how = next(measure.how for measure in world.measures if measure.id == name)
    if isinstance(how, Stock) and how.add == "value":
        return Fraction(sum(fact.value or 0 for fact in behind), 10_000)
    return len({fact.subject for fact in behind})
