"""What a person does to their own account."""

from datetime import datetime

from django.db import transaction

from gongjian.history.actions import record
from gongjian.people import queries
from gongjian.people.actions.changes import change
from gongjian.people.models import Person


def set_look(person: Person, *, theme: str = "", type: str = "", language: str = "") -> None:
    """Remember how pages look to `person`; what is empty stays. A matter of taste: no history."""
    if theme:
        person.theme = theme
    if language:
        person.language = language
    if type:
        person.large_type = type == "large"
    person.save(update_fields=["theme", "language", "large_type"])


@transaction.atomic
def change_password(person: Person, *, new_password: str, by: Person, at: datetime) -> Person:
    """Give `person` the password they chose. Every session of theirs ends; the caller renews the present one.

    The forms check the old password and the rules.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.set_password(new_password)
    person.must_change_password = False
    person.password_changed_at = at
    person.save(update_fields=["password", "must_change_password", "password_changed_at"])
    record("person.password-changed", person, by=by, at=at, area_path=queries.seat(person, at))
    return person


@transaction.atomic
def edit(person: Person, *, post: str, phone: str | None, by: Person, at: datetime) -> Person:
    """Change what a person says about themselves; the name is in the hands of the administrator.

    phone   None where it stays as it is.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    return change(person, {"post": post}, phone=phone, by=by, at=at)


@transaction.atomic
def end_sessions(person: Person, *, by: Person, at: datetime) -> Person:
    """End every session of `person`; the caller renews the present one."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    person.session_round += 1
    person.save(update_fields=["session_round"])
    record("person.sessions-ended", person, by=by, at=at, area_path=queries.seat(person, at))
    return person
