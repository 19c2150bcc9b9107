"""What becomes of a job, whatever its function does."""

import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cast import Cast
from factories.jobs import JobFactory, WorkerFactory
from gongjian.jobs import actions, reaper, registry, runner, schedule
from gongjian.jobs.models import Job, State, Timer, Worker
from gongjian.jobs.reporting import StoppedError, Work, reporting_to
from gongjian.jobs.worker import do_chores, do_one, drain
from gongjian.kernel.refusal import Refusal, Refused

NOBODY = 2**22 + 1  # above the highest process number there is
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_kinds() -> Iterator[None]:
    known = dict(registry.kinds)
    yield
    registry.kinds.clear()
    registry.kinds.update(known)


def define(function: Any, **kwargs: Any) -> None:
    registry.kinds["tests.count"] = registry.Kind("tests.count", "Count", function, **kwargs)


def ask(cast: Cast, **kwargs: Any) -> Job:
    return actions.enqueue("tests.count", {"upto": 3}, by=cast.mei, at=AT, title="数数", **kwargs)


def count(work: Work, *, upto: int) -> dict[str, int]:
    for number in range(upto):
        work.progress(number + 1, upto, f"第{number + 1}项")
    return {"counted": upto}


def test_a_job_runs_with_its_arguments_and_keeps_its_result(cast: Cast) -> None:
    define(count)
    job = ask(cast, url="/plans/1/", area_path=cast.community.path)

    assert drain() == 1

    job.refresh_from_db()
    assert (job.state, job.result, job.done, job.total, job.message, job.attempts) == (
        State.DONE,
        {"counted": 3},
        3,
        3,
        "第3项",
        1,
    )
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_job_asked_for_in_a_rolled_back_transaction_never_runs() -> None:
    from cast import assemble

    define(count)

    with transaction.atomic():
        ask(assemble())
        transaction.set_rollback(True)

    assert (drain(), Job.objects.count()) == (0, 0)


def test_what_a_person_can_put_right_ends_the_job_with_its_sentence(cast: Cast) -> None:
    def refuse(work: Work, *, upto: int) -> None:
        raise Refused(Refusal("no_words", "The file holds no words."))

    failed: list[dict[str, Any]] = []
    define(refuse, failed=lambda **kwargs: failed.append(kwargs))
    job = ask(cast)

    assert drain() == 1

    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "The file holds no words.")
    assert failed == [{"sentence": "The file holds no words.", "upto": 3}]


def test_a_fault_of_ours_is_tried_again_later_and_then_given_up(cast: Cast) -> None:
    def burst(work: Work, *, upto: int) -> None:
        raise ZeroDivisionError

    define(burst, retries=1)
    job = ask(cast)

    assert drain() == 1

    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.QUEUED, 1)
    assert job.not_before is not None
    assert timedelta(seconds=3) < job.not_before - timezone.now() <= timedelta(seconds=5)

    DBTaskResult.objects.update(run_after=timezone.now())
    assert drain() == 1

    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, 2)
    assert str(job.pk) in job.error


def test_a_failure_that_cannot_be_passed_on_still_ends_the_job(cast: Cast) -> None:
    def refuse(work: Work, *, upto: int) -> None:
        raise Refused(Refusal("no_words", "The file holds no words."))

    def burst(**kwargs: Any) -> None:
        raise ZeroDivisionError

    define(refuse, failed=burst)
    job = ask(cast)

    drain()

    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, "The file holds no words.")


def test_an_entry_that_no_code_knows_does_not_end_the_worker(cast: Cast) -> None:
    define(count)
    ask(cast)
    DBTaskResult.objects.update(task_path="gongjian.jobs.gone.run")

    assert drain() == 1
    assert DBTaskResult.objects.count() == 0


def test_a_database_that_goes_away_leaves_the_entry_for_the_next_chores(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    define(count)
    job, own = ask(cast), WorkerFactory(beat_at=AT)
    Job.objects.update(state=State.RUNNING, worker=own, attempts=1)
    Job.objects.update(ticket=7)

    def away(job_id: str, ticket: int) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(runner, "run", away)
    with pytest.raises(OperationalError):
        do_one(own)
    monkeypatch.undo()

    assert reaper.reap(AT, own=own) == 1
    drain()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)


def test_an_unknown_kind_fails_with_a_sentence(cast: Cast) -> None:
    define(count)
    job = ask(cast)
    del registry.kinds["tests.count"]

    drain()

    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.error


def test_cancel_ends_a_waiting_job_at_once(cast: Cast) -> None:
    define(count)
    job = actions.cancel(ask(cast), by=cast.mei, at=AT)

    assert job.state == State.CANCELLED
    drain()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.CANCELLED, 0)


def test_cancel_ends_a_running_job_at_its_next_progress(cast: Cast) -> None:
    def slow(work: Work, *, upto: int) -> None:
        actions.cancel(work.job, by=cast.mei, at=AT)
        work.progress(1, upto)
        raise AssertionError("not reached")

    define(slow)
    job = ask(cast)

    drain()

    job.refresh_from_db()
    assert (job.state, job.done, job.error) == (State.CANCELLED, 1, "")


def test_a_job_of_another_person_is_neither_cancelled_nor_retried(cast: Cast) -> None:
    define(count)
    job = ask(cast)

    with pytest.raises(Refused) as cancelled:
        actions.cancel(job, by=cast.zhou, at=AT)
    with pytest.raises(Refused) as retried:
        actions.retry(job, by=cast.zhou, at=AT)

    assert {cancelled.value.refusal.code, retried.value.refusal.code} == {"job_of_another"}


@pytest.mark.parametrize(
    ("state", "code"),
    [(State.DONE, "job_ended"), (State.FAILED, "job_ended"), (State.CANCELLED, "job_ended")],
)
def test_an_ended_job_is_not_cancelled(cast: Cast, state: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.cancel(JobFactory(by=cast.mei, state=state), by=cast.mei, at=AT)

    assert refused.value.refusal.code == code


def test_a_running_job_is_not_cancelled_twice(cast: Cast) -> None:
    job = actions.cancel(JobFactory(by=cast.mei, state=State.RUNNING), by=cast.mei, at=AT)

    with pytest.raises(Refused) as refused:
        actions.cancel(job, by=cast.mei, at=AT)

    assert (job.state, refused.value.refusal.code) == (State.RUNNING, "job_cancelling")


def test_retry_runs_a_failed_job_once_more(cast: Cast) -> None:
    define(count)
    job = JobFactory(
        by=cast.mei, state=State.FAILED, error="x", attempts=3, arguments={"upto": 2}, finished_at=AT
    )

    actions.retry(job, by=cast.mei, at=AT)
    drain()

    job.refresh_from_db()
    assert (job.state, job.error, job.attempts, job.result) == (State.DONE, "", 1, {"counted": 2})


def test_retry_of_a_done_job_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        actions.retry(JobFactory(by=cast.mei, state=State.DONE), by=cast.mei, at=AT)

    assert refused.value.refusal.code == "job_not_failed"


def test_cancel_then_retry_runs_once_although_two_entries_stand_in_the_queue(cast: Cast) -> None:
    define(count)
    job = actions.retry(actions.cancel(ask(cast), by=cast.mei, at=AT), by=cast.mei, at=AT)

    assert drain() == 2

    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 1)


def test_the_same_key_is_queued_once_while_it_waits(cast: Cast) -> None:
    define(count)
    first, second = ask(cast, key="tests:1"), ask(cast, key="tests:1")
    drain()
    third = ask(cast, key="tests:1")

    assert first == second
    assert third != first


def test_a_failed_job_is_not_retried_beside_a_running_one_of_its_key(cast: Cast) -> None:
    define(count)
    failed = JobFactory(by=cast.mei, state=State.FAILED, key="tests:1")
    running = ask(cast, key="tests:1")

    assert actions.retry(failed, by=cast.mei, at=AT) == running


class Stopping:
    worker: Worker | None = None

    def note(self, job: Job, progress: object) -> None:
        raise StoppedError


def test_a_job_goes_back_to_the_queue_when_the_worker_stops(cast: Cast) -> None:
    define(count)
    job = ask(cast)

    with reporting_to(Stopping()):
        do_one()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.QUEUED, 0)

    drain()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 1)


# --- The reaper -------------------------------------------------------------------------------------------


def test_the_job_of_a_silent_worker_runs_again(cast: Cast) -> None:
    define(count)
    dead = WorkerFactory(beat_at=AT - timedelta(minutes=2))
    job = ask(cast)
    Job.objects.update(state=State.RUNNING, worker=dead, attempts=1)
    DBTaskResult.objects.update(status="RUNNING", worker_ids=[str(dead.pk)])

    assert reaper.reap(AT) == 1
    drain()

    job.refresh_from_db()
    assert (job.state, job.attempts, Worker.objects.count()) == (State.DONE, 2, 0)


def test_a_job_taken_but_not_begun_by_a_dead_worker_runs(cast: Cast) -> None:
    define(count)
    job = ask(cast)
    DBTaskResult.objects.update(status="RUNNING", worker_ids=["77"])

    assert reaper.reap(AT) == 0
    drain()

    job.refresh_from_db()
    assert job.state == State.DONE


def test_a_job_that_kills_every_worker_is_given_up(cast: Cast) -> None:
    define(count, retries=1)
    dead = WorkerFactory(beat_at=AT - timedelta(minutes=2))
    job = ask(cast)
    Job.objects.update(state=State.RUNNING, worker=dead, attempts=2)

    reaper.reap(AT)

    job.refresh_from_db()
    assert job.state == State.FAILED


def test_a_living_worker_is_left_alone(cast: Cast) -> None:
    alive = WorkerFactory(beat_at=AT - timedelta(seconds=50))
    job = JobFactory(state=State.RUNNING, worker=alive)

    assert reaper.reap(AT) == 0
    job.refresh_from_db()
    assert (job.state, job.worker) == (State.RUNNING, alive)


@pytest.mark.parametrize(("pid", "dead"), [(os.getpid(), 0), (NOBODY, 1)], ids=["living", "gone"])
def test_a_worker_of_this_machine_is_dead_when_its_process_is_gone(cast: Cast, pid: int, dead: int) -> None:
    worker = WorkerFactory(host=socket.gethostname(), pid=pid, beat_at=AT)
    define(count)
    ask(cast)
    Job.objects.update(state=State.RUNNING, worker=worker, attempts=1)

    assert reaper.reap(AT) == dead


def test_in_a_container_an_older_row_with_the_own_number_is_gone(cast: Cast) -> None:
    older, own = (WorkerFactory(host=socket.gethostname(), pid=os.getpid(), beat_at=AT) for _ in range(2))

    reaper.reap(AT, own=own)

    assert list(Worker.objects.all()) == [own]
    assert older != own


def test_a_process_of_another_user_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(pid: int, number: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", forbidden)

    assert reaper._process_exists(1)


def test_a_body_that_another_worker_has_buried_is_left_alone(cast: Cast) -> None:
    dead = WorkerFactory()
    Worker.objects.all().delete()

    assert reaper._bury(dead) == 0


# --- The clock --------------------------------------------------------------------------------------------


def test_a_timed_job_comes_by_the_local_clock_and_once_however_often_it_was_missed(cast: Cast) -> None:
    registry.kinds.clear()
    define(lambda work: None, cron="30 3 * * *")
    before = datetime(2026, 3, 1, 19, 0, tzinfo=UTC)  # 03:00 in Shanghai

    assert schedule.fire(before) == []
    assert Timer.objects.get().next_at == datetime(2026, 3, 1, 19, 30, tzinfo=UTC)
    assert schedule.fire(before + timedelta(minutes=29)) == []
    assert schedule.fire(before + timedelta(days=3)) == ["tests.count"]
    assert schedule.fire(before + timedelta(days=3, minutes=1)) == []

    drain()
    assert list(Job.objects.values_list("kind", "by", "state")) == [("tests.count", None, "done")]


def test_the_chores_queue_what_the_clock_asks_for(cast: Cast) -> None:
    registry.kinds.clear()
    define(lambda work: None, cron="30 3 * * *")
    Timer.objects.create(name="tests.count", next_at=AT)

    do_chores()

    assert Job.objects.get().kind == "tests.count"


def test_two_workers_begin_and_fire_a_timer_once(cast: Cast) -> None:
    define(lambda work: None, cron="30 3 * * *")
    kind = registry.kinds["tests.count"]

    schedule._begin(kind, AT)
    schedule._begin(kind, AT)

    assert Timer.objects.count() == 1
    assert schedule._fire(kind, AT) is False


def test_the_same_work_asked_for_at_the_same_moment_is_queued_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    define(count)
    first = ask(cast, key="tests:1")
    looks = iter([None, first])
    monkeypatch.setattr(actions, "_active", lambda key: next(looks))

    assert ask(cast, key="tests:1") == first


def test_rows_say_what_they_are(cast: Cast) -> None:
    job = JobFactory(title="读取方案")

    assert [str(row) for row in (job, WorkerFactory(), Timer(name="x"))] == ["读取方案", "elsewhere/1", "x"]
    assert job.get_absolute_url() == "/jobs/"


@pytest.mark.parametrize(
    ("state", "done", "total", "percent"),
    [("running", 0, 0, None), ("running", 1, 3, 33), ("running", 9, 3, 100), ("done", 0, 0, 100)],
)
def test_how_far_a_job_is_in_percent(state: str, done: int, total: int, percent: int | None) -> None:
    assert Job(state=state, done=done, total=total).percent == percent


def test_old_jobs_are_forgotten_and_active_ones_kept(cast: Cast) -> None:
    old = timezone.now() - timedelta(days=100)
    JobFactory(state=State.DONE, finished_at=old)
    kept = [JobFactory(state=State.QUEUED, created_at=old), JobFactory(state=State.DONE, finished_at=AT)]
    Job.objects.filter(pk=kept[1].pk).update(finished_at=timezone.now())

    actions.enqueue("jobs.forget", {}, by=None, at=AT, title="清理")
    drain()

    assert set(Job.objects.exclude(kind="jobs.forget")) == set(kept)


def test_a_kind_is_defined_once() -> None:
    registry.job("tests.other", "Other")(count)

    with pytest.raises(ValueError, match="twice"):
        registry.job("tests.other", "Other")(test_a_kind_is_defined_once)
