"""Who stands where around an assignment: those to tell, and those who can take it over."""

from datetime import date

from django.db.models import Q, QuerySet

from gongjian.campaigns.models import Assignment
from gongjian.kernel import paths
from gongjian.people import queries as people
from gongjian.people.models import Person
from gongjian.people.roles import Capability, roles_with


def of_unit(assignment: Assignment, on: date) -> QuerySet[Person]:
    """Those who do the unit's work: with a role on exactly its area, of its department, or the person."""
    everyone = Person.objects.filter(is_active=True)
    if assignment.person_id is not None:
        return everyone.filter(pk=assignment.person_id)
    if assignment.department_id is not None:
        return people.holding(everyone, Q(department=assignment.department_id), on)
    return people.holding(
        everyone, Q(area_path=assignment.area_path, role__in=roles_with(Capability.WORK)), on
    )


def above(assignment: Assignment, on: date) -> QuerySet[Person]:
    """Those of the nearest level above the unit who can decide: with an approving role on exactly that area."""
    path = paths.parent(assignment.area_path) if assignment.area_id else assignment.campaign.area_path
    return approving(path or assignment.campaign.area_path, on)


def approving(path: str, on: date) -> QuerySet[Person]:
    """Those with an approving role on exactly the area at `path`."""
    return people.holding(
        Person.objects.filter(is_active=True),
        Q(area_path=path, role__in=roles_with(Capability.APPROVE), department=None),
        on,
    )


def in_charge(assignment: Assignment, on: date) -> list[Person]:
    """Whom a decision concerns: the person in charge, else everyone of the unit."""
    if assignment.holder is not None:
        return [assignment.holder]
    return list(of_unit(assignment, on))
