"""The demo district: the same each time, and its campaign is under way on whatever day it is made."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import check_password

from gongjian.campaigns.models import Assignment, Campaign, Deadline, Phase
from gongjian.campaigns.today import due
from gongjian.demo import campaign, loading
from gongjian.demo.dates import TODAY, moved
from gongjian.demo.district import ACCOUNTS, PASSWORD
from gongjian.history.models import Entry as HistoryEntry
from gongjian.people.models import Department, Person
from gongjian.people.reach import reach_of
from gongjian.people.roles import Role
from gongjian.places.models import Area

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def everything() -> tuple[list[str], list[str], list[str]]:
    areas = [
        str(row) for row in Area.objects.values_list("path", "name", "kind", "valid_from").order_by("path")
    ]
    people = [str(row) for row in Person.objects.values_list("username", "name", "post").order_by("username")]
    departments = [str(row) for row in Department.objects.values_list("name", "aliases").order_by("name")]
    return areas, people, departments


def test_the_district_is_the_same_each_time():
    loading.load()
    first = everything()
    sizes = [len(part) for part in first]

    assert sizes == [62, len(ACCOUNTS) + 1, 33]
    assert loading.is_loaded()


def test_every_role_has_an_account_whose_password_works_at_once():
    loading.load()

    held = {role for person in Person.objects.all() for role in person.grants.values_list("role", flat=True)}
    assert held == set(Role.values)
    assert {p.username for p in Person.objects.all() if p.must_change_password} == set()
    assert check_password(PASSWORD, Person.objects.get(username="mei").password)


# Those that are no goals: of the stages and of the table.
DEADLINES_OF_THE_SAMPLE = [
    date(2026, month, at)
    for month, at in (
        (3, 20),
        (4, 15),
        (4, 30),
        (5, 31),
        (6, 25),
        (6, 30),
        (8, 31),
        (10, 31),
        (11, 30),
        (12, 20),
    )
]
DAYS = [date(2031, 1, 1), date(2028, 2, 29), date(2026, 6, 15), date(2026, 12, 31)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_its_campaign_is_in_full_swing_on_whatever_day(day: date):
    now = datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)
    loading.load()

    with time_machine.travel(now, tick=False):
        begun = campaign.begin(now)

    assert (begun.title, begun.state) == ("清河区无疫小区创建工作实施方案", Campaign.State.RUNNING)
    assert [phase_state(phase, day) for phase in begun.phases.all()] == ["over", "now", "to come", "to come"]
    owed = Assignment.objects.filter(campaign=begun)
    still = owed.filter(state__in=Assignment.OPEN)
    assert {
        "overdue": still.filter(due__lt=day).exists(),
        "today": still.filter(due=day).exists(),
        "this week": still.filter(due__gt=day, due__lte=day + timedelta(7)).exists(),
        "later": still.filter(due__gt=day + timedelta(7)).exists(),
        **{state: owed.filter(state=state).exists() for state in ("doing", "submitted", "returned", "done")},
    } == dict.fromkeys(
        ("overdue", "today", "this week", "later", "doing", "submitted", "returned", "done"), True
    )
    assert not HistoryEntry.objects.filter(at__gt=now).exists()
    assert sorted(Deadline.objects.values_list("on", flat=True)) == [
        day + (on - TODAY) for on in DEADLINES_OF_THE_SAMPLE
    ]
    assert campaign.is_begun()


def phase_state(phase: Phase, day: date) -> str:
    return "over" if phase.ends < day else "now" if phase.holds(day) else "to come"


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_everyone_to_sign_in_as_has_something_to_do(day: date):
    now = datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)
    loading.load()
    with time_machine.travel(now, tick=False):
        campaign.begin(now)

    idle = []
    for username in ("lin", "sun", "mei", "gao", "hemin"):
        person = Person.objects.get(username=username)
        if not list(due(person, reach_of(person, on=day), day)):
            idle.append(username)
    assert idle == []


@pytest.mark.parametrize(
    ("text", "by", "to"),
    [
        ("2026年3月1日至3月31日", 10, "2026年3月11日至4月10日"),
        ("2026年12月1日至12月31日", 10, "2026年12月11日至2027年1月10日"),
        ("2026年3月1日", -80, "2025年12月11日"),
        ("12月20日前报送", 20, "2027年1月9日前报送"),
        ("到2027年6月底前", 1, "到2027年7月1日前"),
        ("到2026年底，", 1, "到2027年1月1日，"),
        ("自2026年3月起", 40, "自2026年4月起"),
        ("（云文明委〔2025〕9号）", 200, "（云文明委〔2026〕9号）"),
        ("不少于2000册，12026年", 1, "不少于2000册，12026年"),
    ],
)
def test_dates_are_moved_and_nothing_else(text: str, by: int, to: str):
    assert moved(text, timedelta(days=by)) == to
