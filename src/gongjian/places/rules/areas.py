"""What one area must be like, and what may be done with it."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gongjian.kernel import paths
from gongjian.kernel.refusal import Refusal
from gongjian.places.kinds import Kind, may_stand_under, same_rank
from gongjian.places.models import Area
from gongjian.places.names import LONGEST
from gongjian.places.rules.rights import ended, why_not_manage, why_not_place

if TYPE_CHECKING:
    from gongjian.people.reach import Reach


def why_not_add(parent: Area | None, *, reach: "Reach") -> Refusal | None:
    """Whether areas can be added under `parent`."""
    if refusal := why_not_manage(parent, reach=reach):
        return refusal
    if parent is None:
        return None
    if not parent.is_current:
        return ended(parent)
    if parent.kind == Kind.BUILDING:
        return Refusal("building", _("Nothing stands under a building."))
    if parent.depth >= paths.MAX_DEPTH:
        return Refusal("too_deep", _("The tree has at most %(depth)s levels.") % {"depth": paths.MAX_DEPTH})
    return None


def why_not_amend(area: Area, *, reach: "Reach") -> Refusal | None:
    """Whether name, kind and code can be changed."""
    return why_not_manage(area, reach=reach) or (None if area.is_current else ended(area))


def why_not_close(area: Area, *, reach: "Reach", with_below: bool = False) -> Refusal | None:
    if refusal := why_not_place(area, reach=reach):
        return refusal
    if not area.is_current:
        return ended(area)
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
