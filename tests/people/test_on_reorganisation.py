"""What a preview says will become of roles and departments, and whether that is what becomes of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from cast import Cast
from factories.people import DepartmentFactory, GrantFactory, PersonFactory
from factories.places import AreaFactory
from gongjian.people.models import Department, Person
from gongjian.people.on_reorganisation import consequences
from gongjian.people.reach import reach_of
from gongjian.places import actions
from gongjian.places.models import Kind
from gongjian.places.queries.regrouping import closing, merging, moving, splitting
from gongjian.places.regrouping import NewArea, Regrouping

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def doer(person: Person) -> dict[str, object]:
    return {
        "fingerprint": None,
        "reason": "清政发〔2026〕3号",
        "by": person,
        "reach": reach_of(person, on=TODAY),
        "at": AT,
    }


def sees(person: Person, path: str) -> bool:
    return reach_of(person, on=TODAY).may("view", path)


def test_a_merging_tells_whose_roles_go_to_the_heir_and_who_sees_more(cast: Cast) -> None:
    told = consequences(merging([cast.community, cast.next_community], cast.community))

    assert told == [
        "Roles on 滨河社区 go to 幸福里社区: 陈晨 (Community worker).",
    ]
    AreaFactory(kind=Kind.GRID, name="第二网格", parent=cast.next_community)
    assert consequences(merging([cast.community, cast.next_community], cast.community))[1:] == [
        "What goes to 幸福里社区 is newly seen by: 梅芳.",
    ]


def test_what_was_said_of_a_merging_is_what_becomes_of_it(cast: Cast) -> None:
    grid = AreaFactory(kind=Kind.GRID, name="第二网格", parent=cast.next_community)
    assert [sees(person, grid.path) for person in (cast.mei, cast.chen)] == [False, True]

    actions.merge([cast.community, cast.next_community], into=cast.community, **doer(cast.lin))

    grid.refresh_from_db()
    assert [sees(person, grid.path) for person in (cast.mei, cast.chen)] == [True, True]


def test_a_split_tells_who_loses_sight_of_the_part_that_leaves(cast: Cast) -> None:
    parts = [NewArea("a", Kind.COMMUNITY, "东社区"), NewArea("b", Kind.COMMUNITY, "西社区")]
    goes = {cast.grid.pk: "b"}

    assert consequences(splitting(cast.community, parts, heir="a", goes=goes)) == [
        "Roles on 幸福里社区 go to 东社区: 梅芳 (Community worker).",
        "What goes to 西社区 is no longer seen by: 梅芳.",
    ]
    assert consequences(splitting(cast.community, parts, heir=None, goes=goes)) == [
        "What goes to 西社区 is no longer seen by: 梅芳.",
    ]
    actions.split(cast.community, parts, heir="a", goes=goes, **doer(cast.lin))
    cast.grid.refresh_from_db()
    assert (sees(cast.mei, cast.grid.path), sees(cast.gao, cast.grid.path)) == (False, True)


def test_a_move_tells_who_sees_less_and_who_more(cast: Cast) -> None:
    GrantFactory(
        person=PersonFactory(name="钱进"), role="subdistrict-officer", area=cast.township, starts=TODAY
    )
    GrantFactory(
        person=PersonFactory(name="离任", is_active=False), role="inspector", area=cast.township, starts=TODAY
    )

    assert consequences(moving(cast.community, cast.township)) == [
        "What goes to 松林镇 is no longer seen by: 孙强.",
        "What goes to 松林镇 is newly seen by: 钱进.",
    ]


def test_a_closing_ends_roles_and_departments_on_every_level(cast: Cast) -> None:
    DepartmentFactory(area=cast.community, name="服务站")
    DepartmentFactory(area=cast.community, name="旧站", is_open=False)

    assert consequences(closing(cast.community)) == [
        "Roles on 幸福里社区 end today: 梅芳 (Community worker).",
        "Roles on 第一网格 end today: 高远 (Grid worker).",
        "Departments of 幸福里社区 are closed: 服务站.",
    ]


def test_departments_go_to_the_heir_or_join_those_of_the_same_name(cast: Cast) -> None:
    for area in (cast.community, cast.next_community):
        DepartmentFactory(area=area, name="服务站")
    DepartmentFactory(area=cast.next_community, name="调解室")
    into_one = merging([cast.community, cast.next_community], cast.community)
    into_new = merging([cast.community, cast.next_community], NewArea("new", Kind.COMMUNITY, "江滨社区"))

    assert of_departments(into_one) == [
        "Departments of 滨河社区 go to 幸福里社区: 调解室.",
        "Departments of 滨河社区 join those of the same name of 幸福里社区: 服务站.",
    ]
    assert of_departments(into_new) == [
        "Departments of 幸福里社区 go to 江滨社区: 服务站.",
        "Departments of 滨河社区 go to 江滨社区: 调解室.",
        "Departments of 滨河社区 join those of the same name of 江滨社区: 服务站.",
    ]


def of_departments(regrouping: Regrouping) -> list[str]:
    return [sentence for sentence in consequences(regrouping) if sentence.startswith("Departments")]


def test_a_department_that_the_heir_has_closed_is_opened_again(cast: Cast) -> None:
    closed = DepartmentFactory(area=cast.community, name="服务站", is_open=False)
    DepartmentFactory(area=cast.next_community, name="服务站")
    regrouping = merging([cast.community, cast.next_community], cast.community)
    assert of_departments(regrouping) == [
        "Departments of 滨河社区 join those of the same name of 幸福里社区: 服务站."
    ]

    actions.merge([cast.community, cast.next_community], into=cast.community, **doer(cast.lin))

    open_ones = Department.objects.filter(name="服务站", is_open=True)
    assert list(open_ones) == [closed]


def test_of_many_people_the_first_are_named(cast: Cast) -> None:
    for number in range(20):
        person = PersonFactory(name=f"甲{number:02}")
        GrantFactory(person=person, role="inspector", area=cast.community, starts=TODAY)
    # Sorted by role: the community worker first.
    (told,) = consequences(merging([cast.community, cast.next_community], cast.next_community))[:1]

    assert told.startswith("Roles on 幸福里社区 go to 滨河社区: 梅芳 (Community worker)、甲00 (Inspector)、")
    assert told.endswith("甲10 (Inspector) and others, 21 in all.")


@pytest.mark.parametrize("many", [1, 12])
def test_it_asks_the_same_number_of_questions_however_many_there_are(
    cast: Cast, django_assert_num_queries, many: int
) -> None:
    for number in range(many):
        AreaFactory(kind=Kind.GRID, name=f"网格{number}", parent=cast.next_community)
        DepartmentFactory(area=cast.next_community, name=f"站{number}")
        GrantFactory(person=PersonFactory(), role="inspector", area=cast.next_community, starts=TODAY)
    regrouping = merging([cast.community, cast.next_community], cast.community)

    with django_assert_num_queries(2):
        consequences(regrouping)
