"""The demo district: the same each time, and its campaign is this year's."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import check_password

from gongjian.campaigns.models import Campaign, Task
from gongjian.demo import campaign, loading
from gongjian.demo.district import ACCOUNTS, PASSWORD
from gongjian.people.models import Department, Person
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


def test_its_campaign_is_this_years():
    loading.load()

    campaign.begin(datetime(2031, 5, 6, 2, 0, tzinfo=UTC))

    begun = Campaign.objects.get()
    assert (begun.title, begun.state, begun.starts.year) == (
        "清河区无疫小区创建工作实施方案",
        Campaign.State.RUNNING,
        2031,
    )
    assert {task.due.year for task in Task.objects.exclude(due=None)} == {2031}
    assert campaign.is_begun()


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("2026年全区", "2031年全区"),
        ("（云文明委〔2025〕9号）", "（云文明委〔2030〕9号）"),
        ("2026年2月20日—3月20日", "2031年2月20日—3月20日"),
        ("2026—2027年", "2031—2032年"),
        ("不少于2000册", "不少于2000册"),
        ("12026年", "12026年"),
    ],
)
def test_only_years_are_moved(text: str, moved: str):
    assert campaign.of_year(text, 2031) == moved
