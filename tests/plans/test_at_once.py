"""Two people at the same moment, on connections of their own."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

import cast as cast_module
from cast import Cast
from factories import plans as make
from factories.plans import TEXT, PlanDocumentFactory, PlanFactory
from gongjian.history.models import Entry as HistoryEntry
from gongjian.jobs import actions as jobs
from gongjian.jobs.models import Job
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.plans import actions
from gongjian.plans.models import Change, Entry, PlanDocument

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def people() -> Cast:
    return cast_module.assemble()


def as_(person: Person) -> dict[str, Any]:
    return {"by": person, "reach": reach_of(person, on=timezone.localdate()), "at": AT}


def at_once(*steps: Callable[[], object]) -> list[str]:
    """Run the steps in threads that start together; what each of them ended with, sorted."""
    ready = threading.Barrier(len(steps))
    ends: list[str] = []

    def run(step: Callable[[], object]) -> None:
        try:
            ready.wait()
            step()
        except Refused as refused:
            ends.append(refused.refusal.code)
        else:
            ends.append("done")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def test_of_two_decisions_on_one_entry_the_second_is_told(people: Cast) -> None:
    plan = PlanFactory(document=PlanDocumentFactory(area=people.subdistrict))
    entry = make.target(plan)

    ends = at_once(
        lambda: actions.accept(entry, version=1, **as_(people.sun)),
        lambda: actions.reject(entry, version=1, **as_(people.lin)),
    )

    assert ends == ["changed_meanwhile", "done"]
    assert (Change.objects.count(), HistoryEntry.objects.count(), Entry.objects.get().version) == (1, 1, 2)


def test_the_same_file_brought_in_twice_at_once_is_one_document(
    people: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }

    def bring(person: Person) -> object:
        file = ContentFile(TEXT.encode(), name="方案.txt")
        return actions.upload(file, area=people.subdistrict, **as_(person))

    ends = at_once(lambda: bring(people.sun), lambda: bring(people.lin))

    assert ends == ["done", "done"]
    assert (PlanDocument.objects.count(), Job.objects.count()) == (1, 1)


def test_the_same_work_asked_for_twice_at_once_is_queued_once(people: Cast) -> None:
    def ask(person: Person) -> object:
        return jobs.enqueue("jobs.forget", {}, by=person, at=AT, title="清理", key="one")

    ends = at_once(lambda: ask(people.sun), lambda: ask(people.lin))

    assert ends == ["done", "done"]
    assert Job.objects.count() == 1


def test_a_list_is_handed_out_outside_a_transaction_too(people: Cast) -> None:
    client: Client = people.client(people.sun)

    assert client.get(reverse("plans:list"), {"as": "xlsx"}).status_code == 200
    assert HistoryEntry.objects.get().verb == "list.exported"
