"""Whom the names of a plan mean."""

from datetime import date

import pytest

from factories.people import DepartmentFactory, GrantFactory, PersonFactory
from factories.plans_by_hand import wide
from gongjian.campaigns.models import Everyone
from gongjian.campaigns.queries.names import Found, Names
from gongjian.people.roles import Role

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)

EVERYONE = [
    ("各社区", Everyone.COMMUNITIES), ("社区居委会", Everyone.COMMUNITIES), ("各村", Everyone.VILLAGES),
    ("各村(社区)", Everyone.BOTH), ("村(居)", Everyone.BOTH), ("各村、社区", Everyone.BOTH),
    ("各街道、镇", Everyone.STREETS), ("各镇(街道)", Everyone.STREETS), ("各乡镇", Everyone.STREETS),
    ("镇", Everyone.STREETS), ("各单位", None), ("各社区书记", None), ("各村(居)主要负责人", None),
    ("社区主任", None),
]  # fmt: skip


@pytest.mark.parametrize("w", [str, wide])
@pytest.mark.parametrize(("name", "everyone"), EVERYONE)
def test_words_for_all_areas_of_a_kind(cast, name, everyone, w):
    name = w(name)
    found = Names(cast.district, [name], on=DAY).one(name)

    assert (found.everyone if found else None) == everyone


def one(cast, name, area=None):
    return Names(area or cast.district, [name], on=DAY).one(name)


def test_an_area_is_found_by_its_name_and_by_that_of_its_office(cast):
    expected = Found("幸福里社区", cast.community.path, area=cast.community.pk, kind="community")

    assert one(cast, "幸福里社区") == expected
    assert one(cast, "幸福里社区居委会") == expected
    assert one(cast, "幸福里居委会") == expected
    assert one(cast, "望江街道办事处").area == cast.subdistrict.pk
    assert one(cast, "松林镇人民政府").area == cast.township.pk
    assert one(cast, "柳溪村委会").area == cast.village.pk


def test_an_area_is_found_by_the_way_down_to_it(cast):
    for name in ("望江街道幸福里社区", "望江街道幸福里居委会", "(一)望江街道幸福里社区"):
        assert one(cast, name).area == cast.community.pk
    assert one(cast, "松林镇幸福里社区") is None
    assert one(cast, "和柳溪村").area == cast.village.pk
    assert one(cast, "松林镇柳溪村").area == cast.village.pk


def test_an_area_of_another_district_is_not_meant(cast):
    assert one(cast, "北门社区") is None


def test_a_department_is_found_by_name_alias_and_short_form(cast):
    DepartmentFactory(area=cast.district, name="区教育局")

    assert [one(cast, name).department for name in ("区民政局", "民政局", "区民政")] == [
        cast.civil_affairs.pk
    ] * 3
    assert one(cast, "教育局").label == "区教育局"


def test_a_street_may_name_departments_of_its_district(cast):
    assert one(cast, "区民政局", cast.subdistrict).department == cast.civil_affairs.pk


def test_a_closed_department_is_not_meant(cast):
    DepartmentFactory(area=cast.district, name="区卫计局", is_open=False)

    assert one(cast, "区卫计局") is None


def test_a_person_is_found_where_they_work(cast):
    assert one(cast, "梅芳") == Found("梅芳", cast.community.path, person=cast.mei.pk)
    assert one(cast, "梅 芳同志").person == cast.mei.pk
    assert one(cast, "周平") is None


def test_a_person_from_above_stands_at_the_campaigns_own_area(cast):
    assert one(cast, "林静", cast.community) == Found("林静", cast.community.path, person=cast.lin.pk)


def test_a_grant_that_is_over_counts_no_more(cast):
    gone = PersonFactory(name="已调走")
    GrantFactory(person=gone, area=cast.community, ends=date(2026, 2, 28))

    assert one(cast, "已调走") is None


def test_two_of_the_same_name_are_left_to_a_person(cast):
    GrantFactory(person=PersonFactory(name="梅芳"), area=cast.village, role=Role.COMMUNITY_WORKER)
    names = Names(cast.district, ["梅芳"], on=DAY)

    assert names.one("梅芳") is None
    assert [found.path for found in names.all("梅芳")] == [cast.community.path, cast.village.path]


@pytest.mark.parametrize("names", [["梅芳"], ["梅芳", "区民政局", "幸福里社区", "韩涛", "各村", "滨河社区"]])
def test_three_queries_whatever_the_number_of_names(cast, names, django_assert_num_queries):
    with django_assert_num_queries(3):
        found = Names(cast.district, names, on=DAY)
        [found.one(name) for name in names]
