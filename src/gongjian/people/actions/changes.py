"""Changing the columns of an account with its history, whoever does it."""

from collections.abc import Mapping
from datetime import datetime

from gongjian.history.actions import record
from gongjian.people import queries
from gongjian.people.models import Person

# That a sealed field changed is history; its value is not.
SEALED = "•••"


def change(
    person: Person, values: Mapping[str, str], *, phone: str | None, by: Person, at: datetime
) -> Person:
    """Save what differs and note it; nothing is written when nothing does. `person` is locked by the caller.

    phone   None where it stays as it is.
    """
    before = {field: getattr(person, field) for field in values if getattr(person, field) != values[field]}
    after = {field: values[field] for field in before}
    for field, value in after.items():
        setattr(person, field, value)
    if phone is not None and phone != person.phone:
        before["phone"], after["phone"] = SEALED if person.phone else "", SEALED if phone else ""
        person.phone = phone
    if not after:
        return person
    person.version += 1
    person.save(update_fields=[*after, "version"])
    area_path = queries.seat(person, at)
    record("person.edited", person, by=by, at=at, area_path=area_path, before=before, after=after)
    return person
