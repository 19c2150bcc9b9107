"""When areas can be merged, split and moved."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db.models import Max, Q
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from gongjian.kernel import paths
from gongjian.kernel.refusal import Refusal
from gongjian.places.kinds import RANK, same_rank
from gongjian.places.models import Area
from gongjian.places.regrouping import NewArea
from gongjian.places.rules.areas import why_not_code, why_not_name, why_not_stand
from gongjian.places.rules.rights import ended, why_not_manage, why_not_place

if TYPE_CHECKING:
    from gongjian.people.reach import Reach

FEWEST_MERGED = 2
FEWEST_PARTS = 2


def why_not_merge(areas: Sequence[Area], into: Area | NewArea, *, reach: "Reach") -> Refusal | None:
    """Whether `areas` can become one: `into` is one of them or a new area."""
    if len({area.pk for area in areas}) < FEWEST_MERGED:
        return Refusal("too_few", _("Choose at least two areas to merge."))
    for area in areas:
        if refusal := _why_not_touch(area, reach=reach):
            return refusal
    if len({area.parent_id for area in areas}) > 1:
        return Refusal(
            "not_sisters",
            _("Only areas under the same upper area can be merged. Move them under one area first."),
        )
    if len({RANK[area.kind] for area in areas}) > 1:
        return Refusal("other_rank", _("Only areas of the same level can be merged."))
    if isinstance(into, Area):
        return None if into in areas else Refusal("not_among", _("Choose which of the merged areas goes on."))
    return why_not_make([into], areas[0].parent, areas[0].kind, ending=areas)


def why_not_split(area: Area, parts: Sequence[NewArea], *, goes_on: bool, reach: "Reach") -> Refusal | None:
    """Whether `area` can become `parts`; `goes_on` means that it stays beside them as one more part."""
    if refusal := _why_not_touch(area, reach=reach):
        return refusal
    if len(parts) + goes_on < FEWEST_PARTS:
        return Refusal("too_few_parts", _("Name at least two parts."))
    return why_not_make(parts, area.parent, area.kind, ending=() if goes_on else (area,))


def why_not_distribute(
    area: Area, parts: Sequence[NewArea], *, heir: str | None, goes: Mapping[int, str]
) -> Refusal | None:
    """Whether every child that leaves is one of the area's and goes to one of the parts. One query."""
    keys = {part.key for part in parts}
    if not set(goes.values()) <= keys or (heir is not None and heir not in keys):
        return Refusal("unknown_part", _("Choose one of the new areas for each area below."))
    there = set(area.children.values_list("pk", flat=True))
    if not set(goes) <= there:
        return Refusal(
            "child_gone",
            _("An area below was moved elsewhere since you looked. Look at the areas below again."),
        )
    return None


def why_not_move(area: Area, to: Area, *, reach: "Reach") -> Refusal | None:
    """Whether `area`, with all below, can go under `to`."""
    if refusal := _why_not_touch(area, reach=reach):
        return refusal
    if refusal := why_not_manage(to, reach=reach):
        return refusal
    if not to.is_current:
        return ended(to)
    if to.pk == area.parent_id:
        return Refusal(
            "there_already",
            _("%(area)s stands under %(to)s already.") % {"area": area.name, "to": to.name},
        )
    if to.path.startswith(area.path):
        return Refusal("into_itself", _("An area cannot stand under itself or what is below it."))
    if refusal := why_not_stand(area.kind, to):
        return refusal
    return why_not_deep([area], to)


def why_not_make(
    news: Sequence[NewArea], parent: Area | None, kind: str, *, ending: Sequence[Area]
) -> Refusal | None:
    """Whether areas of the rank of `kind` can be made under `parent` while `ending` end."""
    but = {area.pk for area in ending}
    names = [new.name for new in news]
    codes = [new.code for new in news if new.code]
    if len(set(names)) < len(names):
        return Refusal("same_names", _("The new areas need different names."))
    if len(set(codes)) < len(codes):
        return Refusal("same_codes", _("The new areas need different codes."))
    for new in news:
        if new.kind not in same_rank(kind):
            return Refusal("other_rank", _("The new areas must be of the same level as the old ones."))
        if refusal := why_not_name(new.name, new.kind, parent, but=but):
            return refusal
        if refusal := why_not_code(new.code, new.kind, parent, but=but):
            return refusal
    return None


def why_not_deep(areas: Sequence[Area], to: Area) -> Refusal | None:
    """Whether the subtrees of `areas` fit under `to`. One query."""
    condition = Q(pk__in=())
    for area in areas:
        condition |= paths.within(area.path)
    longest = Area.objects.filter(condition).aggregate(longest=Max(Length("path")))["longest"] or 0
    levels = longest // paths.WIDTH - min((area.depth for area in areas), default=1) + 1
    if to.depth + levels <= paths.MAX_DEPTH:
        return None
    return Refusal("too_deep", _("The tree has at most %(depth)s levels.") % {"depth": paths.MAX_DEPTH})


def _why_not_touch(area: Area, *, reach: "Reach") -> Refusal | None:
    return why_not_place(area, reach=reach) or (None if area.is_current else ended(area))
