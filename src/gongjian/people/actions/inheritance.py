"""What becomes of roles and departments when areas are merged, split or closed.

Paths are rewritten by `places`. What is left is what hung on an area that ended: its heir inherits it.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from gongjian.history.actions import record
from gongjian.kernel.clock import day_of
from gongjian.people.actions.grants import described
from gongjian.people.models import Department, Grant, Person
from gongjian.people.queries import not_over
from gongjian.places.models import Area
from gongjian.places.signals import Ended


@transaction.atomic
def inherit(ended: Ended, *, by: Person, at: datetime) -> None:
    """Move the open departments and roles of an area that ended to its heir; without an heir they end."""
    heir = Area.objects.get(pk=ended.heir_id) if ended.heir_id else None
    moved = _departments(ended, heir, by=by, at=at)
    open_on_it = Grant.objects.filter(not_over(day_of(at)), area=ended.area_id)
    for grant in open_on_it.select_related("person", "area", "department").order_by("pk"):
        _grant(grant, heir, moved, by=by, at=at)


def _departments(ended: Ended, heir: Area | None, *, by: Person, at: datetime) -> dict[int, Department]:
    """What each open department of the ended area is from now on: itself, moved, or one of the same name.

    Of the same name there is one in an area; where the heir has closed it, it is opened again.
    """
    there = {sister.name: sister for sister in Department.objects.filter(area=heir)} if heir else {}
    moved = {}
    for department in Department.objects.filter(area=ended.area_id, is_open=True).order_by("pk"):
        if heir is None or department.name in there:
            department.is_open = False
            verb = "department.closed"
        else:
            department.area, department.area_path = heir, heir.path
            verb = "department.moved"
        department.version += 1
        department.save(update_fields=["area", "area_path", "is_open", "version"])
        record(verb, department, by=by, at=at, area_path=department.area_path)
        moved[department.pk] = there.get(department.name, department)
        if not moved[department.pk].is_open and heir is not None:
            _reopen(moved[department.pk], by=by, at=at)
    return moved


def _reopen(department: Department, *, by: Person, at: datetime) -> None:
    department.is_open = True
    department.version += 1
    department.save(update_fields=["is_open", "version"])
    record("department.reopened", department, by=by, at=at, area_path=department.area_path)


def _grant(
    grant: Grant, heir: Area | None, moved: dict[int, Department], *, by: Person, at: datetime
) -> None:
    grant.revoked_at, grant.revoked_by = at, by
    grant.save(update_fields=["revoked_at", "revoked_by"])
    if heir is None:
        path = grant.area_path
        record("role.revoked", grant.person, by=by, at=at, area_path=path, before=described(grant))
        return
    given = Grant(
        person=grant.person,
        role=grant.role,
        area=heir,
        area_path=heir.path,
        department=moved.get(grant.department_id, grant.department) if grant.department_id else None,
        starts=max(grant.starts, day_of(at)),
        ends=grant.ends,
        granted_by=by,
    )
    if not _holds_already(given):
        given.save()
    before, after = described(grant), described(given)
    record("role.inherited", grant.person, by=by, at=at, area_path=heir.path, before=before, after=after)


def _holds_already(given: Grant) -> bool:
    """Whether the person holds the same role on the heir for at least as long."""
    same = Grant.objects.filter(
        person=given.person, role=given.role, area=given.area, department=given.department, revoked_at=None
    )
    longer = Q(ends=None) if given.ends is None else Q(ends=None) | Q(ends__gte=given.ends)
    return same.filter(longer, starts__lte=given.starts).exists()
