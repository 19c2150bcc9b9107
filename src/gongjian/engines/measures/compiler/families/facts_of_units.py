"""What units did in their slots, how long they paused, and what they reported.

A unit is looked at from its first to its last day, or to the cut (`high`) where that is earlier.
"""

from collections.abc import Sequence

from gongjian.engines.measures.compiler.asking import Asking, Conditions
from gongjian.engines.measures.compiler.pieces import sql
from gongjian.engines.measures.compiler.reads import Gaps, Reports, SlotsMet


def slots_met(reads: Sequence[SlotsMet], asking: Asking) -> dict[SlotsMet, dict[int, tuple[int, int]]]:
    conditions = Conditions(asking)
    rows = [
        (
            index,
            kind,
            asking.level(read.unit),
            start,
            end,
            read.at_least,
            read.high,
            conditions.number(read.source),
        )
        for index, read in enumerate(reads)
        for kind in asking.numbers(read.source.kinds)
        for start, end in read.slots
    ]
    columns = ["idx", "kind", "level", "starts", "ends", "at_least", "high", "condition"]
    tables = {
        "owner": asking.owners(read.unit for read in reads),
        "slot": asking.dialect.table(columns, rows),
    }
    query = sql(
        """
        SELECT idx, unit, SUM(has_ended), SUM(1 - has_ended) FROM (
            SELECT slot.idx, owner.unit,
                CASE WHEN slot.ends <= slot.high AND slot.ends <= owner.final THEN 1 ELSE 0 END AS has_ended
            FROM owner CROSS JOIN slot CROSS JOIN facts_fact f
            WHERE slot.level = owner.level AND slot.starts >= owner.begins AND f.place_id = owner.place
            AND f.kind_id = slot.kind AND f.day BETWEEN slot.starts AND slot.ends
            AND f.day <= slot.high AND f.day <= owner.final AND {met} AND {counts}
            GROUP BY slot.idx, owner.unit, slot.starts, slot.ends, slot.high, owner.final, slot.at_least
            HAVING COUNT(*) >= slot.at_least
        ) met GROUP BY idx, unit
        """,
        met=conditions.met("f", "slot.condition"),
        counts=asking.counts("f"),
    )
    found: dict[SlotsMet, dict[int, tuple[int, int]]] = {read: {} for read in reads}
    for index, unit, ended, running in asking.ask(tables, query):
        found[reads[index]][unit] = (int(ended), int(running))
    return found


def gaps(reads: Sequence[Gaps], asking: Asking) -> dict[Gaps, dict[int, tuple[int, int, int]]]:
    conditions = Conditions(asking)
    rows = [
        (index, kind, asking.level(read.unit), read.low, read.high, conditions.number(read.source))
        for index, read in enumerate(reads)
        for kind in asking.numbers(read.source.kinds)
    ]
    tables = {
        "owner": asking.owners(read.unit for read in reads),
        "ask": asking.dialect.table(["idx", "kind", "level", "low", "high", "condition"], rows),
    }
    query = sql(
        """
        SELECT idx, unit, MIN(day), MAX(day), MAX(gap) FROM (
            SELECT ask.idx, owner.unit, f.day,
                f.day - LAG(f.day) OVER (PARTITION BY ask.idx, owner.unit ORDER BY f.day) AS gap
            FROM owner CROSS JOIN ask CROSS JOIN facts_fact f
            WHERE ask.level = owner.level AND f.place_id = owner.place AND f.kind_id = ask.kind
            AND f.day BETWEEN ask.low AND ask.high AND f.day BETWEEN owner.begins AND owner.final
            AND {met} AND {counts}
        ) events GROUP BY idx, unit
        """,
        met=conditions.met("f", "ask.condition"),
        counts=asking.counts("f"),
    )
    found: dict[Gaps, dict[int, tuple[int, int, int]]] = {read: {} for read in reads}
    for index, unit, first, last, gap in asking.ask(tables, query):
        found[reads[index]][unit] = (first, last, gap or 0)
    return found


def reports(
    reads: Sequence[Reports], asking: Asking
) -> dict[Reports, dict[int, tuple[int | None, int, int]]]:
    conditions = Conditions(asking)
    rows = [
        (index, kind, asking.level(read.unit), is_event, read.every, read.high, conditions.number(source))
        for index, read in enumerate(reads)
        for is_event, source in ((1, read.source), (0, read.proof))
        for kind in asking.numbers(source.kinds)
    ]
    columns = ["idx", "kind", "level", "is_event", "every", "high", "condition"]
    tables = {
        "owner": asking.owners(read.unit for read in reads),
        "ask": asking.dialect.table(columns, rows),
    }
    query = sql(
        """
        SELECT idx, unit, MAX(CASE WHEN is_event = 1 THEN day END), MAX(day),
            MAX(CASE WHEN gap IS NULL OR gap > every THEN day END)
        FROM (
            SELECT idx, unit, every, day, is_event,
                day - LAG(day) OVER (PARTITION BY idx, unit ORDER BY day) AS gap
            FROM (
                SELECT ask.idx, owner.unit, ask.every, f.day, MAX(ask.is_event) AS is_event
                FROM owner CROSS JOIN ask CROSS JOIN facts_fact f
                WHERE ask.level = owner.level AND f.place_id = owner.place AND f.kind_id = ask.kind
                AND f.day <= ask.high AND f.day <= owner.final AND {met} AND {counts}
                GROUP BY ask.idx, owner.unit, ask.every, f.day
            ) days
        ) reports GROUP BY idx, unit
        """,
        met=conditions.met("f", "ask.condition"),
        counts=asking.counts("f"),
    )
    found: dict[Reports, dict[int, tuple[int | None, int, int]]] = {read: {} for read in reads}
    for index, unit, event, last, chain in asking.ask(tables, query):
        found[reads[index]][unit] = (event, last, chain)
    return found
