"""Reading anew: what a person decided stays, whatever a newer reader says."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import Cast
from factories.plans import TEXT, PlanDocumentFactory
from gongjian.engines.plans import model
from gongjian.kernel.refusal import Refused
from gongjian.people.reach import reach_of
from gongjian.plans import actions
from gongjian.plans.actions import rereading
from gongjian.plans.actions.documents import store
from gongjian.plans.comparing import Shift
from gongjian.plans.models import Change, Entry, EntryKind, EntryState, Plan, PlanDocument, Reading, Rereading

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def span(words: str, text: str = TEXT) -> model.Span:
    start = text.index(words)
    return start, start + len(words)


def target(words: str, value: float, text: str = TEXT) -> model.Target:
    return model.Target(words, "志愿者", ">=", value, "人", span(words, text))


def deadline(words: str, date: str, text: str = TEXT) -> model.Deadline:
    return model.Deadline(words, date, span(words, text))


def reading(*plans: model.Plan) -> model.Reading:
    source = model.Source("x.txt", "0" * 64, "text/plain", "utf-8", model.Repairs())
    return model.Reading(source, plans)


FIRST = model.Plan(
    "方案",
    TEXT,
    targets=(target("志愿者达到200人", 200),),
    deadlines=(deadline("于4月20日前上报", "XXXX-04-20"),),
    references=("某政发〔2019〕7号",),
)


@pytest.fixture
def document(cast: Cast) -> PlanDocument:
    made = PlanDocumentFactory(area=cast.subdistrict, state=Reading.UPLOADED)
    return store(made, reading(FIRST), at=AT)


@pytest.fixture
def who(cast: Cast) -> dict[str, Any]:
    return {"by": cast.sun, "reach": reach_of(cast.sun, on=timezone.localdate()), "at": AT}


def one(kind: str) -> Entry:
    return Entry.objects.get(kind=kind)


def words_of(entry: Entry) -> str:
    return entry.plan.text[entry.start : entry.end]


def test_the_same_reading_changes_nothing_and_asks_nobody(document: PlanDocument) -> None:
    assert rereading.prepare(document, reading(FIRST), at=AT) is None
    assert Rereading.objects.count() == 0


def test_a_prepared_reading_touches_nothing_until_it_is_taken_over(document: PlanDocument) -> None:
    before = list(Entry.objects.values())

    rereading.prepare(document, reading(replace(FIRST, targets=())), at=AT)

    assert list(Entry.objects.values()) == before
    (change,) = rereading.changes(Rereading.objects.get())
    assert [entry.kind for entry in change.comparison.gone] == [EntryKind.TARGET]


def test_what_nobody_touched_follows_the_new_reading(document: PlanDocument, who: dict[str, Any]) -> None:
    new = replace(
        FIRST,
        targets=(target("三年内志愿者达到200人", 200),),
        deadlines=(),
        cadences=(model.Cadence("每周开展一次大扫除", "大扫除", 1, "=", "week", span("每周开展一次大扫除")),),
    )
    rereading.prepare(document, reading(new), at=AT)

    actions.take_over(document, **who)

    assert sorted(Entry.objects.values_list("kind", flat=True)) == ["cadence", "reference", "target"]
    assert (words_of(one("target")), one("target").read) == ("三年内志愿者达到200人", one("target").data)


def test_what_a_person_settled_stays_and_the_new_reading_is_offered(
    document: PlanDocument, who: dict[str, Any]
) -> None:
    old = one("target")
    actions.correct(old, version=1, data=old.data | {"value": 300}, start=old.start, end=old.end, **who)
    rereading.prepare(document, reading(replace(FIRST, targets=(target("志愿者达到200人", 2000),))), at=AT)

    actions.take_over(document, **who)

    entry = one("target")
    assert (entry.state, entry.data["value"]) == (EntryState.CORRECTED, 300)
    assert entry.offered is not None
    assert entry.offered["data"]["value"] == 2000


def test_what_a_person_settled_stays_although_it_is_not_read_any_more(
    document: PlanDocument, who: dict[str, Any]
) -> None:
    actions.accept(one("target"), version=1, **who)
    actions.reject(one("deadline"), version=1, **who)
    actions.add(
        Plan.objects.get(), kind="duty", data={"role": "牵头", "names": ["综治办"]}, start=3, end=9, **who
    )
    rereading.prepare(document, reading(replace(FIRST, targets=(), deadlines=(), references=())), at=AT)

    actions.take_over(document, **who)

    assert sorted(Entry.objects.values_list("kind", "state")) == [
        ("deadline", "rejected"),
        ("duty", "accepted"),
        ("target", "accepted"),
    ]


def test_entries_follow_their_words_into_a_text_that_was_mended_otherwise(
    document: PlanDocument, who: dict[str, Any]
) -> None:
    actions.accept(one("target"), version=1, **who)
    text = "加在前面的一行\n" + TEXT.replace("三年内志愿者", "三年之内志愿者")
    new = replace(
        FIRST,
        text=text,
        targets=(target("志愿者达到200人", 200, text),),
        deadlines=(deadline("于4月20日前上报", "XXXX-04-20", text),),
    )
    rereading.prepare(document, reading(new), at=AT)

    actions.take_over(document, **who)

    assert Plan.objects.get().text == text
    assert [words_of(one(kind)) for kind in ("target", "deadline", "reference")] == [
        "志愿者达到200人",
        "于4月20日前上报",
        "某政发〔2019〕7号",
    ]
    assert one("target").state == EntryState.ACCEPTED


def test_words_that_are_gone_leave_the_entry_without_a_place(
    document: PlanDocument, who: dict[str, Any]
) -> None:
    actions.accept(one("target"), version=1, **who)
    text = TEXT.replace("三年内志愿者达到200人。", "略。")
    deadlines = (deadline("于4月20日前上报", "XXXX-04-20", text),)
    rereading.prepare(document, reading(replace(FIRST, text=text, targets=(), deadlines=deadlines)), at=AT)

    actions.take_over(document, **who)

    assert (one("target").start, one("target").end) == (None, None)
    assert one("target").data["quote"] == "志愿者达到200人"


def test_an_entry_without_a_place_goes_when_it_is_read_otherwise(
    document: PlanDocument, who: dict[str, Any]
) -> None:
    Entry.objects.filter(kind="reference").update(start=None, end=None, read_start=None, read_end=None)
    rereading.prepare(document, reading(replace(FIRST, references=("某政发〔2019〕8号",))), at=AT)

    actions.take_over(document, **who)

    assert one("reference").data == {"text": "某政发〔2019〕8号"}


def test_what_another_does_after_the_preview_is_respected(
    document: PlanDocument, who: dict[str, Any]
) -> None:
    rereading.prepare(document, reading(replace(FIRST, targets=())), at=AT)
    actions.accept(one("target"), version=1, **who)

    actions.take_over(document, **who)

    assert one("target").state == EntryState.ACCEPTED


def test_steps_from_before_are_not_undone_and_stale_forms_are_refused(
    document: PlanDocument, who: dict[str, Any]
) -> None:
    actions.accept(one("target"), version=1, **who)
    rereading.prepare(document, reading(replace(FIRST, deadlines=())), at=AT)
    actions.take_over(document, **who)

    with pytest.raises(Refused) as undone:
        actions.undo(Plan.objects.get(), **who)
    with pytest.raises(Refused) as stale:
        actions.reject(one("target"), version=2, **who)

    assert (undone.value.refusal.code, stale.value.refusal.code) == ("nothing_to_undo", "changed_meanwhile")
    assert Change.objects.filter(undone_at=None).count() == 0


def test_what_a_campaign_was_made_from_is_never_removed(document: PlanDocument, who: dict[str, Any]) -> None:
    actions.mark_used(Plan.objects.get(), by=who["by"], at=AT)
    rereading.prepare(document, reading(replace(FIRST, targets=())), at=AT)

    actions.take_over(document, **who)

    assert Entry.objects.filter(kind="target").exists()


def test_plans_come_and_go_with_the_reading(document: PlanDocument, who: dict[str, Any]) -> None:
    second = replace(FIRST, title="方案二", targets=())
    rereading.prepare(document, reading(second, FIRST), at=AT)
    actions.take_over(document, **who)
    assert list(Plan.objects.values_list("position", "title")) == [(1, "方案二"), (2, "方案")]

    rereading.prepare(document, reading(FIRST), at=AT)
    actions.take_over(document, **who)
    assert list(Plan.objects.values_list("position", "title")) == [(1, "方案")]


def test_a_plan_with_a_persons_work_stays_although_it_is_not_read(
    document: PlanDocument, who: dict[str, Any]
) -> None:
    actions.accept(one("target"), version=1, **who)
    other = replace(FIRST, title="别的方案", targets=(), deadlines=(), references=())
    rereading.prepare(document, reading(other, replace(other, title="又一方案")), at=AT)

    actions.take_over(document, **who)

    assert list(Plan.objects.values_list("position", "title")) == [
        (1, "别的方案"),
        (2, "又一方案"),
        (3, "方案"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "start", "end", "found"),
    [
        ("甲乙", "甲乙", 0, 2, (0, 2)),
        ("甲乙", "甲乙", None, None, None),
        ("一\n甲\n", "零\n一\n甲\n", 2, 3, (4, 5)),
        ("甲 甲", "丙 甲 甲", 2, 3, (2, 3)),
        ("甲", "乙", 0, 1, None),
        ("甲", "甲", 0, 0, (0, 0)),
        ("甲乙\n", "丙丁\n", 0, 0, None),
    ],
)
def test_words_are_found_again(old: str, new: str, start: Any, end: Any, found: Any) -> None:
    assert Shift(old, new).span(start, end) == found


# --- Pages ------------------------------------------------------------------------------------------------


def test_the_preview_shows_each_kind_of_change_and_is_taken_over(
    cast: Cast, document: PlanDocument, who: dict[str, Any]
) -> None:
    client = cast.client(cast.sun)
    actions.accept(one("deadline"), version=1, **who)
    actions.accept(one("reference"), version=1, **who)
    cadence = model.Cadence("每周开展一次大扫除", "大扫除", 1, "=", "week", span("每周开展一次大扫除"))
    new = replace(
        FIRST,
        targets=(target("志愿者达到200人", 999),),
        deadlines=(deadline("于4月20日前上报", "2026-04-20"),),
        cadences=(cadence,),
        references=(),
    )
    rereading.prepare(document, reading(new, replace(FIRST, title="新方案")), at=AT)
    address = reverse("plans:rereading", args=[document.pk])

    page = client.get(address).content.decode()
    done = client.post(reverse("plans:take-over", args=[document.pk]))

    assert all(words in page for words in ("999", "大扫除", "2026年4月20日", "某政发〔2019〕7号", "新方案"))
    assert done["Location"] == document.get_absolute_url()
    assert client.get(address)["Location"] == document.get_absolute_url()
    assert Plan.objects.count() == 2


def test_the_new_reading_can_be_thrown_away(cast: Cast, document: PlanDocument) -> None:
    rereading.prepare(document, reading(replace(FIRST, targets=())), at=AT)

    cast.client(cast.sun).post(reverse("plans:dismiss", args=[document.pk]))

    assert (Rereading.objects.count(), Entry.objects.count()) == (0, 3)


@pytest.mark.parametrize("name", ["take-over", "dismiss"])
def test_a_neighbour_is_told_why_not_and_a_stranger_finds_nothing(
    document: PlanDocument, as_mei: Client, as_zhou: Client, name: str
) -> None:
    rereading.prepare(document, reading(replace(FIRST, targets=())), at=AT)
    address = reverse(f"plans:{name}", args=[document.pk])

    told = as_mei.post(address, follow=True)

    assert [str(message) for message in told.context["messages"]]
    assert as_zhou.post(address).status_code == 404
    assert as_zhou.get(reverse("plans:rereading", args=[document.pk])).status_code == 404
    assert Rereading.objects.count() == 1


def test_taking_over_what_does_not_wait_is_refused(document: PlanDocument, who: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        actions.take_over(document, **who)

    assert refused.value.refusal.code == "no_rereading"


def test_rows_say_what_they_are(document: PlanDocument, who: dict[str, Any]) -> None:
    kept = rereading.prepare(document, reading(replace(FIRST, targets=())), at=AT)
    actions.accept(one("target"), version=1, **who)

    plan = Plan.objects.get()
    assert str(kept) == f"{document.title} {kept.reader_version if kept else ''}"
    assert [str(row) for row in (plan, Change.objects.get())] == ["方案", f"accepted {plan.pk}"]
