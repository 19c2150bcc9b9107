"""Adding, renaming and closing departments."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongjian.history.actions import record
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refused
from gongjian.people import queries, rules
from gongjian.people.models import Department, Person
from gongjian.people.reach import Reach, reach_of
from gongjian.places.models import Area
from gongjian.places.queries import tree


@transaction.atomic
def add(*, area: Area, name: str, aliases: Sequence[str], by: Person, at: datetime) -> Department:
    """A department of the government of `area`; `aliases` are the other names that plans use."""
    area = tree.locked(area.pk)
    reach = reach_of(by, on=day_of(at))
    department = Department(area=area, area_path=area.path, name=name, aliases="\n".join(aliases))
    _refuse(department, reach)
    department.save()
    after = {"name": name, "aliases": department.aliases}
    record("department.added", department, by=by, at=at, area_path=area.path, after=after)
    return department


@transaction.atomic
def edit(
    department: Department, *, name: str, aliases: Sequence[str], version: int, by: Person, at: datetime
) -> Department:
    """Rename the department or change its other names.

    version   the one the form was opened with; Refused when somebody has changed the department since.
    """
    department, reach = _locked(department, by=by, at=at)
    if department.version != version:
        raise Refused(rules.department_changed_meanwhile(department))
    values = {"name": name, "aliases": "\n".join(aliases)}
    before = {field: getattr(department, field) for field in values}
    before = {field: value for field, value in before.items() if value != values[field]}
    after = {field: values[field] for field in before}
    department.name, department.aliases = values["name"], values["aliases"]
    _refuse(department, reach)
    if after:
        department.version += 1
        department.save(update_fields=[*after, "version"])
        path = department.area_path
        record("department.edited", department, by=by, at=at, area_path=path, before=before, after=after)
    return department


@transaction.atomic
def close(department: Department, *, by: Person, at: datetime) -> Department:
    """The department is no more: it is not offered any longer, and stays where it was named."""
    department, reach = _locked(department, by=by, at=at)
    officers = queries.count_open_in(department, day_of(at))
    if refusal := rules.why_not_close_department(department, reach=reach, officers=officers):
        raise Refused(refusal)
    return _set_open(department, False, "department.closed", by=by, at=at)


@transaction.atomic
def reopen(department: Department, *, by: Person, at: datetime) -> Department:
    department, reach = _locked(department, by=by, at=at)
    if refusal := rules.why_not_reopen_department(department, reach=reach):
        raise Refused(refusal)
    return _set_open(department, True, "department.reopened", by=by, at=at)


def _set_open(department: Department, is_open: bool, verb: str, *, by: Person, at: datetime) -> Department:
    department.is_open = is_open
    department.version += 1
    department.save(update_fields=["is_open", "version"])
    record(verb, department, by=by, at=at, area_path=department.area_path)
    return department


def _locked(department: Department, *, by: Person, at: datetime) -> tuple[Department, Reach]:
    rows = Department.objects.select_related("area").select_for_update(of=("self",))
    return rows.get(pk=department.pk), reach_of(by, on=day_of(at))


def _refuse(department: Department, reach: Reach) -> None:
    """Raise what stands against the department as it is about to be saved."""
    sisters = queries.sisters(department)
    refusal = rules.why_not_change_departments(department.area, reach=reach)
    refusal = refusal or rules.why_not_call_department(department, sisters)
    if refusal:
        raise Refused(refusal)
