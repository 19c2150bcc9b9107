"""What an app offers to the search box."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, already narrowed to what the person may see."""

    title: str
    subtitle: str
    url: str
    kind: str | Promise
    icon: str
