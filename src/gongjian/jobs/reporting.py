"""How a running job tells how far it is, and hears that it should stop."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from gongjian.jobs.models import Job, State, Worker

# Often enough for an eye, seldom enough for a database.
SECONDS_BETWEEN_WRITES = 0.4


class CancelledError(Exception):
    """Someone pressed Cancel."""


class StoppedError(Exception):
    """The worker is going down; the job goes back to the queue."""


@dataclass(frozen=True, slots=True)
class Progress:
    done: int = 0
    total: int = 0
    message: str = ""

    def as_fields(self) -> dict[str, int | str]:
        return {"done": self.done, "total": self.total, "message": self.message[:200]}


class Reporter(Protocol):
    """Where progress goes. `worker` is the row of the process that does the job, if it has one."""

    worker: Worker | None

    def note(self, job: Job, progress: Progress) -> None:
        """Take note of `progress`; raises CancelledError or StoppedError when the job should end."""


class DirectReporter:
    """Writes from the thread that does the job: for tests, and for work done without a worker."""

    worker: Worker | None = None

    def __init__(self) -> None:
        self._written_at = float("-inf")

    def note(self, job: Job, progress: Progress) -> None:
        if monotonic() - self._written_at < SECONDS_BETWEEN_WRITES:
            return
        self._written_at = monotonic()
        write(job, progress)
        if Job.objects.filter(pk=job.pk, cancel_asked_at__isnull=False).exists():
            raise CancelledError


def write(job: Job, progress: Progress) -> None:
    """Save `progress`, unless the job has ended meanwhile."""
    Job.objects.filter(pk=job.pk, state=State.RUNNING).update(**progress.as_fields())


_reporter: ContextVar[Reporter | None] = ContextVar("reporter", default=None)


def current() -> Reporter:
    return _reporter.get() or DirectReporter()


@contextmanager
def reporting_to(reporter: Reporter) -> Iterator[None]:
    """Jobs run inside tell `reporter`."""
    token = _reporter.set(reporter)
    try:
        yield
    finally:
        _reporter.reset(token)


class Work:
    """What a job's function is given: who asked, and where to tell how far it is."""

    def __init__(self, job: Job, reporter: Reporter) -> None:
        self.job = job
        self.last = Progress()
        self._reporter = reporter

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Tell that `done` of `total` is done. Cheap: call it as often as you like, inside transactions too.

        raises   CancelledError, StoppedError: let them pass, the runner knows what to do.
        """
        self.last = Progress(done, total, str(message))
        self._reporter.note(self.job, self.last)
