"""What the history asks about areas: it keeps the paths as then, and stands below this app."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from gongjian.places.models import Area, Placement
from gongjian.places.queries.finding import find as find_areas

if TYPE_CHECKING:
    from gongjian.people.reach import Reach

# `people.roles.Capability.AUDIT`, which stands above this app.
AUDIT = "audit"
MEANT = 20


def names(paths: Collection[str]) -> dict[str, str]:
    """The names of areas by paths that they have or once had. One query; a path names one area for ever."""
    placed = Placement.objects.filter(path__in=paths).order_by("starts")
    return dict(placed.values_list("path", "name"))


def find(text: str, reach: "Reach") -> list[str]:
    """The paths, as now and as then, of the audited areas that `text` can mean. Two queries or three."""
    found = find_areas(text, Area.objects.filter(reach.down(AUDIT, "path")), MEANT)
    placed = Placement.objects.filter(area__in=found).values_list("path", flat=True)
    return sorted({*placed, *(area.path for area in found)})
