"""Reading a document in the background."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.engines.plans import model
from gongjian.engines.plans.files import read_file
from gongjian.files import blobs
from gongjian.inbox.actions import tell
from gongjian.inbox.models import Kind
from gongjian.inbox.words import Words, say, say_many
from gongjian.jobs.registry import job
from gongjian.jobs.reporting import Work
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.plans.actions import documents, rereading
from gongjian.plans.models import Entry, EntryKind, PlanDocument, Reading

STEPS = 3


def note_failure(*, document: int, sentence: str) -> None:
    """The reading has failed for good: the page says why, and its owner is told."""
    at = timezone.now()
    failed = PlanDocument.objects.select_related("uploaded_by").filter(pk=document).first()
    if failed is None:
        return
    documents.mark_unreadable(document, sentence=sentence, at=at)
    tell(
        [failed.uploaded_by],
        kind=Kind.TROUBLE,
        title=say("%(title)s could not be read", title=failed.title),
        text=sentence,
        url=failed.get_absolute_url(),
        at=at,
    )


@job("plans.read", gettext_lazy("Read a plan document"), failed=note_failure)
def read(work: Work, *, document: int) -> dict[str, Any]:
    """Read a document; a second reading of it is only prepared, for someone to look at first."""
    row = PlanDocument.objects.select_related("file", "uploaded_by").filter(pk=document).first()
    if row is None:
        raise Refused(Refusal("deleted", _("This document was deleted before it was read.")))
    documents.begin_reading(row)
    work.progress(0, STEPS, _("Opening the file"))
    data = blobs.read(row.file)
    work.progress(1, STEPS, _("Reading what it says"))
    try:
        reading = read_file(row.file.name, data)
    except model.UnreadableError as error:
        raise Refused(Refusal(error.code, str(error))) from error
    work.progress(2, STEPS, _("Writing down what was found"))
    _keep(work, row, reading)
    work.progress(STEPS, STEPS, _("Done"))
    return {"plans": len(reading.plans)}


@transaction.atomic
def _keep(work: Work, document: PlanDocument, reading: model.Reading) -> None:
    """Keep the reading and tell who asked for it, both or neither: the job may be done a second time."""
    at = timezone.now()
    if document.state == Reading.READ and document.plans.exists():
        rereading.prepare(document, reading, at=at)
        title = say("%(title)s was read anew. Look at what would change.", title=document.title)
    else:
        document = documents.store(document, reading, at=at)
        title = say("%(title)s was read", title=document.title)
    tell(
        [work.job.by or document.uploaded_by],
        kind=Kind.DONE,
        title=title,
        text=_what_was_found(document),
        url=document.get_absolute_url(),
        at=at,
    )


def _what_was_found(document: PlanDocument) -> Words:
    kinds = list(Entry.objects.filter(plan__document=document).values_list("kind", flat=True))
    plans, warnings = document.plans.count(), kinds.count(EntryKind.WARNING)
    return say(
        "%(plans)s, %(entries)s, %(queries)s",
        plans=say_many("%(n)s plan", "%(n)s plans", plans),
        entries=say_many("%(n)s entry", "%(n)s entries", len(kinds) - warnings),
        queries=say_many("%(n)s query", "%(n)s queries", warnings),
    )
