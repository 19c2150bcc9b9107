"""Who there is, and what they hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from axes.models import AccessLog
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, When

from gongjian.kernel import paths
from gongjian.kernel.clock import day_of
from gongjian.people import lockout
from gongjian.people.devices import in_words
from gongjian.people.models import Department, Grant, Person
from gongjian.people.reach import Reach, standing
from gongjian.people.roles import Capability, Role, roles_with
from gongjian.places.models import Area, Kind
from gongjian.places.queries.finding import find

MOST_BELOW = 100
AREAS_MEANT = 20  # a text that can mean more areas than this is not narrowed further


# --- Accounts ---------------------------------------------------------------------------------------------
def manageable_by(reach: Reach) -> QuerySet[Person]:
    """The accounts that an administrator sees: those with a role, past, present or to come, in the own areas.

    An operator sees all, those without any role too.
    """
    if reach.is_operator:
        return Person.objects.all()
    here = Grant.objects.filter(reach.down(Capability.MANAGE_PEOPLE), person=OuterRef("pk"))
    return Person.objects.filter(Exists(here))


def with_grants(people: QuerySet[Person], reach: Reach, on: date) -> QuerySet[Person]:
    """Brings along `shown_grants`: what each holds, held or will hold in the areas of `reach`. One query more."""
    shown = (
        Grant.objects.filter(reach.down(Capability.MANAGE_PEOPLE))
        .filter(not_over(on))
        .select_related("area__parent", "department")
        .order_by("area_path", "starts", "pk")
    )
    return people.prefetch_related(Prefetch("grants", shown, to_attr="shown_grants"))


def holding(people: QuerySet[Person], grants: Q, on: date) -> QuerySet[Person]:
    """Those of `people` who hold on the day `on` a grant that `grants` describes."""
    return people.filter(Exists(Grant.objects.filter(standing(on), grants, person=OuterRef("pk"))))


def narrowed(people: QuerySet[Person], reach: Reach, at: datetime, **wanted: str) -> QuerySet[Person]:
    """Those of `people` that the list asks for.

    q       in the name, the account or the post.
    area    a name, code or first letters: those who hold a role in an area that it can mean, or below it.
    role    who holds it today in the areas of `reach`.
    state   open, first, roleless, locked, closed; empty for any.
    """
    today = day_of(at)
    mine = reach.down(Capability.MANAGE_PEOPLE)
    if text := wanted.get("q", "").strip():
        people = people.filter(
            Q(name__icontains=text) | Q(username__icontains=text) | Q(post__icontains=text)
        )
    if text := wanted.get("area", "").strip():
        found = find(text, areas_administered(reach), AREAS_MEANT)
        people = holding(people, mine & _in_one_of(found), today)
    if role := wanted.get("role"):
        people = holding(people, mine & Q(role=role), today)
    return _in_state(people, wanted.get("state", ""), at)


def _in_one_of(areas: Iterable[Area]) -> Q:
    condition = Q(pk__in=())
    for area in areas:
        condition |= paths.within(area.path, "area_path")
    return condition


def _in_state(people: QuerySet[Person], state: str, at: datetime) -> QuerySet[Person]:
    if state == "closed":
        return people.filter(is_active=False)
    if state:
        people = people.filter(is_active=True)
    if state == "first":
        return people.filter(must_change_password=True)
    if state == "locked":
        return people.filter(username__in=lockout.all_locked(at))
    if state == "roleless":
        held = Grant.objects.filter(standing(day_of(at)), person=OuterRef("pk"))
        return people.exclude(Exists(held)).exclude(is_operator=True)
    return people


def not_over(on: date) -> Q:
    """Grants that hold on the day or will hold later."""
    return Q(Q(ends=None) | Q(ends__gte=on), revoked_at=None)


def open_grants(person: Person, on: date) -> list[Grant]:
    """All that the person holds or will hold, wherever. One query."""
    return list(
        person.grants.filter(not_over(on)).select_related("area", "department").order_by("starts", "pk")
    )


def held_on(area: Area, on: date) -> QuerySet[Grant]:
    """Roles held on the day on the area itself, by open accounts; the person and the department are at hand."""
    by_role = Case(*(When(role=role, then=place) for place, role in enumerate(Role.values)))
    return (
        Grant.objects.filter(standing(on), area=area, person__is_active=True)
        .select_related("person", "department")
        .order_by(by_role, "person__name", "pk")
    )


def grants_administered(reach: Reach) -> Q:
    """The grants in the areas that the person administers."""
    return reach.down(Capability.MANAGE_PEOPLE)


def grants_shown_to(reach: Reach, person: Person) -> QuerySet[Grant]:
    """Every grant of `person` in the areas of `reach`, over and taken back too, the newest first."""
    return (
        person.grants.filter(reach.down(Capability.MANAGE_PEOPLE))
        .select_related("area__parent", "department", "granted_by", "revoked_by")
        .order_by("-starts", "-pk")
    )


def seat(person: Person, at: datetime) -> str:
    """The path under which what happens to the account is filed: that of the oldest role held, else of the last.

    Empty for someone who never held a role. One query.
    """
    today = day_of(at)
    rows = list(person.grants.order_by("starts", "pk"))
    held = [grant for grant in rows if grant.stands_on(today)]
    return held[0].area_path if held else rows[-1].area_path if rows else ""


def own_grants(person: Person, on: date) -> list[Grant]:
    """What the person holds or will hold, for their own eyes."""
    grants = person.grants.filter(not_over(on)).select_related("area__parent", "department")
    return list(grants.order_by("starts", "pk"))


@dataclass(frozen=True, slots=True)
class SignIn:
    """One time somebody signed in with an account."""

    at: datetime
    device: str
    address: str
    is_here: bool


def sign_ins(person: Person, session_key: str, limit: int = 10) -> list[SignIn]:
    """The last times the account was used to sign in; `session_key` tells which is the present one."""
    here = sha256(session_key.encode()).hexdigest() if session_key else ""
    rows = AccessLog.objects.filter(username=person.username).order_by("-attempt_time")[:limit]
    return [
        SignIn(row.attempt_time, in_words(row.user_agent), row.ip_address or "", row.session_hash == here)
        for row in rows
    ]


def usernames_like(bases: Iterable[str]) -> set[str]:
    """The account names in use that begin like one of `bases`."""
    condition = Q(pk__in=())
    for base in bases:
        condition |= Q(username__startswith=base)
    return set(Person.objects.filter(condition).values_list("username", flat=True))


# --- Who answers where ------------------------------------------------------------------------------------
def who_may(capability: str, path: str, on: date) -> QuerySet[Person]:
    """The open accounts that hold `capability` on the area at `path` by a role on it or above it."""
    grants = standing(on) & paths.above(path, "area_path") & Q(role__in=roles_with(capability))
    return Person.objects.filter(Exists(Grant.objects.filter(grants, person=OuterRef("pk"))), is_active=True)


def who_is_within(path: str, on: date) -> QuerySet[Person]:
    """The open accounts that hold a role on the area at `path` or below it."""
    grants = standing(on) & paths.within(path, "area_path")
    return Person.objects.filter(Exists(Grant.objects.filter(grants, person=OuterRef("pk"))), is_active=True)


def other_operators(person: Person) -> int:
    return Person.objects.filter(is_operator=True, is_active=True).exclude(pk=person.pk).count()


def orphans(grants: Iterable[Grant], on: date) -> list[Area]:
    """The areas that nobody else would administer if these grants were gone. One query a managing grant.

    grants   those of one person; only the ones that let administer people matter.
    """
    managing = roles_with(Capability.MANAGE_PEOPLE)
    left = []
    for grant in grants:
        if grant.role in managing and grant.stands_on(on):
            others = who_may(Capability.MANAGE_PEOPLE, grant.area_path, on).exclude(pk=grant.person_id)
            if not others.exists():
                left.append(grant.area)
    return left


def lock_administrators() -> None:
    """Hold all who administer people until the transaction ends.

    Two administrators who close each other at the same moment must not both succeed.
    """
    managing = Grant.objects.filter(role__in=roles_with(Capability.MANAGE_PEOPLE), person=OuterRef("pk"))
    administrators = Person.objects.filter(Q(Exists(managing)) | Q(is_operator=True)).order_by("pk")
    list(administrators.select_for_update(no_key=True).values_list("pk"))


# --- Areas one administers ---------------------------------------------------------------------------------
def areas_administered(reach: Reach) -> QuerySet[Area]:
    """The areas of today on which the person may give roles, with the area above at hand."""
    here = Area.objects.filter(reach.down(Capability.MANAGE_PEOPLE, "path"), valid_to=None)
    return here.select_related("parent").order_by("path")


def tops_administered(reach: Reach) -> QuerySet[Area]:
    """The highest of them: where looking for an area begins."""
    roots = reach.roots(Capability.MANAGE_PEOPLE)
    areas = areas_administered(reach)
    return areas.filter(parent=None) if paths.ROOT in roots else areas.filter(path__in=roots)


@dataclass(frozen=True, slots=True)
class Node:
    """An area in the picker, and whether there are some below it to open."""

    area: Area
    has_children: bool


def picker(reach: Reach, choices: Sequence[Area] = ()) -> list[Node]:
    """What the picker begins with: `choices` where there are some, else the tops of what one administers."""
    if choices:
        return _nodes(areas_administered(reach).filter(pk__in=[area.pk for area in choices]))
    tops = _nodes(tops_administered(reach))
    return tops + picker_below(reach, tops[0].area.pk) if len(tops) == 1 else tops


def picker_below(reach: Reach, pk: int) -> list[Node]:
    """The areas directly below one, at most a hundred; beyond that one searches."""
    return _nodes(areas_administered(reach).filter(parent=pk))[:MOST_BELOW]


def picker_of(reach: Reach, pk: int) -> list[Node]:
    """The one area, if the person administers it."""
    return _nodes(areas_administered(reach).filter(pk=pk))


def picker_found(reach: Reach, text: str) -> list[Node]:
    """The areas that a text can mean."""
    found = find(text, areas_administered(reach), AREAS_MEANT)
    return picker(reach, found) if found else []


def _nodes(areas: QuerySet[Area]) -> list[Node]:
    below = Area.objects.filter(parent=OuterRef("pk"), valid_to=None)
    return [Node(area, area.has_children) for area in areas.annotate(has_children=Exists(below))]


def governments(reach: Reach) -> QuerySet[Area]:
    """The areas administered that have departments: down to subdistricts and townships."""
    kinds = (Kind.PROVINCE, Kind.CITY, Kind.DISTRICT, Kind.SUBDISTRICT, Kind.TOWNSHIP)
    return areas_administered(reach).filter(kind__in=kinds)


# --- Departments ------------------------------------------------------------------------------------------
def departments_shown_to(reach: Reach) -> QuerySet[Department]:
    """The departments of the areas one works for and of those above: whom a plan may name."""
    return Department.objects.filter(reach.up_and_down(Capability.VIEW)).select_related("area")


def with_officers(departments: QuerySet[Department], on: date) -> QuerySet[Department]:
    """Brings along `officers`: how many people hold a role in each on the day `on`."""
    held = Q(Q(grants__ends=None) | Q(grants__ends__gte=on), grants__starts__lte=on, grants__revoked_at=None)
    held &= Q(grants__person__is_active=True)
    return departments.annotate(officers=Count("grants__person", filter=held, distinct=True))


def departments_administered(reach: Reach) -> QuerySet[Department]:
    """The open departments in which the person may give roles."""
    return (
        Department.objects.filter(reach.down(Capability.MANAGE_PEOPLE), is_open=True)
        .select_related("area")
        .order_by("area_path", "name")
    )


def sisters(department: Department) -> list[Department]:
    """The other departments of the same area, closed ones too."""
    return list(Department.objects.filter(area=department.area).exclude(pk=department.pk).order_by("pk"))


def officers(department: Department, on: date) -> QuerySet[Person]:
    """Those who hold a role in the department on the day `on`."""
    held = Grant.objects.filter(standing(on), department=department, person=OuterRef("pk"))
    return Person.objects.filter(Exists(held), is_active=True)


def count_open_in(department: Department, on: date) -> int:
    """Grants in the department that hold or will hold."""
    return department.grants.filter(not_over(on)).count()
