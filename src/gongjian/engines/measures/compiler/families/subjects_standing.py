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
    slots = asking.dialect.table(["starts", "ends"], read.slots)
    tables = {
        "place": asking.places,
        "latest": latest(asking, read.who, read.high),
        "owner": asking.owners([read.unit]),
        "slot": slots,
        "owed": owed(asking, read.who, read.high),
    }
    tables["met"] = sql(
        """
        SELECT o.unit, o.subject, CASE WHEN slot.ends <= o.final THEN 1 ELSE 0 END AS has_ended
        FROM owed o CROSS JOIN slot CROSS JOIN facts_fact e
        WHERE slot.starts >= o.since AND {of_subject}
        AND e.day BETWEEN slot.starts AND slot.ends AND e.day <= o.final
        GROUP BY o.unit, o.subject, o.final, slot.starts, slot.ends HAVING COUNT(*) >= {at_least}
        """,
        of_subject=of_subject(asking, "e", read.source, "o"),
        at_least=read.at_least,
    )
    query = Piece(
        """
        SELECT unit, since, ended, running, COUNT(*) FROM (
            SELECT o.unit, o.subject, o.since, SUM(CASE WHEN met.has_ended = 1 THEN 1 ELSE 0 END) AS ended,
                SUM(CASE WHEN met.has_ended = 0 THEN 1 ELSE 0 END) AS running
            FROM owed o LEFT JOIN met ON met.unit = o.unit AND met.subject = o.subject
            GROUP BY o.unit, o.subject, o.since
        ) subjects GROUP BY unit, since, ended, running
        """
    )
    found: dict[int, list[tuple[int, int, int, int]]] = {}
    for unit, since, ended, running, number in asking.ask(tables, query):
        found.setdefault(unit, []).append((since, int(ended), int(running), number))
    return found


def subject_gaps(read: SubjectGaps, asking: Asking) -> dict[int, tuple[int, int]]:
    tables = {
        "place": asking.places,
        "latest": latest(asking, read.who, read.high),
        "owner": asking.owners([read.unit]),
        "stands": owed(asking, read.who, read.high),
        "owed": sql(
            "SELECT unit, subject, final, CASE WHEN since > {low} THEN since ELSE {low} END AS since FROM stands",
            low=read.low,
        ),
    }
    # The days before and after stand for events: a wait counts from the one and to the other.
    tables["wait"] = sql(
        """
        SELECT unit, subject, day - LAG(day) OVER (PARTITION BY unit, subject ORDER BY day) AS days FROM (
            SELECT o.unit, o.subject, e.day FROM owed o CROSS JOIN facts_fact e
            WHERE {of_subject} AND e.day BETWEEN o.since AND o.final
            UNION ALL SELECT unit, subject, since - 1 FROM owed WHERE since <= final
            UNION ALL SELECT unit, subject, final + 1 FROM owed WHERE since <= final
        ) days
        """,
        of_subject=of_subject(asking, "e", read.source, "o"),
    )
    query = sql(
        """
        SELECT unit, COUNT(*), SUM(CASE WHEN longest <= {max_gap} THEN 1 ELSE 0 END) FROM (
            SELECT unit, subject, MAX(days) AS longest FROM wait GROUP BY unit, subject
        ) subjects GROUP BY unit
        """,
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


def owed(asking: Asking, who: Source, high: int) -> Piece:
    """`(unit, subject, since, final)`: subjects that stand in a unit, and the days over which it owes to them.

    Wants the tables `latest` and `owner`.
    """
    return sql(
        """
        SELECT owner.unit, s.subject, CASE WHEN s.since > owner.begins THEN s.since ELSE owner.begins END AS since,
            CASE WHEN owner.final < {high} THEN owner.final ELSE {high} END AS final
        FROM (
            SELECT s.subject, s.place_id, {since} AS since FROM latest s WHERE {unmoved}
        ) s JOIN owner ON owner.place = s.place_id
        """,
        high=high,
        since=stands_since(asking, who, high),
        unmoved=unmoved(asking, who, high),
    )
