"""Scoreboards keep themselves up to date."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongjian.jobs.registry import job
from gongjian.jobs.reporting import Work
from gongjian.scores import actions


@job("scores.refresh", _("Bring scoreboards up to date"), cron="* * * * *")
def refresh(work: Work) -> dict[str, int]:
    written = actions.refresh(at=timezone.now(), tell=lambda done, total: work.progress(done, total))
    return {"results": written}
