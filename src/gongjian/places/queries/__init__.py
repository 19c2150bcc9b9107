"""Reading the tree: as it is now, as it was then, and what a change of it would do."""

from gongjian.places.queries.finding import find
from gongjian.places.queries.then import (
    current_of,
    life_of,
    now_of,
    path_on,
    placement_on,
    subtree_on,
)
from gongjian.places.queries.tree import (
    Node,
    above,
    branch,
    branches,
    children_of,
    counts_below,
    current,
    locked,
    next_number,
    own_tops,
    places_for,
    sisters_of,
    trails,
    visible_to,
)

__all__ = [
    "Node",
    "above",
    "branch",
    "branches",
    "children_of",
    "counts_below",
    "current",
    "current_of",
    "find",
    "life_of",
    "locked",
    "next_number",
    "now_of",
    "own_tops",
    "path_on",
    "placement_on",
    "places_for",
    "sisters_of",
    "subtree_on",
    "trails",
    "visible_to",
]
