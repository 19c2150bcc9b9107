"""Who may see a job, and what may be done with it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gongjian.jobs.models import Job, State
from gongjian.kernel.refusal import Refusal

if TYPE_CHECKING:
    from gongjian.people.models import Person


def why_not_cancel(job: Job, *, by: "Person") -> Refusal | None:
    if refusal := _why_not_touch(job, by=by):
        return refusal
    if not job.is_active:
        return Refusal("job_ended", _("This work has already ended."))
    if job.cancel_asked_at:
        return Refusal("job_cancelling", _("This work is already being cancelled."))
    return None


def why_not_retry(job: Job, *, by: "Person") -> Refusal | None:
    if refusal := _why_not_touch(job, by=by):
        return refusal
    if job.state not in (State.FAILED, State.CANCELLED):
        return Refusal("job_not_failed", _("Only work that failed or was cancelled can be tried again."))
    return None


def _why_not_touch(job: Job, *, by: "Person") -> Refusal | None:
    if job.by_id != by.pk and not by.is_operator:
        return Refusal("job_of_another", _("Only the person who asked for this work can do that."))
    return None
