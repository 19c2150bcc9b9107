"""The tree and the places of facts as the engine sees them."""

from django.db import connection

from gongjian.engines.measures.compiler.dialects import POSTGRESQL, SQLITE, Dialect
from gongjian.engines.measures.facts import Area as Target
from gongjian.engines.measures.facts import Place as Spot
from gongjian.engines.measures.facts import Scope
from gongjian.facts.models import Place
from gongjian.kernel import paths
from gongjian.places.models import Area, Kind

# Figures are shown for these; what is recorded at a building counts for its grid and above.
SHOWN = [kind for kind in Kind.values if kind != Kind.BUILDING]


def as_now(root: str) -> Scope:
    """The areas at and below `root` as they stand today, with every fact ever made in them. Two queries.

    A fact of an area that ended counts where the area is filed: in its successor.
    """
    rows = Area.objects.filter(paths.within(root), kind__in=SHOWN, valid_to=None).values_list(
        "pk", "kind", "path", "valid_from"
    )
    by_path = {path: pk for pk, _kind, path, _since in rows}
    areas = {
        pk: Target(
            pk,
            kind,
            begins=since.toordinal(),
            above=frozenset(by_path[path] for path in paths.ancestors(path) if path in by_path),
        )
        for pk, kind, path, since in rows
    }
    spots = Place.objects.filter(paths.within(root, "area__path")).values_list("pk", "area_id", "area__path")
    places = {
        pk: Spot(pk, area, tuple(by_path[p] for p in [*paths.ancestors(path), path] if p in by_path))
        for pk, area, path in spots
    }
    return Scope(areas, places)


def dialect() -> Dialect:
    """The one of Django's connection, as its cursors want it."""
    return (POSTGRESQL if connection.vendor == "postgresql" else SQLITE).through_django()
