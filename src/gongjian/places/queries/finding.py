"""Finding an area by its name, its code, or the first letters of its name in pinyin."""

from django.db.models import Q, QuerySet

from gongjian.places.fields import begins_with
from gongjian.places.models import Area
from gongjian.places.names import tidy


def find(text: str, areas: QuerySet[Area], limit: int) -> list[Area]:
    """At most `limit` of `areas` that `text` can mean: those that begin with it first, then those that hold it.

    幸福, xfl and 110101001 all find 幸福里社区. What begins with the text is an index search; only when that
    does not fill the list, names are looked through (60-90 ms in 700,000 areas, less in a district).
    """
    text = tidy(text)
    if not text:
        return []
    first = list(areas.filter(_beginning(text)).order_by("path")[:limit])
    if len(first) >= limit or text.isascii():
        return first
    holds = areas.filter(name__contains=text).exclude(pk__in=[area.pk for area in first])
    return first + list(holds.order_by("path")[: limit - len(first)])


def _beginning(text: str) -> Q:
    condition = begins_with(text, "name")
    if text.isascii():
        condition |= begins_with(text.upper(), "code") | begins_with(text.lower(), "initials")
    return condition
