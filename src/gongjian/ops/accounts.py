"""The first account of an installation: only the operator can issue it, from the command line."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongjian.history.actions import record
from gongjian.ops.errors import OperatorError
from gongjian.people.models import Person


@transaction.atomic
def create_operator(
    *, username: str, name: str, password: str, must_change_password: bool, at: datetime
) -> Person:
    """Issue an account that sees every area and may issue others.

    raises   OperatorError when the account name is taken or not one, or the password breaks a rule.
    """
    person = Person(
        username=username,
        name=name,
        is_operator=True,
        must_change_password=must_change_password,
        password_changed_at=None if must_change_password else at,
        created_at=at,
    )
    person.set_password(password)
    try:
        person.full_clean(validate_unique=False)
        validate_password(password, person)
    except ValidationError as error:
        raise OperatorError(" ".join(error.messages)) from error
    try:
        person.save()
    except IntegrityError as error:
        raise OperatorError(_("The account name %(name)s is taken.") % {"name": username}) from error
    record("person.issued", person, by=None, at=at, after={"username": username, "is_operator": True})
    return person
