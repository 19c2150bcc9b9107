"""The one task that stands in the queue of django-tasks: do a job."""

from datetime import datetime

from django_tasks import task

from gongjian.jobs.models import Job


@task()
def run(job_id: str, ticket: int) -> None:
    """Do the job, if it still waits under this ticket; else nothing."""
    from gongjian.jobs import runner  # it puts jobs back into the queue with this very task

    runner.run(job_id, ticket)


def put(job: Job, *, not_before: datetime | None = None) -> None:
    """Queue the next run of `job`, as part of the caller's transaction. Earlier entries become void."""
    job.ticket += 1
    job.save(update_fields=["ticket"])
    run.using(run_after=not_before).enqueue(str(job.pk), job.ticket)
