"""What every page of the shell shows: navigation, counts, who is signed in, how it looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from gongjian.kernel.collect import offers
from gongjian.kernel.nav import NavEntry
from gongjian.people.reach import Reach

SECTIONS: Mapping[str, str | Promise] = {
    "work": _("Work"),
    "district": _("District"),
    "system": _("System"),
}
# The phone's bottom bar has room for this many, and "More".
BAR = 4


@dataclass(frozen=True, slots=True)
class NavLink:
    entry: NavEntry
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class NavSection:
    label: str | Promise
    links: tuple[NavLink, ...]


def shell(request: HttpRequest) -> dict[str, Any]:
    """The variables of `base.html`. Lazy: a fragment that shows no shell asks no question."""
    return {
        "nav": SimpleLazyObject(lambda: _sections(request)),
        "nav_bar": SimpleLazyObject(lambda: _bar(request)),
        "unread": SimpleLazyObject(lambda: _unread(request)),
        "today": timezone.localdate(),
        "theme": _theme(request),
        "large_type": _large_type(request),
        "is_demo": settings.GONGJIAN_DEMO,
        "languages": settings.LANGUAGES,
    }


def _reach(request: HttpRequest) -> Reach | None:
    return getattr(request, "reach", None) if request.user.is_authenticated else None


def _links(request: HttpRequest) -> list[NavLink]:
    if not hasattr(request, "_nav_links"):
        reach = _reach(request)
        found = [entry for offer in offers("nav", "entries") for entry in offer(reach)] if reach else []
        hrefs = {entry.url: reverse(entry.url) for entry in found}
        begins = {href: hrefs[entry.url] for entry in found for href in (hrefs[entry.url], *entry.covers)}
        longest = max((b for b in begins if request.path.startswith(b) and b != "/"), key=len, default="")
        here = begins.get(longest, request.path)
        request._nav_links = [  # type: ignore[attr-defined]  # kept for the second of the two navigations
            NavLink(entry, hrefs[entry.url], hrefs[entry.url] == here)
            for entry in sorted(found, key=lambda entry: entry.order)
        ]
    links: list[NavLink] = request._nav_links  # type: ignore[attr-defined]
    return links


def _sections(request: HttpRequest) -> list[NavSection]:
    links = _links(request)
    sections = (
        NavSection(label, tuple(link for link in links if link.entry.section == section))
        for section, label in SECTIONS.items()
    )
    return [section for section in sections if section.links]


def _bar(request: HttpRequest) -> list[NavLink]:
    return [link for link in _links(request) if link.entry.section == "work"][:BAR]


def _unread(request: HttpRequest) -> int:
    reach = _reach(request)
    return sum(count(reach.person_id) for count in offers("unread", "count")) if reach else 0


def _theme(request: HttpRequest) -> str:
    chosen = getattr(request.user, "theme", "") or request.COOKIES.get("theme", "")
    return chosen if chosen in ("light", "dark") else "auto"


def _large_type(request: HttpRequest) -> bool:
    chosen = getattr(request.user, "large_type", None)
    return request.COOKIES.get("type") == "large" if chosen is None else bool(chosen)
