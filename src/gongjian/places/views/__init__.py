"""The pages of the area tree."""

from gongjian.places.views.browsing import area, branch, change, changes, find, tops
from gongjian.places.views.changing import amend, close, create
from gongjian.places.views.imports import confirm, discard, draft, template, upload
from gongjian.places.views.reorganising import merge, move, pick, split

__all__ = [
    "amend",
    "area",
    "branch",
    "change",
    "changes",
    "close",
    "confirm",
    "create",
    "discard",
    "draft",
    "find",
    "merge",
    "move",
    "pick",
    "split",
    "template",
    "tops",
    "upload",
]
