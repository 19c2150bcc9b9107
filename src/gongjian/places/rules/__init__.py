"""Who may change the tree, and what it must stay like."""

from gongjian.places.rules.areas import (
    look_of,
    nothing_changed,
    why_not_add,
    why_not_amend,
    why_not_as_seen,
    why_not_close,
    why_not_code,
    why_not_name,
    why_not_stand,
    why_not_turn,
)
from gongjian.places.rules.lists import (
    why_not_as_previewed,
    why_not_confirm,
    why_not_discard,
    why_not_import,
)
from gongjian.places.rules.reorganise import (
    why_not_deep,
    why_not_distribute,
    why_not_make,
    why_not_merge,
    why_not_move,
    why_not_split,
)
from gongjian.places.rules.rights import (
    AUDIT,
    MANAGE,
    why_not_manage,
    why_not_place,
)

__all__ = [
    "AUDIT",
    "MANAGE",
    "look_of",
    "nothing_changed",
    "why_not_add",
    "why_not_amend",
    "why_not_as_previewed",
    "why_not_as_seen",
    "why_not_close",
    "why_not_code",
    "why_not_confirm",
    "why_not_deep",
    "why_not_discard",
    "why_not_distribute",
    "why_not_import",
    "why_not_make",
    "why_not_manage",
    "why_not_merge",
    "why_not_move",
    "why_not_name",
    "why_not_place",
    "why_not_split",
    "why_not_stand",
    "why_not_turn",
]
