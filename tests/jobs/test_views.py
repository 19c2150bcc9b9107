from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cast import Cast
from factories.jobs import JobFactory, WorkerFactory
from factories.people import PersonFactory
from gongjian.jobs.models import Job, State
from gongjian.jobs.nav import entries
from gongjian.jobs.queries import active_count
from gongjian.people.reach import Reach, reach_of


@pytest.fixture
def operator(db: None) -> Client:
    client = Client()
    client.force_login(PersonFactory(is_operator=True), backend="django.contrib.auth.backends.ModelBackend")
    return client


def titles(response: object) -> list[str]:
    return [job.title for job in response.context["page"].object_list]  # type: ignore[attr-defined]


def test_one_sees_ones_own_jobs(cast: Cast, as_mei: Client) -> None:
    JobFactory(by=cast.mei, title="读取方案")
    JobFactory(by=cast.lin, title="别人的工作")

    response = as_mei.get(reverse("jobs:list"), {"show": "all"})

    assert titles(response) == ["读取方案"]


def test_the_operator_sees_all_jobs_and_who_asked(cast: Cast, operator: Client) -> None:
    JobFactory(by=cast.mei, title="读取方案")
    JobFactory(by=None, title="清理")

    response = operator.get(reverse("jobs:list"), {"show": "all"})

    assert set(titles(response)) == {"读取方案", "清理"}
    assert cast.mei.name in response.content.decode()
    assert titles(operator.get(reverse("jobs:list"))) == []


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_takes_the_same_queries_however_long(
    cast: Cast, as_mei: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    JobFactory.create_batch(rows, by=cast.mei)

    with django_assert_num_queries(LIST_QUERIES):
        response = as_mei.get(reverse("jobs:list"))

    assert len(titles(response)) == rows


LIST_QUERIES = 7


def test_the_list_says_when_no_worker_runs(cast: Cast, as_mei: Client) -> None:
    without = as_mei.get(reverse("jobs:list"))
    worker = WorkerFactory(beat_at=timezone.now())
    with_one = as_mei.get(reverse("jobs:list"))
    worker.beat_at -= timedelta(minutes=2)
    worker.save()
    with_a_dead_one = as_mei.get(reverse("jobs:list"))

    away = [r.context["worker_is_away"] for r in (without, with_one, with_a_dead_one)]
    assert away == [True, False, True]


@pytest.mark.parametrize(
    ("state", "fields", "words"),
    [
        (State.QUEUED, {}, 'hx-trigger="load'),
        (State.RUNNING, {"done": 3, "total": 4, "message": "第3项"}, 'value="75"'),
        (State.RUNNING, {}, "<progress aria-label"),
        (State.FAILED, {"error": "这份文件没有文字。"}, "这份文件没有文字。"),
        (State.DONE, {}, "state-ok"),
        (State.CANCELLED, {}, "state-muted"),
    ],
)
def test_progress_asks_again_only_while_the_job_goes(
    cast: Cast, as_mei: Client, state: str, fields: dict[str, object], words: str
) -> None:
    job = JobFactory(by=cast.mei, state=state, **fields)

    response = as_mei.get(reverse("jobs:progress", args=[job.pk]))

    assert words in response.content.decode()
    assert ("hx-get" in response.content.decode()) == job.is_active
    assert ("HX-Trigger-After-Settle" in response) == (not job.is_active)


def test_progress_is_seen_in_the_area_and_nowhere_else(
    cast: Cast, as_lin: Client, as_zhou: Client, as_chen: Client
) -> None:
    job = JobFactory(by=cast.mei, area_path=cast.community.path)
    address = reverse("jobs:progress", args=[job.pk])

    assert [client.get(address).status_code for client in (as_lin, as_zhou, as_chen)] == [200, 404, 404]


def test_a_job_without_an_area_is_seen_by_its_owner_alone(cast: Cast, as_lin: Client) -> None:
    job = JobFactory(by=cast.mei)

    assert as_lin.get(reverse("jobs:progress", args=[job.pk])).status_code == 404


@pytest.mark.parametrize(
    ("name", "state", "after"), [("cancel", "queued", "cancelled"), ("retry", "failed", "queued")]
)
def test_the_owner_cancels_and_retries(cast: Cast, as_mei: Client, name: str, state: str, after: str) -> None:
    job = JobFactory(by=cast.mei, state=state)

    response = as_mei.post(reverse(f"jobs:{name}", args=[job.pk]))

    job.refresh_from_db()
    assert (response.status_code, response["Location"], job.state) == (302, reverse("jobs:list"), after)


@pytest.mark.parametrize(("name", "state"), [("cancel", "queued"), ("retry", "failed")])
def test_a_neighbour_is_told_why_not_and_a_stranger_finds_nothing(
    cast: Cast, as_lin: Client, as_zhou: Client, name: str, state: str
) -> None:
    job = JobFactory(by=cast.mei, state=state, area_path=cast.community.path)
    address = reverse(f"jobs:{name}", args=[job.pk])

    told = as_lin.post(address, follow=True)

    assert [str(message) for message in told.context["messages"]]
    assert as_zhou.post(address).status_code == 404
    assert Job.objects.get().state == state


def test_an_operator_may_cancel_what_others_asked_for(cast: Cast, operator: Client) -> None:
    job = JobFactory(by=cast.mei, state=State.RUNNING)

    operator.post(reverse("jobs:cancel", args=[job.pk]))

    job.refresh_from_db()
    assert job.cancel_asked_at is not None


def test_background_work_is_in_the_navigation_of_those_who_start_some(cast: Cast) -> None:
    def shown(reach: Reach) -> list[str]:
        return [entry.url for entry in entries(reach)]

    today = timezone.localdate()
    assert shown(reach_of(cast.lin, on=today)) == ["jobs:list"]
    assert shown(reach_of(cast.mei, on=today)) == []


def test_what_goes_on_is_counted(cast: Cast) -> None:
    JobFactory(by=cast.mei)
    JobFactory(by=cast.mei, state=State.DONE)

    assert active_count(cast.mei) == 1
