"""The worker as a process of its own: picks up, goes down cleanly, and is picked up after."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from factories.jobs import JobFactory, WorkerFactory
from gongjian.jobs import queue, reporting, worker
from gongjian.jobs.models import Job, State, Worker
from gongjian.jobs.reporting import CancelledError, Progress, StoppedError

HERE = Path(__file__).parent
PROGRAM = """
import os, sys, django
django.setup()
from django.conf import settings
from gongjian.jobs import worker
from gongjian.jobs.registry import job

@job("tests.long", "Long", retries=1)
def long(work, *, steps):
    import time
    for step in range(steps):
        work.progress(step, steps, f"step {step}")
        time.sleep(0.05)
    return {"steps": steps}

sys.exit(worker.main([]))
"""


@pytest.fixture
def start() -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Start a worker process on the database of this test; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def go() -> "subprocess.Popen[bytes]":
        # The child's settings name the test database as their own.
        name = connection.settings_dict["NAME"]
        url = f"sqlite:///{name}" if connection.vendor == "sqlite" else _postgres_url(name)
        environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "gongjian.settings"}
        process = subprocess.Popen([sys.executable, "-c", PROGRAM], env=environment, cwd=HERE)
        started.append(process)
        return process

    yield go
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def _postgres_url(name: str) -> str:
    given = connection.settings_dict
    user, password, host = (quote(given[key], safe="") for key in ("USER", "PASSWORD", "HOST"))
    return f"postgres://{user}:{password}@{host}:{given['PORT']}/{name}"  # a host may be a socket's folder


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def state_is(job: Job, *states: str) -> Callable[[], bool]:
    def check() -> bool:
        job.refresh_from_db()
        return job.state in states

    return check


def ask(steps: int) -> Job:
    job = JobFactory(kind="tests.long", arguments={"steps": steps}, by=None)
    queue.put(job)
    return job


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_does_what_waits_shows_progress_and_goes_cleanly(
    start: Callable[[], "subprocess.Popen[bytes]"],
) -> None:
    job = ask(30)
    process = start()
    until(state_is(job, State.RUNNING))
    until(lambda: Job.objects.get().message != "")

    until(state_is(job, State.DONE))
    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=10) == 0
    assert (job.result, job.done, Worker.objects.count()) == ({"steps": 30}, 29, 0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_killed_worker_is_done_by_the_next(
    start: Callable[[], "subprocess.Popen[bytes]"],
) -> None:
    job = ask(20)
    first = start()
    until(state_is(job, State.RUNNING))
    first.kill()
    first.wait()
    assert Job.objects.get().state == State.RUNNING

    start()

    until(state_is(job, State.DONE))
    assert job.attempts == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_stopped_worker_puts_its_job_back(start: Callable[[], "subprocess.Popen[bytes]"]) -> None:
    job = ask(400)
    process = start()
    until(state_is(job, State.RUNNING))

    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=10) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.QUEUED, 0)


@pytest.mark.django_db(transaction=True)
def test_once_does_what_waits_and_ends() -> None:
    job = ask(1)

    assert worker.main(["--once"]) == 0

    job.refresh_from_db()
    assert job.state == State.FAILED  # the kind is known to the worker's process alone


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_loop_works_in_this_process_until_it_is_told_to_stop() -> None:
    WorkerFactory(beat_at=timezone.now() - timedelta(minutes=5))
    job = ask(1)
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, worker=Worker.objects.get())

    def stop_when_done() -> None:
        until(state_is(job, State.FAILED))
        connection.close()
        os.kill(os.getpid(), signal.SIGTERM)

    helper = threading.Thread(target=stop_when_done)
    helper.start()
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        assert worker.main([]) == 0
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
        helper.join()

    assert Worker.objects.count() == 0


@pytest.mark.django_db
def test_a_beat_that_cannot_be_written_does_not_end_the_pulse(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[int] = []
    pulse = worker.Pulse(WorkerFactory(), threading.Event())

    def locked() -> None:
        pulse._ended.set()
        raise OperationalError("database is locked")

    monkeypatch.setattr(pulse, "_beat", locked)
    connection_ = type("Connection", (), {"close": staticmethod(lambda: closed.append(1))})
    monkeypatch.setattr(worker, "connection", connection_)
    monkeypatch.setattr(reporting, "SECONDS_BETWEEN_WRITES", 0)
    pulse.run()

    assert closed == [1, 1]


@pytest.mark.django_db
def test_the_pulse_writes_what_is_noted_and_hears_of_a_cancellation() -> None:
    job = JobFactory(state=State.RUNNING)
    pulse = worker.Pulse(WorkerFactory(), threading.Event())
    pulse.note(job, Progress(1, 3, "一"))

    pulse._beat()
    job.refresh_from_db()
    assert (job.done, job.total, job.message) == (1, 3, "一")

    Job.objects.update(cancel_asked_at=timezone.now())
    pulse.note(job, Progress(2, 3, "二"))
    pulse._beat()
    with pytest.raises(CancelledError):
        pulse.note(job, Progress(3, 3, "三"))


@pytest.mark.django_db
def test_the_pulse_beats_for_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    row = WorkerFactory()
    pulse = worker.Pulse(row, threading.Event())
    pulse._beaten_at -= worker.SECONDS_BETWEEN_BEATS

    pulse._beat()

    row.refresh_from_db()
    assert (timezone.now() - row.beat_at).total_seconds() < 60


def test_a_job_hears_that_the_worker_stops() -> None:
    stopping = threading.Event()
    stopping.set()

    with pytest.raises(StoppedError):
        worker.Pulse(Worker(), stopping).note(Job(), Progress())


@pytest.mark.django_db
def test_an_idle_look_takes_no_lock(django_assert_num_queries: Callable[..., object]) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert worker.do_one() is False


@pytest.mark.django_db
def test_a_locked_queue_does_not_end_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = worker.Loop()
    looks: list[int] = []

    def look(row: Worker) -> bool:
        looks.append(1)
        if len(looks) == 2:
            loop.stopping.set()
        raise OperationalError("database is locked")

    monkeypatch.setattr(worker, "do_one", look)
    monkeypatch.setattr(worker, "SECONDS_BETWEEN_LOOKS", 0)
    monkeypatch.setattr(worker, "connection", type("Connection", (), {"close": staticmethod(lambda: None)}))
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    loop._run(WorkerFactory())

    assert len(looks) == 2


@pytest.mark.django_db
def test_progress_written_directly_is_throttled(monkeypatch: pytest.MonkeyPatch) -> None:
    job = JobFactory(state=State.RUNNING)
    reporter = reporting.DirectReporter()

    for done in range(5):
        reporter.note(job, Progress(done, 5))

    job.refresh_from_db()
    assert job.done == 0
