"""Programmes and their standards.

What packs bring is everyone's to read; a standard that was read from a plan is seen where that plan's area is.
"""

from functools import cache

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from gongjian.engines.packs.loading import SHIPPED, load
from gongjian.engines.packs.model import Head
from gongjian.people.reach import Reach
from gongjian.programmes.models import Pack, Programme, Standard


def programmes(reach: Reach) -> QuerySet[Programme]:
    """Those the person may see, each with the standards they may see, the newest version first.

    `judged` on a standard is how many items it judges. A programme whose standards are all of other areas is
    not seen; one that has none yet is only a name.
    """
    seen = standards(reach)
    shown = seen.annotate(judged=Count("items", filter=Q(items__is_leaf=True))).order_by("-version")
    return Programme.objects.filter(
        ~Exists(Standard.objects.filter(programme=OuterRef("pk")))
        | Exists(seen.filter(programme=OuterRef("pk")))
    ).prefetch_related(Prefetch("standards", shown))


def standards(reach: Reach) -> QuerySet[Standard]:
    """Those of everyone, and those of the areas that the person sees or stands in."""
    return Standard.objects.filter(Q(area_path="") | reach.up_and_down()).select_related("programme")


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
