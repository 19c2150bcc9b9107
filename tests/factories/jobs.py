from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from factories.people import PersonFactory
from gongjian.jobs.models import Job, Worker

ASKED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class JobFactory(DjangoModelFactory[Job]):
    class Meta:
        model = Job

    kind = "tests.count"
    title = factory.Sequence(lambda n: f"工作{n}")
    by = factory.SubFactory(PersonFactory)
    created_at = ASKED


class WorkerFactory(DjangoModelFactory[Worker]):
    class Meta:
        model = Worker

    host = "elsewhere"
    pid = 1
    started_at = ASKED
    beat_at = ASKED
