"""The three small places in which SQLite, PostgreSQL and DuckDB differ; all other SQL is the same for each.

A list of rows becomes a table: one JSON parameter on SQLite, one array a column on the others. An attribute is read
from JSON text, or from jsonb on PostgreSQL. A parameter is `?`, or `%s` for psycopg and for whatever Django runs.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from gongjian.engines.measures.compiler.pieces import MARK, Parameter, Piece, sql

# What would end a quoted name in a JSON path, or be written with an escape in JSON.
_NOT_IN_A_NAME = re.compile(r'["\\\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class Dialect:
    name: Literal["sqlite", "postgresql", "duckdb"]
    mark: str

    def through_django(self) -> "Dialect":
        """As Django's cursors want it."""
        return replace(self, mark="%s")

    def written(self, piece: Piece) -> tuple[str, list[Parameter]]:
        """The text and the parameters to run."""
        return piece.text.replace(MARK, self.mark), list(piece.parameters)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[int]]) -> Piece:
        """A SELECT that gives `rows` of whole numbers under the names `columns`."""
        if self.name == "sqlite":
            picked = ", ".join(
                f"json_extract(value, '$[{n}]') AS {column}" for n, column in enumerate(columns)
            )
            return Piece(f"SELECT {picked} FROM json_each({MARK})", (json.dumps(rows),))
        arrays: tuple[list[int], ...] = tuple([row[n] for row in rows] for n in range(len(columns)))
        if self.name == "postgresql":
            unnested = ", ".join(f"{MARK}::bigint[]" for _ in columns)
            return Piece(f"SELECT * FROM unnest({unnested}) AS listed({', '.join(columns)})", arrays)
        return Piece("SELECT " + ", ".join(f"unnest({MARK}::BIGINT[]) AS {c}" for c in columns), arrays)

    def attribute(self, row: str, name: str) -> Piece:
        """The attribute called `name` of the fact `row`; NULL where it has none."""
        if _NOT_IN_A_NAME.search(name):
            raise ValueError(
                f"the attribute {name!r} has a quotation mark, a backslash or a control character"
            )
        if self.name == "postgresql":
            return sql(f"{row}.attrs ->> {{name}}::text", name=name)
        function = "json_extract" if self.name == "sqlite" else "json_extract_string"
        return sql(f"{function}({row}.attrs, {{path}})", path=f'$."{name}"')

    def with_tables(self, tables: dict[str, Piece], query: Piece) -> Piece:
        """`query` with named tables before it, each worked out once."""
        named = ", ".join(f"{name} AS MATERIALIZED ({{{name}}})" for name in tables)
        return sql(f"WITH {named} {{query}}", query=query, **tables)


SQLITE = Dialect("sqlite", "?")
POSTGRESQL = Dialect("postgresql", "%s")
DUCKDB = Dialect("duckdb", "?")
