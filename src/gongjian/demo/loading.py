"""Putting the demo district into an empty database."""

from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from gongjian.demo.district import (
    ACCOUNTS,
    BUREAUS,
    CITY,
    DISTRICT,
    OPERATOR,
    PASSWORD,
    Account,
    Place,
)
from gongjian.history.actions import record
from gongjian.people.models import Department, Grant, Person
from gongjian.people.reach import Reach, reach_of
from gongjian.places.actions import create
from gongjian.places.models import Area

# Long enough ago that every plan, whatever its dates, finds the district there.
AT = datetime(2020, 1, 2, 1, 0, tzinfo=UTC)
SINCE = date(2020, 1, 2)


def is_loaded() -> bool:
    return Person.objects.filter(username=OPERATOR, is_operator=True).exists()


@transaction.atomic
def load() -> None:
    """Areas, departments and accounts of the demo district; the same ones each time.

    The database must hold nobody yet: the caller has asked.
    """
    operator = _person(OPERATOR, "系统管理员", "运维", is_operator=True)
    areas: dict[str, Area] = {}
    _grow(CITY, None, "", areas, by=operator, reach=reach_of(operator, on=SINCE))
    bureaus = _departments(areas[DISTRICT.name], by=operator)
    password = make_password(PASSWORD)
    for account in ACCOUNTS:
        _issue(account, areas[account.place], bureaus.get(account.bureau), password, by=operator)


def _grow(
    place: Place, parent: Area | None, above: str, areas: dict[str, Area], *, by: Person, reach: Reach
) -> None:
    """`areas` takes each place by its names from the district down, "清河区/望江街道"."""
    area = create(parent=parent, kind=place.kind, name=place.name, by=by, reach=reach, at=AT)
    name = f"{above}/{place.name}" if above else place.name
    areas[name] = area
    for lower in place.below:
        _grow(lower, area, "" if parent is None else name, areas, by=by, reach=reach)


def _departments(district: Area, *, by: Person) -> dict[str, Department]:
    made = {}
    for bureau in BUREAUS:
        department = Department.objects.create(
            area=district, area_path=district.path, name=bureau.name, aliases="\n".join(bureau.aliases)
        )
        record("department.added", department, by=by, at=AT, area_path=district.path)
        made[bureau.name] = department
    return made


def _person(username: str, name: str, post: str, *, is_operator: bool = False, password: str = "") -> Person:
    return Person.objects.create(
        username=username,
        name=name,
        post=post,
        password=password or make_password(PASSWORD),
        is_operator=is_operator,
        must_change_password=False,
        password_changed_at=AT,
        created_at=AT,
    )


def _issue(account: Account, area: Area, department: Department | None, password: str, *, by: Person) -> None:
    person = _person(account.username, account.name, account.post, password=password)
    record("person.issued", person, by=by, at=AT, area_path=area.path)
    grant = Grant.objects.create(
        person=person,
        role=account.role,
        area=area,
        area_path=area.path,
        department=department,
        starts=SINCE,
        granted_by=by,
    )
    record("grant.given", grant, by=by, at=AT, area_path=area.path, after={"role": account.role})
