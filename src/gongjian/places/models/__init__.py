"""The tree, and the lists that are to be imported into it."""

from gongjian.places.kinds import Kind, Settlement
from gongjian.places.models.drafts import ImportDraft
from gongjian.places.models.tree import Area, Change, Placement

__all__ = ["Area", "Change", "ImportDraft", "Kind", "Placement", "Settlement"]
