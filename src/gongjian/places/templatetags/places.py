"""What the previews need to show a change that has not been made."""

from typing import Any

from django import template

from gongjian.places.queries.preview import Preview
from gongjian.places.regrouping import End

register = template.Library()


@register.simple_tag
def heir_of(preview: Preview, end: End) -> str:
    """The name of the area that inherits; it may not have a row yet."""
    return preview.regrouping.name_of(end.heir)


@register.simple_tag
def moves_of(preview: Preview) -> list[dict[str, Any]]:
    """The current areas that move, what they stand under, how many stand below each, and where they go."""
    group = preview.regrouping
    names = {area.pk: area.name for area in group.subjects}
    return [
        {
            "area": move.area,
            "upper": names.get(move.area.parent_id or 0, ""),
            "name": move.name,
            "below": preview.below[move.area.pk],
            "to": group.name_of(move.to),
        }
        for move in group.moves
        if move.area.is_current
    ]
