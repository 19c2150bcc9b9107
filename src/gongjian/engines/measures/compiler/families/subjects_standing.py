"""Subjects that stand in a place, and what was done for them.

Whether a subject stands is said by its latest fact, wherever that lies; what lies in the scope is looked at first,
then whether anything later lies elsewhere.
"""

from gongjian.engines.measures.compiler.asking import Asking, counts, later
from gongjian.engines.measures.compiler.pieces import Piece, sql
from gongjian.engines.measures.compiler.reads import Covered, Standing, SubjectGaps, SubjectSlots
from gongjian.engines.measures.definitions import Source


def standing(read: Standing, asking: Asking) -> dict[int, tuple[int, int]]:
    tables = {"place": asking.places, "latest": latest(asking, read.who, read.high)}
    query = sql(
        "SELECT s.place_id, COUNT(*), SUM(s.value) FROM latest s WHERE {unmoved} GROUP BY s.place_id",
        unmoved=unmoved(asking, read.who, read.high),
    )
    return {place: (number, int(total)) for place, number, total in asking.ask(tables, query)}


def covered(read: Covered, asking: Asking) -> dict[int, tuple[int, int, int]]:
    tables = {"place": asking.places, "latest": latest(asking, read.who, read.high)}
    since = stands_since(asking, read.who, read.high) if read.grace else Piece("0")
    tables["judged"] = sql(
        """
        SELECT s.place_id, CASE
            WHEN {events} >= {at_least} THEN 1
            WHEN {high} - {since} < {grace} THEN -1
            ELSE 0 END AS verdict
        FROM latest s WHERE {unmoved}
        """,
        events=_number_of_events(asking, read),
        at_least=read.at_least,
        high=read.high,
        since=since,
        grace=read.grace,
        unmoved=unmoved(asking, read.who, read.high),
    )
    query = Piece(
        "SELECT place_id, COUNT(*), SUM(CASE WHEN verdict = 1 THEN 1 ELSE 0 END), "
        "SUM(CASE WHEN verdict = -1 THEN 1 ELSE 0 END) FROM judged GROUP BY place_id"
    )
    return {
        place: (number, int(enough), int(excused))
        for place, number, enough, excused in asking.ask(tables, query)
    }


def _number_of_events(asking: Asking, read: Covered) -> Piece:
    return sql(
        """(
            SELECT COUNT(*) FROM facts_fact e WHERE {of_subject} AND e.day BETWEEN {low} AND {high}
        )""",
        of_subject=of_subject(asking, "e", read.source),
        low=read.low,
        high=read.high,
    )


def subject_slots(read: SubjectSlots, asking: Asking) -> dict[int, list[tuple[int, int, int, int]]]:
    tables = {
        **_owed(asking, read.who, read.unit, read.slots[0][0] if read.slots else read.high, read.high),
        "slot": asking.dialect.table(["starts", "ends"], read.slots),
    }
    tables["met"] = sql(
        # Counted for one slot of one subject at a time: for a join, SQLite would first look through all facts.
        """
        SELECT s.unit, s.subject, s.since, CASE WHEN slot.ends <= s.final THEN 1 ELSE 0 END AS has_ended
        FROM owed s CROSS JOIN slot
        WHERE slot.starts >= s.since AND slot.starts <= s.final AND {at_least} <= (
            SELECT COUNT(*) FROM facts_fact e
            WHERE {of_subject} AND e.day BETWEEN slot.starts AND slot.ends AND e.day <= s.final
        )
        """,
        of_subject=of_subject(asking, "e", read.source),
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
def latest(asking: Asking, who: Source, high: int) -> Piece:
    """The latest fact in the scope of each subject that stands by it. Wants the table `place`."""
    return sql(
        """
        SELECT subject, place_id, day, id, value FROM (
            SELECT f.subject, f.place_id, f.day, f.id, f.value, {stands} AS stands,
                ROW_NUMBER() OVER (PARTITION BY f.subject ORDER BY f.day DESC, f.id DESC) AS nth
            FROM place CROSS JOIN facts_fact f
            WHERE f.place_id = place.place AND {of_kinds} AND f.day <= {high} AND f.subject <> '' AND {counts}
        ) ranked WHERE nth = 1 AND stands = 1
        """,
        stands=asking.stands("f", who),
        of_kinds=asking.of_kinds("f", who.kinds),
        high=high,
        counts=counts("f"),
    )


def unmoved(asking: Asking, who: Source, high: int) -> Piece:
    """That no later fact of the subject of `s` lies outside the scope."""
    return sql(
        "NOT EXISTS (SELECT 1 FROM facts_fact g WHERE {of_subject} AND g.day <= {high} AND {later})",
        of_subject=of_subject(asking, "g", Source(who.kinds)),
        high=high,
        later=later("g", "s"),
    )


def of_subject(asking: Asking, row: str, source: Source, whose: str = "s") -> Piece:
    """That the fact `row` is of the source and of the subject of `whose`, and counts."""
    return sql(
        # The second says what the index of subjects leaves out, for those that cannot work it out.
        f"{row}.subject = {whose}.subject AND {row}.subject <> '' AND {{of_kinds}} AND {{met}} AND {{counts}}",
        of_kinds=asking.of_kinds(row, source.kinds),
        met=asking.meets(row, source.where),
        counts=counts(row),
    )


def stands_since(asking: Asking, who: Source, high: int) -> Piece:
    """The first day of the last run of facts by which the subject of `s` stands without break."""
    of_kinds = Source(who.kinds)
    return sql(
        """(
            SELECT MIN(r.day) FROM facts_fact r
            WHERE {of_subject_r} AND r.day <= {high} AND {stands_r} = 1 AND NOT EXISTS (
                SELECT 1 FROM facts_fact x
                WHERE {of_subject_x} AND x.day <= {high} AND {stands_x} = 0 AND {later}
            )
        )""",
        of_subject_r=of_subject(asking, "r", of_kinds),
        of_subject_x=of_subject(asking, "x", of_kinds),
        stands_r=asking.stands("r", who),
        stands_x=asking.stands("x", who),
        high=high,
        later=later("x", "r"),
    )


def _owed(asking: Asking, who: Source, unit: str, low: int, high: int) -> dict[str, Piece]:
    """`owed (unit, subject, since, final)`: subjects that stand in a unit, and the days over which it owes to them.

    The latest fact is looked for in each unit by itself: whatever is later elsewhere undoes it.
    """
    latest_in_unit = sql(
        """
        SELECT unit, begins, final, subject, day, id FROM (
            SELECT owner.unit, owner.begins, owner.final, f.subject, f.day, f.id, {stands} AS stands,
                ROW_NUMBER() OVER (PARTITION BY owner.unit, f.subject ORDER BY f.day DESC, f.id DESC) AS nth
            FROM owner CROSS JOIN facts_fact f
            WHERE f.place_id = owner.place AND {of_kinds} AND f.day <= {high} AND f.subject <> '' AND {counts}
        ) ranked WHERE nth = 1 AND stands = 1
        """,
        stands=asking.stands("f", who),
        of_kinds=asking.of_kinds("f", who.kinds),
        high=high,
        counts=counts("f"),
    )
    standing = sql(
        "SELECT s.unit, s.begins, s.final, s.subject, {since} AS since FROM latest s WHERE {unmoved}",
        since=stands_since(asking, who, high),
        unmoved=unmoved(asking, who, high),
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
    return {"owner": asking.owners([unit]), "latest": latest_in_unit, "standing": standing, "owed": owed}
