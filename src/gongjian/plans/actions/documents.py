"""Plan documents: taken in once, read in the background, renamed, deleted while nothing hangs on them."""

import hashlib
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import File
from django.db import IntegrityError, transaction

from gongjian import __version__
from gongjian.engines.plans import model
from gongjian.files import actions as files
from gongjian.files import kinds
from gongjian.history.actions import record
from gongjian.jobs import actions as jobs
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Person
from gongjian.people.reach import Reach
from gongjian.places.models import Area
from gongjian.plans import rules
from gongjian.plans.models import Entry, Plan, PlanDocument, Reading
from gongjian.plans.values import Found, found_in


@dataclass(frozen=True, slots=True)
class Uploaded:
    """`is_new` is False when the same file is already there for the area: `document` is that one then."""

    document: PlanDocument
    is_new: bool


@transaction.atomic
def upload(
    file: File,  # type: ignore[type-arg]
    *,
    area: Area,
    by: Person,
    reach: Reach,
    at: datetime,
) -> Uploaded:
    """Keep a plan document for `area` and have it read in the background.

    A file that is already there is recognised by its hash; one that could not be read is read once more.

    raises   Refused when the person does not plan for the area, or the file is not taken.
    """
    if refusal := rules.why_not_upload(area, reach=reach):
        raise Refused(refusal)
    if refusal := rules.why_not_size(file.size or 0):
        raise Refused(refusal)
    sha256 = _hash(file)
    if known := PlanDocument.objects.filter(area=area, sha256=sha256).first():
        return _known(known, by=by, reach=reach, at=at)
    kept = files.keep(file, by=by, at=at, area_path=area.path, allowed=kinds.PLANS)
    document = PlanDocument(
        title=PurePath(kept.name).stem[:120],
        file=kept,
        sha256=sha256,
        area=area,
        area_path=area.path,
        uploaded_by=by,
        uploaded_at=at,
    )
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError:
        # The same file came a second time at the same moment.
        return _known(PlanDocument.objects.get(area=area, sha256=sha256), by=by, reach=reach, at=at)
    record("plan-document.uploaded", document, by=by, at=at, area_path=area.path, after={"file": kept.name})
    _queue(document, by=by, at=at)
    return Uploaded(document, is_new=True)


def _known(document: PlanDocument, *, by: Person, reach: Reach, at: datetime) -> Uploaded:
    if document.state != Reading.READ and not document.is_being_read:
        document = read_again(document, by=by, reach=reach, at=at)
    return Uploaded(document, is_new=False)


def _hash(file: File) -> str:  # type: ignore[type-arg]
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _queue(document: PlanDocument, *, by: Person | None, at: datetime) -> None:
    document.job = jobs.enqueue(
        "plans.read",
        {"document": document.pk},
        by=by,
        at=at,
        title=document.title,
        area_path=document.area_path,
        url=document.get_absolute_url(),
        key=f"plans.read:{document.pk}",
    )
    document.save(update_fields=["job"])


@transaction.atomic
def read_again(document: PlanDocument, *, by: Person, reach: Reach, at: datetime) -> PlanDocument:
    """Have a document read once more in the background.

    One that could not be read gets its first reading. For one that was read, the new reading is prepared and
    shown before anything is changed: see `actions.rereading`.

    raises   Refused when the person may not, or it is just being read.
    """
    document = PlanDocument.objects.select_for_update().get(pk=document.pk)
    if refusal := rules.why_not_read_again(document, reach=reach):
        raise Refused(refusal)
    if document.state != Reading.READ:
        document.state, document.error = Reading.UPLOADED, ""
        document.save(update_fields=["state", "error"])
    record("plan-document.reading-asked-for", document, by=by, at=at, area_path=document.area_path)
    _queue(document, by=by, at=at)
    return document


@transaction.atomic
def begin_reading(document: PlanDocument) -> PlanDocument:
    """Note that the worker has begun the first reading."""
    PlanDocument.objects.filter(pk=document.pk, state=Reading.UPLOADED).update(state=Reading.READING)
    document.refresh_from_db()
    return document


@transaction.atomic
def store(document: PlanDocument, reading: model.Reading, *, at: datetime) -> PlanDocument:
    """Keep what the first reading gave: the plans, and an open entry for everything found in them.

    Does nothing when the document has plans already: a job may run twice.
    """
    document = PlanDocument.objects.select_for_update().get(pk=document.pk)
    if document.plans.exists():
        return document
    for position, found in enumerate(reading.plans, start=1):
        plan = Plan.objects.create(
            document=document,
            position=position,
            title=found.title[:200],
            text=found.text,
            area_path=document.area_path,
        )
        Entry.objects.bulk_create([row(plan, entry) for entry in found_in(found)], batch_size=500)
    note_reading(document, reading, at=at)
    if reading.plans and len(reading.plans) == 1:
        document.title = reading.plans[0].title[:120] or document.title
    document.state, document.error = Reading.READ, ""
    document.save()
    record("plan-document.read", document, by=None, at=at, area_path=document.area_path)
    return document


def note_reading(document: PlanDocument, reading: model.Reading, *, at: datetime) -> None:
    """Set the columns that tell how a document was read; the caller saves."""
    document.reader_version, document.read_at = __version__, at
    document.encoding = reading.source.encoding or ""
    document.repairs = asdict(reading.source.repairs)


def row(plan: Plan, found: Found) -> Entry:
    """An entry as the reader found it, not saved yet."""
    return Entry(
        plan=plan,
        kind=found.kind,
        data=found.data,
        start=found.start,
        end=found.end,
        read=found.data,
        read_start=found.start,
        read_end=found.end,
    )


@transaction.atomic
def mark_unreadable(document_id: int, *, sentence: str, at: datetime) -> None:
    """Note why a document could not be read. One that was read before stays as it is."""
    document = PlanDocument.objects.select_for_update().get(pk=document_id)
    if document.state not in (Reading.UPLOADED, Reading.READING):
        return
    document.state, document.error = Reading.UNREADABLE, sentence
    document.save(update_fields=["state", "error"])
    record("plan-document.unreadable", document, by=None, at=at, area_path=document.area_path, note=sentence)


@transaction.atomic
def rename(document: PlanDocument, *, title: str, by: Person, reach: Reach, at: datetime) -> PlanDocument:
    """Give a document another title.

    raises   Refused when the person may not.
    """
    document = PlanDocument.objects.select_for_update().get(pk=document.pk)
    if refusal := rules.why_not_edit(document, reach=reach):
        raise Refused(refusal)
    before, document.title = document.title, title
    document.save(update_fields=["title"])
    record(
        "plan-document.renamed",
        document,
        by=by,
        at=at,
        area_path=document.area_path,
        before={"title": before},
        after={"title": title},
    )
    return document


@transaction.atomic
def delete(document: PlanDocument, *, by: Person, reach: Reach, at: datetime) -> None:
    """Delete a document with its plans and their review; the file goes with the next clearing away.

    raises   Refused when the person may not, or a campaign was started from it.
    """
    document = PlanDocument.objects.select_for_update().get(pk=document.pk)
    if refusal := rules.why_not_delete(document, reach=reach):
        raise Refused(refusal)
    record(
        "plan-document.deleted",
        document,
        by=by,
        at=at,
        area_path=document.area_path,
        before={"title": document.title, "sha256": document.sha256},
    )
    document.delete()


@transaction.atomic
def mark_used(plan: Plan, *, by: Person, at: datetime, entries: Collection[int] = ()) -> Plan:
    """Note that something was made of a plan, the first time; called by the app that makes it.

    entries  the numbers of the entries that went into it, for the history.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.used_at is None:
        plan.used_at = at
        plan.save(update_fields=["used_at"])
    record("plan.used", plan, by=by, at=at, area_path=plan.area_path, after={"entries": len(entries)})
    return plan
