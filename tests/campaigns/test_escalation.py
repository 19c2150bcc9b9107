"""Overdue work goes up: to the next level the day after its date, then a level a week."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import translation

from cast import Cast
from factories.campaigns import CampaignFactory
from factories.places import AreaFactory
from factories.work import DUE, owed, running
from gongjian.campaigns import jobs
from gongjian.campaigns.actions import escalation, extensions
from gongjian.campaigns.actions.escalation import pass_up
from gongjian.campaigns.models import Assignment, Campaign, Escalation
from gongjian.history.models import Entry
from gongjian.inbox.models import Message
from gongjian.places.models import Kind

State = Assignment.State


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def morning(days_after: int) -> datetime:
    """Half past seven in the district, so many days after the date."""
    return datetime.combine(DUE + timedelta(days=days_after), datetime.min.time(), UTC) - timedelta(
        minutes=30
    )


def levels() -> list[tuple[int, str, date]]:
    rows = Escalation.objects.order_by("pk").select_related("to_area")
    return [(row.level, row.to_area.name, row.due) for row in rows]


def told() -> list[tuple[str, str]]:
    return [(message.to.name, message.title) for message in Message.objects.order_by("pk")]


def test_a_morning_is_of_the_districts_day():
    assert morning(0) == datetime(2026, 3, 30, 23, 30, tzinfo=UTC)


DAYS = [
    (-1, []),
    (0, []),
    (1, [(1, "望江街道", DUE)]),
    (7, [(1, "望江街道", DUE)]),
    (8, [(1, "望江街道", DUE), (2, "清河区", DUE)]),
    (15, [(1, "望江街道", DUE), (2, "清河区", DUE)]),
    (30, [(1, "望江街道", DUE), (2, "清河区", DUE)]),
]


@pytest.mark.parametrize(("until", "expected"), DAYS)
def test_a_level_a_week_up_to_the_campaigns_area(cast: Cast, until: int, expected):
    owed(cast)

    for day in range(-1, until + 1):
        pass_up(at=morning(day))

    assert levels() == expected


def test_the_first_step_leaves_its_traces(cast: Cast):
    assignment = owed(cast)

    passed = pass_up(at=morning(1))

    entry = Entry.objects.get()
    message = Message.objects.get()
    assert passed == 1
    assert (entry.verb, entry.by, entry.after) == (
        "assignment.passed-up",
        None,
        {"to": "望江街道", "due": "2026-03-31"},
    )
    assert told() == [("孙强", "幸福里社区 is 1 day late")]
    assert (message.text, message.url, message.kind) == (
        "整治楼道环境",
        assignment.get_absolute_url(),
        "overdue",
    )


def test_never_twice_on_a_day(cast: Cast):
    owed(cast)

    assert [pass_up(at=morning(1)), pass_up(at=morning(1)), pass_up(at=morning(2))] == [1, 0, 0]
    assert (len(levels()), len(told())) == (1, 1)


def test_after_a_month_without_a_run_it_begins_with_the_nearest_level(cast: Cast):
    owed(cast)

    pass_up(at=morning(30))
    assert levels() == [(1, "望江街道", DUE)]
    pass_up(at=morning(36))
    assert len(levels()) == 1
    pass_up(at=morning(37))
    assert levels() == [(1, "望江街道", DUE), (2, "清河区", DUE)]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.DONE, State.CANCELLED])
def test_what_is_no_longer_open_is_not_late(cast: Cast, state: str):
    owed(cast, state=state)

    assert pass_up(at=morning(1)) == 0


@pytest.mark.parametrize("state", [State.TODO, State.DOING, State.RETURNED])
def test_what_is_open_is_late(cast: Cast, state: str):
    owed(cast, state=state)

    assert pass_up(at=morning(1)) == 1


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_a_campaign_that_does_not_run_is_left_alone(cast: Cast, state: str):
    owed(cast, campaign=running(cast, state=state))

    assert pass_up(at=morning(1)) == 0


def test_work_without_a_date_is_never_late(cast: Cast):
    owed(cast, due=None)

    assert pass_up(at=morning(300)) == 0


def test_submitted_meanwhile_is_not_passed_up(cast: Cast, monkeypatch):
    owed(cast)
    draw = escalation.overdue

    def drawn_then_submitted(today: date) -> list[Assignment]:
        rows = draw(today)
        Assignment.objects.update(state=State.SUBMITTED)
        return rows

    monkeypatch.setattr(escalation, "overdue", drawn_then_submitted)

    assert pass_up(at=morning(1)) == 0
    assert (levels(), told(), Entry.objects.count()) == ([], [], 0)


def test_two_runs_at_once_pass_it_up_once(cast: Cast, monkeypatch):
    owed(cast)
    draw = escalation.overdue

    def drawn_then_passed_by_another(today: date) -> list[Assignment]:
        rows = draw(today)
        monkeypatch.setattr(escalation, "overdue", draw)
        pass_up(at=morning(1))
        return rows

    monkeypatch.setattr(escalation, "overdue", drawn_then_passed_by_another)

    assert pass_up(at=morning(1)) == 0
    assert (len(levels()), len(told())) == (1, 1)


def test_more_time_begins_anew(cast: Cast):
    assignment = owed(cast)
    for day in range(1, 9):
        pass_up(at=morning(day))
    later = DUE + timedelta(days=20)
    extension = extensions.ask_time(assignment, new_due=later, reason="下雨。", by=cast.mei, at=morning(9))
    extensions.decide_time(extension, grant=True, by=cast.sun, at=morning(9))

    assert [pass_up(at=morning(day)) for day in (9, 20, 21, 22, 28)] == [0, 0, 1, 0, 1]
    assert levels()[2:] == [(1, "望江街道", later), (2, "清河区", later)]


def test_a_department_and_a_person_go_straight_to_the_campaigns_area(cast: Cast):
    owed(cast, cast.civil_affairs)
    owed(cast, cast.mei)

    for day in range(1, 20):
        pass_up(at=morning(day))

    assert levels() == [(1, "清河区", DUE), (1, "清河区", DUE)]


def test_a_communitys_own_campaign_has_one_level(cast: Cast):
    campaign = CampaignFactory(area=cast.community, started_by=cast.sun)
    owed(cast, cast.grid, campaign=campaign)
    owed(cast, cast.community, campaign=campaign)

    for day in range(1, 20):
        pass_up(at=morning(day))

    assert [(level, area) for level, area, _due in levels()] == [(1, "幸福里社区"), (1, "幸福里社区")]


def test_a_level_without_anybody_is_noted_and_the_next_is_told(cast: Cast):
    owed(cast, cast.village)

    pass_up(at=morning(1))

    assert levels() == [(1, "松林镇", DUE)]
    assert told() == [("林静", "柳溪村 is 1 day late")]


def test_much_at_once_is_one_message(cast: Cast):
    campaign = running(cast)
    for unit in (cast.community, cast.next_community, cast.grid):
        owed(cast, unit, campaign=campaign)

    assert pass_up(at=morning(2)) == 3
    assert told() == [("孙强", "3 overdue tasks were passed up")]
    together = Message.objects.get()
    assert (together.text, together.url) == (
        "2026年文明社区创建",
        f"/campaigns/{campaign.pk}/tasks/?state=late",
    )


def test_what_goes_to_one_area_names_it(cast: Cast):
    campaign = running(cast)
    for unit in (cast.community, cast.next_community):
        owed(cast, unit, campaign=campaign)

    pass_up(at=morning(2))

    assert told() == [("孙强", "2 overdue tasks were passed up to 望江街道")]


GIVEN = [(0, []), (6, []), (7, [(1, "望江街道", DUE)]), (13, [(1, "望江街道", DUE)])]


@pytest.mark.parametrize(("days", "expected"), GIVEN)
def test_what_was_given_late_has_a_week(cast: Cast, days: int, expected):
    owed(cast, created_at=morning(60))

    for day in range(days + 1):
        pass_up(at=morning(60 + day))

    assert levels() == expected


def test_two_campaigns_are_two_messages(cast: Cast):
    owed(cast)
    owed(cast)

    pass_up(at=morning(1))

    assert len(told()) == 2


def test_a_moved_community_goes_up_where_it_stands_now(cast: Cast):
    other = AreaFactory(kind=Kind.SUBDISTRICT, name="和平街道", parent=cast.district)
    assignment = owed(cast)
    assignment.area_path = other.path + assignment.area_path[-4:]
    assignment.save()

    pass_up(at=morning(1))

    assert levels() == [(1, "和平街道", DUE)]


def test_the_number_of_queries_to_find_them_is_one(cast: Cast, django_assert_num_queries):
    campaign = running(cast)
    for unit in (cast.community, cast.next_community, cast.village):
        owed(cast, unit, campaign=campaign)

    with django_assert_num_queries(1):
        found = escalation.overdue(DUE + timedelta(days=1))

    assert len(found) == 3
    assert Campaign.objects.count() == 1


def test_the_mornings_job_passes_up_what_is_late(cast: Cast):
    owed(cast)

    with time_machine.travel(morning(1), tick=False):
        assert jobs.pass_up(None) == {"passed": 1}
