"""The database itself keeps the history from being changed, whoever asks it."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from gongjian.history.actions import record
from gongjian.history.models import Entry

AT = datetime(2026, 3, 10, tzinfo=UTC)
COLUMNS = "id, at, verb, subject_type, subject_id, subject_label, area_path, before, after, note"
VALUES = "'2026-03-10', 'person.forged', 'people.person', '1', 'x', '', '{}', '{}', ''"


@pytest.fixture
def entry(cast) -> Entry:
    entry = record("person.issued", cast.mei, by=cast.lin, at=AT, note="as it was")
    connection.check_constraints()  # else PostgreSQL refuses TRUNCATE for what is still to be checked
    return entry


def attempts(pk: int) -> list[str]:
    everywhere = [
        f"UPDATE history_entry SET note = 'changed' WHERE id = {pk}",
        f"DELETE FROM history_entry WHERE id = {pk}",
        "DELETE FROM history_entry",
    ]
    if connection.vendor == "sqlite":
        return [
            *everywhere,
            f"INSERT OR REPLACE INTO history_entry ({COLUMNS}) VALUES ({pk}, {VALUES})",
            f"UPDATE OR IGNORE history_entry SET note = 'changed' WHERE id = {pk}",
        ]
    return [
        *everywhere,
        "TRUNCATE history_entry",
        f"INSERT INTO history_entry ({COLUMNS}) VALUES ({pk}, {VALUES}) ON CONFLICT (id) DO UPDATE SET note = ''",
    ]


@pytest.mark.parametrize("attempt", range(5))
def test_raw_sql_that_changes_or_removes_an_entry_is_refused(entry: Entry, attempt: int):
    sql = attempts(entry.pk)[attempt]

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(sql)

    entry.refresh_from_db()
    assert (entry.verb, entry.note) == ("person.issued", "as it was")


def test_saving_an_entry_again_is_refused(entry: Entry):
    entry.note = "changed"

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.save()


def test_bulk_changes_are_refused(entry: Entry):
    for change in (lambda: Entry.objects.update(note="x"), lambda: Entry.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()

    assert Entry.objects.get().note == "as it was"


def test_person_who_has_acted_cannot_be_deleted(cast, entry: Entry):
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        cast.lin.delete()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_history_outside_a_transaction_is_a_fault():
    from factories.people import PersonFactory

    person = PersonFactory()

    with pytest.raises(transaction.TransactionManagementError, match=r"person\.issued"):
        record("person.issued", person, by=None, at=AT)
    assert Entry.objects.count() == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_history_of_an_action_that_failed_is_not_kept():
    from factories.people import PersonFactory

    person = PersonFactory()

    @transaction.atomic
    def act() -> None:
        record("person.issued", person, by=None, at=AT)
        raise ValueError("the action fails behind its record")

    with pytest.raises(ValueError, match="behind its record"):
        act()
    assert Entry.objects.count() == 0
