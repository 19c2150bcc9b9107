"""Reports are made in the background."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.inbox.actions import tell
from gongjian.inbox.models import Kind
from gongjian.inbox.words import choice, say
from gongjian.jobs.registry import job
from gongjian.jobs.reporting import Work
from gongjian.reports import actions
from gongjian.reports.models import Report


@job("reports.make", _("Write a report"))
def make(work: Work, *, report: int) -> dict[str, str]:
    row = Report.objects.select_related("asked_by", "campaign").get(pk=report)
    at = timezone.now()
    row = actions.make(row, tell=work.progress, at=at)
    title = say(
        "%(report)s of %(campaign)s is ready", report=choice(row, "kind"), campaign=row.campaign.title
    )
    tell([row.asked_by], kind=Kind.DONE, title=title, url=row.get_absolute_url(), at=at)
    return {"file": str(row.file_id)}
