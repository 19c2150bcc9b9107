"""What people do on an assignment: who may, and what it leaves behind."""

from collections.abc import Iterator
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import translation

from cast import Cast, assemble
from factories.campaigns import EvidenceFactory, ExtensionFactory, HandoverFactory
from factories.people import DepartmentFactory, GrantFactory, PersonFactory
from factories.uploads import picture
from factories.work import AT, DAY, DUE, code, owed, reach, running
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
from gongjian.campaigns.queries import people as around
from gongjian.campaigns.queries import visible
from gongjian.campaigns.queries.timeline import timeline, why_returned
from gongjian.campaigns.rules import work as rules
from gongjian.history.models import Entry
from gongjian.inbox.models import Message
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Person
from gongjian.people.roles import Role

State = Assignment.State
EVERYONE = ("lin", "sun", "mei", "gao", "chen", "he", "wu", "zhou")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The words of the source, which the catalogues do not change."""
    with translation.override("en"):
        yield


def table(text: str) -> list[dict[str, str]]:
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(head, line, strict=True)) for line in lines]


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


# --- Who may ----------------------------------------------------------------------------------------------
WHO = table("""
owed by   | who  | of unit | add        | submit    | decide       | appoint      | take off
community | lin  | no      | -          | -         | moved_on     | -            | -
community | sun  | no      | -          | -         | moved_on     | -            | -
community | mei  | yes     | -          | -         | not_deciding | not_deciding | -
community | gao  | yes     | -          | -         | not_deciding | not_deciding | -
community | chen | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
community | he   | no      | -          | not_yours | moved_on     | -            | not_yours
community | wu   | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
community | zhou | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
street    | lin  | no      | -          | -         | moved_on     | -            | -
street    | sun  | yes     | -          | -         | not_deciding | not_deciding | -
street    | mei  | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
street    | wu   | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
bureau    | lin  | no      | -          | not_yours | moved_on     | -            | not_yours
bureau    | he   | yes     | -          | -         | moved_on     | -            | -
bureau    | sun  | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
bureau    | wu   | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
person    | lin  | no      | -          | not_yours | moved_on     | in_person    | not_yours
person    | sun  | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
person    | mei  | yes     | -          | -         | not_deciding | not_deciding | -
person    | gao  | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
""")


@pytest.mark.parametrize("row", WHO, ids=[f"{row['owed by']}-{row['who']}" for row in WHO])
def test_who_may_do_what_on_an_assignment_that_is_open(cast: Cast, row: dict[str, str]):
    units = {
        "community": cast.community,
        "street": cast.subdistrict,
        "bureau": cast.civil_affairs,
        "person": cast.mei,
    }
    assignment = owed(cast, units[row["owed by"]])
    who = reach(getattr(cast, row["who"]))

    assert {
        "of unit": "yes" if rules.of_unit(assignment, who) else "no",
        "add": code(rules.why_not_add(assignment, reach=who)),
        "submit": code(rules.why_not_submit(assignment, reach=who)),
        "decide": code(rules.why_not_decide(assignment, reach=who)),
        "appoint": code(rules.why_not_appoint(assignment, reach=who)),
        "take off": code(rules.why_not_take_off(assignment, reach=who)),
    } == {name: row[name] for name in ("of unit", "add", "submit", "decide", "appoint", "take off")}


STATES = table("""
state     | add        | submit     | decide       | reopen       | ask time   | hand over  | appoint    | take off
todo      | -          | -          | moved_on     | moved_on     | -          | -          | -          | -
doing     | -          | -          | moved_on     | moved_on     | -          | -          | -          | -
returned  | -          | -          | moved_on     | moved_on     | -          | -          | -          | -
submitted | -          | waiting    | -            | moved_on     | waiting    | waiting    | waiting    | waiting
done      | settled    | settled    | moved_on     | -            | settled    | settled    | settled    | settled
cancelled | called_off | called_off | moved_on     | moved_on     | called_off | called_off | called_off | called_off
""")


@pytest.mark.parametrize("row", STATES, ids=[row["state"] for row in STATES])
def test_what_each_state_allows_the_unit_and_those_above(cast: Cast, row: dict[str, str]):
    assignment = owed(cast, state=row["state"])
    mei, sun = reach(cast.mei), reach(cast.sun)

    assert {
        "state": row["state"],
        "add": code(rules.why_not_add(assignment, reach=mei)),
        "submit": code(rules.why_not_submit(assignment, reach=mei)),
        "decide": code(rules.why_not_decide(assignment, reach=sun)),
        "reopen": code(rules.why_not_reopen(assignment, reach=sun)),
        "ask time": code(rules.why_not_ask_time(assignment, reach=mei)),
        "hand over": code(rules.why_not_hand_over(assignment, reach=mei)),
        "appoint": code(rules.why_not_appoint(assignment, reach=sun)),
        "take off": code(rules.why_not_take_off(assignment, reach=mei)),
    } == row


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_nothing_can_be_done_in_a_campaign_that_does_not_run(cast: Cast, state: str):
    assignment = owed(cast, campaign=running(cast, state=state), state=State.SUBMITTED)
    lin, mei = reach(cast.lin), reach(cast.mei)
    extension = ExtensionFactory(assignment=assignment, asked_by=cast.mei)
    handover = HandoverFactory(assignment=assignment, from_person=cast.mei, to_person=cast.gao)

    assert {
        code(rules.why_not_add(assignment, reach=mei)),
        code(rules.why_not_submit(assignment, reach=mei)),
        code(rules.why_not_decide(assignment, reach=lin)),
        code(rules.why_not_reopen(assignment, reach=lin)),
        code(rules.why_not_ask_time(assignment, reach=mei)),
        code(rules.why_not_hand_over(assignment, reach=mei)),
        code(rules.why_not_appoint(assignment, reach=lin)),
        code(rules.why_not_take_off(assignment, reach=mei)),
        code(rules.why_not_decide_time(extension, reach=lin)),
        code(rules.why_not_answer(handover, reach=reach(cast.gao))),
    } == {"not_running"}


def test_a_street_that_owes_something_does_not_decide_on_itself(cast: Cast):
    assignment = owed(cast, cast.subdistrict, state=State.SUBMITTED)

    assert code(rules.why_not_decide(assignment, reach=reach(cast.sun))) == "not_deciding"
    assert code(rules.why_not_decide(assignment, reach=reach(cast.lin))) == "-"


def test_who_submitted_does_not_confirm(cast: Cast):
    assignment = owed(cast, state=State.SUBMITTED, submitted_by=cast.sun)

    assert code(rules.why_not_decide(assignment, reach=reach(cast.sun))) == "own_work"
    assert code(rules.why_not_decide(assignment, reach=reach(cast.lin))) == "-"


def test_an_auditor_who_sits_in_a_department_does_not_do_its_work(cast: Cast):
    auditor = PersonFactory()
    GrantFactory(person=auditor, role=Role.AUDITOR, area=cast.district, department=cast.civil_affairs)

    assert code(rules.why_not_add(owed(cast, cast.civil_affairs), reach=reach(auditor))) == "not_yours"


def test_an_operator_may_do_the_work_of_any_area(cast: Cast):
    assert code(rules.why_not_submit(owed(cast), reach=reach(PersonFactory(is_operator=True)))) == "-"


@pytest.mark.parametrize(
    "unit", ["community", "subdistrict", "village", "grid", "district", "civil_affairs", "mei"]
)
def test_the_staff_of_a_unit_is_the_same_by_rule_and_by_query(cast: Cast, unit: str):
    assignment = owed(cast, getattr(cast, unit))
    other_bureau = DepartmentFactory(area=cast.district)
    GrantFactory(person=cast.sun, role=Role.DEPARTMENT_OFFICER, area=cast.district, department=other_bureau)
    people = [getattr(cast, name) for name in EVERYONE]

    by_rule = {person.name for person in people if rules.of_unit(assignment, reach(person))}

    assert {person.name for person in around.staff(assignment, DAY)} == by_rule


# --- Noting -----------------------------------------------------------------------------------------------
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


# --- Submitting and deciding ------------------------------------------------------------------------------
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


# --- More time --------------------------------------------------------------------------------------------
LATER = DUE + timedelta(days=14)


def ask(cast: Cast, assignment: Assignment, new_due: date = LATER, reason: str = "连日下雨。") -> Extension:
    return extensions.ask_time(assignment, new_due=new_due, reason=reason, by=cast.mei, at=AT)


def test_asking_for_time_moves_nothing_yet(cast: Cast):
    assignment = owed(cast)

    extension = ask(cast, assignment)

    assignment.refresh_from_db()
    assert (assignment.due, extension.old_due, extension.new_due) == (DUE, DUE, LATER)
    entry = Entry.objects.get()
    assert (entry.verb, entry.before, entry.after, entry.note) == (
        "assignment.time-asked",
        {"due": "2026-03-31"},
        {"due": "2026-04-14"},
        "连日下雨。",
    )
    assert told() == [("孙强", "幸福里社区 asks for more time")]


UNTIL = table("""
due        | until      | why
2026-03-31 | 2026-03-31 | not_later
2026-03-31 | 2026-03-30 | not_later
2026-03-31 | 2026-04-01 | -
2026-03-10 | 2026-03-19 | past
2026-03-10 | 2026-03-20 | -
2026-03-31 | 2026-10-31 | -
2026-03-31 | 2026-11-01 | after_campaign
""")


@pytest.mark.parametrize("row", UNTIL, ids=[f"{row['due']}-{row['until']}" for row in UNTIL])
def test_until_when_time_can_be_had(cast: Cast, row: dict[str, str]):
    assignment = owed(cast, due=date.fromisoformat(row["due"]))

    refusal = rules.why_not_until(assignment, date.fromisoformat(row["until"]), today=DAY)

    assert code(refusal) == row["why"]


def test_a_task_without_a_date_has_nothing_to_extend(cast: Cast):
    assignment = owed(cast, due=None)

    assert code(rules.why_not_ask_time(assignment, reach=reach(cast.mei))) == "no_due"
    assert code(rules.why_not_until(assignment, LATER, today=DAY)) == "no_due"


@pytest.mark.parametrize(
    ("new_due", "reason", "why"), [(DUE, "下雨", "not_later"), (LATER, " ", "say_something")]
)
def test_a_request_that_is_refused_leaves_nothing(cast: Cast, new_due: date, reason: str, why: str):
    with pytest.raises(Refused) as refused:
        ask(cast, owed(cast), new_due, reason)

    assert refused.value.refusal.code == why
    assert not Extension.objects.exists()
    assert nothing_happened()


def test_one_request_at_a_time(cast: Cast):
    assignment = owed(cast)
    ask(cast, assignment)

    with pytest.raises(Refused) as refused:
        ask(cast, assignment)

    assert (refused.value.refusal.code, Extension.objects.count()) == ("asked_already", 1)


def test_granting_moves_the_date_of_this_unit_alone(cast: Cast):
    assignment = owed(cast)
    other = owed(cast, cast.next_community, task=assignment.task)
    extension = ask(cast, assignment)

    extensions.decide_time(extension, grant=True, answer="同意。", by=cast.sun, at=AT)

    assignment.refresh_from_db()
    other.refresh_from_db()
    extension.refresh_from_db()
    assert (assignment.due, other.due) == (LATER, DUE)
    assert (extension.state, extension.decided_by, extension.answer) == ("granted", cast.sun, "同意。")
    assert entries()[1:] == [("assignment.time-granted", "孙强", "同意。")]
    assert told()[1:] == [("梅芳", "More time was granted")]


def test_refusing_gives_a_reason_and_leaves_the_date(cast: Cast):
    assignment = owed(cast)
    extension = ask(cast, assignment)

    extensions.decide_time(extension, grant=False, answer="不能再拖。", by=cast.sun, at=AT)

    assignment.refresh_from_db()
    extension.refresh_from_db()
    assert (assignment.due, extension.state) == (DUE, Extension.State.REFUSED)
    assert entries()[1:] == [("assignment.time-refused", "孙强", "不能再拖。")]
    assert told()[1:] == [("梅芳", "More time was refused")]


@pytest.mark.parametrize(
    ("who", "grant", "answer", "why"),
    [
        ("mei", True, "", "not_deciding"),
        ("chen", True, "", "not_deciding"),
        ("sun", False, "  ", "say_something"),
    ],
)
def test_a_decision_on_time_that_is_refused_leaves_it_open(
    cast: Cast, who: str, grant: bool, answer: str, why: str
):
    assignment = owed(cast)
    extension = ask(cast, assignment)

    with pytest.raises(Refused) as refused:
        extensions.decide_time(extension, grant=grant, answer=answer, by=getattr(cast, who), at=AT)

    assignment.refresh_from_db()
    extension.refresh_from_db()
    assert (refused.value.refusal.code, extension.state, assignment.due) == (why, "asked", DUE)
    assert len(entries()) == 1


def test_who_asks_does_not_decide(cast: Cast):
    extension = extensions.ask_time(owed(cast), new_due=LATER, reason="代社区申请。", by=cast.sun, at=AT)

    with pytest.raises(Refused) as refused:
        extensions.decide_time(extension, grant=True, by=cast.sun, at=AT)

    assert refused.value.refusal.code == "own_request"
    extensions.decide_time(extension, grant=True, by=cast.lin, at=AT)
    assert Assignment.objects.get().due == LATER


def test_the_second_of_two_decisions_on_time_is_told(cast: Cast):
    extension = ask(cast, owed(cast))
    extensions.decide_time(extension, grant=False, answer="不行。", by=cast.lin, at=AT)

    with pytest.raises(Refused) as refused:
        extensions.decide_time(extension, grant=True, by=cast.sun, at=AT)

    assert (refused.value.refusal.code, Assignment.objects.get().due) == ("moved_on", DUE)


def test_a_date_that_lies_behind_the_tasks_new_one_is_not_granted(cast: Cast):
    assignment = owed(cast)
    extension = ask(cast, assignment)
    Assignment.objects.update(due=LATER + timedelta(days=30))

    with pytest.raises(Refused) as refused:
        extensions.decide_time(extension, grant=True, by=cast.sun, at=AT)

    assert refused.value.refusal.code == "not_later"
    extension.refresh_from_db()
    assert extension.state == Extension.State.ASKED


def test_time_for_what_is_called_off_is_not_decided(cast: Cast):
    assignment = owed(cast)
    extension = ask(cast, assignment)
    Assignment.objects.update(state=State.CANCELLED)

    with pytest.raises(Refused) as refused:
        extensions.decide_time(extension, grant=True, by=cast.sun, at=AT)

    assert refused.value.refusal.code == "called_off"


def test_one_takes_back_ones_own_request(cast: Cast):
    extension = ask(cast, owed(cast))

    with pytest.raises(Refused) as refused:
        extensions.withdraw_time(extension, by=cast.sun, at=AT)
    extensions.withdraw_time(extension, by=cast.mei, at=AT)
    with pytest.raises(Refused) as again:
        extensions.withdraw_time(extension, by=cast.mei, at=AT)

    extension.refresh_from_db()
    assert (refused.value.refusal.code, again.value.refusal.code) == ("not_yours", "moved_on")
    assert (extension.state, extension.decided_at) == (Extension.State.WITHDRAWN, AT)
    assert entries()[1:] == [("assignment.time-withdrawn", "梅芳", "")]


# --- Into other hands -------------------------------------------------------------------------------------
def offer(cast: Cast, assignment: Assignment) -> Handover:
    return handovers.hand_over(assignment, to=cast.gao, reason="去培训。", by=cast.mei, at=AT)


def test_an_offer_leaves_it_where_it_is_and_shows_it_to_the_colleague(cast: Cast):
    assignment = owed(cast)
    before = visible.assignments(reach(cast.gao)).count()

    handover = offer(cast, assignment)

    assignment.refresh_from_db()
    assert (assignment.holder, handover.state) == (None, Handover.State.OFFERED)
    assert (before, visible.assignments(reach(cast.gao)).count()) == (0, 1)
    assert entries() == [("assignment.offered", "梅芳", "去培训。")]
    assert told() == [("高远", "梅芳 wants to hand a task over to you")]


def test_taking_it_over_puts_it_into_ones_hands(cast: Cast):
    assignment = owed(cast)
    handover = offer(cast, assignment)

    handovers.answer_handover(handover, accept=True, by=cast.gao, at=AT)

    assignment.refresh_from_db()
    handover.refresh_from_db()
    assert (assignment.holder, handover.state, handover.decided_at) == (cast.gao, "accepted", AT)
    entry = Entry.objects.get(verb="assignment.taken-over")
    assert (entry.before, entry.after) == ({"holder": None}, {"holder": "高远"})
    assert told()[1:] == [("梅芳", "高远 took over a task")]


def test_declining_gives_a_reason(cast: Cast):
    assignment = owed(cast)
    handover = offer(cast, assignment)

    with pytest.raises(Refused) as refused:
        handovers.answer_handover(handover, accept=False, answer=" ", by=cast.gao, at=AT)
    handovers.answer_handover(handover, accept=False, answer="忙不过来。", by=cast.gao, at=AT)

    assignment.refresh_from_db()
    handover.refresh_from_db()
    assert refused.value.refusal.code == "say_something"
    assert (assignment.holder, handover.state, handover.answer) == (None, "declined", "忙不过来。")
    assert entries()[1:] == [("assignment.declined", "高远", "忙不过来。")]
    assert told()[1:] == [("梅芳", "高远 declined to take over a task")]
    assert visible.assignments(reach(cast.gao)).count() == 0


@pytest.mark.parametrize(
    ("by", "to", "why"),
    [
        ("mei", "mei", "to_yourself"),
        ("mei", "chen", "not_of_unit"),
        ("mei", "sun", "not_of_unit"),
        ("sun", "gao", "not_yours"),
        ("chen", "gao", "not_yours"),
    ],
)
def test_an_offer_that_is_refused_leaves_nothing(cast: Cast, by: str, to: str, why: str):
    with pytest.raises(Refused) as refused:
        handovers.hand_over(owed(cast), to=getattr(cast, to), by=getattr(cast, by), at=AT)

    assert refused.value.refusal.code == why
    assert not Handover.objects.exists()
    assert nothing_happened()


def test_a_closed_account_is_offered_nothing(cast: Cast):
    cast.gao.is_active = False
    cast.gao.save()

    with pytest.raises(Refused) as refused:
        offer(cast, owed(cast))

    assert refused.value.refusal.code == "not_of_unit"


def test_what_was_given_in_person_is_not_handed_over(cast: Cast):
    with pytest.raises(Refused) as refused:
        offer(cast, owed(cast, cast.mei))

    assert refused.value.refusal.code == "in_person"


def test_one_offer_at_a_time(cast: Cast):
    assignment = owed(cast)
    offer(cast, assignment)

    with pytest.raises(Refused) as refused:
        offer(cast, assignment)

    assert (refused.value.refusal.code, Handover.objects.count()) == ("offered_already", 1)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"state": State.CANCELLED}, "called_off"),
        ({"state": State.DONE}, "settled"),
        ({"state": State.SUBMITTED}, "waiting"),
    ],
)
def test_an_offer_of_what_is_over_is_not_taken(cast: Cast, change: dict[str, str], why: str):
    handover = offer(cast, owed(cast))
    Assignment.objects.update(**change)

    with pytest.raises(Refused) as refused:
        handovers.answer_handover(handover, accept=True, by=cast.gao, at=AT)

    assert (refused.value.refusal.code, Assignment.objects.get().holder) == (why, None)


def test_who_has_left_the_unit_can_only_decline(cast: Cast):
    handover = offer(cast, owed(cast))
    cast.gao.grants.all().delete()

    with pytest.raises(Refused) as refused:
        handovers.answer_handover(handover, accept=True, by=cast.gao, at=AT)
    handovers.answer_handover(handover, accept=False, answer="已调走。", by=cast.gao, at=AT)

    assert (refused.value.refusal.code, Assignment.objects.get().holder) == ("left_unit", None)


def test_only_the_one_it_was_offered_to_answers_and_only_once(cast: Cast):
    handover = offer(cast, owed(cast))

    with pytest.raises(Refused) as other:
        handovers.answer_handover(handover, accept=True, by=cast.sun, at=AT)
    handovers.answer_handover(handover, accept=True, by=cast.gao, at=AT)
    with pytest.raises(Refused) as twice:
        handovers.answer_handover(handover, accept=False, answer="不要了。", by=cast.gao, at=AT)

    assert (other.value.refusal.code, twice.value.refusal.code) == ("not_yours", "moved_on")


def test_one_takes_back_ones_own_offer(cast: Cast):
    handover = offer(cast, owed(cast))

    with pytest.raises(Refused) as refused:
        handovers.withdraw_handover(handover, by=cast.gao, at=AT)
    handovers.withdraw_handover(handover, by=cast.mei, at=AT)
    with pytest.raises(Refused) as again:
        handovers.withdraw_handover(handover, by=cast.mei, at=AT)

    assert (refused.value.refusal.code, again.value.refusal.code) == ("not_yours", "moved_on")
    assert entries()[1:] == [("assignment.offer-withdrawn", "梅芳", "")]


def test_those_above_put_somebody_in_charge(cast: Cast):
    assignment = owed(cast)
    offer(cast, assignment)

    handovers.appoint(assignment, to=cast.gao, reason="梅芳休假。", by=cast.sun, at=AT)

    assignment.refresh_from_db()
    assert (assignment.holder, Handover.objects.get().state) == (cast.gao, Handover.State.WITHDRAWN)
    assert entries()[1:] == [("assignment.appointed", "孙强", "梅芳休假。")]
    assert told()[1:] == [("高远", "孙强 has put you in charge of a task")]


def test_those_above_leave_it_to_anyone_of_the_unit(cast: Cast):
    assignment = hand_to(owed(cast), cast.gao)

    handovers.appoint(assignment, to=None, reason="高远调走。", by=cast.sun, at=AT)

    assignment.refresh_from_db()
    assert (assignment.holder, told()) == (None, [])


@pytest.mark.parametrize(
    ("to", "reason", "by", "why"),
    [
        ("gao", " ", "sun", "say_something"),
        ("chen", "换人", "sun", "not_of_unit"),
        ("gao", "换人", "mei", "not_deciding"),
    ],
)
def test_an_appointment_that_is_refused_changes_nothing(cast: Cast, to: str, reason: str, by: str, why: str):
    assignment = owed(cast)

    with pytest.raises(Refused) as refused:
        handovers.appoint(assignment, to=getattr(cast, to), reason=reason, by=getattr(cast, by), at=AT)

    assignment.refresh_from_db()
    assert (refused.value.refusal.code, assignment.holder) == (why, None)
    assert nothing_happened()


# --- The record -------------------------------------------------------------------------------------------
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


# --- Who is told ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("unit", "names"),
    [
        ("community", ["梅芳"]),
        ("subdistrict", ["孙强"]),
        ("civil_affairs", ["何敏"]),
        ("chen", ["陈晨"]),
        ("village", []),
    ],
)
def test_a_decision_concerns_those_who_work_for_exactly_the_unit(cast: Cast, unit: str, names: list[str]):
    assert [person.name for person in around.in_charge(owed(cast, getattr(cast, unit)), DAY)] == names


def test_above_everything_there_is_nobody(cast: Cast):
    assert around.approving("", DAY) == []


# --- Two people at the very same moment -------------------------------------------------------------------
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
