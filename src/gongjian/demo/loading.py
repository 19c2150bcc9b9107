"""Putting the demo district into an empty database, by the same actions as everyone's."""

from datetime import UTC, date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from gongjian.demo.district import ACCOUNTS, BUREAUS, CITY, DISTRICT, OPERATOR, PASSWORD, Account, Place
from gongjian.people.actions import accounts, departments
from gongjian.people.models import Department, Person
from gongjian.people.reach import Reach, reach_of
from gongjian.people.terms import Terms
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
    # Stretching a password takes as long as it should; that all of them share one spares a minute of it.
    password = make_password(PASSWORD)
    operator = Person.objects.create(
        username=OPERATOR, name="系统管理员", post="运维", is_operator=True, created_at=AT, **known(password)
    )
    areas: dict[str, Area] = {}
    _grow(CITY, None, "", areas, by=operator, reach=reach_of(operator, on=SINCE))
    bureaus = {
        bureau.name: departments.add(
            area=areas[DISTRICT.name], name=bureau.name, aliases=bureau.aliases, by=operator, at=AT
        )
        for bureau in BUREAUS
    }
    for account in ACCOUNTS:
        _issue(account, areas[account.place], bureaus.get(account.bureau), by=operator)
    Person.objects.update(**known(password))


def known(password: str) -> dict[str, object]:
    """The columns of an account whose password is known to all and need not be changed."""
    return {"password": password, "must_change_password": False, "password_changed_at": AT}


def _grow(
    place: Place, parent: Area | None, above: str, areas: dict[str, Area], *, by: Person, reach: Reach
) -> None:
    """`areas` takes each place by its names from the district down, "清河区/望江街道"."""
    area = create(parent=parent, kind=place.kind, name=place.name, by=by, reach=reach, at=AT)
    name = f"{above}/{place.name}" if above else place.name
    areas[name] = area
    for lower in place.below:
        _grow(lower, area, "" if parent is None else name, areas, by=by, reach=reach)


def _issue(account: Account, area: Area, department: Department | None, *, by: Person) -> None:
    accounts.issue(
        name=account.name,
        username=account.username,
        post=account.post,
        phone="",
        terms=Terms(account.role, area, department, SINCE, None),
        by=by,
        at=AT,
    )
