"""Subjects that stand in a place, and what was done for them.

Whether a subject stands is said by its latest fact, wherever that lies: one that has no later one.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from gongjian.engines.measures.compiler.asking import Asking, counts_alone, later
from gongjian.engines.measures.compiler.pieces import Piece, joined, sql
from gongjian.engines.measures.compiler.reads import Covered, Standing, SubjectGaps, SubjectSlots
from gongjian.engines.measures.definitions import Source


def standing(reads: Sequence[Standing | Covered], asking: Asking) -> dict[Standing | Covered, dict[int, Any]]:
    """One query for all that ask about the same subjects on the same day."""
    found: dict[Standing | Covered, dict[int, Any]] = {}
    for _, group in groupby(sorted(reads, key=_who), key=_who):
        found |= _of_the_same(list(group), asking)
    return found


def _who(read: Standing | Covered) -> tuple[str, int]:
    return repr(read.who), read.high


def _of_the_same(
    reads: Sequence[Standing | Covered], asking: Asking
) -> dict[Standing | Covered, dict[int, Any]]:
    who, high = reads[0].who, reads[0].high
    covered = [read for read in reads if isinstance(read, Covered)]
    grace = max((read.grace for read in covered), default=0)
    tables = {
        "place": asking.places,
        "standing": sql(
            "SELECT s.subject, s.place_id, s.value, {since} AS since FROM place CROSS JOIN facts_fact s "
            "WHERE s.place_id = place.place AND {stands}",
            since=stands_since(asking, who, high, high - grace) if grace else Piece("0"),
            stands=stands_at(asking, who, high),
        ),
        "served": _served(asking, covered),
    }
    query = sql(
        "SELECT place_id, COUNT(*), SUM(value){verdicts} FROM {served} GROUP BY place_id",
        verdicts=joined("", (_verdict(number, read) for number, read in enumerate(covered))),
        served=Piece("served" if covered else "standing"),
    )
    found: dict[Standing | Covered, dict[int, Any]] = {read: {} for read in reads}
    for place, number, total, *verdicts in asking.ask(tables, query):
        for read in reads:
            found[read][place] = (number, int(total))
        for index, read in enumerate(covered):
            found[read][place] = (number, int(verdicts[2 * index]), int(verdicts[2 * index + 1]))
    return found


def _verdict(number: int, read: Covered) -> Piece:
    """Two columns: how many have enough events, and how many of the others are too new."""
    return sql(
        f""",
        SUM(CASE WHEN events_{number} >= {{at_least}} THEN 1 ELSE 0 END),
        SUM(CASE WHEN events_{number} < {{at_least}} AND {{high}} - since < {{grace}} THEN 1 ELSE 0 END)""",
        at_least=read.at_least,
        high=read.high,
        grace=read.grace,
    )


def _served(asking: Asking, covered: Sequence[Covered]) -> Piece:
    """`(subject, place_id, value, since, events_0, events_1, …)`: each subject with how many events it had.

    Put together without a join, for which SQLite would look through all facts. In a wide scope the events of all
    subjects are counted, and those of subjects that do not stand dropped: PostgreSQL would look for each.
    """
    columns = [f"events_{number}" for number in range(len(covered))]
    none = "".join(f", 0 AS {column}" for column in columns)
    rows = [Piece(f"SELECT subject, place_id, value, since{none} FROM standing")]
    rows += [_events(asking, read, number, len(covered)) for number, read in enumerate(covered)]
    sums = "".join(f", SUM({column}) AS {column}" for column in columns)
    return sql(
        f"""
        SELECT subject, MAX(place_id) AS place_id, MAX(value) AS value, MAX(since) AS since{sums}
        FROM ({{rows}}) numbers GROUP BY subject HAVING MAX(place_id) > 0
        """,
        rows=joined(" UNION ALL ", rows),
    )


def _events(asking: Asking, read: Covered, number: int, of: int) -> Piece:
    served = "1 = 1" if asking.is_wide else "e.subject IN (SELECT subject FROM standing)"
    columns = "".join(", COUNT(*)" if index == number else ", 0" for index in range(of))
    return sql(
        f"""
        SELECT e.subject, 0, 0, 0{columns} FROM facts_fact e
        WHERE {served} AND e.subject <> '' AND {{of_kinds}}
        AND e.day BETWEEN {{low}} AND {{high}} AND {{met}} AND {{counts}} GROUP BY e.subject
        """,
        of_kinds=asking.of_kinds("e", read.source.kinds),
        low=read.low,
        high=read.high,
        met=asking.meets("e", read.source.where),
        counts=asking.counts("e"),
    )


def subject_slots(read: SubjectSlots, asking: Asking) -> dict[int, list[tuple[int, int, int, int]]]:
    first = read.slots[0][0] if read.slots else read.high
    tables = {
        **_owed(asking, read.who, read.unit, first, read.high),
        "slot": asking.dialect.table(["starts", "ends"], read.slots),
    }
    tables["met"] = sql(
        """
        SELECT s.unit, s.subject, s.since, CASE WHEN slot.ends <= s.final THEN 1 ELSE 0 END AS has_ended
        FROM owed s CROSS JOIN facts_fact e CROSS JOIN slot
        WHERE {of_subject} AND e.day BETWEEN {low} AND {high} AND e.day >= s.since AND e.day <= s.final
        AND e.day BETWEEN slot.starts AND slot.ends AND slot.starts >= s.since
        GROUP BY s.unit, s.subject, s.since, s.final, slot.starts, slot.ends HAVING COUNT(*) >= {at_least}
        """,
        of_subject=of_subject(asking, "e", read.source, many=True),
        low=first,
        high=read.high,
        at_least=read.at_least,
    )
    query = Piece(
        """
        SELECT unit, since, ended, running, COUNT(*) FROM (
            SELECT unit, subject, since, SUM(has_ended) AS ended, SUM(runs) AS running FROM (
                SELECT unit, subject, since, 0 AS has_ended, 0 AS runs FROM owed
                UNION ALL SELECT unit, subject, since, has_ended, 1 - has_ended FROM met
            ) slots GROUP BY unit, subject, since
        ) subjects GROUP BY unit, since, ended, running
        """
    )
    found: dict[int, list[tuple[int, int, int, int]]] = {}
    for unit, since, ended, running, number in asking.ask(tables, query):
        found.setdefault(unit, []).append((since, int(ended), int(running), number))
    return found


def subject_gaps(read: SubjectGaps, asking: Asking) -> dict[int, tuple[int, int]]:
    tables = _owed(asking, read.who, read.unit, read.low, read.high)
    # In time are the first event, and after each event the next, unless the last day comes before that.
    query = sql(
        """
        SELECT unit, COUNT(*), SUM(CASE
            WHEN s.final - s.since + 2 > {max_gap} AND NOT EXISTS (
                SELECT 1 FROM facts_fact e WHERE {first} AND e.day BETWEEN s.since AND s.since + {max_gap} - 1
            ) THEN 0
            WHEN EXISTS (
                SELECT 1 FROM facts_fact e
                WHERE {first} AND e.day BETWEEN s.since AND s.final - {max_gap} AND NOT EXISTS (
                    SELECT 1 FROM facts_fact n WHERE {next} AND n.day > e.day AND n.day <= e.day + {max_gap}
                )
            ) THEN 0
            ELSE 1 END)
        FROM owed s WHERE s.since <= s.final GROUP BY unit
        """,
        first=of_subject(asking, "e", read.source),
        next=of_subject(asking, "n", read.source),
        max_gap=read.max_gap,
    )
    return {unit: (number, int(met)) for unit, number, met in asking.ask(tables, query)}


# --- What these are made of -------------------------------------------------------------------------------
def stands_at(asking: Asking, who: Source, high: int) -> Piece:
    """That the fact `s` counts, that its subject stands by it, and that the subject has no later one, wherever."""
    return sql(
        """
        {of_kinds} AND s.day <= {high} AND s.subject <> '' AND {stands} AND {counts} AND NOT EXISTS (
            SELECT 1 FROM facts_fact g WHERE {of_subject} AND g.day <= {high} AND {later}
        )
        """,
        of_kinds=asking.of_kinds("s", who.kinds),
        high=high,
        stands=asking.stands("s", who),
        counts=asking.counts("s"),
        of_subject=of_subject(asking, "g", Source(who.kinds), many=True),
        later=later("g", "s"),
    )


def of_subject(asking: Asking, row: str, source: Source, many: bool = False) -> Piece:
    """That the fact `row` is of the source and of the subject of `s`, and counts; `many` where it is asked of most."""
    return sql(
        # The second says what the index of subjects leaves out, for those that cannot work it out.
        f"{row}.subject = s.subject AND {row}.subject <> '' AND {{of_kinds}} AND {{met}} AND {{counts}}",
        of_kinds=asking.of_kinds(row, source.kinds),
        met=asking.meets(row, source.where),
        counts=asking.counts(row) if many else counts_alone(row),
    )


def stands_since(asking: Asking, who: Source, high: int, early: int) -> Piece:
    """The first day of the last run of facts by which the subject of `s` stands without break.

    s      the fact by which it stands.
    early  where it stood by then it does not matter since when: few have to be looked at more closely.
    """
    of_kinds = Source(who.kinds)
    return sql(
        """CASE WHEN s.day <= {early} THEN s.day ELSE (
            SELECT MIN(r.day) FROM facts_fact r
            WHERE {of_subject_r} AND r.day <= {high} AND {stands_r} AND NOT EXISTS (
                SELECT 1 FROM facts_fact x
                WHERE {of_subject_x} AND x.day <= {high} AND {falls_x} AND {later}
            )
        ) END""",
        early=early,
        of_subject_r=of_subject(asking, "r", of_kinds),
        of_subject_x=of_subject(asking, "x", of_kinds),
        stands_r=asking.stands("r", who),
        falls_x=asking.falls("x", who),
        high=high,
        later=later("x", "r"),
    )


def _owed(asking: Asking, who: Source, unit: str, low: int, high: int) -> dict[str, Piece]:
    """`owed (unit, subject, since, final)`: subjects that stand in a unit, and the days over which it owes to them."""
    standing = sql(
        """
        SELECT owner.unit, owner.begins, owner.final, s.subject, {since} AS since
        FROM owner CROSS JOIN facts_fact s WHERE s.place_id = owner.place AND {stands}
        """,
        since=stands_since(asking, who, high, low),
        stands=stands_at(asking, who, high),
    )
    owed = sql(
        """
        SELECT unit, subject,
            CASE WHEN since >= begins AND since >= {low} THEN since WHEN begins >= {low} THEN begins ELSE {low} END
                AS since,
            CASE WHEN final < {high} THEN final ELSE {high} END AS final
        FROM standing
        """,
        low=low,
        high=high,
    )
    return {"owner": asking.owners([unit]), "standing": standing, "owed": owed}
