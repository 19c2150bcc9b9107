"""Old messages go by themselves."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.inbox.models import Message
from gongjian.jobs.registry import job
from gongjian.jobs.reporting import Work


@job("inbox.forget", _("Clear away old messages"), cron="50 3 * * *")
def forget(work: Work) -> dict[str, int]:
    """Delete the messages older than the setting says, read or not: what they told stands elsewhere."""
    horizon = timezone.now() - timedelta(days=settings.MESSAGES_KEPT_DAYS)
    return {"deleted": Message.objects.filter(created_at__lt=horizon).delete()[0]}
