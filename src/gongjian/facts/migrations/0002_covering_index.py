from typing import Any

from django.db import migrations

# Every figure is read from these alone. SQLite has no INCLUDE, and PostgreSQL no need to sort what is included.
SUBJECTS = "facts_fact (subject, kind_id, day, id"
WHERE = "WHERE subject <> ''"
INDEXES = {
    "sqlite": (
        "CREATE INDEX fact_of_measures ON facts_fact (place_id, kind_id, day, subject, value, attrs)",
        f"CREATE INDEX fact_of_subject ON {SUBJECTS}, place_id, value, attrs) {WHERE}",
    ),
    "postgresql": (
        "CREATE INDEX fact_of_measures ON facts_fact (place_id, kind_id, day) INCLUDE (id, subject, value, attrs)",
        f"CREATE INDEX fact_of_subject ON {SUBJECTS}) INCLUDE (place_id, value, attrs) {WHERE}",
    ),
}


def make(apps: Any, schema_editor: Any) -> None:
    for statement in INDEXES[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop(apps: Any, schema_editor: Any) -> None:
    for name in ("fact_of_measures", "fact_of_subject"):
        schema_editor.execute(f"DROP INDEX {name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_first")]

    operations = [migrations.RunPython(make, drop)]
