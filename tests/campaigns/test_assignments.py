"""The work on an assignment: noted, submitted, decided, and its record."""

from collections.abc import Iterator
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import translation

from cast import Cast, assemble
from factories.campaigns import EvidenceFactory, ExtensionFactory, HandoverFactory
from factories.people import GrantFactory, PersonFactory
from factories.uploads import picture
from factories.work import AT, DUE, owed
from gongjian.campaigns.actions import assignments as actions
from gongjian.campaigns.actions import evidence, extensions, handovers
from gongjian.campaigns.actions.escalation import pass_up
from gongjian.campaigns.models import (
    Assignment,
    Campaign,
    EvidenceUse,
    Extension,
    Handover,
    ProgressNote,
)
from gongjian.campaigns.queries.timeline import timeline, why_returned
from gongjian.history.models import Entry
from gongjian.inbox.models import Message
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Person
from gongjian.people.roles import Role

State = Assignment.State


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The words of the source, which the catalogues do not change."""
    with translation.override("en"):
        yield


def told() -> list[tuple[str, str]]:
    return [(message.to.name, message.title) for message in Message.objects.order_by("pk")]


def entries() -> list[tuple[str, str, str]]:
    rows = Entry.objects.order_by("pk").select_related("by")
    return [(row.verb, row.by.name if row.by else "", row.note) for row in rows]


def photo(name: str, width: int = 80) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(size=(width, 40)), "image/jpeg")


def nothing_happened() -> bool:
    return not (Message.objects.exists() or Entry.objects.exists() or ProgressNote.objects.exists())


def hand_to(assignment: Assignment, person: Person) -> Assignment:
    assignment.holder = person
    assignment.save()
    return assignment


# --- Noting ----------------------------------------------------------------------------------------------
def test_the_first_note_begins_the_work(cast: Cast):
    assignment = owed(cast)

    note = actions.add_note(assignment, text="  清理了三个楼道。 ", by=cast.mei, at=AT)

    assignment.refresh_from_db()
    assert (note.text, assignment.state) == ("清理了三个楼道。", State.DOING)
    entry = Entry.objects.get()
    assert (entry.verb, entry.area_path, entry.before, entry.after) == (
        "assignment.noted",
        cast.community.path,
        {"state": "todo"},
        {"state": "doing"},
    )
    assert told() == []


@pytest.mark.parametrize("state", [State.DOING, State.SUBMITTED])
def test_a_note_on_work_under_way_leaves_the_state(cast: Cast, state: str):
    assignment = owed(cast, state=state)

    actions.add_note(assignment, text="补充一张照片。", by=cast.mei, at=AT)

    assignment.refresh_from_db()
    assert (assignment.state, Entry.objects.get().after) == (state, {})


def test_a_remark_from_above_begins_nothing_and_the_unit_is_told(cast: Cast):
    assignment = owed(cast, state=State.RETURNED)

    actions.add_note(assignment, text="请抓紧。", by=cast.sun, at=AT)

    assignment.refresh_from_db()
    assert (assignment.state, told()) == (State.RETURNED, [("梅芳", "孙强 left a remark on a task")])


@pytest.mark.parametrize(
    ("who", "text", "why"), [("mei", "  ", "say_something"), ("chen", "路过", "not_yours")]
)
def test_a_note_that_is_refused_leaves_nothing(cast: Cast, who: str, text: str, why: str):
    assignment = owed(cast)

    with pytest.raises(Refused) as refused:
        actions.add_note(assignment, text=text, by=getattr(cast, who), at=AT)

    assignment.refresh_from_db()
    assert (refused.value.refusal.code, assignment.state) == (why, State.TODO)
    assert nothing_happened()


# --- Submitting and deciding -----------------------------------------------------------------------------
def test_submitting_tells_those_of_the_street(cast: Cast):
    assignment = owed(cast)

    actions.submit(assignment, text="全部清理完毕。", by=cast.mei, at=AT)

    assignment.refresh_from_db()
    assert (assignment.state, assignment.submitted_by, assignment.submitted_at) == (
        State.SUBMITTED,
        cast.mei,
        AT,
    )
    assert entries() == [("assignment.submitted", "梅芳", "全部清理完毕。")]
    assert told() == [("孙强", "幸福里社区 has submitted a task")]
    assert Message.objects.get().url == assignment.get_absolute_url()


def test_where_the_street_has_nobody_the_district_is_told(cast: Cast):
    actions.submit(owed(cast, cast.village), text="完成。", by=village_cadre(cast), at=AT)

    assert told() == [("林静", "柳溪村 has submitted a task")]


def village_cadre(cast: Cast) -> Person:
    cadre: Person = PersonFactory(name="柳晓")
    GrantFactory(person=cadre, role=Role.COMMUNITY_WORKER, area=cast.village)
    return cadre


def test_what_a_department_submits_goes_to_the_campaigns_area(cast: Cast):
    actions.submit(owed(cast, cast.civil_affairs), text="完成。", by=cast.he, at=AT)

    assert told() == [("林静", "区民政局 has submitted a task")]


def test_where_nobody_approves_who_started_the_campaign_is_told(cast: Cast):
    cast.lin.grants.all().delete()
    cast.sun.grants.all().delete()

    actions.submit(owed(cast), text="完成。", by=cast.mei, at=AT)

    assert told() == [("林静", "幸福里社区 has submitted a task")]


def test_submitting_takes_back_an_open_offer(cast: Cast):
    assignment = owed(cast)
    handover = HandoverFactory(assignment=assignment, from_person=cast.mei, to_person=cast.gao)

    actions.submit(assignment, text="我自己办完了。", by=cast.mei, at=AT)

    handover.refresh_from_db()
    assert (handover.state, handover.decided_at) == (Handover.State.WITHDRAWN, AT)


def test_who_has_it_not_in_hand_does_not_submit_it(cast: Cast):
    assignment = hand_to(owed(cast), cast.gao)

    with pytest.raises(Refused) as refused:
        actions.submit(assignment, text="完成。", by=cast.mei, at=AT)

    assert refused.value.refusal.code == "not_holder"
    assert nothing_happened()


def test_a_closed_account_has_nothing_in_hand(cast: Cast):
    cast.gao.is_active = False
    cast.gao.save()
    assignment = hand_to(owed(cast), cast.gao)

    actions.submit(assignment, text="完成。", by=cast.mei, at=AT)

    assert Assignment.objects.get().state == State.SUBMITTED
    actions.confirm(assignment, by=cast.sun, at=AT)
    assert told()[-1] == ("梅芳", "A task was confirmed")


def test_a_second_press_of_submit_is_told_that_it_waits(cast: Cast):
    assignment = owed(cast)
    actions.submit(assignment, text="完成。", by=cast.mei, at=AT)

    with pytest.raises(Refused) as refused:
        actions.submit(assignment, text="完成。", by=cast.mei, at=AT)

    assert refused.value.refusal.code == "waiting"
    assert (ProgressNote.objects.count(), Entry.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_confirming_settles_it_and_drops_a_request_for_time(cast: Cast):
    assignment = hand_to(owed(cast, state=State.SUBMITTED, submitted_by=cast.mei), cast.gao)
    extension = ExtensionFactory(assignment=assignment, asked_by=cast.gao)

    actions.confirm(assignment, text="做得好。", by=cast.sun, at=AT)

    assignment.refresh_from_db()
    extension.refresh_from_db()
    assert (assignment.state, assignment.done_at, extension.state) == (
        State.DONE,
        AT,
        Extension.State.WITHDRAWN,
    )
    assert entries() == [("assignment.confirmed", "孙强", "做得好。")]
    assert told() == [("高远", "A task was confirmed")]
    assert [note.text for note in ProgressNote.objects.all()] == ["做得好。"]


def test_confirming_needs_no_words(cast: Cast):
    actions.confirm(owed(cast, state=State.SUBMITTED), by=cast.sun, at=AT)

    assert not ProgressNote.objects.exists()


def test_the_second_of_two_decisions_is_told(cast: Cast):
    assignment = owed(cast, state=State.SUBMITTED, submitted_by=cast.mei)
    actions.confirm(assignment, by=cast.lin, at=AT)

    with pytest.raises(Refused) as refused:
        actions.confirm(assignment, by=cast.sun, at=AT)

    assert refused.value.refusal.code == "moved_on"
    assert [verb for verb, _by, _note in entries()] == ["assignment.confirmed"]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.DONE])
def test_returning_gives_the_reason_to_the_unit(cast: Cast, state: str):
    assignment = owed(cast, state=state, submitted_by=cast.mei, done_at=AT if state == State.DONE else None)

    actions.give_back(assignment, text="缺照片。", by=cast.sun, at=AT)

    assignment.refresh_from_db()
    assert (assignment.state, assignment.done_at) == (State.RETURNED, None)
    assert entries() == [("assignment.returned", "孙强", "缺照片。")]
    assert told() == [("梅芳", "A task was returned")]


@pytest.mark.parametrize(
    ("state", "who", "text", "why"),
    [
        (State.SUBMITTED, "sun", " ", "say_something"),
        (State.SUBMITTED, "mei", "不对", "not_deciding"),
        (State.DONE, "mei", "不对", "not_deciding"),
        (State.TODO, "sun", "不对", "moved_on"),
    ],
)
def test_a_return_that_is_refused_leaves_nothing(cast: Cast, state: str, who: str, text: str, why: str):
    assignment = owed(cast, state=state)

    with pytest.raises(Refused) as refused:
        actions.give_back(assignment, text=text, by=getattr(cast, who), at=AT)

    assignment.refresh_from_db()
    assert (refused.value.refusal.code, assignment.state) == (why, state)
    assert nothing_happened()


def test_returned_work_is_under_way_again_with_the_next_note(cast: Cast):
    assignment = owed(cast, state=State.RETURNED)

    actions.add_note(assignment, text="补拍了照片。", by=cast.mei, at=AT)

    assignment.refresh_from_db()
    assert assignment.state == State.DOING


LATER = DUE + timedelta(days=14)


def ask(cast: Cast, assignment: Assignment, new_due: date = LATER, reason: str = "连日下雨。") -> Extension:
    return extensions.ask_time(assignment, new_due=new_due, reason=reason, by=cast.mei, at=AT)


def offer(cast: Cast, assignment: Assignment) -> Handover:
    return handovers.hand_over(assignment, to=cast.gao, reason="去培训。", by=cast.mei, at=AT)


# --- The record ------------------------------------------------------------------------------------------
def test_the_record_tells_it_all_in_one_query(cast: Cast, django_assert_num_queries):
    assignment = owed(cast)
    extension = ask(cast, assignment)
    extensions.decide_time(extension, grant=True, answer="同意。", by=cast.sun, at=AT)
    handovers.answer_handover(offer(cast, assignment), accept=True, by=cast.gao, at=AT)
    actions.submit(assignment, text="办完了。", by=cast.gao, at=AT)
    actions.give_back(assignment, text="缺照片。", by=cast.sun, at=AT)
    handovers.appoint(assignment, to=None, reason="换人。", by=cast.sun, at=AT)

    with django_assert_num_queries(1):
        events = timeline(assignment)

    assert [(str(event.by), event.what, event.text) for event in events] == [
        ("孙强", "left it to anyone of the unit", "换人。"),
        ("孙强", "returned it", "缺照片。"),
        ("高远", "submitted it as done", "办完了。"),
        ("高远", "took it over", ""),
        ("梅芳", "wants to hand it over to 高远", "去培训。"),
        ("孙强", "granted more time until 2026-04-14", "同意。"),
        ("梅芳", "asked for time until 2026-04-14", "连日下雨。"),
    ]


def test_the_record_tells_of_evidence_and_of_what_the_system_did(cast: Cast):
    assignment = owed(cast)
    evidence.report(assignment, text="", uploads=[photo("一.jpg"), photo("二.jpg", 90)], by=cast.mei, at=AT)
    piece = EvidenceFactory(area=cast.community, caption="演练")
    evidence.use_again([piece], assignment, by=cast.mei, at=AT)
    evidence.take_off(EvidenceUse.objects.get(evidence=piece), by=cast.mei, at=AT)
    pass_up(at=AT + timedelta(days=30))

    assert [(str(event.by), event.what, event.text) for event in timeline(assignment)] == [
        ("None", "passed it up to 望江街道, since 2026-03-31 had passed", ""),
        ("梅芳", "took a file off", "演练"),
        ("梅芳", "used 1 file again", "演练"),
        ("梅芳", "added 2 files", "一.jpg\n二.jpg"),
    ]


def test_why_it_was_returned_is_the_last_that_was_said(cast: Cast):
    assignment = owed(cast)
    assert why_returned(timeline(assignment)) == ""
    for words in ("缺照片。", "照片太暗。"):
        actions.submit(assignment, text="办完了。", by=cast.mei, at=AT)
        actions.give_back(assignment, text=words, by=cast.sun, at=AT)

    assert why_returned(timeline(assignment)) == "照片太暗。"


# --- Two people at the very same moment ------------------------------------------------------------------
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_deciding_at_once_one_is_told():
    cast = assemble()
    assignment = owed(cast, state=State.SUBMITTED, submitted_by=cast.mei)
    barrier, outcomes = Barrier(2), []

    def press(action, **given):
        barrier.wait()
        try:
            action(assignment, at=AT, **given)
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.refusal.code)
        finally:
            connections.close_all()

    threads = [
        Thread(target=press, args=[actions.confirm], kwargs={"by": cast.sun}),
        Thread(target=press, args=[actions.confirm], kwargs={"by": cast.lin}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done", "moved_on"]
    assert Entry.objects.filter(verb="assignment.confirmed").count() == 1
    assert Campaign.objects.count() == 1
