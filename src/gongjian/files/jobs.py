"""Clearing away what was uploaded and then used for nothing."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.files import blobs, queries
from gongjian.jobs.registry import job
from gongjian.jobs.reporting import Work


@job("files.clear", _("Clear away unused uploads"), cron="20 3 * * *")
def clear(work: Work) -> dict[str, int]:
    """Delete the rows of unused uploads, then the bytes that no row names any more."""
    before = timezone.now() - timedelta(hours=settings.UPLOADS_UNUSED_KEPT_HOURS)
    rows = queries.unused(before).delete()[0]
    return {"rows": rows, "blobs": blobs.sweep(before)}
