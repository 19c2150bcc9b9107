"""What reaches the log carries nothing that people wrote."""

import logging

import pytest
from django.db import IntegrityError, transaction

from factories.people import PersonFactory
from gongjian.kernel.logs import Formatter
from gongjian.people.models import Person


def line_of(error: BaseException) -> str:
    record = logging.LogRecord(
        "x", logging.ERROR, "", 1, "page failed", (), (type(error), error, error.__traceback__)
    )
    return Formatter("%(levelname)s %(message)s").format(record)


def test_the_row_that_a_database_quotes_is_left_out():
    quoted = "zhang" + "san"
    try:
        raise ValueError(f"duplicate key value\nDETAIL:  Key (username)=({quoted}) already exists.\n")
    except ValueError as error:
        line = line_of(error)

    assert quoted not in line
    assert line.splitlines()[-1] == "ValueError: duplicate key value"


@pytest.mark.django_db
def test_a_refused_row_does_not_reach_the_log():
    username = "zhang" + "san"
    PersonFactory(username=username)
    try:
        with transaction.atomic():
            PersonFactory(username=username)
    except IntegrityError as error:
        line = line_of(error)

    assert "IntegrityError" in line
    assert username not in line
    assert Person.objects.count() == 1


def test_a_line_without_an_error_stays_as_it_is():
    record = logging.LogRecord("x", logging.INFO, "", 1, "worker started: worker=%s", (3,), None)

    assert Formatter("%(levelname)s %(message)s").format(record) == "INFO worker started: worker=3"
