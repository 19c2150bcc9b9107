"""Who may administer whom: by table."""

from datetime import UTC, date, datetime

import pytest

from cast import Cast
from factories.people import DepartmentFactory, GrantFactory, PersonFactory
from gongjian.people import queries, rules
from gongjian.people.models import Grant, Person
from gongjian.people.reach import Held, Reach, reach_of
from gongjian.people.roles import Role
from gongjian.people.terms import Terms
from gongjian.places.models import Area

TODAY = date(2026, 3, 10)
AT = datetime(2026, 3, 10, 4, tzinfo=UTC)


def terms(area: Area, role: str = Role.COMMUNITY_WORKER, **other) -> Terms:
    return Terms(**({"role": role, "area": area, "department": None, "starts": TODAY, "ends": None} | other))


def why(person: Person, wanted: Terms, by: Person) -> str | None:
    refusal = rules.why_not_grant(
        person, queries.open_grants(person, TODAY), wanted, reach=reach_of(by, on=TODAY), today=TODAY
    )
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("by", "role", "area", "refusal"),
    [
        ("lin", Role.COMMUNITY_WORKER, "next_community", None),
        ("lin", Role.GRID_WORKER, "grid", None),
        ("lin", Role.SUBDISTRICT_OFFICER, "township", None),
        ("lin", Role.DISTRICT_ADMINISTRATOR, "subdistrict", None),
        ("lin", Role.DISTRICT_ADMINISTRATOR, "district", None),
        ("lin", Role.INSPECTOR, "district", None),
        ("lin", Role.ARCHIVIST, "community", None),
        ("lin", Role.AUDITOR, "community", "beyond_own"),
        ("lin", Role.COMMUNITY_WORKER, "far_community", "outside_reach"),
        ("lin", Role.COMMUNITY_WORKER, "city", "outside_reach"),
        ("lin", Role.DISTRICT_ADMINISTRATOR, "city", "outside_reach"),
        ("sun", Role.COMMUNITY_WORKER, "community", "outside_reach"),
        ("mei", Role.GRID_WORKER, "grid", "outside_reach"),
        ("wu", Role.COMMUNITY_WORKER, "community", "outside_reach"),
        ("lin", Role.COMMUNITY_WORKER, "subdistrict", "too_high"),
        ("lin", Role.GRID_WORKER, "district", "too_high"),
        ("lin", Role.GRID_WORKER, "community", None),
        ("lin", Role.SUBDISTRICT_OFFICER, "district", "too_high"),
    ],
)
def test_nobody_gives_what_they_do_not_hold(cast: Cast, by: str, role: str, area: str, refusal: str | None):
    newcomer = PersonFactory()

    assert why(newcomer, terms(getattr(cast, area), role), getattr(cast, by)) == refusal


def test_operator_gives_every_role_everywhere(cast: Cast):
    operator = PersonFactory(is_operator=True)
    newcomer = PersonFactory()

    refused = [
        role
        for role in Role
        if role != Role.DEPARTMENT_OFFICER and why(newcomer, terms(cast.far_community, role), operator)
    ]

    assert refused == []


def test_administrator_of_a_subdistrict_reaches_no_higher(cast: Cast):
    clerk = PersonFactory()
    GrantFactory(person=clerk, role=Role.DISTRICT_ADMINISTRATOR, area=cast.subdistrict)
    newcomer = PersonFactory()

    assert why(newcomer, terms(cast.community), clerk) is None
    assert why(newcomer, terms(cast.subdistrict, Role.DISTRICT_ADMINISTRATOR), clerk) is None
    assert why(newcomer, terms(cast.district, Role.DISTRICT_ADMINISTRATOR), clerk) == "outside_reach"
    assert why(newcomer, terms(cast.village), clerk) == "outside_reach"


def test_nobody_gives_themselves_a_role(cast: Cast):
    assert why(cast.lin, terms(cast.community), cast.lin) == "oneself"


@pytest.mark.parametrize(
    ("starts", "ends", "refusal"),
    [
        (date(2026, 3, 10), None, None),
        (date(2026, 3, 10), date(2026, 3, 10), None),
        (date(2026, 4, 1), date(2026, 3, 31), "ends_first"),
        (date(2026, 1, 1), date(2026, 3, 9), "over"),
        (date(2027, 1, 1), date(2027, 12, 31), None),
    ],
)
def test_period_is_not_over_and_not_turned_round(
    cast: Cast, starts: date, ends: date | None, refusal: str | None
):
    wanted = terms(cast.next_community, starts=starts, ends=ends)

    assert why(cast.mei, wanted, cast.lin) == refusal


@pytest.mark.parametrize(
    ("area", "role", "starts", "ends", "refusal"),
    [
        ("community", Role.COMMUNITY_WORKER, "2026-03-10", "", "already_holds"),
        ("community", Role.COMMUNITY_WORKER, "2026-06-30", "2026-12-31", "already_holds"),
        ("community", Role.COMMUNITY_WORKER, "2026-07-01", "", None),
        ("community", Role.INSPECTOR, "2026-03-10", "", None),
        ("next_community", Role.COMMUNITY_WORKER, "2026-03-10", "", None),
    ],
)
def test_same_role_is_not_held_twice_in_the_same_days(
    cast: Cast, area: str, role: str, starts: str, ends: str, refusal: str | None
):
    worker = PersonFactory()
    GrantFactory(person=worker, area=cast.community, starts=date(2026, 1, 1), ends=date(2026, 6, 30))
    wanted = terms(
        getattr(cast, area),
        role,
        starts=date.fromisoformat(starts),
        ends=date.fromisoformat(ends) if ends else None,
    )

    assert why(worker, wanted, cast.lin) == refusal


def test_role_taken_back_does_not_stand_in_the_way(cast: Cast):
    Grant.objects.filter(person=cast.mei).update(revoked_at=AT)

    assert why(cast.mei, terms(cast.community), cast.lin) is None


def test_auditor_and_administrator_of_one_area_are_two_people(cast: Cast):
    operator = PersonFactory(is_operator=True)

    assert why(cast.wu, terms(cast.community, Role.DISTRICT_ADMINISTRATOR), operator) == "separated"
    assert why(cast.wu, terms(cast.next_district, Role.DISTRICT_ADMINISTRATOR), operator) is None
    assert why(cast.lin, terms(cast.city, Role.AUDITOR), operator) == "separated"
    assert why(cast.mei, terms(cast.district, Role.AUDITOR), operator) is None


def test_department_goes_with_the_officer_and_with_the_area(cast: Cast):
    elsewhere = DepartmentFactory(area=cast.next_district)
    closed = DepartmentFactory(area=cast.district, is_open=False)
    officer = Role.DEPARTMENT_OFFICER

    assert why(cast.mei, terms(cast.district, officer), cast.lin) == "no_department"
    assert why(cast.mei, terms(cast.district, officer, department=elsewhere), cast.lin) == "other_department"
    assert why(cast.mei, terms(cast.district, officer, department=closed), cast.lin) == "other_department"
    assert why(cast.mei, terms(cast.district, officer, department=cast.civil_affairs), cast.lin) is None
    inspector = terms(cast.district, Role.INSPECTOR, department=cast.civil_affairs)
    assert why(cast.mei, inspector, cast.lin) == "department"


def test_no_role_for_a_closed_account_or_on_an_area_that_ended(cast: Cast):
    gone = Area.objects.get(pk=cast.next_community.pk)
    gone.valid_to = TODAY
    cast.mei.is_active = False

    assert why(cast.mei, terms(cast.community), cast.lin) == "closed"
    assert why(cast.gao, terms(gone), cast.lin) == "area_ended"


# --- Accounts ---------------------------------------------------------------------------------------------
def why_manage(person: Person, by: Person) -> str | None:
    refusal = rules.why_not_manage(person, queries.open_grants(person, TODAY), reach=reach_of(by, on=TODAY))
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("by", "person", "refusal"),
    [
        ("lin", "mei", None),
        ("lin", "sun", None),
        ("lin", "he", None),
        ("lin", "lin", "oneself"),
        ("lin", "wu", "beyond_own"),
        ("lin", "zhou", "outside_reach"),
        ("sun", "mei", "outside_reach"),
        ("wu", "mei", "outside_reach"),
    ],
)
def test_account_is_administered_by_those_above_all_its_roles(
    cast: Cast, by: str, person: str, refusal: str | None
):
    assert why_manage(getattr(cast, person), getattr(cast, by)) == refusal


def test_role_outside_keeps_an_administrator_from_acting_as_that_person(cast: Cast):
    """Who resets a password can sign in as that person: a role in the next district must not come along."""
    GrantFactory(person=cast.mei, role=Role.INSPECTOR, area=cast.far_community)

    assert why_manage(cast.mei, cast.lin) == "outside_reach"


def test_role_to_come_outside_counts_and_one_that_is_over_does_not(cast: Cast):
    GrantFactory(person=cast.gao, area=cast.far_community, starts=date(2025, 1, 1), ends=date(2025, 12, 31))
    GrantFactory(person=cast.mei, area=cast.far_community, starts=date(2027, 1, 1))

    assert why_manage(cast.gao, cast.lin) is None
    assert why_manage(cast.mei, cast.lin) == "outside_reach"


def test_operator_is_administered_by_an_operator(cast: Cast):
    operator, other = PersonFactory(is_operator=True), PersonFactory(is_operator=True)

    assert why_manage(operator, cast.lin) == "operator"
    assert why_manage(operator, other) is None


def why_close(person: Person, by: Person) -> str | None:
    held = queries.open_grants(person, TODAY)
    refusal = rules.why_not_close(
        person,
        held,
        reach=reach_of(by, on=TODAY),
        other_operators=queries.other_operators(person),
        orphans=queries.orphans(held, TODAY),
    )
    return refusal.code if refusal else None


def test_last_operator_cannot_be_closed(cast: Cast):
    operator = PersonFactory(is_operator=True)
    assert why_close(operator, operator) == "last_operator"

    other = PersonFactory(is_operator=True)
    assert why_close(operator, other) is None
    assert why_close(operator, operator) == "oneself"

    operator.is_active = False
    operator.save()
    assert why_close(other, other) == "last_operator"


def test_last_administrator_of_an_area_cannot_be_closed_by_a_colleague(cast: Cast):
    deputy = PersonFactory()
    GrantFactory(person=deputy, role=Role.DISTRICT_ADMINISTRATOR, area=cast.city)
    Grant.objects.filter(person=deputy).update(ends=TODAY)
    assert why_close(cast.lin, deputy) is None

    Grant.objects.filter(person=deputy).update(area_path=cast.subdistrict.path, area=cast.subdistrict)
    assert why_close(deputy, cast.lin) is None
    assert queries.orphans(queries.open_grants(cast.lin, TODAY), TODAY) == [cast.district]


def test_orphan_is_refused_to_administrators_and_left_to_operators(cast: Cast):
    administrator = Reach(1, False, (Held(Role.DISTRICT_ADMINISTRATOR, cast.city.path),))
    operator = Reach(1, True, ())

    assert rules.why_not_orphan([cast.district], reach=administrator).code == "last_administrator"
    assert rules.why_not_orphan([cast.district], reach=operator) is None
    assert rules.why_not_orphan([], reach=administrator) is None


@pytest.mark.parametrize(
    ("role", "roles"),
    [
        (None, list(Role)),
        (Role.DISTRICT_ADMINISTRATOR, [role for role in Role if role != Role.AUDITOR]),
        (Role.SUBDISTRICT_OFFICER, []),
        (Role.AUDITOR, []),
    ],
)
def test_roles_offered_are_those_that_may_be_given(role: str | None, roles: list[Role]):
    reach = Reach(1, role is None, (Held(role, "0001"),) if role else ())

    assert rules.grantable_roles(reach) == roles
