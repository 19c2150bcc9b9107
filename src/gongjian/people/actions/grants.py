"""Giving roles and taking them back."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from gongjian.history.actions import record
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refused
from gongjian.people import queries, rules
from gongjian.people.models import Grant, Person
from gongjian.people.reach import reach_of
from gongjian.people.terms import Terms
from gongjian.places.queries import tree


@transaction.atomic
def grant(person: Person, terms: Terms, *, by: Person, at: datetime) -> Grant:
    """Give `person` a role. A deputy is somebody who is given it for the days of an absence.

    raises   Refused when the rules forbid it; nothing is saved then.
    """
    # Read anew and held: a reorganisation may have moved the area since it was chosen.
    terms = replace(terms, area=tree.locked(terms.area.pk))
    person = Person.objects.select_for_update().get(pk=person.pk)
    today = day_of(at)
    held = queries.open_grants(person, today)
    if refusal := rules.why_not_grant(person, held, terms, reach=reach_of(by, on=today), today=today):
        raise Refused(refusal)
    given = Grant.objects.create(
        person=person,
        role=terms.role,
        area=terms.area,
        area_path=terms.area.path,
        department=terms.department,
        starts=terms.starts,
        ends=terms.ends,
        granted_by=by,
    )
    record("role.granted", person, by=by, at=at, area_path=given.area_path, after=described(given))
    return given


@transaction.atomic
def revoke(given: Grant, *, reason: str, by: Person, at: datetime) -> Grant:
    """Take a role back at once; that it was held stays written.

    raises   Refused when the rules forbid it, or it is no longer held.
    """
    queries.lock_administrators()
    Person.objects.select_for_update().get(pk=given.person_id)
    given = Grant.objects.select_related("area", "department", "person").get(pk=given.pk)
    today = day_of(at)
    refusal = rules.why_not_revoke(
        given,
        reach=reach_of(by, on=today),
        today=today,
        orphans=queries.orphans([given], today),
    )
    if refusal:
        raise Refused(refusal)
    given.revoked_at, given.revoked_by = at, by
    given.save(update_fields=["revoked_at", "revoked_by"])
    record(
        "role.revoked",
        given.person,
        by=by,
        at=at,
        area_path=given.area_path,
        before=described(given),
        note=reason,
    )
    return given


def described(given: Grant) -> dict[str, str]:
    """A grant as the history tells it."""
    words = {
        "role": given.role,
        "area": given.area.name,
        "department": given.department.name if given.department else "",
        "starts": given.starts.isoformat(),
        "ends": given.ends.isoformat() if given.ends else "",
    }
    return {field: word for field, word in words.items() if word}
