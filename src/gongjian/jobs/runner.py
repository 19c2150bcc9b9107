"""Doing a job: from waiting to its end, whatever happens on the way."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gongjian.jobs import queue
from gongjian.jobs.models import Job, State, Worker
from gongjian.jobs.registry import Kind, kinds
from gongjian.jobs.reporting import CancelledError, Progress, Reporter, StoppedError, Work, current
from gongjian.kernel.refusal import Refused

logger = logging.getLogger(__name__)
FIRST_BACK_OFF = timedelta(seconds=5)


def run(job_id: str, ticket: int) -> None:
    """Do a job. Raises nothing that the job raised: its row tells how it went."""
    reporter = current()
    job = _begin(job_id, ticket, worker=reporter.worker)
    if job is None:
        return
    with translation.override(_language(job)):
        kind = kinds.get(job.kind)
        if kind is None:
            logger.error("job of an unknown kind: job=%s kind=%s", job.pk, job.kind)
            _end(job, State.FAILED, error=_("This version of Gongjian does not know this kind of work."))
            return
        _do(job, kind, reporter)


def _do(job: Job, kind: Kind, reporter: Reporter) -> None:
    work = Work(job, reporter)
    try:
        result = kind.function(work, **job.arguments)
    except Refused as refused:
        _fail(job, kind, str(refused.refusal.text))
    except CancelledError:
        _end(job, State.CANCELLED, progress=work.last)
    except StoppedError:
        put_back(job, counts=False)
    except Exception:  # whatever a job raises, the worker goes on with the next one
        logger.exception("job failed: job=%s kind=%s attempt=%s", job.pk, job.kind, job.attempts)
        retry_or_fail(job, kind, after=FIRST_BACK_OFF * 5 ** (job.attempts - 1))
    else:
        _end(job, State.DONE, progress=work.last, result=result)


def retry_or_fail(job: Job, kind: Kind | None, *, after: timedelta = timedelta(0)) -> None:
    """After a fault of ours: put the job back, or give it up when its retries are used up."""
    if kind and job.attempts <= kind.retries:
        put_back(job, after=after)
        return
    sentence = _("This did not work because of a fault on our side. Ask the operator to look up job %(job)s.")
    _fail(job, kind, sentence % {"job": job.pk})


def put_back(job: Job, *, after: timedelta = timedelta(0), counts: bool = True) -> None:
    """Let the job wait for another run; `counts` tells whether this one was an attempt."""
    not_before = timezone.now() + after if after else None
    with transaction.atomic():
        job.state, job.worker, job.not_before = State.QUEUED, None, not_before
        job.attempts -= 0 if counts else 1
        job.save(update_fields=["state", "worker", "not_before", "attempts"])
        queue.put(job, not_before=not_before)


@transaction.atomic
def _begin(job_id: str, ticket: int, *, worker: Worker | None) -> Job | None:
    job = Job.objects.select_for_update(of=("self",)).select_related("by").filter(pk=job_id).first()
    # A queue entry may come twice: after a crash, or when someone pressed Retry at the same time.
    if job is None or job.state != State.QUEUED or job.ticket != ticket:
        return None
    job.state, job.worker = State.RUNNING, worker
    job.attempts += 1
    job.started_at, job.not_before = timezone.now(), None
    job.save(update_fields=["state", "worker", "attempts", "started_at", "not_before"])
    return job


def _fail(job: Job, kind: Kind | None, sentence: str) -> None:
    try:
        with transaction.atomic():
            _end(job, State.FAILED, error=sentence)
            if kind and kind.failed:
                kind.failed(sentence=sentence, **job.arguments)
    except Exception:  # what an app does about a failure must not keep the job from ending
        logger.exception("failure not passed on: job=%s kind=%s", job.pk, job.kind)
        _end(job, State.FAILED, error=sentence)


def _end(
    job: Job,
    state: State,
    *,
    progress: Progress | None = None,
    result: dict[str, Any] | None = None,
    error: str = "",
) -> None:
    at: datetime = timezone.now()
    job.state, job.error, job.result = state, error, result
    job.worker, job.finished_at = None, at
    fields = ["state", "error", "result", "worker", "finished_at"]
    if progress is not None:
        job.done, job.total, job.message = progress.done, progress.total, progress.message[:200]
        fields += ["done", "total", "message"]
    job.save(update_fields=fields)


def _language(job: Job) -> str:
    return (job.by and job.by.language) or settings.LANGUAGE_CODE
