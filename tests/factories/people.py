from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory, Password

from factories.places import AreaFactory
from gongjian.people.models import Department, Grant, Person
from gongjian.people.roles import Role

PASSWORD = "清河-三月花开"
ISSUED = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    username = factory.Sequence(lambda n: f"person-{n}")
    name = factory.Sequence(lambda n: f"员工{n}")
    password = Password(PASSWORD)
    must_change_password = False
    password_changed_at = ISSUED
    created_at = ISSUED


class DepartmentFactory(DjangoModelFactory[Department]):
    class Meta:
        model = Department

    area = factory.SubFactory(AreaFactory)
    area_path = factory.SelfAttribute("area.path")
    name = factory.Sequence(lambda n: f"区第{n}局")


class GrantFactory(DjangoModelFactory[Grant]):
    class Meta:
        model = Grant

    person = factory.SubFactory(PersonFactory)
    role = Role.COMMUNITY_WORKER
    area = factory.SubFactory(AreaFactory)
    area_path = factory.SelfAttribute("area.path")
    department = None
    starts = date(2020, 1, 1)
    ends = None
