"""Who may change the tree, and what it must stay like."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db.models import Max, Q
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from gongjian.kernel import paths
from gongjian.kernel.refusal import Refusal
from gongjian.places.kinds import RANK, Kind, may_stand_under, same_rank
from gongjian.places.models import Area, ImportDraft
from gongjian.places.names import LONGEST
from gongjian.places.regrouping import NewArea

if TYPE_CHECKING:
    from gongjian.people.reach import Reach

# `people.roles.Capability.MANAGE_AREAS`, which stands above this app.
MANAGE = "manage-areas"
# `people.roles.Capability.AUDIT`.
AUDIT = "audit"
FEWEST_MERGED = 2
FEWEST_PARTS = 2


# --- Rights -----------------------------------------------------------------------------------------------
def why_not_manage(area: Area | None, *, reach: "Reach") -> Refusal | None:
    """What stands in an area (names, codes, children) is changed by those who manage it; the top by an operator."""
    if reach.may(MANAGE, area.path if area else paths.ROOT):
        return None
    if area is None:
        return Refusal("not_operator", _("Only an operator can add an area at the top of the tree."))
    return Refusal(
        "not_manager",
        _("You may look at %(area)s, but only its area administrator can change it.") % {"area": area.name},
    )


def why_not_place(area: Area, *, reach: "Reach") -> Refusal | None:
    """Whether an area is there at all, and where, is decided one level up."""
    if reach.may(MANAGE, paths.parent(area.path)):
        return None
    return Refusal(
        "not_manager_above",
        _(
            "Moving, merging, splitting or closing %(area)s is decided by the administrator of the area above it."
        )
        % {"area": area.name},
    )


# --- One area ---------------------------------------------------------------------------------------------
def why_not_add(parent: Area | None, *, reach: "Reach") -> Refusal | None:
    """Whether areas can be added under `parent`."""
    if refusal := why_not_manage(parent, reach=reach):
        return refusal
    if parent is None:
        return None
    if not parent.is_current:
        return _ended(parent)
    if parent.kind == Kind.BUILDING:
        return Refusal("building", _("Nothing stands under a building."))
    if parent.depth >= paths.MAX_DEPTH:
        return Refusal("too_deep", _("The tree has at most %(depth)s levels.") % {"depth": paths.MAX_DEPTH})
    return None


def why_not_amend(area: Area, *, reach: "Reach") -> Refusal | None:
    """Whether name, kind and code can be changed."""
    return why_not_manage(area, reach=reach) or (None if area.is_current else _ended(area))


def why_not_close(area: Area, *, reach: "Reach", with_below: bool = False) -> Refusal | None:
    if refusal := why_not_place(area, reach=reach):
        return refusal
    if not area.is_current:
        return _ended(area)
    if not with_below and area.children.filter(valid_to=None).exists():
        return Refusal(
            "has_children",
            _("Areas still stand under %(area)s. Move them first, or close them together with it.")
            % {"area": area.name},
        )
    return None


def why_not_stand(kind: str, parent: Area | None) -> Refusal | None:
    """Whether an area of `kind` may stand under `parent`."""
    if may_stand_under(kind, parent.kind if parent else None):
        return None
    if parent is None:
        sentence = _("This kind cannot stand at the top of the tree: %(kind)s.") % {"kind": Kind(kind).label}
    else:
        sentence = _("%(kind)s cannot stand under %(parent)s (%(parent_kind)s).") % {
            "kind": Kind(kind).label,
            "parent": parent.name,
            "parent_kind": parent.get_kind_display(),
        }
    return Refusal("misplaced", sentence)


def why_not_name(name: str, kind: str, parent: Area | None, *, but: Collection[int] = ()) -> Refusal | None:
    """Whether an area under `parent` can have this name; the areas `but` do not count."""
    if not name:
        return Refusal("no_name", _("Enter a name."))
    if len(name) > LONGEST:
        return Refusal("long_name", _("A name has at most %(longest)s characters.") % {"longest": LONGEST})
    same = Area.objects.filter(parent=parent, kind=kind, name=name, valid_to=None).exclude(pk__in=but)
    if same.exists():
        return Refusal(
            "twin", _("An area of this kind called %(name)s stands there already.") % {"name": name}
        )
    return None


def why_not_code(code: str, kind: str, parent: Area | None, *, but: Collection[int] = ()) -> Refusal | None:
    """Whether a well-formed code is free; the areas `but` do not count."""
    if not code:
        return None
    same = Area.objects.filter(code=code, valid_to=None).exclude(pk__in=but)
    same = (
        same.filter(kind=kind, parent=parent) if kind == Kind.BUILDING else same.exclude(kind=Kind.BUILDING)
    )
    if owner := same.first():
        return Refusal(
            "code_taken",
            _("%(code)s is the code of %(area)s already.") % {"code": code, "area": owner.name},
        )
    return None


def why_not_turn(area: Area, kind: str) -> Refusal | None:
    """Whether an area may become another kind: a township a subdistrict, a village a community."""
    if kind in same_rank(area.kind):
        return None
    return Refusal(
        "other_rank",
        _("%(area)s can only be turned into a kind of the same level.") % {"area": area.name},
    )


def look_of(area: Area) -> str:
    """What a person sees of an area before changing it, as one text to compare."""
    return "|".join([area.kind, area.name, area.code, area.settlement, str(area.valid_to)])


def why_not_as_seen(area: Area, seen: str | None) -> Refusal | None:
    """Whether the area still looks as it did when the form was opened."""
    if seen is None or seen == look_of(area):
        return None
    return Refusal(
        "changed_meanwhile",
        _("Someone else has changed %(area)s since you opened this page. Open it again and look.")
        % {"area": area.name},
    )


def nothing_changed() -> Refusal:
    return Refusal("nothing_changed", _("Nothing was changed: name, kind and code are as they were."))


# --- A list -----------------------------------------------------------------------------------------------
def why_not_import(base: Area | None, *, reach: "Reach") -> Refusal | None:
    """Whether a list can be imported under `base`."""
    return why_not_manage(base, reach=reach) or (_ended(base) if base and not base.is_current else None)


def why_not_confirm(draft: ImportDraft, *, reach: "Reach") -> Refusal | None:
    if refusal := why_not_import(draft.base, reach=reach):
        return refusal
    if draft.state == ImportDraft.State.DONE:
        return Refusal("imported", _("This list has been imported already."))
    if draft.state == ImportDraft.State.IMPORTING:
        return Refusal("importing", _("This list is being imported just now."))
    if draft.state != ImportDraft.State.READY:
        return Refusal("not_ready", _("Correct what is marked in the file and upload it again."))
    return None


def why_not_as_previewed(draft: ImportDraft, fingerprint: str) -> Refusal | None:
    if fingerprint == draft.fingerprint:
        return None
    return Refusal(
        "stale_preview",
        _("The list was checked anew since you looked. Look at the preview and confirm again."),
    )


def why_not_discard(draft: ImportDraft) -> Refusal | None:
    if draft.state in (ImportDraft.State.DONE, ImportDraft.State.IMPORTING):
        return Refusal("imported", _("A list that was imported is kept as proof of what it brought."))
    return None


# --- Several ----------------------------------------------------------------------------------------------
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
        return _ended(to)
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
    return why_not_place(area, reach=reach) or (None if area.is_current else _ended(area))


def _ended(area: Area) -> Refusal:
    return Refusal(
        "ended",
        _("%(area)s ended on %(day)s and is not changed any more.")
        % {"area": area.name, "day": area.valid_to},
    )
