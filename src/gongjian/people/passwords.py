"""First passwords, and the rules for those that people choose."""

import secrets
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from gongjian.people.models import Person

# Read aloud and typed from paper: without 0 o 1 l i, which look alike.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
DIGITS = "23456789"
GROUPS = 3
# A first password is drawn at random (2**55 of them) and used once, so stretching it gains nothing, while 500
# imported accounts would take minutes. The first sign-in makes the hash anew at full strength.
FIRST_ITERATIONS = 10_000


def first_password() -> str:
    """A random password that is easy to copy from paper: `hx4k-92mp-qwt7`."""
    groups = ("".join(secrets.choice(LETTERS + DIGITS) for _ in range(3)) for _ in range(GROUPS))
    return "-".join(group + secrets.choice(DIGITS) for group in groups)


def hash_first(password: str) -> str:
    """The stored form of a password that `first_password` drew."""
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), FIRST_ITERATIONS)
    return hasher.encode(password, hasher.salt())


class LettersAndDigitsValidator:
    """At least one letter (a Chinese character is one) and one digit."""

    def validate(self, password: str, user: "Person | None" = None) -> None:
        if not (any(c.isalpha() for c in password) and any(c.isdigit() for c in password)):
            raise ValidationError(
                _("The password needs at least one letter and one digit."), code="letters_and_digits"
            )

    def get_help_text(self) -> str:
        return _("It contains both letters and digits.")


class LongEnoughValidator:
    """At least `min_length` characters, and not so long that hashing it becomes work."""

    MAX_LENGTH = 128

    def __init__(self, min_length: int = 10) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: "Person | None" = None) -> None:
        if len(password) < self.min_length:
            raise ValidationError(
                _("The password needs at least %(min)d characters; this one has %(have)d.")
                % {"min": self.min_length, "have": len(password)},
                code="too_short",
            )
        if len(password) > self.MAX_LENGTH:
            raise ValidationError(
                _("The password may have at most %(max)d characters.") % {"max": self.MAX_LENGTH},
                code="too_long",
            )

    def get_help_text(self) -> str:
        return _("It has at least %(min)d characters.") % {"min": self.min_length}


class UnlikeThePersonValidator(UserAttributeSimilarityValidator):
    """Not the name or the account with a little added. Django's check in our words."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("username", "name"))

    def validate(self, password: str, user: "Person | None" = None) -> None:
        try:
            super().validate(password, user)
        except ValidationError as error:
            raise ValidationError(
                _("The password is too much like your name or account."), code="too_similar"
            ) from error

    def get_help_text(self) -> str:
        return _("It is not like your name or account.")


class UncommonValidator(CommonPasswordValidator):
    """None of the twenty thousand passwords that are tried first. Django's list, our words."""

    def validate(self, password: str, user: "Person | None" = None) -> None:
        try:
            super().validate(password, user)
        except ValidationError as error:
            raise ValidationError(
                _("Many people use this password, so it is guessed first. Choose another."), code="too_common"
            ) from error

    def get_help_text(self) -> str:
        return _("It is none that many people use.")
