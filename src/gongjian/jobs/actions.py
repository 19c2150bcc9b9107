"""Asking for work, cancelling it, asking again."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from gongjian.jobs import queue, rules
from gongjian.jobs.models import ACTIVE, Job, State
from gongjian.jobs.registry import kinds
from gongjian.kernel.refusal import Refused

if TYPE_CHECKING:
    from gongjian.people.models import Person


@transaction.atomic
def enqueue(
    kind: str,
    arguments: Mapping[str, Any],
    *,
    by: "Person | None",
    at: datetime,
    title: str,
    area_path: str = "",
    url: str = "",
    key: str = "",
) -> Job:
    """Ask for a job; it begins once the caller's transaction is through.

    arguments  keywords of the job's function, of JSON's types.
    by         who asked; None when the system acts by itself.
    title      what people read in the list: the document's title, not the kind of work.
    url        where the outcome is seen.
    key        with a key, a job that still waits or runs under it is given back instead of a second one.
    raises     KeyError for a kind that no app has registered.
    """
    known = kinds[kind]
    if key and (active := _active(key)):
        return active
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=known.name,
                title=title[:200],
                key=key,
                arguments=dict(arguments),
                by=by,
                area_path=area_path,
                url=url,
                created_at=at,
            )
    except IntegrityError:
        # Someone else pressed the same button between our look and our write.
        if key and (active := _active(key)):
            return active
        raise  # pragma: no cover - no other constraint can be hurt by a new row
    queue.put(job)
    return job


@transaction.atomic
def cancel(job: Job, *, by: "Person", at: datetime) -> Job:
    """End a waiting job now; ask a running one to end at its next sign of progress.

    raises   Refused when it has ended or is not this person's.
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    if refusal := rules.why_not_cancel(job, by=by):
        raise Refused(refusal)
    job.cancel_asked_at = at
    if job.state == State.QUEUED:
        job.state, job.finished_at = State.CANCELLED, at
    job.save(update_fields=["cancel_asked_at", "state", "finished_at"])
    return job


@transaction.atomic
def retry(job: Job, *, by: "Person", at: datetime) -> Job:
    """Let a failed or cancelled job wait for another run.

    raises   Refused when it did not fail, is not this person's, or the same work already runs.
    """
    job = Job.objects.select_for_update().get(pk=job.pk)
    if refusal := rules.why_not_retry(job, by=by):
        raise Refused(refusal)
    if job.key and (active := _active(job.key)):
        return active
    job.state, job.error, job.message = State.QUEUED, "", ""
    job.done = job.total = job.attempts = 0
    job.created_at, job.started_at, job.finished_at, job.cancel_asked_at = at, None, None, None
    job.save()
    queue.put(job)
    return job


def _active(key: str) -> Job | None:
    return Job.objects.filter(key=key, state__in=ACTIVE).first()
