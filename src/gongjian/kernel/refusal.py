"""A refusal: why a person may not do this now, in a sentence they can read."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Refusal:
    """`code` is stable and lower case; `text` is a whole translated sentence that says what to do."""

    code: str
    text: str | Promise

    def __str__(self) -> str:
        return str(self.text)


class Refused(Exception):
    """Raised by an action that a rule forbids; nothing was saved."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
