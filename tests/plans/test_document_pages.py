"""The pages of documents: uploading, the list, one document."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from cast import Cast
from factories import plans as make
from factories.jobs import JobFactory
from factories.plans import TEXT, EntryFactory, PlanDocumentFactory, PlanFactory
from gongjian.files.models import StoredFile
from gongjian.history.models import Entry as HistoryEntry
from gongjian.jobs.models import Job
from gongjian.jobs.worker import drain
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.plans import actions, queries
from gongjian.plans.models import EntryState, Plan, PlanDocument, Reading
from gongjian.plans.nav import entries
from gongjian.plans.search import find
from gongjian.plans.today import due

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


def file(words: bytes = TEXT.encode(), name: str = "平安社区.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words)


@pytest.fixture
def as_sun(cast: Cast) -> Client:
    return cast.client(cast.sun)


def test_one_file_leads_to_its_document_and_shows_how_the_reading_goes(cast: Cast, as_sun: Client) -> None:
    response = as_sun.post(reverse("plans:upload"), {"area": cast.subdistrict.pk, "documents": [file()]})

    document = PlanDocument.objects.get()
    assert response["Location"] == f"{document.get_absolute_url()}?arrived=1"
    page = as_sun.get(response["Location"]).content.decode()
    assert reverse("jobs:progress", args=[document.job_id]) in page
    assert "?arrived=1" in page


def test_several_files_come_in_together_and_a_refused_one_is_named(cast: Cast, as_sun: Client) -> None:
    sent = [file(), file(TEXT.encode() + b"2", "2.txt"), file(b"MZ\x90\0\3", "3.exe")]

    response = as_sun.post(
        reverse("plans:upload"), {"area": cast.subdistrict.pk, "documents": sent}, follow=True
    )

    said = [str(message) for message in response.context["messages"]]
    assert response.redirect_chain == [(reverse("plans:list"), 302)]
    assert PlanDocument.objects.count() == 2
    assert any("3.exe" in sentence for sentence in said)


def test_the_same_file_again_is_told_with_a_way_to_it(cast: Cast, as_sun: Client) -> None:
    document = bring(cast).document

    response = as_sun.post(
        reverse("plans:upload"), {"area": cast.subdistrict.pk, "documents": [file()]}, follow=True
    )

    assert response.redirect_chain[-1][0] == document.get_absolute_url()
    assert document.get_absolute_url() in str(next(iter(response.context["messages"])))


def test_pasted_words_are_a_document_named_by_their_first_line(cast: Cast, as_sun: Client) -> None:
    as_sun.post(reverse("plans:upload"), {"area": cast.subdistrict.pk, "words": TEXT})

    assert StoredFile.objects.get().name == "清河区创建平安社区实施方案.txt"


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"words": " \n "},
        {"documents": [SimpleUploadedFile("3.exe", b"MZ\x90\0\3")]},
        {"documents": [SimpleUploadedFile("3.txt", b"")]},
        {"documents": [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(21)]},
    ],
)
def test_what_cannot_be_taken_comes_back_with_a_sentence(
    cast: Cast, as_sun: Client, posted: dict[str, Any]
) -> None:
    response = as_sun.post(reverse("plans:upload"), {"area": cast.subdistrict.pk} | posted)

    assert response.status_code == 422
    assert response.context["form"].errors["documents"]
    assert PlanDocument.objects.count() == 0


def test_plans_are_uploaded_for_districts_and_streets_one_plans_for(cast: Cast, as_sun: Client) -> None:
    mine = as_sun.get(reverse("plans:upload")).context["form"].fields["area"].queryset
    whole = queries.areas_to_upload_for(reach_of(cast.lin, on=timezone.localdate()))
    foreign = as_sun.post(reverse("plans:upload"), {"area": cast.district.pk, "documents": [file()]})

    assert list(mine) == [cast.subdistrict]
    assert list(whole) == [cast.district, cast.subdistrict, cast.township]
    assert "area" in foreign.context["form"].errors


def test_who_plans_for_nothing_is_sent_back_with_a_sentence(cast: Cast, as_mei: Client) -> None:
    response = as_mei.get(reverse("plans:upload"), follow=True)

    assert response.redirect_chain[-1][0] == reverse("plans:list")
    assert list(response.context["messages"])


def test_when_the_reading_has_ended_a_single_plan_opens(cast: Cast, as_sun: Client) -> None:
    document = bring(cast).document
    drain()

    response = as_sun.get(document.get_absolute_url(), {"arrived": "1"}, headers={"HX-Request": "true"})

    assert response["HX-Redirect"] == Plan.objects.get().get_absolute_url()


def test_when_there_are_several_plans_the_document_shows_them(cast: Cast, as_sun: Client) -> None:
    document = PlanDocumentFactory(area=cast.subdistrict)
    PlanFactory(document=document, title="方案一")
    PlanFactory(document=document, title="方案二", position=2)

    arrived = as_sun.get(document.get_absolute_url(), {"arrived": "1"}, headers={"HX-Request": "true"})
    page = as_sun.get(document.get_absolute_url()).content.decode()

    assert arrived["HX-Redirect"] == document.get_absolute_url()
    assert page.index("方案一") < page.index("方案二")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": Reading.UNREADABLE, "error": "这份文件没有文字。"}, "这份文件没有文字。"),
        ({"reader_version": "0.0.1"}, "notice-info"),
        ({"repairs": {"pinyin_notes": 312, "mojibake_runs": 9, "traditional_to_simplified": True}}, "312"),
    ],
)
def test_a_document_tells_how_it_was_read(
    cast: Cast, as_sun: Client, fields: dict[str, Any], words: str
) -> None:
    document = PlanDocumentFactory(area=cast.subdistrict, **fields)

    assert words in as_sun.get(document.get_absolute_url()).content.decode()


def test_renaming_and_deleting_and_reading_again_by_the_page(cast: Cast, as_sun: Client) -> None:
    document = PlanDocumentFactory(area=cast.subdistrict)
    of = {name: reverse(f"plans:{name}", args=[document.pk]) for name in ("rename", "read-again", "delete")}

    as_sun.post(of["rename"], {"title": "新标题"})
    assert PlanDocument.objects.get().title == "新标题"
    as_sun.post(of["rename"], {"title": ""})
    assert PlanDocument.objects.get().title == "新标题"
    as_sun.post(of["read-again"])
    assert Job.objects.get().arguments == {"document": document.pk}
    assert as_sun.post(of["delete"])["Location"] == reverse("plans:list")
    assert PlanDocument.objects.count() == 0


@pytest.mark.parametrize("name", ["rename", "read-again", "delete"])
def test_a_neighbour_is_told_why_not_and_a_stranger_finds_nothing(
    cast: Cast, as_mei: Client, as_zhou: Client, name: str
) -> None:
    document = PlanDocumentFactory(area=cast.subdistrict, title="不变")
    address = reverse(f"plans:{name}", args=[document.pk])

    told = as_mei.post(address, {"title": "x"}, follow=True)

    assert [str(message) for message in told.context["messages"]]
    assert as_zhou.post(address, {"title": "x"}).status_code == 404
    assert as_zhou.get(document.get_absolute_url()).status_code == 404
    assert (PlanDocument.objects.get().title, Job.objects.count()) == ("不变", 0)


def test_who_follows_the_plan_reads_it_and_who_belongs_elsewhere_does_not(cast: Cast) -> None:
    district, street = PlanDocumentFactory(area=cast.district), PlanDocumentFactory(area=cast.township)

    seen = {
        name: set(queries.documents(reach_of(getattr(cast, name), on=timezone.localdate())))
        for name in ("lin", "sun", "mei", "chen", "wu", "zhou")
    }

    assert seen == {
        "lin": {district, street},
        "sun": {district},
        "mei": {district},
        "chen": {district},
        "wu": {district, street},
        "zhou": set(),
    }


def test_the_original_is_opened_by_whoever_sees_the_document(
    cast: Cast, as_mei: Client, as_zhou: Client
) -> None:
    document = bring(cast).document
    address = reverse("files:download", args=[document.file_id])

    response = as_mei.get(address)

    assert b"".join(response.streaming_content) == TEXT.encode()  # type: ignore[attr-defined]
    assert as_zhou.get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_takes_the_same_queries_however_long(
    cast: Cast, as_sun: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for n in range(rows):
        document = PlanDocumentFactory(
            area=cast.subdistrict, job=JobFactory(), state=Reading.READING if n % 2 else Reading.READ
        )
        EntryFactory.create_batch(3, plan=PlanFactory(document=document))

    with django_assert_num_queries(LIST_QUERIES):
        response = as_sun.get(reverse("plans:list"))

    shown = list(response.context["table"].page.object_list)
    assert [(row.plan_count, row.entry_count, row.reviewed_count) for row in shown] == [(1, 3, 0)] * rows


LIST_QUERIES = 6


@pytest.mark.parametrize("plans", [1, 6])
def test_a_document_takes_the_same_queries_however_many_plans(
    cast: Cast, as_sun: Client, django_assert_num_queries: DjangoAssertNumQueries, plans: int
) -> None:
    document = PlanDocumentFactory(area=cast.subdistrict)
    for position in range(1, plans + 1):
        make.one_of_each(PlanFactory(document=document, position=position))

    with django_assert_num_queries(DOCUMENT_QUERIES):
        response = as_sun.get(document.get_absolute_url())

    assert [plan.query_count for plan in response.context["plans"]] == [1] * plans


DOCUMENT_QUERIES = 7


def test_the_list_is_filtered_sorted_and_handed_out(cast: Cast, as_sun: Client) -> None:
    PlanDocumentFactory(area=cast.subdistrict, title="平安社区方案")
    PlanDocumentFactory(area=cast.subdistrict, title="文明社区方案", state=Reading.UNREADABLE)

    def titles(**query: str) -> list[str]:
        response = as_sun.get(reverse("plans:list"), query)
        return [row.title for row in response.context["table"].page.object_list]

    assert titles(q="平安") == ["平安社区方案"]
    assert titles(state="unreadable") == ["文明社区方案"]
    assert titles(state="nonsense", sort="title") == ["平安社区方案", "文明社区方案"]
    assert titles(q="无") == []
    workbook = as_sun.get(reverse("plans:list"), {"as": "xlsx"})
    assert workbook.content[:2] == b"PK"
    assert HistoryEntry.objects.get().verb == "list.exported"


def test_an_empty_list_says_what_to_do(cast: Cast, as_sun: Client, as_mei: Client) -> None:
    planner, worker = as_sun.get(reverse("plans:list")), as_mei.get(reverse("plans:list"))

    assert reverse("plans:upload") in planner.content.decode()
    assert reverse("plans:upload") not in worker.content.decode()


def test_plans_are_found_by_title_and_by_their_words(cast: Cast) -> None:
    PlanFactory(document=PlanDocumentFactory(area=cast.subdistrict))
    sun, zhou = (reach_of(person, on=timezone.localdate()) for person in (cast.sun, cast.zhou))

    assert [hit.title for hit in find("平安社区", sun, 5)] == [make.TITLE]
    assert [hit.title for hit in find("技防设施", sun, 5)] == [make.TITLE]
    assert find("技防设施", zhou, 5) == find(" ", sun, 5) == find("垃圾", sun, 5) == []


def test_plans_are_in_the_navigation(cast: Cast) -> None:
    assert [entry.url for entry in entries(reach_of(cast.mei, on=timezone.localdate()))] == ["plans:list"]
    assert entries(reach_of(Person(pk=9999, is_active=False), on=timezone.localdate())) == []


def test_unfinished_reviews_stand_on_the_day_of_who_brought_them(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def plan_of(**fields: Any) -> Plan:
        made: Plan = PlanFactory(
            document=PlanDocumentFactory(area=cast.subdistrict, uploaded_by=cast.sun), **fields
        )
        return made

    open_one = plan_of(title="平安社区方案")
    EntryFactory.create_batch(2, plan=open_one)
    EntryFactory(plan=plan_of(), state=EntryState.ACCEPTED)
    EntryFactory(plan=plan_of(used_at=AT))
    today = timezone.localdate()
    sun, mei = (reach_of(person, on=today) for person in (cast.sun, cast.mei))

    with django_assert_num_queries(1):
        items = due(cast.sun, sun, today)

    assert [(item.title, item.url, str(item.reason)) for item in items] == [
        ("核对《平安社区方案》", open_one.get_absolute_url(), "2 条待核对")
    ]
    assert due(cast.lin, reach_of(cast.lin, on=today), today) == due(cast.mei, mei, today) == []


@pytest.mark.parametrize("is_active", [True, False])
def test_the_list_is_drawn_anew_when_a_reading_ends(cast: Cast, as_sun: Client, is_active: bool) -> None:
    document = PlanDocumentFactory(
        area=cast.subdistrict, area_path=cast.subdistrict.path, state=Reading.READING, job=JobFactory()
    )
    if not is_active:
        document.state = Reading.READ
        document.save()

    page = as_sun.get(reverse("plans:list")).content.decode()

    assert ('hx-trigger="job-ended from:body"' in page) is is_active


def test_a_damaged_file_is_said_to_be_damaged(cast: Cast, as_sun: Client) -> None:
    bad = SimpleUploadedFile("bad.pdf", b"\x00\x01 no pdf")

    page = as_sun.post(reverse("plans:upload"), {"area": cast.subdistrict.pk, "documents": [bad]})

    assert "文件已损坏" in page.content.decode()
