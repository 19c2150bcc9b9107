"""Who may administer whom. Silence is yes; a refusal says what to do.

Nobody gives away what they do not hold: an administrator grants inside the own reach, never more than a
district administrator may, and never to themselves. Auditing is kept apart from administering, as the
graded protection of information systems (GB/T 22239-2019, 8.1.5) asks: auditors are appointed by the operator.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from gongjian.kernel.refusal import Refusal
from gongjian.people.models import Department, Grant, Person
from gongjian.people.reach import Reach
from gongjian.people.roles import MAY, Capability, Role
from gongjian.people.terms import Terms
from gongjian.places.kinds import RANK, Kind
from gongjian.places.models import Area

MOST_AN_ADMINISTRATOR_GIVES = MAY[Role.DISTRICT_ADMINISTRATOR]
# The highest kind of area a role is granted on; roles not named here are granted on any.
HIGHEST_KIND: dict[str, Kind] = {
    Role.SUBDISTRICT_OFFICER: Kind.SUBDISTRICT,
    Role.COMMUNITY_WORKER: Kind.COMMUNITY,
    Role.GRID_WORKER: Kind.COMMUNITY,
}


# --- Accounts ---------------------------------------------------------------------------------------------
def why_not_manage(person: Person, open_grants: Sequence[Grant], *, reach: Reach) -> Refusal | None:
    """Whether the account of `person` may be changed: edited, closed, its password reset.

    open_grants   all grants of the person that hold or will hold, wherever they are: who resets a password
                  can act as that person in all of them.
    """
    if person.pk == reach.person_id:
        return Refusal("oneself", _("Your own account is changed on the page “My account”."))
    if reach.is_operator:
        return None
    if person.is_operator:
        return Refusal("operator", _("The account of an operator is changed by an operator."))
    if any(not reach.may(Capability.MANAGE_PEOPLE, grant.area_path) for grant in open_grants):
        return Refusal(
            "outside_reach",
            _(
                "%(name)s also holds roles outside the areas you administer. "
                "Ask the administrator of the larger area."
            )
            % {"name": person},
        )
    if any(not _within_own(grant.role, grant.area_path, reach) for grant in open_grants):
        return Refusal("beyond_own", _("The account of an auditor is changed by the operator."))
    return None


def why_not_close(
    person: Person,
    open_grants: Sequence[Grant],
    *,
    reach: Reach,
    other_operators: int,
    orphans: Sequence[Area],
) -> Refusal | None:
    """Whether the account may be closed.

    other_operators   open accounts of operators beside this one.
    orphans           areas that nobody would administer any more.
    """
    if person.is_operator and other_operators == 0:
        return Refusal(
            "last_operator",
            _("This is the last operator. Appoint another one first, or nobody can repair the system."),
        )
    if refusal := why_not_manage(person, open_grants, reach=reach):
        return refusal
    if not person.is_active:
        return Refusal("already_closed", _("This account is already closed."))
    return why_not_orphan(orphans, reach=reach)


def why_not_reopen(person: Person, open_grants: Sequence[Grant], *, reach: Reach) -> Refusal | None:
    if refusal := why_not_manage(person, open_grants, reach=reach):
        return refusal
    if person.is_active:
        return Refusal("already_open", _("This account is already open."))
    return None


def why_not_reset(person: Person, open_grants: Sequence[Grant], *, reach: Reach) -> Refusal | None:
    """Whether a new first password may be given."""
    if refusal := why_not_manage(person, open_grants, reach=reach):
        return refusal
    if not person.is_active:
        return Refusal("closed", _("This account is closed. Reopen it first."))
    return None


# --- Grants -----------------------------------------------------------------------------------------------
def why_not_give_any(person: Person, *, reach: Reach) -> Refusal | None:
    """Whether the person may be given any role at all; which, the form and the action ask."""
    if person.pk == reach.person_id:
        return Refusal("oneself", _("Nobody gives themselves a role. Ask another administrator."))
    if not person.is_active:
        return Refusal("closed", _("This account is closed. Reopen it first."))
    return None


def why_not_grant(
    person: Person, open_grants: Sequence[Grant], terms: Terms, *, reach: Reach, today: date
) -> Refusal | None:
    """Whether `person` may be given the role.

    open_grants   all grants of the person that hold or will hold.
    """
    return (
        _why_not_by(person, terms, reach)
        or _why_not_such(terms)
        or _why_not_then(terms, today)
        or _why_not_besides(terms, open_grants)
    )


def _why_not_by(person: Person, terms: Terms, reach: Reach) -> Refusal | None:
    if refusal := why_not_give_any(person, reach=reach):
        return refusal
    if not reach.may(Capability.MANAGE_PEOPLE, terms.area.path):
        return Refusal(
            "outside_reach",
            _("You do not administer %(area)s. Choose an area within yours.") % {"area": terms.area},
        )
    if not _within_own(terms.role, terms.area.path, reach):
        return Refusal(
            "beyond_own",
            _("The role “%(role)s” is given by the operator of the system.")
            % {"role": Role(terms.role).label},
        )
    return None


def _why_not_such(terms: Terms) -> Refusal | None:
    department = terms.department
    names = {"role": Role(terms.role).label, "area": terms.area}
    if not terms.area.is_current:
        return Refusal("area_ended", _("%(area)s no longer exists. Choose its successor.") % names)
    highest = HIGHEST_KIND.get(terms.role)
    if highest and RANK[terms.area.kind] < RANK[highest]:
        return Refusal(
            "too_high",
            _("“%(role)s” on %(area)s reaches too far: choose a %(kind)s or an area below one.")
            % {**names, "kind": highest.label},
        )
    if terms.role == Role.DEPARTMENT_OFFICER and department is None:
        return Refusal("no_department", _("Choose the department that the officer belongs to."))
    if terms.role != Role.DEPARTMENT_OFFICER and department is not None:
        return Refusal("department", _("Only a department officer belongs to a department."))
    if department is not None and (department.area_id != terms.area.pk or not department.is_open):
        return Refusal("other_department", _("This department does not belong to %(area)s.") % names)
    return None


def _why_not_then(terms: Terms, today: date) -> Refusal | None:
    if terms.ends is not None and terms.ends < terms.starts:
        return Refusal("ends_first", _("The last day lies before the first."))
    if terms.ends is not None and terms.ends < today:
        return Refusal("over", _("This period is already over."))
    return None


def _why_not_besides(terms: Terms, open_grants: Sequence[Grant]) -> Refusal | None:
    for grant in filter(terms.meets, open_grants):
        if terms.is_same_as(grant):
            return Refusal(
                "already_holds",
                _(
                    "This role is already held there in these days. "
                    "Take the old one back first, or choose other days."
                ),
            )
        if _keeps_apart(terms.role, grant.role) and _overlap(terms.area.path, grant.area_path):
            return Refusal(
                "separated",
                _("The same person cannot administer and audit the same area. Choose another person."),
            )
    return None


def why_not_revoke(grant: Grant, *, reach: Reach, today: date, orphans: Sequence[Area]) -> Refusal | None:
    """Whether the role may be taken back now."""
    if grant.person_id == reach.person_id:
        return Refusal("oneself", _("Nobody takes back their own role. Ask another administrator."))
    if not reach.may(Capability.MANAGE_PEOPLE, grant.area_path):
        return Refusal("outside_reach", _("You do not administer %(area)s.") % {"area": grant.area})
    if not _within_own(grant.role, grant.area_path, reach):
        return Refusal(
            "beyond_own",
            _("The role “%(role)s” is taken back by the operator of the system.")
            % {"role": Role(grant.role).label},
        )
    if grant.revoked_at is not None or (grant.ends is not None and grant.ends < today):
        return Refusal("over", _("This role is no longer held."))
    return why_not_orphan(orphans, reach=reach)


def why_not_orphan(orphans: Sequence[Area], *, reach: Reach) -> Refusal | None:
    """An area keeps someone who administers it. An operator can appoint anew, and so may leave a gap."""
    if orphans and not reach.is_operator:
        return Refusal(
            "last_administrator",
            _("Nobody else administers %(area)s. Give someone else this role first.") % {"area": orphans[0]},
        )
    return None


def grantable_roles(reach: Reach) -> list[Role]:
    """The roles the person may give on some area, in the order of `Role`."""
    roots = reach.roots(Capability.MANAGE_PEOPLE)
    return [role for role in Role if any(_within_own(role, root, reach) for root in roots)]


def _within_own(role: str, path: str, reach: Reach) -> bool:
    """Whether the role gives nothing that the person does not hold there, nor more than an administrator."""
    if reach.is_operator:
        return True
    own = {capability for capability in MOST_AN_ADMINISTRATOR_GIVES if reach.may(capability, path)}
    return MAY[role] <= own


def _keeps_apart(one: str, other: str) -> bool:
    pair = MAY[one], MAY[other]
    apart = {Capability.MANAGE_PEOPLE, Capability.MANAGE_AREAS}
    return any(Capability.AUDIT in a and apart & b for a, b in (pair, pair[::-1]))


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


# --- Departments ------------------------------------------------------------------------------------------
def why_not_change_departments(area: Area, *, reach: Reach) -> Refusal | None:
    """Whether departments of `area` may be added, renamed or closed."""
    if not reach.may(Capability.MANAGE_PEOPLE, area.path):
        return Refusal(
            "outside_reach",
            _("The departments of %(area)s are kept by its administrator.") % {"area": area},
        )
    return None


def why_not_close_department(department: Department, *, reach: Reach, officers: int) -> Refusal | None:
    """`officers` counts those who hold a role in it now or later."""
    if refusal := why_not_change_departments(department.area, reach=reach):
        return refusal
    if not department.is_open:
        return Refusal("already_closed", _("This department is already closed."))
    if officers:
        return Refusal(
            "officers", _("Officers still hold roles in this department. Take these back or move them first.")
        )
    return None


def why_not_reopen_department(department: Department, *, reach: Reach) -> Refusal | None:
    if refusal := why_not_change_departments(department.area, reach=reach):
        return refusal
    if department.is_open:
        return Refusal("already_open", _("This department is already open."))
    return None


def why_not_call_department(department: Department, sisters: Sequence[Department]) -> Refusal | None:
    """Whether the names of `department` are free: a plan's “民政局” must mean one of them.

    sisters   the other departments of its area, closed ones too.
    """
    for sister in sisters:
        if sister.name == department.name:
            return Refusal(
                "name_taken",
                _("%(area)s already has a department called %(name)s.")
                % {"area": department.area, "name": department.name},
            )
        theirs = {sister.name, *sister.alias_list}
        for name in [department.name, *department.alias_list]:
            if sister.is_open and name in theirs:
                return Refusal(
                    "alias_taken",
                    _("“%(name)s” already means %(department)s. Choose names that mean only one.")
                    % {"name": name, "department": sister.name},
                )
    return None


def department_changed_meanwhile(department: Department) -> Refusal:
    return Refusal(
        "changed_meanwhile",
        _("Somebody else has changed %(name)s since you opened this page. Open it again and look.")
        % {"name": department.name},
    )
