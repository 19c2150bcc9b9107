"""Issuing many accounts at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongjian.history.actions import record
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.actions.grants import described
from gongjian.people.imports.checking import Checked, Planned, WrittenList, check
from gongjian.people.models import Grant, Person
from gongjian.people.passwords import first_password, hash_first
from gongjian.people.reach import reach_of


def issue_all(written: WrittenList, *, by: Person, at: datetime) -> list[tuple[Person, str]]:
    """All accounts of a list with their first passwords, or none.

    The list is checked once more, against what there is at this moment.

    raises   Refused when anything has to be corrected first; nothing is saved then.
    """
    passwords = [first_password() for _row in written.rows]
    hashes = [hash_first(password) for password in passwords]  # before the transaction, which others wait for
    try:
        with transaction.atomic():
            checked = check(written, reach=reach_of(by, on=day_of(at)), today=day_of(at))
            if checked.errors:
                raise Refused(no_longer_right(checked))
            people = _save(checked.planned, hashes, by=by, at=at)
    except IntegrityError as error:
        raise Refused(
            Refusal(
                "taken_meanwhile",
                _("Somebody else issued one of these accounts at the same moment. Confirm once more."),
            )
        ) from error
    return list(zip(people, passwords, strict=False))


def no_longer_right(checked: Checked) -> Refusal:
    return Refusal(
        "no_longer_right",
        _("Row %(row)d cannot be issued: %(sentence)s")
        % {"row": checked.errors[0].row, "sentence": checked.errors[0].sentence},
    )


def _save(planned: Sequence[Planned], hashes: Sequence[str], *, by: Person, at: datetime) -> list[Person]:
    people = Person.objects.bulk_create(
        Person(
            username=one.username,
            name=one.name,
            post=one.post,
            phone=one.phone,
            password=hashed,
            created_at=at,
        )
        for one, hashed in zip(planned, hashes, strict=False)
    )
    grants = Grant.objects.bulk_create(
        Grant(
            person=person,
            role=one.terms.role,
            area=one.terms.area,
            area_path=one.terms.area.path,
            department=one.terms.department,
            starts=one.terms.starts,
            ends=one.terms.ends,
            granted_by=by,
        )
        for one, person in zip(planned, people, strict=True)
    )
    for person, grant in zip(people, grants, strict=True):
        issued = {"username": person.username, "name": person.name, "post": person.post}
        record("person.issued", person, by=by, at=at, area_path=grant.area_path, after=issued)
        record("role.granted", person, by=by, at=at, area_path=grant.area_path, after=described(grant))
    return people
