"""A migration operation that makes the database itself refuse to change or remove rows of a table.

The triggers only refuse; none computes. On SQLite an altered column makes Django build the table anew, and the
triggers go with the old one: a later migration of such a table ends with `AppendOnly` again.
"""

from collections.abc import Iterator
from typing import Any

from django.db.migrations.operations.base import Operation

SQLITE_REFUSES = "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
SQLITE = {
    "update": "BEFORE UPDATE ON {table} " + SQLITE_REFUSES,
    "delete": "BEFORE DELETE ON {table} " + SQLITE_REFUSES,
    # INSERT OR REPLACE removes the row of that key without asking the trigger for DELETE.
    # The linter asks where the table's name comes from: from our own migrations.
    "replace": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "  # noqa: S608
    + SQLITE_REFUSES,
}
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION gongjian_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
POSTGRES = {
    "update": "BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION gongjian_refuse_change()",
    "delete": "BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION gongjian_refuse_change()",
    "truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION gongjian_refuse_change()",
}


class AppendOnly(Operation):
    """Refuse UPDATE, DELETE and their disguises on `table`, on SQLite and PostgreSQL."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models look the same."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(POSTGRES_FUNCTION, params=None)
        for name, body in self._triggers(schema_editor):
            schema_editor.execute(f"CREATE TRIGGER {name} {body.format(table=self.table)}", params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        on_table = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
        for name, _body in self._triggers(schema_editor):
            schema_editor.execute(f"DROP TRIGGER {name}{on_table}", params=None)

    def _triggers(self, schema_editor: Any) -> Iterator[tuple[str, str]]:
        bodies = POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE
        for what, body in bodies.items():
            yield f"{self.table}_no_{what}", body

    def describe(self) -> str:
        return f"Make {self.table} append-only"
