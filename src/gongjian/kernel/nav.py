"""What an app offers to the side navigation."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A link of the side navigation.

    section  which group it stands in: "work", "district" or "system".
    label    the translated word of the glossary.
    icon     a name of the icon sprite.
    url      a URL name without arguments, `campaigns:list`.
    order    smaller stands higher.
    count    what waits there, or None.
    covers   beginnings of other addresses that belong there: `/reports/`.
    """

    section: str
    label: str | Promise
    icon: str
    url: str
    order: int
    count: int | None = None
    covers: tuple[str, ...] = ()
