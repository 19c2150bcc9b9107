"""What campaigns do by themselves."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.actions import escalation
from gongjian.jobs.registry import job
from gongjian.jobs.reporting import Work


@job("campaigns.pass-up", _("Pass overdue tasks up to the next level"), cron="30 7 * * *")
def pass_up(work: Work) -> dict[str, int]:
    return {"passed": escalation.pass_up(at=timezone.now())}
