"""The worker: takes job after job from the queue until it is told to stop."""

import argparse
import logging
import os
import signal
import socket
import threading
from collections.abc import Sequence
from time import monotonic
from types import FrameType
from typing import Any

from django.db import OperationalError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gongjian.jobs import reaper, reporting, schedule
from gongjian.jobs.models import Job, Worker
from gongjian.jobs.reporting import CancelledError, Progress, StoppedError

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.2
SECONDS_BETWEEN_CHORES = 15
SECONDS_BETWEEN_BEATS = 10


class Pulse(threading.Thread):
    """Beats for the worker and writes the progress of its job, on a connection of its own.

    The thread that does the job never waits for these writes: on SQLite they queue behind its own
    transaction, and a job that keeps the lock for long only shows its progress later.
    """

    def __init__(self, worker: Worker, stopping: threading.Event) -> None:
        super().__init__(name="pulse", daemon=True)
        self.worker: Worker | None = worker
        self._stopping = stopping
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._note: tuple[Job, Progress] | None = None
        self._written: tuple[Job, Progress] | None = None
        self._cancelled: set[object] = set()
        self._beaten_at = monotonic()

    def note(self, job: Job, progress: Progress) -> None:
        """As `reporting.Reporter`: only remembers, so that a job may call it ten thousand times."""
        if self._stopping.is_set():
            raise StoppedError
        with self._lock:
            self._note = (job, progress)
        if job.pk in self._cancelled:
            raise CancelledError

    def end(self) -> None:
        self._ended.set()
        self.join(timeout=5)

    def run(self) -> None:
        while not self._ended.wait(reporting.SECONDS_BETWEEN_WRITES):
            try:
                self._beat()
            except OperationalError as error:  # the database is locked or away: the next beat tries again
                logger.warning("beat not written: %s", type(error).__name__)
                connection.close()
        connection.close()

    def _beat(self) -> None:
        if monotonic() - self._beaten_at >= SECONDS_BETWEEN_BEATS and self.worker:
            close_old_connections()
            Worker.objects.filter(pk=self.worker.pk).update(beat_at=timezone.now())
            self._beaten_at = monotonic()
        with self._lock:
            note = self._note
        if note is None or note == self._written:
            return
        job, progress = note
        reporting.write(job, progress)
        self._written = note
        if Job.objects.filter(pk=job.pk, cancel_asked_at__isnull=False).exists():
            self._cancelled.add(job.pk)


class Loop:
    """Look for work, do it, and now and then the chores."""

    def __init__(self) -> None:
        self.stopping = threading.Event()

    def stop(self, signum: int, frame: FrameType | None) -> None:
        """First signal: end cleanly after the job, or at its next sign of progress. Second: end now."""
        logger.info("worker stops on signal %s", signum)
        self.stopping.set()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def run(self) -> None:
        at = timezone.now()
        worker = Worker.objects.create(host=socket.gethostname(), pid=os.getpid(), started_at=at, beat_at=at)
        pulse = Pulse(worker, self.stopping)
        pulse.start()
        logger.info("worker started: worker=%s", worker.pk)
        try:
            with reporting.reporting_to(pulse):
                self._run(worker)
        finally:
            pulse.end()
            worker.delete()
            logger.info("worker stopped: worker=%s", worker.pk)

    def _run(self, worker: Worker) -> None:
        chores_at = float("-inf")
        while not self.stopping.is_set():
            close_old_connections()
            try:
                if monotonic() - chores_at >= SECONDS_BETWEEN_CHORES:
                    do_chores(worker)
                    chores_at = monotonic()
                worked = do_one(worker)
            except OperationalError as error:  # locked or away: worth another look, not the worker's life
                logger.warning("queue not read: %s", type(error).__name__)
                connection.close()
                worked = False
            if not worked:
                self.stopping.wait(SECONDS_BETWEEN_LOOKS)


def do_chores(worker: Worker | None = None) -> None:
    """Requeue what dead workers left, and queue what the clock asks for."""
    at = timezone.now()
    if requeued := reaper.reap(at, own=worker):
        logger.warning("jobs of dead workers requeued: %s", requeued)
    for name in schedule.fire(at):
        logger.info("timed job queued: kind=%s", name)


def do_one(worker: Worker | None = None) -> bool:
    """Do the next job of the queue; False when there is none."""
    entry = _take(worker)
    if entry is None:
        return False
    try:
        entry.task.call(*entry.args_kwargs["args"], **entry.args_kwargs["kwargs"])
    except OperationalError:
        raise  # the database is away: the entry stays, and the next chores take it up again
    except Exception:  # an entry that no code knows any more must not end the worker, now or ever again
        logger.exception("entry of the queue not done: entry=%s", entry.pk)
    # How it went stands in the job's own row; the queue holds only what waits or runs.
    entry.delete()
    return True


def drain() -> int:
    """Do all that waits, in this process; returns how many runs there were. For tests and `--once`."""
    runs = 0
    while do_one():
        runs += 1
    return runs


def _take(worker: Worker | None) -> DBTaskResult[Any, Any] | None:
    waiting = DBTaskResult.objects.ready()
    # A look costs no lock; on SQLite a transaction does, and an idle worker must not hold up the web.
    if not waiting.exists():
        return None
    with transaction.atomic():
        entry: DBTaskResult[Any, Any] | None = waiting.select_for_update(skip_locked=True).first()
        if entry is not None:
            entry.claim(str(worker.pk) if worker else "none")
    return entry


def main(argv: Sequence[str] | None = None) -> int:
    """`gongjian worker`: do background work until SIGTERM."""
    parser = argparse.ArgumentParser(prog="gongjian worker", description="Do background work.")
    parser.add_argument("--once", action="store_true", help="do what waits now, then end")
    arguments = parser.parse_args(argv)
    if arguments.once:
        do_chores()
        drain()
        return 0
    loop = Loop()
    signal.signal(signal.SIGTERM, loop.stop)
    signal.signal(signal.SIGINT, loop.stop)
    loop.run()
    return 0
