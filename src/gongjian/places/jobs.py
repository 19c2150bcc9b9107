"""Long lists are checked and imported in the background."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.jobs.registry import job
from gongjian.jobs.reporting import CancelledError, Work
from gongjian.kernel.clock import day_of
from gongjian.places.actions import imports


def _failed(*, sentence: str, draft: int, **arguments: Any) -> None:
    imports.failed(draft, sentence)


@job("places.check", gettext_lazy("Check a list of areas"), failed=_failed)
def check_list(work: Work, *, draft: int) -> None:
    try:
        imports.check_draft(draft, progress=work.progress)
    except CancelledError:
        imports.failed(draft, _("The check was cancelled. Upload the list again to have it checked."))
        raise


@job("places.import", gettext_lazy("Import a list of areas"), failed=_failed)
def import_list(work: Work, *, draft: int, correction: bool) -> None:
    at, by = timezone.now(), work.job.by
    assert by is not None  # noqa: S101 - an import is confirmed by someone
    # Asked anew: what the person may do can have ended while the list waited.
    reach = by.reach_on(day_of(at))
    try:
        imports.run(draft, correction=correction, by=by, reach=reach, at=at, progress=work.progress)
    except CancelledError:
        imports.failed(draft, _("The import was cancelled. Nothing was imported."))
        raise
