"""What the search box finds of areas: by name, official code, or the first letters in pinyin."""

from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

from gongjian.kernel.search import Hit
from gongjian.places import queries

if TYPE_CHECKING:
    from gongjian.people.reach import Reach

AREA = pgettext_lazy("kind of hit", "Areas")


def find(text: str, reach: "Reach", limit: int) -> list[Hit]:
    """The current areas that `text` can mean. Three queries at most."""
    found = queries.find(text, queries.current(queries.visible_to(reach)), limit)
    trails = queries.trails(found)
    return [
        Hit(
            area.name,
            " · ".join(filter(None, [str(area.get_kind_display()), "/".join(trails[area.pk]), area.code])),
            area.get_absolute_url(),
            AREA,
            area.icon,
        )
        for area in found
    ]
