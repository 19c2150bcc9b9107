"""The migration operation goes both ways."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from factories.people import PersonFactory
from gongjian.history.actions import record
from gongjian.history.models import Entry
from gongjian.kernel.append_only import AppendOnly

AT = datetime(2026, 3, 10, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_operation_can_be_taken_back_and_done_again():
    operation = AppendOnly("history_entry")
    with transaction.atomic():
        entry = record("person.issued", PersonFactory(), by=None, at=AT)

    with connection.schema_editor() as editor:
        operation.database_backwards("history", editor, None, None)
    Entry.objects.filter(pk=entry.pk).update(note="changed")
    with connection.schema_editor() as editor:
        operation.database_forwards("history", editor, None, None)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(note="changed again")
    assert operation.describe() == "Make history_entry append-only"
    assert operation.reversible
