"""A test that commits is cleaned up, although the history refuses to be emptied."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from factories.people import PersonFactory
from gongjian.history.actions import record
from gongjian.history.models import Entry


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_each_committing_test_starts_with_an_empty_history_that_cannot_be_emptied(time: int):
    person = PersonFactory(username="lin")

    with transaction.atomic():
        record("person.issued", person, by=None, at=datetime(2026, 3, 10, tzinfo=UTC))

    assert Entry.objects.count() == 1
    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.all().delete()
