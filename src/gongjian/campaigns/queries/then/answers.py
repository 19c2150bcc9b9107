"""The self-check as then: the communities of a day and what they had answered by its end."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongjian.campaigns.models import BatchArea, Campaign, ItemCheck
from gongjian.campaigns.queries import visible
from gongjian.campaigns.queries.then.day import Then, about, areas_at
from gongjian.kernel import paths
from gongjian.kernel.clock import day_of
from gongjian.places import queries as places


@dataclass(frozen=True, slots=True)
class Place:
    """An area as it stood on the day; `above` is the number and name of what it stood under, None at the top."""

    pk: int
    name: str
    path: str
    above: tuple[int, str] | None


def communities(then: Then) -> list[Place]:
    """The communities that took part on the day, in the order of the tree. Two queries, of batches four."""
    if then.ground is None:
        return []
    found = places.in_force(then.day).filter(
        then.in_sight, paths.within(then.ground), kind__in=visible.COMMUNITIES
    )
    if then.campaign.taking_part == Campaign.TakingPart.BATCHES:
        found = found.filter(area__in={area for _batch, area in seats(then)})
    rows = list(found.order_by("path").values_list("area_id", "name", "path"))
    above = areas_at({paths.parent(path) for _pk, _name, path in rows}, then.day)
    return [Place(pk, name, path, above.get(paths.parent(path))) for pk, name, path in rows]


def seats(then: Then) -> set[tuple[int, int]]:
    """Batch and community: those of today, without what heirs have taken over or was added since. Two queries."""
    found = {
        (batch, area): name
        for batch, area, name in BatchArea.objects.filter(batch__campaign=then.campaign)
        .order_by()
        .values_list("batch", "area", "area__name")
    }
    since = about(then.campaign.batches.all()).filter(
        at__gte=then.until, verb__in=("batch.inherited", "batch.chosen")
    )
    for key, verb, at, before, after in since.order_by("-at", "-pk").values_list(
        "subject_id", "verb", "at", "before", "after"
    ):
        of = int(key)
        if verb == "batch.chosen":
            added = set(after.get("in", ()))
            found = {seat: name for seat, name in found.items() if seat[0] != of or name not in added}
            continue
        for seat, name in list(found.items()):
            old = then.ended.get((seat[1], before.get("area", ""), day_of(at)))
            if seat[0] == of and name == after.get("area") and old is not None:
                del found[seat]
                found[(of, old)] = before["area"]
    return set(found)


def states(then: Then, found: Sequence[Place]) -> dict[tuple[int, int], str]:
    """The answers of these communities at the end of the day, by community and item. Two queries."""
    rows = ItemCheck.objects.filter(campaign=then.campaign, area__in=[place.pk for place in found])
    since = about(rows.filter(at__gte=then.until)).filter(
        verb="item.checked", at__gte=then.until, before__has_key="state"
    )
    was: dict[str, str] = {}
    for pk, before in since.order_by("at", "pk").values_list("subject_id", "before"):
        was.setdefault(pk, before["state"])
    found_states = {}
    for check, area, item, state, at, version in rows.order_by().values_list(
        "pk", "area_id", "item_id", "state", "at", "version"
    ):
        # Without a word of the history, a first answer was given after the day.
        is_later = at >= then.until and version == 1
        if known := was.get(str(check), "" if is_later else state):
            found_states[(area, item)] = known
    return found_states
