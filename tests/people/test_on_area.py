"""Who holds roles on an area, as its page shows it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from factories.people import GrantFactory, PersonFactory
from gongjian.people.models import Grant
from gongjian.people.on_area import MOST, panels
from gongjian.people.reach import reach_of
from gongjian.places.models import Area

HEADING = "Who holds roles here"


def english(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def page(client: Client, area: Area) -> str:
    return english(client).get(area.get_absolute_url()).content.decode()


def shown(cast: Cast, area: Area) -> list[str]:
    (panel,) = panels(area, reach_of(cast.lin, on=timezone.localdate()))
    return [f"{grant.person.name} {grant.role}" for grant in panel.context["grants"]]


def test_an_administrator_sees_name_role_and_period_with_a_link(cast: Cast, as_lin: Client) -> None:
    Grant.objects.filter(person=cast.mei).update(ends="2031-12-31")

    text = page(as_lin, cast.community)

    for words in (
        HEADING,
        "梅芳",
        "Community worker",
        "2020-01-01 – 2031-12-31",
        cast.mei.get_absolute_url(),
    ):
        assert words in text


def test_a_colleague_sees_the_names_without_the_accounts(cast: Cast, as_mei: Client) -> None:
    text = page(as_mei, cast.community)

    assert "梅芳" in text
    assert cast.mei.get_absolute_url() not in text
    assert page(as_mei, cast.grid).count("高远") == 1


def test_of_an_area_above_their_own_people_see_no_names(cast: Cast, as_mei: Client) -> None:
    text = page(as_mei, cast.subdistrict)

    assert HEADING not in text
    assert "孙强" not in text


def test_only_what_is_held_today_on_the_area_itself_is_shown(cast: Cast) -> None:
    today = timezone.localdate()
    day = timedelta(days=1)
    for name, terms in {
        "甲": {"starts": today, "ends": today},
        "乙": {"starts": today + day},
        "丙": {"starts": today - day, "ends": today - day},
        "丁": {"starts": today, "revoked_at": timezone.now()},
    }.items():
        GrantFactory(person=PersonFactory(name=name), role="inspector", area=cast.community, **terms)
    closed = PersonFactory(name="戊", is_active=False)
    GrantFactory(person=closed, role="inspector", area=cast.community, starts=today)

    assert shown(cast, cast.community) == ["梅芳 community-worker", "甲 inspector"]
    assert shown(cast, cast.district) == [
        "林静 district-administrator",
        "何敏 department-officer",
        "吴越 auditor",
    ]


def test_where_nobody_holds_a_role_the_page_says_so(cast: Cast, as_lin: Client) -> None:
    administrator, officer = page(as_lin, cast.village), page(cast.client(cast.sun), cast.grid)
    Grant.objects.filter(area=cast.grid).update(revoked_at=timezone.now())

    assert "Nobody holds a role here" in administrator
    assert "Issue an account" in administrator
    assert "Nobody holds a role here" not in officer
    officer = page(cast.client(cast.sun), cast.grid)
    assert "Nobody holds a role here" in officer
    assert "Issue an account" not in officer


def test_an_ended_area_has_no_roles_to_show(cast: Cast) -> None:
    cast.village.valid_to = timezone.localdate()

    assert panels(cast.village, reach_of(cast.lin, on=timezone.localdate())) == []


def test_of_very_many_the_first_are_shown(cast: Cast, as_lin: Client) -> None:
    people = [PersonFactory(name=f"甲{number:03}") for number in range(MOST)]
    Grant.objects.bulk_create(
        Grant(
            person=person,
            role="inspector",
            area=cast.village,
            area_path=cast.village.path,
            starts="2020-01-01",
        )
        for person in people
    )
    assert "There are more" not in page(as_lin, cast.village)
    GrantFactory(person=cast.gao, role="grid-worker", area=cast.village)

    text = page(as_lin, cast.village)

    assert "There are more" in text
    assert ("高远" in text, "甲098" in text, "甲099" in text) == (True, True, False)


@pytest.mark.parametrize("many", [1, 20])
def test_it_is_one_question_however_many_hold_a_role(
    cast: Cast, django_assert_num_queries, many: int
) -> None:
    for _ in range(many):
        GrantFactory(person=PersonFactory(), role="inspector", area=cast.community)
    reach = reach_of(cast.lin, on=timezone.localdate())

    with django_assert_num_queries(1):
        panels(cast.community, reach)
