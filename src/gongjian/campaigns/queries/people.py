"""Who stands where around an assignment: those to tell, and those who can take it over."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from gongjian.campaigns.models import Assignment
from gongjian.campaigns.rules.work import ONE_STAFF
from gongjian.kernel import paths
from gongjian.people import queries as people
from gongjian.people.models import Grant, Person
from gongjian.people.reach import standing
from gongjian.people.roles import Capability, roles_with

WORKING = Q(role__in=roles_with(Capability.WORK))
APPROVING = Q(role__in=roles_with(Capability.APPROVE), department=None)


def staff(assignment: Assignment, on: date) -> QuerySet[Person]:
    """The unit's own people, who can take it over: the same that `rules.work.of_unit` knows.

    A community's grid workers are among them; a street's communities are not.
    """
    everyone = Person.objects.filter(is_active=True).order_by("name", "pk")
    if assignment.person_id is not None:
        return everyone.filter(pk=assignment.person_id)
    return people.holding(everyone, WORKING & _of_unit(assignment), on)


def _of_unit(assignment: Assignment) -> Q:
    if assignment.area is None:
        return Q(department=assignment.department_id)
    small = assignment.area.kind in ONE_STAFF
    here = paths.within(assignment.area_path, "area_path") if small else Q(area_path=assignment.area_path)
    return here & Q(department=None)


def in_charge(assignment: Assignment, on: date) -> list[Person]:
    """Whom a decision concerns: the person in charge, else everyone who works for exactly this unit."""
    if assignment.holder is not None and assignment.holder.is_active:
        return [assignment.holder]
    if assignment.area is None:
        return list(staff(assignment, on))
    exactly = WORKING & Q(area_path=assignment.area_path, department=None)
    return list(people.holding(Person.objects.filter(is_active=True), exactly, on))


def above(assignment: Assignment, on: date) -> list[Person]:
    """Those who are to decide on it: of the nearest level above the unit that has somebody who approves."""
    top = assignment.campaign.area_path
    below = assignment.area_id is not None and assignment.area_path != top
    path = paths.parent(assignment.area_path) if below else top
    return approving(path, on) or [assignment.campaign.started_by]


def approving(path: str, on: date) -> list[Person]:
    """Those with an approving role on the area at `path`, or else on the nearest one above that has somebody.

    Officers of departments are left out. Two queries; nobody for the empty path.
    """
    if path == paths.ROOT:
        return []
    grants = Grant.objects.filter(
        standing(on), APPROVING, paths.above(path, "area_path"), person__is_active=True
    )
    held = list(grants.values_list("area_path", "person"))
    nearest = max((place for place, _person in held), key=len, default="")
    return list(Person.objects.filter(pk__in={person for place, person in held if place == nearest}))


def staffed(below: Iterable[str], on: date) -> list[str]:
    """The areas strictly below any of the paths that have somebody who approves, in the order of the tree.

    One query.
    """
    places = Q(pk__in=())
    for path in below:
        places |= Q(area_path__gt=path, area_path__lt=paths.after(path))
    grants = Grant.objects.filter(standing(on), APPROVING, places, person__is_active=True)
    return sorted(set(grants.values_list("area_path", flat=True)))
