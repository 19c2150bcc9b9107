"""Facts counted, added up, or looked for, by place."""

from collections.abc import Sequence
from typing import Any

from gongjian.engines.measures.compiler.asking import Asking, Conditions, counts_alone
from gongjian.engines.measures.compiler.pieces import sql
from gongjian.engines.measures.compiler.reads import Latest, Presence, Subjects, Tally

# From each place and each thing asked to a stretch of the index (place, kind, day). SQLite keeps to the order of a
# CROSS JOIN; the others choose.
_FOUND = """
    ask CROSS JOIN facts_fact f
    WHERE f.place_id = place.place AND f.kind_id = ask.kind AND f.day BETWEEN ask.low AND ask.high
    AND {met} AND {counts}
"""


def _asked(reads: Sequence[Tally | Subjects | Latest], asking: Asking, conditions: Conditions) -> Any:
    """`(idx, kind, low, high, condition)`: a row for each kind of each read."""
    rows = [
        (index, kind, read.low, read.high, conditions.number(read.source))
        for index, read in enumerate(reads)
        for kind in asking.numbers(read.source.kinds)
    ]
    return asking.dialect.table(["idx", "kind", "low", "high", "condition"], rows)


def tallies(reads: Sequence[Tally], asking: Asking) -> dict[Tally, dict[int, tuple[int, int, int]]]:
    conditions = Conditions(asking)
    tables = {"place": asking.places, "ask": _asked(reads, asking, conditions)}
    query = sql(
        "SELECT ask.idx, f.place_id, COUNT(*), COUNT(f.value), SUM(f.value) FROM place CROSS JOIN"
        + _FOUND
        + "GROUP BY ask.idx, f.place_id",
        met=conditions.met("f", "ask.condition"),
        counts=asking.counts("f"),
    )
    found: dict[Tally, dict[int, tuple[int, int, int]]] = {read: {} for read in reads}
    for index, place, number, with_value, total in asking.ask(tables, query):
        found[reads[index]][place] = (number, with_value, int(total or 0))
    return found


def presences(reads: Sequence[Presence], asking: Asking) -> dict[Presence, set[int]]:
    rows = [
        (index, kind, read.high) for index, read in enumerate(reads) for kind in asking.numbers(read.kinds)
    ]
    tables = {"place": asking.places, "ask": asking.dialect.table(["idx", "kind", "high"], rows)}
    query = sql(
        """
        SELECT ask.idx, place.place FROM place CROSS JOIN ask WHERE EXISTS (
            SELECT 1 FROM facts_fact f
            WHERE f.place_id = place.place AND f.kind_id = ask.kind AND f.day <= ask.high AND {counts}
        )
        """,
        counts=counts_alone("f"),
    )
    found: dict[Presence, set[int]] = {read: set() for read in reads}
    for index, place in asking.ask(tables, query):
        found[reads[index]].add(place)
    return found


def subjects(reads: Sequence[Subjects], asking: Asking) -> dict[Subjects, dict[int, int]]:
    """Those seen at one place alone are counted there; the few others are told apart for each target."""
    conditions = Conditions(asking)
    tables = {"place": asking.places, "ask": _asked(reads, asking, conditions)}
    query = sql(
        """
        SELECT idx, place_id, whose, COUNT(*) FROM (
            SELECT idx, place_id,
                CASE WHEN COUNT(*) OVER (PARTITION BY idx, subject) = 1 THEN '' ELSE subject END AS whose
            FROM (
                SELECT DISTINCT ask.idx, f.place_id, f.subject FROM place CROSS JOIN"""
        + _FOUND
        + """AND f.subject <> ''
            ) seen
        ) subjects GROUP BY idx, place_id, whose
        """,
        met=conditions.met("f", "ask.condition"),
        counts=asking.counts("f"),
    )
    found: dict[Subjects, dict[int, int]] = {read: {} for read in reads}
    seen: set[tuple[int, int, str]] = set()
    for index, place, whose, number in asking.ask(tables, query):
        targets = found[reads[index]]
        for target in asking.scope.places[place].targets:
            if not whose:
                targets[target] = targets.get(target, 0) + number
            elif (index, target, whose) not in seen:
                seen.add((index, target, whose))
                targets[target] = targets.get(target, 0) + 1
    return found


def latest(reads: Sequence[Latest], asking: Asking) -> dict[Latest, dict[int, tuple[int, int, int]]]:
    conditions = Conditions(asking)
    tables = {"place": asking.places, "ask": _asked(reads, asking, conditions)}
    query = sql(
        """
        SELECT idx, place_id, day, id, value FROM (
            SELECT ask.idx, f.place_id, f.day, f.id, f.value,
                ROW_NUMBER() OVER (PARTITION BY ask.idx, f.place_id ORDER BY f.day DESC, f.id DESC) AS nth
            FROM place CROSS JOIN"""
        + _FOUND
        + "AND f.value IS NOT NULL) ranked WHERE nth = 1",
        met=conditions.met("f", "ask.condition"),
        counts=asking.counts("f"),
    )
    found: dict[Latest, dict[int, tuple[int, int, int]]] = {read: {} for read in reads}
    for index, place, day, number, value in asking.ask(tables, query):
        found[reads[index]][place] = (day, number, value)
    return found
