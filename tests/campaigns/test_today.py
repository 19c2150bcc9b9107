"""今日: what each of the cast finds there, and nothing of the others'."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import translation

from cast import Cast
from factories.campaigns import (
    EscalationFactory,
    ExtensionFactory,
    HandoverFactory,
    ItemCheckFactory,
    PhaseFactory,
    TaskFactory,
    standard_of,
)
from factories.people import GrantFactory, PersonFactory
from factories.work import AT, DAY, DUE, owed, reach, running
from gongjian.campaigns.models import Assignment, Campaign, Extension, Handover
from gongjian.campaigns.today import due
from gongjian.kernel.today import DueItem
from gongjian.people.models import Person
from gongjian.people.roles import Role

State = Assignment.State
EVERYONE = ("lin", "sun", "mei", "gao", "chen", "he", "wu", "zhou")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def items(person: Person, on: date = DAY) -> list[DueItem]:
    return due(person, reach(person), on)


def shown(person: Person, on: date = DAY) -> list[tuple[str, str]]:
    return [(str(item.kind), item.area) for item in items(person, on)]


def who_finds(cast: Cast, kind: str) -> list[str]:
    return [name for name in EVERYONE if kind in {found for found, _area in shown(getattr(cast, name))}]


# --- One's own --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("unit", "who"),
    [
        ("community", ["mei"]),
        ("grid", ["gao"]),
        ("subdistrict", ["sun"]),
        ("district", ["lin"]),
        ("civil_affairs", ["he"]),
        ("chen", ["chen"]),
    ],
)
def test_an_open_task_is_on_the_day_of_the_unit_alone(cast: Cast, unit: str, who: list[str]):
    owed(cast, getattr(cast, unit))

    assert who_finds(cast, "Task") == who


def test_a_task_as_it_stands_there(cast: Cast):
    assignment = owed(cast)

    assert items(cast.mei) == [
        DueItem(
            title="整治楼道环境",
            url=assignment.get_absolute_url(),
            due=DUE,
            kind="Task",
            icon="checkbox",
            area="幸福里社区",
            reason="2026年文明社区创建",
        )
    ]


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        (State.TODO, ["Task"]),
        (State.DOING, ["Task"]),
        (State.RETURNED, ["Returned"]),
        (State.SUBMITTED, []),
        (State.DONE, []),
        (State.CANCELLED, []),
    ],
)
def test_only_what_is_open_is_to_be_done(cast: Cast, state: str, kinds: list[str]):
    owed(cast, state=state)

    assert [kind for kind, _area in shown(cast.mei)] == kinds


def test_what_somebody_has_in_hand_is_theirs_alone(cast: Cast):
    owed(cast, holder=cast.gao)

    assert who_finds(cast, "Task") == ["gao"]


def test_what_a_closed_account_has_in_hand_is_the_units_again(cast: Cast):
    cast.gao.is_active = False
    cast.gao.save()
    owed(cast, holder=cast.gao)

    assert "mei" in who_finds(cast, "Task")


def test_an_auditor_in_a_department_has_nothing_to_do(cast: Cast):
    auditor = PersonFactory()
    GrantFactory(person=auditor, role=Role.AUDITOR, area=cast.district, department=cast.civil_affairs)
    owed(cast, cast.civil_affairs)

    assert shown(auditor) == []


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_a_campaign_that_does_not_run_asks_nothing(cast: Cast, state: str):
    campaign = running(cast, state=state, standard=standard_of("楼道无杂物"))
    assignment = owed(cast, campaign=campaign)
    waiting = owed(cast, campaign=campaign, state=State.SUBMITTED, submitted_by=cast.mei)
    ExtensionFactory(assignment=assignment, asked_by=cast.mei)
    HandoverFactory(assignment=assignment, from_person=cast.mei, to_person=cast.gao)
    EscalationFactory(assignment=assignment, to_area=cast.subdistrict)
    PhaseFactory(campaign=campaign, starts=DAY, ends=DUE)

    assert waiting.campaign == campaign
    assert [shown(getattr(cast, name), DUE + timedelta(days=1)) for name in EVERYONE] == [[]] * 8


# --- To decide --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("unit", "by", "who"),
    [
        ("community", "mei", ["sun"]),
        ("subdistrict", "sun", ["lin"]),
        ("village", "lin", []),
        ("village", "mei", ["lin"]),
        ("civil_affairs", "he", ["lin"]),
        ("mei", "mei", ["lin"]),
        ("grid", "gao", ["sun"]),
        ("district", "he", ["lin"]),
        ("community", "sun", []),
    ],
)
def test_what_is_submitted_waits_for_the_nearest_level_that_has_somebody(
    cast: Cast, unit: str, by: str, who: list[str]
):
    owed(cast, getattr(cast, unit), state=State.SUBMITTED, submitted_by=getattr(cast, by))

    assert who_finds(cast, "To confirm") == who


def test_a_streets_own_campaign_is_decided_by_the_street(cast: Cast):
    owed(
        cast, cast.mei, campaign=running(cast, area=cast.subdistrict), state=State.SUBMITTED,
        submitted_by=cast.mei,
    )  # fmt: skip

    assert who_finds(cast, "To confirm") == ["sun"]


def test_a_street_without_an_officer_leaves_its_campaign_to_the_district(cast: Cast):
    cast.sun.grants.all().delete()
    campaign = running(cast, area=cast.subdistrict)
    owed(cast, cast.mei, campaign=campaign, state=State.SUBMITTED, submitted_by=cast.mei)
    owed(cast, cast.community, campaign=campaign, state=State.SUBMITTED, submitted_by=cast.mei)

    assert [kind for kind, _area in shown(cast.lin)] == ["To confirm", "To confirm"]


def test_who_approves_at_two_levels_finds_it_once(cast: Cast):
    GrantFactory(person=cast.lin, role=Role.SUBDISTRICT_OFFICER, area=cast.subdistrict)
    owed(cast, state=State.SUBMITTED, submitted_by=cast.mei)

    assert shown(cast.lin) == [("To confirm", "幸福里社区")]


def test_a_request_for_time_waits_there_too(cast: Cast):
    ExtensionFactory(assignment=owed(cast), asked_by=cast.mei, reason="连日下雨")

    assert who_finds(cast, "More time asked") == ["sun"]
    (item,) = items(cast.sun)
    assert (item.due, item.reason) == (DUE, "连日下雨")


@pytest.mark.parametrize("state", [State.DONE, State.CANCELLED])
def test_time_for_what_is_over_is_not_asked_any_more(cast: Cast, state: str):
    ExtensionFactory(assignment=owed(cast, state=state), asked_by=cast.mei)

    assert shown(cast.sun) == []


def test_a_decided_request_is_gone(cast: Cast):
    ExtensionFactory(assignment=owed(cast), asked_by=cast.mei, state=Extension.State.REFUSED)

    assert shown(cast.sun) == []


def test_an_offer_waits_for_the_colleague(cast: Cast):
    HandoverFactory(assignment=owed(cast), from_person=cast.mei, to_person=cast.gao)

    assert who_finds(cast, "Hand-over offered") == ["gao"]
    assert items(cast.gao)[0].reason == "from 梅芳"


@pytest.mark.parametrize(
    ("state", "offer"),
    [(State.SUBMITTED, Handover.State.OFFERED), (State.TODO, Handover.State.DECLINED)],
)
def test_an_offer_that_is_over_is_gone(cast: Cast, state: str, offer: str):
    HandoverFactory(assignment=owed(cast, state=state), from_person=cast.mei, to_person=cast.gao, state=offer)

    assert shown(cast.gao) == []


# --- Passed up --------------------------------------------------------------------------------------------
LATE = DUE + timedelta(days=3)


def test_what_was_passed_up_is_one_line_a_task(cast: Cast):
    task = TaskFactory(campaign=running(cast), title="整治楼道环境")
    for unit in (cast.community, cast.next_community):
        EscalationFactory(assignment=owed(cast, unit, task=task), to_area=cast.subdistrict)

    assert who_finds_on(cast, LATE, "Passed up to you") == ["sun"]
    (item,) = items(cast.sun, LATE)
    assert (item.title, item.area, item.due, item.url) == (
        "整治楼道环境",
        "2 units are late",
        DUE,
        f"/campaigns/tasks/{task.pk}/?state=late",
    )


def who_finds_on(cast: Cast, day: date, kind: str) -> list[str]:
    return [name for name in EVERYONE if kind in {found for found, _area in shown(getattr(cast, name), day)}]


def test_a_single_one_leads_to_its_page(cast: Cast):
    assignment = owed(cast)
    EscalationFactory(assignment=assignment, to_area=cast.subdistrict)

    (item,) = items(cast.sun, LATE)

    assert (item.area, item.url) == ("1 unit is late", assignment.get_absolute_url())


@pytest.mark.parametrize(
    "change", [{"state": State.SUBMITTED}, {"state": State.DONE}, {"due": LATE + timedelta(days=9)}]
)
def test_what_was_late_is_gone_when_it_is_handed_in_or_has_more_time(cast: Cast, change):
    EscalationFactory(assignment=owed(cast), to_area=cast.subdistrict)
    Assignment.objects.update(**change)

    assert "Passed up to you" not in {kind for kind, _area in shown(cast.sun, LATE)}


# --- Self-check and phases --------------------------------------------------------------------------------
def test_the_self_check_is_on_the_day_of_the_community_until_it_is_answered(cast: Cast):
    standard = standard_of("楼道无杂物", "垃圾日产日清")
    campaign = running(cast, standard=standard)
    first, second = standard.items.filter(is_leaf=True)
    ItemCheckFactory(campaign=campaign, item=first, area=cast.community)

    assert who_finds(cast, "Self-check") == ["mei", "chen"]
    (item,) = items(cast.mei)
    assert (item.title, item.area, item.due, item.url) == (
        "Self-check: 1 item to answer",
        "幸福里社区",
        date(2026, 10, 31),
        f"/campaigns/{campaign.pk}/checks/?area={cast.community.pk}",
    )
    ItemCheckFactory(campaign=campaign, item=second, area=cast.community)
    assert items(cast.mei) == []


@pytest.mark.parametrize(
    ("starts", "ends", "titles"),
    [
        (DAY, None, ["Phase begins: 宣传"]),
        (DAY + timedelta(days=7), None, ["Phase begins: 宣传"]),
        (DAY + timedelta(days=8), None, []),
        (DAY - timedelta(days=1), None, []),
        (DAY - timedelta(days=30), DAY, ["Phase ends: 宣传"]),
        (None, DAY + timedelta(days=7), ["Phase ends: 宣传"]),
        (None, None, []),
    ],
)
def test_a_phase_that_begins_or_ends_within_a_week(cast: Cast, starts, ends, titles: list[str]):
    PhaseFactory(campaign=running(cast), name="宣传", starts=starts, ends=ends)

    assert [item.title for item in items(cast.lin)] == titles
    assert items(cast.sun) == []


def test_what_finds_no_room_is_counted_and_led_to(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("gongjian.campaigns.today.MOST", 2)
    first, second = running(cast), running(cast)
    for campaign, n in ((first, 3), (second, 4)):
        for _ in range(n):
            owed(cast, campaign=campaign, state=State.SUBMITTED, submitted_by=cast.mei, submitted_at=AT)

    found = items(cast.sun)

    assert [item.more for item in found] == [0, 0, 4, 1]
    assert [(item.title, item.kind, item.url) for item in found[2:]] == [
        (str(campaign), "To confirm", f"/campaigns/{campaign.pk}/assignments/?state=submitted")
        for campaign in (second, first)
    ]


def test_the_page_says_how_many_more_there_are(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("gongjian.campaigns.today.MOST", 1)
    campaign = running(cast)
    for _ in range(3):
        owed(cast, campaign=campaign, due=DAY)

    with time_machine.travel(AT, tick=False):
        page = cast.client(cast.mei).get("/today/")

    assert (page.context["total"], len(page.context["further"])) == (3, 1)
    assert f"/campaigns/{campaign.pk}/assignments/" in page.content.decode()


def test_tasks_passed_up_that_find_no_room_lead_to_what_is_late(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("gongjian.campaigns.today.MOST", 1)
    campaign = running(cast)
    for _ in range(3):
        EscalationFactory(assignment=owed(cast, campaign=campaign), to_area=cast.subdistrict)

    assert [(item.more, item.url) for item in items(cast.sun, LATE)][1:] == [
        (2, f"/campaigns/{campaign.pk}/assignments/?state=late")
    ]


# --- Always the same number of queries --------------------------------------------------------------------
@pytest.mark.parametrize("times", [1, 5])
def test_an_officers_day_takes_eight_queries(cast: Cast, django_assert_num_queries, times: int):
    for _ in range(times):
        a_bit_of_everything(cast)
    sun = reach(cast.sun)

    with django_assert_num_queries(8):
        found = due(cast.sun, sun, LATE)

    assert len(found) == 4 * times


@pytest.mark.parametrize("times", [1, 5])
def test_a_workers_day_takes_seven_queries(cast: Cast, django_assert_num_queries, times: int):
    for _ in range(times):
        a_bit_of_everything(cast)
    mei = reach(cast.mei)

    with django_assert_num_queries(7):
        found = due(cast.mei, mei, LATE)

    assert len(found) == 3 * times


def a_bit_of_everything(cast: Cast) -> None:
    campaign: Campaign = running(cast, standard=standard_of("楼道无杂物"))
    owed(cast, cast.subdistrict, campaign=campaign)
    owed(cast, state=State.SUBMITTED, submitted_by=cast.gao, campaign=campaign)
    late = owed(cast, campaign=campaign)
    ExtensionFactory(assignment=late, asked_by=cast.mei)
    EscalationFactory(assignment=late, to_area=cast.subdistrict)
    HandoverFactory(assignment=owed(cast, cast.grid), from_person=cast.gao, to_person=cast.mei)
    PhaseFactory(campaign=campaign, starts=LATE, ends=None)
