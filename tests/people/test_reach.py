"""Reach: what the query finds is what a look at every single row finds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast import Cast
from factories.people import GrantFactory, PersonFactory
from factories.places import AreaFactory
from gongjian.kernel import paths
from gongjian.people import queries
from gongjian.people.models import Department, Grant
from gongjian.people.reach import NO_REACH, Held, Reach, reach_of
from gongjian.people.roles import MAY, Capability, Role
from gongjian.places.models import Area

DAY = date(2026, 3, 10)
AT = datetime(2026, 3, 10, 4, tzinfo=UTC)

# A path is drawn from few segments, so that subtrees meet: siblings, twins of a prefix, "Z" before what follows.
SEGMENTS = st.sampled_from(["0001", "0002", "000Z", "0010", "ZZZZ"])
PATHS = st.lists(SEGMENTS, min_size=1, max_size=4).map("".join)
ROLES = st.sampled_from(list(Role))
CAPABILITIES = st.sampled_from(list(Capability))
DAYS = st.integers(-3, 3).map(lambda n: DAY + timedelta(days=n))
GRANTS = st.tuples(ROLES, PATHS, DAYS, st.none() | DAYS, st.booleans()).filter(
    lambda grant: grant[3] is None or grant[3] >= grant[2]
)


def naive_may(grants: list, capability: str, path: str) -> bool:
    """Grant by grant and segment by segment, as the rule is told."""
    for role, top, starts, ends, revoked in grants:
        holds = starts <= DAY and (ends is None or ends >= DAY) and not revoked
        segments = [path[i : i + 4] for i in range(0, len(path), 4)]
        tops = [top[i : i + 4] for i in range(0, len(top), 4)]
        if holds and capability in MAY[role] and segments[: len(tops)] == tops:
            return True
    return False


def naive_above(grants: list, capability: str, path: str) -> bool:
    """Whether the area at `path` stands above one where the person may."""
    return any(
        top.startswith(path) and naive_may([(role, top, *rest)], capability, top)
        for role, top, *rest in grants
    )


@pytest.fixture
def areas(db: None) -> dict[str, Area]:
    """One area for every path that can be drawn is too many: departments only keep a copy of the path."""
    return {"any": AreaFactory()}


@pytest.mark.slow
@given(
    tree=st.sets(PATHS, min_size=1, max_size=12), grants=st.lists(GRANTS, max_size=5), capability=CAPABILITIES
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_query_finds_what_a_look_at_every_row_finds(areas: dict, tree: set, grants: list, capability: str):
    area = areas["any"]
    person = PersonFactory()
    Department.objects.all().delete()
    rows = [Department(area=area, area_path=path, name=path) for path in sorted(tree)]
    Department.objects.bulk_create(rows)
    Grant.objects.bulk_create(
        Grant(
            person=person,
            role=role,
            area=area,
            area_path=path,
            starts=starts,
            ends=ends,
            revoked_at=AT if revoked else None,
        )
        for role, path, starts, ends, revoked in grants
    )

    reach = reach_of(person, on=DAY)

    down = set(Department.objects.filter(reach.down(capability)).values_list("area_path", flat=True))
    both = set(Department.objects.filter(reach.up_and_down(capability)).values_list("area_path", flat=True))
    assert down == {path for path in tree if naive_may(grants, capability, path)}
    assert both == down | {path for path in tree if naive_above(grants, capability, path)}
    assert {path for path in tree if reach.may(capability, path)} == down
    assert reach.may_anywhere(capability) == any(naive_may(grants, capability, grant[1]) for grant in grants)


@pytest.mark.slow
@given(grants=st.lists(st.tuples(ROLES, PATHS), max_size=6), capability=CAPABILITIES)
def test_roots_cover_the_same_and_none_lies_inside_another(grants: list, capability: str):
    reach = Reach(1, False, tuple(Held(role, path) for role, path in grants))
    roots = reach.roots(capability)

    assert roots == sorted(roots)
    assert not [(a, b) for a in roots for b in roots if a != b and b.startswith(a)]
    held = {path for role, path in grants if capability in MAY[role]}
    assert set(roots) <= held
    assert all(any(path.startswith(root) for root in roots) for path in held)


@pytest.mark.parametrize(
    ("starts", "ends", "held"),
    [
        (0, None, True),
        (0, 0, True),
        (-5, 0, True),
        (0, 5, True),
        (1, None, False),
        (-5, -1, False),
        (-5, 5, True),
    ],
)
def test_both_ends_of_a_period_count(db: None, starts: int, ends: int | None, held: bool):
    grant = GrantFactory(
        starts=DAY + timedelta(days=starts), ends=None if ends is None else DAY + timedelta(days=ends)
    )

    assert bool(reach_of(grant.person, on=DAY).held) is held
    assert grant.stands_on(DAY) is held


def test_day_is_the_local_one():
    """Eleven at night in London is the next morning in Shanghai."""
    from gongjian.kernel.clock import day_of

    assert day_of(datetime(2026, 3, 9, 23, 0, tzinfo=UTC)) == DAY


def test_closed_account_reaches_nothing_even_an_operator(cast: Cast):
    cast.mei.is_active = False
    operator = PersonFactory(is_operator=True, is_active=False)

    assert reach_of(cast.mei, on=DAY) == Reach(cast.mei.pk, False, ())
    assert reach_of(operator, on=DAY) == Reach(operator.pk, False, ())


def test_operator_reaches_everything_without_a_question(cast: Cast, django_assert_num_queries):
    operator = PersonFactory(is_operator=True)

    with django_assert_num_queries(0):
        reach = reach_of(operator, on=DAY)
    assert all(reach.may(capability, cast.far_community.path) for capability in Capability)
    assert Area.objects.filter(reach.down(field="path")).count() == Area.objects.count()


def test_reach_is_one_question_however_many_grants(cast: Cast, django_assert_num_queries):
    for _ in range(20):
        GrantFactory(person=cast.mei)

    with django_assert_num_queries(1):
        reach_of(cast.mei, on=DAY)


def test_nobody_reaches_nothing(cast: Cast):
    assert list(Area.objects.filter(NO_REACH.down(field="path"))) == []
    assert list(Area.objects.filter(NO_REACH.up_and_down(field="path"))) == []


def test_subtree_is_an_index_search(cast: Cast):
    """A prefix comparison would read every row: on SQLite LIKE uses no index."""
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("the plan of a table this small is always a scan on PostgreSQL")
    reach = reach_of(cast.mei, on=DAY)
    plan = Area.objects.filter(reach.down(field="path")).order_by().explain()

    assert "SEARCH places_area" in plan


# --- Who answers where ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("capability", "area", "people"),
    [
        (Capability.WORK, "community", ["he-min", "lin", "mei", "sun"]),
        (Capability.WORK, "grid", ["gao", "he-min", "lin", "mei", "sun"]),
        (Capability.AUDIT, "grid", ["wu-yue"]),
        (Capability.MANAGE_PEOPLE, "community", ["lin"]),
        (Capability.WORK, "far_community", ["zhou"]),
        (Capability.WORK, "city", []),
    ],
)
def test_who_may_on_an_area(cast: Cast, capability: str, area: str, people: list[str]):
    found = queries.who_may(capability, getattr(cast, area).path, DAY)

    assert [person.username for person in found] == people


def test_who_is_within_an_area(cast: Cast):
    assert [p.username for p in queries.who_is_within(cast.subdistrict.path, DAY)] == [
        "chen",
        "gao",
        "mei",
        "sun",
    ]
    cast.gao.is_active = False
    cast.gao.save()
    assert [p.username for p in queries.who_is_within(cast.community.path, DAY)] == ["mei"]


def test_paths_above_are_found_by_equality():
    assert paths.ancestors("000100020003") == ["0001", "00010002"]


def test_request_of_a_stranger_reaches_nothing(rf):
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpResponse

    from gongjian.people.middleware import know_the_person

    request = rf.get("/")
    request.user = AnonymousUser()
    know_the_person(lambda _request: HttpResponse())(request)

    assert request.reach.held == ()
    assert not request.reach.may_anywhere(Capability.VIEW)


def test_everything_stays_everything_beside_another_condition(cast: Cast):
    """An empty condition vanishes beside an `|`, and would leave only the other side."""
    from django.db.models import Q

    operator = reach_of(PersonFactory(is_operator=True), on=DAY)

    for condition in (operator.down(field="path"), operator.up_and_down(field="path")):
        assert Area.objects.filter(condition | Q(name="清河区")).count() == Area.objects.count()
