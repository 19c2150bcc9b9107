"""How fast figures come out of the facts: a district of 230 communities, 1,500 grids and 2 million facts a year.

Sixty measures of every kind; on a SQLite file and on PostgreSQL. `python -m bench.measures sqlite FOLDER` or
`postgres URL` measures one of them in a process of its own and prints one figure a line.
"""

import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from gongjian.engines.measures.calendar import shipped
from gongjian.engines.measures.compiler.dialects import POSTGRESQL, SQLITE, Dialect
from gongjian.engines.measures.compiler.evaluating import evaluate
from gongjian.engines.measures.definitions import (
    Add,
    Cadence,
    Clock,
    Comparator,
    Computed,
    Condition,
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
    Stock,
    Sum,
    Test,
    Window,
)
from gongjian.engines.measures.facts import Area, Place, Scope
from gongjian.engines.measures.periods import period_of

ROOT = Path(__file__).resolve().parent.parent
YEAR = 2026
FIRST = date(YEAR, 1, 1).toordinal()
STREETS, COMMUNITIES, GRIDS = 15, 230, 1500
FACTS_A_YEAR = 2_000_000
SUBJECTS_A_GRID = 160  # on the roll before the year begins
LIMITS = {"one_community": 50, "one_period": 10, "twelve_periods": 60, "memory": 1024}
RUNS = 9

# Kind → facts of a grid in a year. What is over goes to the extras, by equal parts.
RATES = {
    "patrol": 200, "patrol.nothing-found": 150, "visit": 250, "service": 150, "hazard.found": 20, "training": 10,
    "cleaning": 100, "disinfection": 100, "activity": 40, "hours": 100, "posting": 40, "screening": 50,
    "complaint": 20, "dispute.opened": 12, "infection": 1, "residents": 12, "paper": 4, "meeting": 4,
    "elder": 8, "dog": 6, "score": 1,
}  # fmt: skip
EXTRAS = tuple(f"extra.{number}" for number in range(12))
LATER = {"hazard.found": "hazard.fixed", "dispute.opened": "dispute.closed"}
KINDS = {kind: n for n, kind in enumerate((*RATES, *EXTRAS, *LATER.values(), "taken-back"), 1)}
WITH_SUBJECT = {"visit": 0.9, "service": 0.9, "screening": 1.0, "hours": 0.8}
WITH_VALUE = {
    "training": 60,
    "cleaning": 400,
    "disinfection": 900,
    "activity": 80,
    "hours": 8,
    "residents": 900,
}
CLASSES = ("甲", "乙", "丙", "丁")
TITLES = ("预案", "制度", "名册", "公约", "协议")


# --- The district -----------------------------------------------------------------------------------------
def district() -> Scope:
    """Area 1 is the district; streets from 2, communities from 100, grids from 1,000. A place has its area's number."""
    begins = date(2020, 1, 1).toordinal()
    above: dict[int, tuple[str, tuple[int, ...]]] = {1: ("district", ())}
    for number in range(STREETS):
        above[2 + number] = ("subdistrict", (1,))
    for number in range(COMMUNITIES):
        above[100 + number] = ("community", (2 + number % STREETS, 1))
    for number in range(GRIDS):
        community = 100 + number % COMMUNITIES
        above[1000 + number] = ("grid", (community, *above[community][1]))
    return Scope(
        {area: Area(area, kind, begins, None, frozenset(upper)) for area, (kind, upper) in above.items()},
        {area: Place(area, area, (area, *upper)) for area, (_kind, upper) in above.items()},
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A fact before it has a place in any table."""

    kind: str
    place: int
    day: int
    subject: str = ""
    value: int | None = None
    attrs: str = "{}"
    voids: int | None = None


def facts(seed: int = 1) -> Iterator[Row]:
    """The roll as it stood before the year, then the year's facts in the order they happen. Ids count from 1."""
    chance = random.Random(seed)
    roll: dict[int, list[str]] = {}
    for grid in range(1000, 1000 + GRIDS):
        roll[grid] = [f"{grid}-{number}" for number in range(SUBJECTS_A_GRID)]
        for subject in roll[grid]:
            yield Row("elder", grid, FIRST - chance.randrange(1, 400), subject, 10_000, _attrs(chance))
    left = max(0, FACTS_A_YEAR // GRIDS - sum(RATES.values()) - 32)
    weights = {**RATES, **{kind: left / len(EXTRAS) for kind in EXTRAS}}
    kinds, shares = list(weights), list(weights.values())
    given = GRIDS * SUBJECTS_A_GRID
    pending: dict[int, list[Row]] = defaultdict(list)
    for day in range(FIRST, FIRST + 365):
        today = [
            _row(chance, kind, day, roll, pending)
            for kind in chance.choices(kinds, shares, k=int(FACTS_A_YEAR * 0.975 / 365))
        ]
        today += pending.pop(day, [])
        for row in today:
            given += 1
            yield row
        for _ in range(len(today) // 200):
            given += 1
            yield Row(
                "taken-back", today[0].place, day, voids=given - 1 - chance.randrange(len(today) // 2) * 2
            )


def _row(chance: random.Random, kind: str, day: int, roll: dict[int, list[str]], pending: Any) -> Row:
    grid = 1000 + int(GRIDS * chance.random() ** 1.2)
    place = 100 + grid % COMMUNITIES if kind in ("paper", "meeting", "score") else grid
    subject, value = "", None
    if kind in WITH_SUBJECT and chance.random() < WITH_SUBJECT[kind]:
        subject = chance.choice(roll[grid])
    elif kind in LATER:
        subject = f"{kind}-{day}-{chance.randrange(10**9)}"
        closes = day + int(chance.expovariate(1 / 6))
        if closes < FIRST + 365:
            pending[closes].append(Row(LATER[kind], place, closes, subject))
    elif kind in ("elder", "dog"):
        subject = chance.choice(roll[grid]) if chance.random() < 0.5 else f"{kind}-{chance.randrange(10**9)}"
        value = 0 if chance.random() < 0.3 else 10_000
    elif kind == "score":
        value = chance.randrange(60, 100) * 10_000
    elif kind in WITH_VALUE:
        value = chance.randrange(WITH_VALUE[kind] * 10_000)
    return Row(kind, place, day, subject, value, _attrs(chance, kind))


def _attrs(chance: random.Random, kind: str = "") -> str:
    if kind == "paper":
        return json.dumps({"title": chance.choice(TITLES), "until": f"{YEAR}-12-31"}, ensure_ascii=False)
    if chance.random() < 0.5:
        return "{}"
    return json.dumps({"class": chance.choice(CLASSES)}, ensure_ascii=False)


# --- Sixty measures ---------------------------------------------------------------------------------------
def measures() -> list[Measure]:
    year, quarter = Window(Since.YEAR), Window(days=90)
    half, all_of = (Test(Comparator.AT_LEAST, Fraction(number)) for number in ("1/2", "1"))

    def of(*kinds: str, **where: str) -> Source:
        return Source(kinds, tuple(Condition(name, (value,)) for name, value in where.items()))

    first_class = {"class": "甲"}
    named: dict[str, Computed] = {
        "patrols": Count(of("patrol")), "meetings": Count(of("meeting")), "hours": Sum(of("hours")),
        "visited": Distinct(of("visit")), "elders": Stock(of("elder")), "residents": Gauge(of("residents")),
        "in-half-months": Cadence(of("patrol"), "grid", Slot.HALF_MONTH, window=year),
        "covered": Coverage(of("elder"), of("visit")),
        "a-patrol": Ratio("patrols", "residents"), "an-elder": Ratio("hours", "elders"),
        "seen": Ratio("visited", "elders"), "a-meeting": Ratio("meetings", "residents"),
        "with-patrol": Share("patrols", all_of, "grid"), "with-meeting": Share("meetings", all_of, "community"),
        "half-covered": Share("covered", half, "community"), "half-in-time": Share("in-time", half, "community"),
        "in-time": Elapsed(of("dispute.opened"), of("dispute.closed"), 5, Clock.WORKING),
    }  # fmt: skip
    others: list[Computed] = [
        *(Count(of(kind)) for kind in ("cleaning", "activity", "posting")),
        *(Count(of(kind), year) for kind in ("training", "meeting", "disinfection", "hazard.found")),
        *(Count(of(kind, **first_class)) for kind in ("patrol", "service", EXTRAS[0])),
        *(Count(of(kind, **first_class), year) for kind in ("activity", "posting")),
        Count(of("infection"), year, of("patrol.nothing-found")),
        Count(of("patrol", "cleaning"), quarter),
        *(Sum(of(kind)) for kind in ("cleaning", "disinfection", "activity")),
        *(Sum(of(kind), year) for kind in ("training", "hours")),
        *(Distinct(of(kind)) for kind in ("service", "hours")),
        *(Distinct(of(kind), year) for kind in ("screening", "hours")),
        Distinct(of("visit", **first_class), quarter),
        Stock(of("elder", **first_class)),
        Stock(of("dog"), Add.VALUE),
        Gauge(of("residents"), 60),
        Gauge(of("residents"), None, Over.MEAN),
        Coverage(of("elder"), of("visit", "service"), 2, quarter, 30),
        Coverage(of("elder"), of("screening"), window=year),
        Cadence(of("patrol"), "grid", Slot.WEEK),
        Cadence(of("disinfection"), "grid", Slot.WEEK, window=quarter),
        Cadence(of("meeting"), "community", Slot.QUARTER, window=year),
        Cadence(of("patrol", "patrol.nothing-found"), "grid", max_gap=7),
        Cadence(of("cleaning"), "grid", max_gap=15),
        Cadence(of("visit"), "grid", Slot.QUARTER, window=year, who=of("elder")),
        Cadence(of("visit"), "grid", max_gap=60, window=quarter, who=of("elder", **first_class)),
        Quiet(of("infection"), of("patrol.nothing-found"), 14, "grid", half),
        Quiet(of("dispute.opened", "hazard.found"), of("patrol"), 14, "community", half),
        Elapsed(of("hazard.found"), of("hazard.fixed"), 7, window=year),
        Has(of("paper"), "title", TITLES, "community", "until"),
        Has(of("paper"), "title", TITLES[:2], "community", max_age=180),
        Manual(of("score"), year),
    ]
    named |= {f"m{number}": how for number, how in enumerate(others)}
    return [Measure(name, name, how) for name, how in named.items()]


# --- The databases ----------------------------------------------------------------------------------------
COLUMNS = (
    "id, kind_id, place_id, happened_at, day, recorded_at, subject, value, attrs, source_type, source_id, "
    "recorder_id, voids_id"
)
# As the app's migrations make them.
TABLE = """
    CREATE TABLE facts_fact (
        id bigint PRIMARY KEY, kind_id bigint NOT NULL, place_id bigint NOT NULL, happened_at {time} NOT NULL,
        day integer NOT NULL, recorded_at {time} NOT NULL, subject varchar(40) NOT NULL, value bigint,
        attrs {json} NOT NULL, source_type varchar(60) NOT NULL, source_id varchar(40) NOT NULL,
        recorder_id bigint, voids_id bigint UNIQUE
    )
"""
BY_PLACE = "CREATE INDEX fact_of_measures ON facts_fact (place_id, kind_id, day"
BY_SUBJECT = "CREATE INDEX fact_of_subject ON facts_fact (subject, kind_id, day, id"
WHERE = "WHERE subject <> ''"
INDEXES = {
    "sqlite": (f"{BY_PLACE}, subject, value, attrs)", f"{BY_SUBJECT}, place_id, value, attrs) {WHERE}"),
    "postgres": (
        f"{BY_PLACE}) INCLUDE (id, subject, value, attrs)",
        f"{BY_SUBJECT}) INCLUDE (place_id, value, attrs) {WHERE}",
    ),
}


def _rows() -> Iterator[tuple[Any, ...]]:
    voided: set[int] = set()
    for number, row in enumerate(facts(), 1):
        voids = None if row.voids in voided else row.voids
        voided.add(voids or 0)
        at = f"{date.fromordinal(row.day).isoformat()} 08:00:00+00"
        yield (
            number, KINDS[row.kind], row.place, at, row.day, at, row.subject, row.value, row.attrs,
            "ledgers.entry", str(number), 1, voids,
        )  # fmt: skip


def _sqlite(folder: str) -> tuple[Dialect, Callable[..., Any]]:
    database = sqlite3.connect(f"{folder}/facts.sqlite3", isolation_level=None)
    # As the settings of the app have it.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-20000"):
        database.execute(f"PRAGMA {pragma}")
    database.execute(TABLE.format(time="datetime", json="text").replace("id bigint P", "id integer P"))
    database.execute("BEGIN")
    database.executemany(f"INSERT INTO facts_fact ({COLUMNS}) VALUES ({', '.join('?' * 13)})", _rows())
    database.execute("COMMIT")
    for statement in (*INDEXES["sqlite"], "ANALYZE"):
        database.execute(statement)
    return SQLITE, lambda text, parameters: database.execute(text, parameters).fetchall()


def _postgres(url: str) -> tuple[Dialect, Callable[..., Any]]:
    import psycopg

    # Django's cursors bind in the client too.
    database = psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor)
    # What whoever rebuilds a district should set: nothing is compiled, and what is sorted stays in memory.
    database.execute("SET jit = off")
    database.execute("SET work_mem = '64MB'")
    database.execute(TABLE.format(time="timestamptz", json="jsonb"))  # type: ignore[arg-type]
    with database.cursor() as cursor, cursor.copy(f"COPY facts_fact ({COLUMNS}) FROM STDIN") as copy:  # type: ignore[arg-type]
        for row in _rows():
            copy.write_row(row)
    for statement in (*INDEXES["postgres"], "VACUUM ANALYZE facts_fact"):
        database.execute(statement)
    return POSTGRESQL, lambda text, parameters: database.execute(text, parameters).fetchall()


# --- Measuring --------------------------------------------------------------------------------------------
def figures() -> Iterator[dict[str, Any]]:
    """`{"id", "value", "unit", "limit"}` each; without a value, and with a note, where there is no PostgreSQL."""
    from scripts.test_all import HOW_TO_POSTGRES, postgres

    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as folder:
        yield from _by_child("sqlite", folder)
    with ExitStack() as stack:
        url = stack.enter_context(postgres())
        if url is None:
            note = f"  PostgreSQL was not found; {HOW_TO_POSTGRES}"
            yield {"id": "measures.postgres", "value": None, "unit": "s", "limit": None, "note": note}
            return
        yield from _by_child("postgres", url.rpartition("/")[0] + "/postgres")


def _by_child(name: str, where: str) -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-m", "bench.measures", name, where]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            yield json.loads(line)
    if child.returncode:
        sys.exit(f"The measuring of {name} broke off.")


def main(name: str, where: str) -> None:
    dialect, run = _sqlite(where) if name == "sqlite" else _postgres(where)
    scope, defined = district(), measures()
    assert len(defined) == 60, len(defined)

    def board(month: int, targets: Sequence[int] | None) -> int:
        period = period_of(Slot.MONTH, date(YEAR, month, 1))
        values = evaluate(
            defined, scope, period, as_of=period.end, calendar=shipped_calendar, kinds=KINDS, dialect=dialect,
            run=run, targets=targets,
        )  # fmt: skip
        return len(values)

    shipped_calendar = shipped()

    def tell(what: str, value: float, unit: str) -> None:
        figure = {
            "id": f"measures.{name}.{what}",
            "value": round(value, 2),
            "unit": unit,
            "limit": LIMITS.get(what),
        }
        print(json.dumps(figure), flush=True)

    tell("facts", run("SELECT COUNT(*) FROM facts_fact", [])[0][0], "")
    board(12, [150])
    communities = [partial(board, 12, [100 + number]) for number in range(RUNS)]
    tell("one_community", 1000 * min(map(_seconds, communities)), "ms")
    tell("one_period", _seconds(partial(board, 12, None)), "s")
    tell("twelve_periods", _seconds(lambda: [board(month, None) for month in range(1, 13)]), "s")
    tell("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")


def _seconds(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return time.perf_counter() - start


if __name__ == "__main__":
    main(*sys.argv[1:])
