"""Documents come in and are read in the background."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from pytest_django import Settings

from cast import Cast
from factories.plans import TEXT, PlanDocumentFactory, PlanFactory
from gongjian.engines.plans.files import read_file as reading_of
from gongjian.files.models import StoredFile
from gongjian.history.models import Entry as HistoryEntry
from gongjian.inbox.models import Message
from gongjian.jobs import actions as jobs
from gongjian.jobs.models import Job, State
from gongjian.jobs.worker import drain
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.plans import actions, rules
from gongjian.plans.actions import documents
from gongjian.plans.models import Entry, EntryState, Plan, PlanDocument, Reading
from gongjian.plans.values import data_of, value_of

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_storage(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }


def as_(person: Person) -> dict[str, Any]:
    return {"by": person, "reach": reach_of(person, on=timezone.localdate()), "at": AT}


def bring(cast: Cast, words: bytes = TEXT.encode(), name: str = "平安社区.txt") -> actions.documents.Uploaded:
    return actions.upload(ContentFile(words, name=name), area=cast.subdistrict, **as_(cast.sun))


def test_an_uploaded_document_is_read_in_the_background(cast: Cast) -> None:
    document = bring(cast).document
    assert (document.state, document.title, document.job.state) == (
        Reading.UPLOADED,
        "平安社区",
        State.QUEUED,
    )

    drain()

    document.refresh_from_db()
    plan = document.plans.get()
    assert (document.state, document.title, plan.area_path) == (
        Reading.READ,
        "清河区创建平安社区实施方案",
        cast.subdistrict.path,
    )
    assert document.encoding
    paths = [entry.data["path"] for entry in plan.entries.filter(kind="item")]
    assert paths == ["一", "二", "二/(一)", "二/(一)/1", "二/(一)/2", "二/(二)", "三"]
    assert all(entry.state == EntryState.OPEN and entry.read == entry.data for entry in plan.entries.all())


def test_every_entry_read_turns_back_into_the_engines_value(cast: Cast) -> None:
    bring(cast)
    drain()

    entries = Entry.objects.exclude(kind="reference")
    assert len(entries) > 10
    assert all(data_of(value_of(e.kind, e.data, e.start, e.end)) == e.data for e in entries)


def test_who_uploaded_is_told_when_it_is_read(cast: Cast) -> None:
    document = bring(cast).document

    drain()

    told = Message.objects.get()
    assert (told.to, told.kind, told.url) == (cast.sun, "done", document.get_absolute_url())
    assert "1" in told.text


def test_the_same_file_is_recognised_and_leads_to_the_one_there_is(cast: Cast) -> None:
    first, second = bring(cast), bring(cast, name="另一个名字.txt")
    elsewhere = actions.upload(ContentFile(TEXT.encode(), name="x.txt"), area=cast.district, **as_(cast.lin))

    assert (first.is_new, second.is_new, elsewhere.is_new) == (True, False, True)
    assert second.document == first.document
    assert StoredFile.objects.count() == 2


def test_reading_twice_leaves_one_set_of_plans(cast: Cast) -> None:
    document = bring(cast).document
    drain()
    before = Entry.objects.count()

    again = actions.read_again(document, **as_(cast.sun))
    drain()

    assert Entry.objects.count() == before
    assert not hasattr(PlanDocument.objects.get(pk=again.pk), "rereading")


def test_a_file_without_words_says_why_and_keeps_nothing_else(cast: Cast) -> None:
    document = bring(cast, b" \n \n").document

    drain()

    document.refresh_from_db()
    assert document.state == Reading.UNREADABLE
    assert document.error
    assert Plan.objects.count() == 0
    assert Message.objects.get().kind == "trouble"
    assert Job.objects.get().state == State.FAILED


def test_a_file_that_could_not_be_read_is_read_once_more_when_it_comes_again(cast: Cast) -> None:
    document = bring(cast, b" \n \n").document
    drain()

    again = bring(cast, b" \n \n")

    assert (again.is_new, again.document) == (False, document)
    assert again.document.state == Reading.UPLOADED


@pytest.mark.parametrize("name", ["mei", "wu", "zhou"])
def test_only_who_plans_for_an_area_uploads_for_it(cast: Cast, name: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.upload(ContentFile(b"x", name="x.txt"), area=cast.subdistrict, **as_(getattr(cast, name)))

    assert refused.value.refusal.code == "not_planner"
    assert StoredFile.objects.count() == 0


LIMITS = [(30, 20), (5, 5)]


@pytest.mark.parametrize(("deployment", "limit"), LIMITS)
def test_a_file_the_reader_would_refuse_is_not_taken(
    cast: Cast, settings: Settings, deployment: int, limit: int
) -> None:
    settings.UPLOAD_MAX_BYTES = deployment * 1024 * 1024
    size = limit * 1024 * 1024

    with pytest.raises(Refused) as refused:
        bring(cast, b"\n" * (size + 1))

    assert refused.value.refusal.code == "file_large"
    assert f"{limit}.0\xa0MB" in str(refused.value)
    assert not PlanDocument.objects.exists()
    assert rules.why_not_size(size) is None


def test_an_area_that_has_ended_takes_no_plans(cast: Cast) -> None:
    cast.subdistrict.valid_to = AT.date()

    with pytest.raises(Refused) as refused:
        bring(cast)

    assert refused.value.refusal.code == "area_ended"


def test_a_document_that_is_being_read_is_not_read_again(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        actions.read_again(bring(cast).document, **as_(cast.sun))

    assert refused.value.refusal.code == "being_read"


def test_a_cancelled_reading_can_be_asked_for_again(cast: Cast) -> None:
    document = bring(cast).document
    jobs.cancel(document.job, by=cast.sun, at=AT)
    page = cast.client(cast.sun).get(document.get_absolute_url()).content.decode()

    again = bring(cast)
    drain()

    assert "notice-warning" in page
    assert (again.is_new, again.document) == (False, document)
    assert PlanDocument.objects.get().state == Reading.READ


def test_a_document_that_was_deleted_before_it_was_read_troubles_nobody(cast: Cast) -> None:
    bring(cast)
    PlanDocument.objects.all().delete()

    drain()

    job = Job.objects.get()
    assert (job.state, job.error) == (State.FAILED, "文件在识别前已被删除。")
    assert Message.objects.count() == 0


def test_a_document_in_use_stays(cast: Cast) -> None:
    document = PlanDocumentFactory(area=cast.subdistrict)
    plan = actions.mark_used(PlanFactory(document=document), by=cast.sun, at=AT, entries=[1, 2])

    with pytest.raises(Refused) as refused:
        actions.delete(document, **as_(cast.sun))

    assert refused.value.refusal.code == "in_use"
    assert plan.used_at == AT
    assert HistoryEntry.objects.get().after == {"entries": 2}


def test_a_reading_that_comes_too_late_changes_nothing(cast: Cast) -> None:
    document = bring(cast).document
    drain()
    before = list(Entry.objects.values())

    documents.store(document, reading_of("x.txt", TEXT.encode()), at=AT)
    documents.mark_unreadable(document.pk, sentence="x", at=AT)

    document.refresh_from_db()
    assert list(Entry.objects.values()) == before
    assert document.state == Reading.READ


def test_of_two_uploads_at_the_same_moment_the_later_finds_the_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = documents.files.keep

    def keep_late(*args: Any, **kwargs: Any) -> StoredFile:
        kept = keep(*args, **kwargs)
        PlanDocumentFactory(area=cast.subdistrict, file=kept, title="抢先一步")
        return kept

    monkeypatch.setattr(documents.files, "keep", keep_late)

    uploaded = bring(cast)

    assert (uploaded.is_new, uploaded.document.title) == (False, "抢先一步")
