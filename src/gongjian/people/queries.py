"""Who there is, and what they hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from axes.models import AccessLog
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from gongjian.kernel import paths
from gongjian.kernel.clock import day_of
from gongjian.people.devices import in_words
from gongjian.people.models import Department, Grant, Person
from gongjian.people.reach import Reach, standing
from gongjian.people.roles import Capability, roles_with
from gongjian.places.models import Area


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
        .filter(_open(on))
        .select_related("area__parent", "department")
        .order_by("area_path", "starts", "pk")
    )
    return people.prefetch_related(Prefetch("grants", shown, to_attr="shown_grants"))


def holding(people: QuerySet[Person], grants: Q, on: date) -> QuerySet[Person]:
    """Those of `people` who hold on the day `on` a grant that `grants` describes."""
    return people.filter(Exists(Grant.objects.filter(standing(on), grants, person=OuterRef("pk"))))


def _open(on: date) -> Q:
    """Grants that hold on the day or will hold later."""
    return Q(Q(ends=None) | Q(ends__gte=on), revoked_at=None)


def open_grants(person: Person, on: date) -> list[Grant]:
    """All that the person holds or will hold, wherever. One query."""
    return list(person.grants.filter(_open(on)).select_related("area", "department").order_by("starts", "pk"))


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
    grants = person.grants.filter(_open(on)).select_related("area__parent", "department")
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


# --- Departments ------------------------------------------------------------------------------------------
def departments_shown_to(reach: Reach) -> QuerySet[Department]:
    """The departments of the areas one works for and of those above: whom a plan may name."""
    return Department.objects.filter(reach.up_and_down(Capability.VIEW)).select_related("area")


def officers(department: Department, on: date) -> QuerySet[Person]:
    """Those who hold a role in the department on the day `on`."""
    held = Grant.objects.filter(standing(on), department=department, person=OuterRef("pk"))
    return Person.objects.filter(Exists(held), is_active=True)


def count_open_in(department: Department, on: date) -> int:
    """Grants in the department that hold or will hold."""
    return department.grants.filter(_open(on)).count()
