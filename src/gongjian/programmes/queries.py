"""Programmes and their standards. They belong to no area: everyone of the staff may read them."""

from functools import cache

from django.db.models import Count, Prefetch, Q, QuerySet

from gongjian.engines.packs.loading import SHIPPED, load
from gongjian.engines.packs.model import Head
from gongjian.programmes.models import Pack, Programme, Standard


def programmes() -> QuerySet[Programme]:
    """All programmes with their standards, the newest version first, and how many items each judges."""
    standards = Standard.objects.annotate(judged=Count("items", filter=Q(items__is_leaf=True))).order_by(
        "-version"
    )
    return Programme.objects.prefetch_related(Prefetch("standards", standards))


def standards() -> QuerySet[Standard]:
    return Standard.objects.select_related("programme")


def packs() -> QuerySet[Pack]:
    """Every installed version, the newest of each pack first."""
    return Pack.objects.select_related("programme", "installed_by").defer("files")


def not_installed() -> list[Head]:
    """What comes with the program and is not installed in that version. One query."""
    installed = set(Pack.objects.values_list("code", "version"))
    return [head for head in _shipped() if (head.id, head.version) not in installed]


@cache
def _shipped() -> tuple[Head, ...]:
    """The packs that come with the program, a vocabulary left out: it comes with whatever is built on it."""
    found = (load(path.parent).pack for path in sorted(SHIPPED.glob("*/pack.yaml")))
    return tuple(pack.head for pack in found if pack is not None and pack.standard is not None)
