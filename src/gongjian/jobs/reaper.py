"""What a killed worker has left behind goes back to the queue."""

import os
import socket
from datetime import datetime

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongjian.jobs import runner
from gongjian.jobs.models import Job, State, Worker
from gongjian.jobs.queries import STALE_AFTER
from gongjian.jobs.registry import kinds


def reap(at: datetime, *, own: Worker | None = None) -> int:
    """Requeue the jobs of dead workers, forget those workers; returns how many jobs were requeued.

    A worker is dead when it gave no sign for a minute, or at once when it ran on this machine and its
    process is gone. A job that brings down its worker each time fails after its last retry.

    own      the worker that asks, between two jobs: what stands as its own then was cut off, too, as when
             the database went away in the middle.
    """
    dead = [worker for worker in Worker.objects.all() if worker != own and _is_dead(worker, at, own)]
    requeued = sum(_bury(worker) for worker in dead)
    if own is not None:
        requeued += _requeue_of(own)
    _adopt_orphans(own)
    return requeued


def _is_dead(worker: Worker, at: datetime, own: Worker | None) -> bool:
    if worker.beat_at < at - STALE_AFTER:
        return True
    if worker.host != socket.gethostname():
        return False
    # In a container every worker is process 1: an older row with our own number is not us, but gone.
    return (own is not None and worker.pid == own.pid) or not _process_exists(worker.pid)


def _process_exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@transaction.atomic
def _bury(worker: Worker) -> int:
    # Locked, so that two workers that find the same body do not both requeue its job.
    if Worker.objects.select_for_update().filter(pk=worker.pk).first() is None:
        return 0
    requeued = _requeue_of(worker)
    worker.delete()
    return requeued


@transaction.atomic
def _requeue_of(worker: Worker) -> int:
    jobs = list(Job.objects.select_for_update().filter(worker=worker, state=State.RUNNING))
    for job in jobs:
        runner.retry_or_fail(job, kinds.get(job.kind))
    return len(jobs)


@transaction.atomic
def _adopt_orphans(own: Worker | None) -> None:
    """Entries of the queue that were taken by a worker which died, or was cut off, before it began the job."""
    others = Worker.objects.exclude(pk=own.pk) if own else Worker.objects.all()
    busy = {str(pk) for pk in others.values_list("pk", flat=True)}
    taken = DBTaskResult.objects.select_for_update().filter(status=TaskResultStatus.RUNNING)
    for entry in taken:
        if not busy.intersection(entry.worker_ids):
            # Run again, it does nothing when its job has moved on: its ticket is void then.
            entry.status, entry.worker_ids = TaskResultStatus.READY, []
            entry.save(update_fields=["status", "worker_ids"])
