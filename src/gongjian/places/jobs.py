"""Long lists are checked and imported in the background.

This module belongs to the apps above: `jobs` loads it, nothing in `places` does. It listens to `draft_waits`, so
that `places` itself knows neither jobs nor grants.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.jobs.actions import enqueue
from gongjian.jobs.registry import job
from gongjian.jobs.reporting import CancelledError, Work
from gongjian.kernel.clock import day_of
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.places.actions import imports
from gongjian.places.models import ImportDraft
from gongjian.places.signals import draft_waits


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
def import_list(work: Work, *, draft: int, correction: bool, by: int) -> None:
    person = Person.objects.get(pk=by)
    at = timezone.now()
    reach = reach_of(person, on=day_of(at))
    try:
        imports.run(draft, correction=correction, by=person, reach=reach, at=at, progress=work.progress)
    except CancelledError:
        imports.failed(draft, _("The import was cancelled. Nothing was imported."))
        raise


def _take(
    *, draft: ImportDraft, what: str, arguments: dict[str, Any], by: Person, at: datetime, **rest: Any
) -> UUID:
    if what == "import":
        arguments = arguments | {"by": by.pk}
    waiting = enqueue(
        f"places.{what}",
        {"draft": draft.pk} | arguments,
        by=by,
        at=at,
        title=draft.name,
        url=draft.get_absolute_url(),
        key=f"places.{what}:{draft.pk}",
    )
    pk: UUID = waiting.pk
    return pk


draft_waits.connect(_take, sender=ImportDraft, dispatch_uid="places.jobs")
