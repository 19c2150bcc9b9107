"""Sessions that have run out and old sign-ins go by themselves."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.jobs.registry import job
from gongjian.jobs.reporting import Work

LOGS = {"sign_ins": AccessLog, "failures": AccessFailureLog, "locks": AccessAttempt}


@job("people.forget-sessions", _("Clear away sessions that have run out"), cron="10 3 * * *")
def forget_sessions(work: Work) -> dict[str, int]:
    """Delete the sessions that would not be let in any more."""
    return {"deleted": Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]}


@job("people.forget-sign-ins", _("Clear away old sign-ins"), cron="30 3 * * *")
def forget_sign_ins(work: Work) -> dict[str, int]:
    """Delete what tells who signed in or failed to, once it is older than the setting says."""
    horizon = timezone.now() - timedelta(days=settings.SIGN_INS_KEPT_DAYS)
    return {name: log.objects.filter(attempt_time__lt=horizon).delete()[0] for name, log in LOGS.items()}
