"""What becomes of roles and departments when areas are merged or closed."""

from datetime import UTC, date, datetime

import pytest

from cast import Cast
from factories.people import DepartmentFactory, GrantFactory
from gongjian.history.models import Entry
from gongjian.people.actions.inheritance import inherit
from gongjian.people.models import Department, Grant, Person
from gongjian.people.reach import reach_of
from gongjian.people.roles import Capability, Role
from gongjian.places.models import Area
from gongjian.places.signals import Ended

TODAY = date(2026, 3, 10)
AT = datetime(2026, 3, 10, 4, tzinfo=UTC)


def end(area: Area, heir: Area | None, cast: Cast) -> None:
    """As `places` announces it."""
    inherit(
        Ended(area.pk, area.path, area.path, heir.pk if heir else None, heir.path if heir else ""),
        by=cast.lin,
        at=AT,
    )


def grants_of(person: Person) -> list[tuple]:
    rows = Grant.objects.filter(person=person).order_by("pk")
    return [(row.role, row.area.name, row.starts, row.ends, row.revoked_at is not None) for row in rows]


def test_open_roles_go_to_the_heir_from_that_day_on(cast: Cast):
    until = date(2026, 12, 31)
    Grant.objects.filter(person=cast.mei).update(ends=until)

    end(cast.community, cast.next_community, cast)

    worker = Role.COMMUNITY_WORKER
    assert grants_of(cast.mei) == [
        (worker, "幸福里社区", date(2020, 1, 1), until, True),
        (worker, "滨河社区", TODAY, until, False),
    ]
    reach = reach_of(cast.mei, on=TODAY)
    assert reach.roots(Capability.WORK) == [cast.next_community.path]
    entry = Entry.objects.get(verb="role.inherited")
    assert (entry.by, entry.subject_label, entry.area_path) == (cast.lin, "梅芳", cast.next_community.path)
    assert (entry.before["area"], entry.after["area"]) == ("幸福里社区", "滨河社区")


def test_role_to_come_keeps_its_first_day(cast: Cast):
    later = date(2026, 6, 1)
    Grant.objects.filter(person=cast.mei).update(starts=later)

    end(cast.community, cast.next_community, cast)

    assert grants_of(cast.mei)[1] == (Role.COMMUNITY_WORKER, "滨河社区", later, None, False)


def test_role_that_is_over_or_taken_back_stays_where_it_was(cast: Cast):
    Grant.objects.filter(person=cast.mei).update(ends=date(2026, 3, 9))
    Grant.objects.filter(person=cast.gao).update(area=cast.community, revoked_at=AT)

    end(cast.community, cast.next_community, cast)

    assert len(grants_of(cast.mei)) == len(grants_of(cast.gao)) == 1
    assert not Entry.objects.filter(verb="role.inherited").exists()


def test_role_already_held_on_the_heir_is_not_doubled(cast: Cast):
    GrantFactory(person=cast.mei, area=cast.next_community)

    end(cast.community, cast.next_community, cast)

    standing = [grant for grant in grants_of(cast.mei) if not grant[-1]]
    assert standing == [(Role.COMMUNITY_WORKER, "滨河社区", date(2020, 1, 1), None, False)]


def test_shorter_role_on_the_heir_does_not_shorten_the_inherited_one(cast: Cast):
    GrantFactory(person=cast.mei, area=cast.next_community, ends=date(2026, 4, 1))

    end(cast.community, cast.next_community, cast)

    assert grants_of(cast.mei)[-1] == (Role.COMMUNITY_WORKER, "滨河社区", TODAY, None, False)


def test_without_an_heir_roles_end(cast: Cast):
    end(cast.community, None, cast)

    assert grants_of(cast.mei) == [(Role.COMMUNITY_WORKER, "幸福里社区", date(2020, 1, 1), None, True)]
    assert reach_of(cast.mei, on=TODAY).held == ()


def test_departments_move_to_the_heir_with_their_officers(cast: Cast):
    end(cast.district, cast.next_district, cast)

    cast.civil_affairs.refresh_from_db()
    assert (cast.civil_affairs.area, cast.civil_affairs.area_path) == (
        cast.next_district,
        cast.next_district.path,
    )
    moved = Grant.objects.get(person=cast.he, revoked_at=None)
    assert (moved.area, moved.department) == (cast.next_district, cast.civil_affairs)


def test_department_of_the_same_name_takes_over(cast: Cast):
    theirs = DepartmentFactory(area=cast.next_district, name="区民政局")

    end(cast.district, cast.next_district, cast)

    assert list(Department.objects.filter(is_open=True, name="区民政局")) == [theirs]
    assert Grant.objects.get(person=cast.he, revoked_at=None).department == theirs


@pytest.mark.slow
def test_merging_communities_takes_their_workers_along(cast: Cast):
    """The whole way: from the action in places to what the person reaches."""
    from gongjian.places.actions.reorganise import merge

    merge(
        [cast.community, cast.next_community],
        into=cast.next_community,
        fingerprint=None,
        reason="区划调整",
        by=cast.lin,
        reach=reach_of(cast.lin, on=TODAY),
        at=AT,
    )

    heir = Area.objects.get(pk=cast.next_community.pk)
    grid = Area.objects.get(pk=cast.grid.pk)
    assert reach_of(cast.mei, on=TODAY).may(Capability.WORK, heir.path)
    assert reach_of(cast.gao, on=TODAY).roots(Capability.WORK) == [grid.path]
    assert grid.path.startswith(heir.path)
