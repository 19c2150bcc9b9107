"""The background work of the background work itself."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.jobs.models import Job, State
from gongjian.jobs.registry import job
from gongjian.jobs.reporting import Work


@job("jobs.forget", _("Clear away old background jobs"), cron="40 3 * * *")
def forget(work: Work) -> dict[str, int]:
    """Delete the rows of jobs that ended long ago. What they did stands in the history."""
    horizon = timezone.now() - timedelta(days=settings.JOBS_KEPT_DAYS)
    old = Job.objects.filter(finished_at__lt=horizon).exclude(state__in=(State.QUEUED, State.RUNNING))
    return {"deleted": old.delete()[0]}
