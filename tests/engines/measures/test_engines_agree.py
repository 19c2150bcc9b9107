"""The naive evaluator, SQLite, PostgreSQL and DuckDB give the same values, to the state, over drawn districts."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings

from engines.measures.worlds import KINDS, World, worlds
from gongjian.engines.measures import naive
from gongjian.engines.measures.calendar import shipped
from gongjian.engines.measures.compiler import asking
from gongjian.engines.measures.compiler.dialects import DUCKDB, POSTGRESQL, SQLITE, Dialect
from gongjian.engines.measures.compiler.evaluating import evaluate
from gongjian.engines.measures.facts import Fact

CALENDAR = shipped().loading([], years=[2027])
NUMBERS = {kind: number for number, kind in enumerate((*KINDS, "taken-back"), 1)}
COLUMNS = "id, kind_id, place_id, day, subject, value, attrs, voids_id"
TABLE = """
    CREATE {temporary} TABLE facts_fact (
        id bigint PRIMARY KEY, kind_id bigint NOT NULL, place_id bigint NOT NULL, day integer NOT NULL,
        subject varchar(40) NOT NULL, value bigint, attrs {json} NOT NULL, voids_id bigint
    )
"""
INSERT = f"INSERT INTO facts_fact ({COLUMNS}) VALUES "

Ask = Callable[[World], dict[tuple[str, int], Any]]


def rows(facts: Sequence[Fact]) -> list[tuple[Any, ...]]:
    return [
        (
            f.id,
            NUMBERS[f.kind],
            f.place,
            f.day,
            f.subject,
            f.value,
            json.dumps(dict(f.attrs), ensure_ascii=False),
            f.voids,
        )
        for f in facts
    ]


def asked(world: World, dialect: Dialect, run: Any) -> dict[tuple[str, int], Any]:
    """Every other district is asked as if it had many places: some queries are put otherwise then."""
    with patch.object(asking, "WIDE", len(world.facts) % 2 * 300):
        return evaluate(
            world.measures, world.scope, world.period, as_of=world.as_of, calendar=CALENDAR,
            kinds=NUMBERS, dialect=dialect, run=run,
        )  # fmt: skip


def by_hand(world: World) -> dict[tuple[str, int], Any]:
    return naive.evaluate(
        world.measures, world.scope, world.facts, world.period, as_of=world.as_of, calendar=CALENDAR
    )


def holds(ask: Ask, examples: int) -> int:
    """Draw worlds and compare; how many values were compared."""
    compared = 0

    @settings(
        max_examples=examples,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.large_base_example,
        ],
    )
    @given(worlds())
    def agree(world: World) -> None:
        nonlocal compared
        expected = by_hand(world)
        compared += len(expected)
        assert ask(world) == expected

    agree()
    return compared


# --- SQLite -----------------------------------------------------------------------------------------------
@pytest.fixture
def sqlite() -> Iterator[Ask]:
    database = sqlite3.connect(":memory:")
    database.execute(TABLE.format(temporary="", json="text"))

    def ask(world: World) -> dict[tuple[str, int], Any]:
        database.execute("DELETE FROM facts_fact")
        database.executemany(INSERT + "(?, ?, ?, ?, ?, ?, ?, ?)", rows(world.facts))
        return asked(world, SQLITE, lambda text, parameters: database.execute(text, parameters).fetchall())

    yield ask
    database.close()


@pytest.mark.slow
def test_sqlite_agrees_with_the_naive_evaluator(sqlite: Ask) -> None:
    """More than 30,000 cases (a measure at an area of a drawn district): 300 districts, about 120 values each."""
    assert holds(sqlite, 300) > 30_000


# --- PostgreSQL -------------------------------------------------------------------------------------------
@pytest.fixture
def postgresql() -> Iterator[Ask]:
    """A table of the session's own, found before that of the app; through Django, as the app asks."""
    if connection.vendor != "postgresql":
        pytest.skip("the database of these tests is not PostgreSQL: set DATABASE_URL")
    with connection.cursor() as cursor:
        cursor.execute(TABLE.format(temporary="TEMPORARY", json="jsonb"))

        def run(text: str, parameters: list[Any]) -> list[Any]:
            cursor.execute(text, parameters)
            return cursor.fetchall()

        def ask(world: World) -> dict[tuple[str, int], Any]:
            cursor.execute("DELETE FROM pg_temp.facts_fact")
            cursor.executemany(INSERT + "(%s, %s, %s, %s, %s, %s, %s, %s)", rows(world.facts))
            return asked(world, POSTGRESQL.through_django(), run)

        yield ask
        cursor.execute("DROP TABLE pg_temp.facts_fact")


@pytest.mark.slow
@pytest.mark.django_db
def test_postgresql_agrees_with_the_naive_evaluator(postgresql: Ask) -> None:
    """More than 10,000 cases: 120 districts, about 120 values each."""
    assert holds(postgresql, 120) > 10_000


# --- DuckDB -----------------------------------------------------------------------------------------------
@pytest.fixture
def duckdb(tmp_path: Path) -> Iterator[Ask]:
    """Over exported Parquet, as a larger analysis would ask."""
    module = pytest.importorskip("duckdb", reason="DuckDB is an optional extra: gongjian[analytics]")
    database = module.connect()
    database.execute("SET threads TO 1")
    database.execute(TABLE.format(temporary="", json="text").replace("facts_fact", "exported"))
    parquet = tmp_path / "facts.parquet"

    def ask(world: World) -> dict[tuple[str, int], Any]:
        database.execute("DELETE FROM exported")
        if world.facts:
            database.executemany(
                INSERT.replace("facts_fact", "exported") + "(?, ?, ?, ?, ?, ?, ?, ?)", rows(world.facts)
            )
        database.execute(f"COPY exported TO '{parquet}' (FORMAT parquet)")
        database.execute(f"CREATE OR REPLACE VIEW facts_fact AS SELECT * FROM read_parquet('{parquet}')")
        return asked(world, DUCKDB, lambda text, parameters: database.execute(text, parameters).fetchall())

    yield ask
    database.close()


@pytest.mark.slow
def test_duckdb_over_parquet_agrees_with_the_naive_evaluator(duckdb: Ask) -> None:
    """More than 10,000 cases: 120 districts, about 120 values each."""
    assert holds(duckdb, 120) > 10_000
