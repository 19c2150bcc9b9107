"""Spans from an opening to a closing, and the latest of each document."""

from gongjian.engines.measures.compiler.asking import Asking, later
from gongjian.engines.measures.compiler.families.subjects_standing import of_subject
from gongjian.engines.measures.compiler.pieces import Piece, sql
from gongjian.engines.measures.compiler.reads import Documents, Spans


def spans(read: Spans, asking: Asking) -> dict[int, list[tuple[int, int | None, int]]]:
    tables = {"place": asking.places, "opening": openings(asking, read)}
    tables["span"] = sql(
        "SELECT s.place_id, s.day AS opened, {closed} AS closed FROM opening s",
        closed=first_closing(asking, read),
    )
    query = Piece("SELECT place_id, opened, closed, COUNT(*) FROM span GROUP BY place_id, opened, closed")
    found: dict[int, list[tuple[int, int | None, int]]] = {}
    for place, opened, closed, number in asking.ask(tables, query):
        found.setdefault(place, []).append((opened, closed, number))
    return found


def openings(asking: Asking, read: Spans) -> Piece:
    """The openings in the scope and in the window before which the subject has none, wherever."""
    return sql(
        """
        SELECT s.subject, s.place_id, s.day, s.id FROM place CROSS JOIN facts_fact s
        WHERE s.place_id = place.place AND {of_kinds} AND s.day BETWEEN {low} AND {high}
        AND s.subject <> '' AND {met} AND {counts}
        AND NOT EXISTS (SELECT 1 FROM facts_fact b WHERE {of_subject} AND b.day <= {high} AND {later})
        """,
        of_kinds=asking.of_kinds("s", read.opened.kinds),
        low=read.low,
        high=read.high,
        met=asking.meets("s", read.opened.where),
        counts=asking.counts("s"),
        of_subject=of_subject(asking, "b", read.opened),
        later=later("s", "b"),
    )


def first_closing(asking: Asking, read: Spans) -> Piece:
    return sql(
        "(SELECT MIN(c.day) FROM facts_fact c WHERE {of_subject} AND c.day BETWEEN s.day AND {high})",
        of_subject=of_subject(asking, "c", read.closed),
        high=read.high,
    )


def documents(read: Documents, asking: Asking) -> dict[int, dict[str, tuple[int, bool, str | None]]]:
    tables = {"owner": asking.owners([read.unit]), "document": _documents(read, asking)}
    query = Piece(
        """
        SELECT unit, title, day, holds, until FROM (
            SELECT d.*, ROW_NUMBER() OVER (PARTITION BY unit, title ORDER BY day DESC, id DESC) AS nth
            FROM document d WHERE title IS NOT NULL
        ) ranked WHERE nth = 1
        """
    )
    found: dict[int, dict[str, tuple[int, bool, str | None]]] = {}
    for unit, title, day, holds, until in asking.ask(tables, query):
        found.setdefault(unit, {})[title] = (day, holds == 1, until)
    return found


def _documents(read: Documents, asking: Asking) -> Piece:
    return sql(
        """
        SELECT owner.unit, f.day, f.id, {title} AS title, {until} AS until,
            CASE WHEN COALESCE(f.value, 1) <> 0 AND {met} THEN 1 ELSE 0 END AS holds
        FROM owner CROSS JOIN facts_fact f
        WHERE f.place_id = owner.place AND {of_kinds} AND f.day <= {high} AND f.day <= owner.final AND {counts}
        """,
        title=asking.dialect.attribute("f", read.attribute),
        until=asking.dialect.attribute("f", read.until) if read.until else Piece("NULL"),
        met=asking.meets("f", read.source.where),
        of_kinds=asking.of_kinds("f", read.source.kinds),
        high=read.high,
        counts=asking.counts("f"),
    )
