"""The numbered items of a plan as a tree.

An item's parent is the item open when its label comes. A label whose series is open goes on with that
series; a new series opens below the item it stands in; a label in the middle of its series without a
beginning (its heading is missing) goes as high as its rank.
"""

from dataclasses import dataclass, field
from itertools import islice

from gongjian.engines.plans.heads import head_at, head_within
from gongjian.engines.plans.labels import Kind, Label, labels
from gongjian.engines.plans.limits import MOST_ITEMS
from gongjian.engines.plans.wording import Wording

_LOOK_AHEAD = 40

# Series that stand inside a paragraph end with it.
_RUN_IN = frozenset({Kind.POINT, Kind.CIRCLED})


@dataclass(slots=True, eq=False)
class Node:
    """An item while the plan is being read: its label, its head, its place in the tree and in the text.

    head      the title, as NOTES of the format have it: up to the first `。；：` or the line's end
    head_end  where that title ends in the text (before it is cut to forty characters)
    end       where the item with its children ends
    """

    label: Label
    path: str
    parent: "Node | None"
    head: str
    head_end: int
    end: int = 0
    children: list["Node"] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.label.start

    @property
    def own_end(self) -> int:
        """Where the item's own text ends and its first child begins."""
        return self.children[0].start if self.children else self.end

    @property
    def top(self) -> "Node":
        """The top-level item this one belongs to, which may be itself."""
        node = self
        while node.parent:
            node = node.parent
        return node


def outline(wording: Wording) -> list[Node]:
    """All items of the plan in the order of the text, at most MOST_ITEMS."""
    found = list(islice(labels(wording), MOST_ITEMS))
    nodes: list[Node] = []
    open_nodes: list[Node] = []
    for index, label in enumerate(found):
        if not _belongs(label, open_nodes, found, index) or _is_head_text(wording, label, open_nodes):
            continue
        _close(wording, open_nodes, _depth_for(label, open_nodes), label.start)
        parent = open_nodes[-1] if open_nodes else None
        head, head_end = head_at(wording, label.end, _next_line_label(found, index, len(wording.folded)))
        path = f"{parent.path}/{label.name}" if parent else label.name
        node = Node(label, path, parent, head, head_end)
        if parent:
            parent.children.append(node)
        nodes.append(node)
        open_nodes.append(node)
    _close(wording, open_nodes, 0, len(wording.folded))
    return nodes


def _close(wording: Wording, open_nodes: list[Node], depth: int, at: int) -> None:
    while len(open_nodes) > depth:
        node = open_nodes.pop()
        node.end = at
        if node.head_end > at:
            # A sibling's label stands in the middle of the phrase.
            node.head, node.head_end = head_within(wording, node.label.end, at).rstrip(",，、"), at


def _next_line_label(found: list[Label], index: int, end: int) -> int:
    """Where the next label stands if it opens a line, else the end of the text."""
    following = found[index + 1] if index + 1 < len(found) else None
    return following.start if following and following.opens_line else end


def _is_head_text(wording: Wording, label: Label, open_nodes: list[Node]) -> bool:
    """A label right behind a label belongs to the first one's head: `（一）①…`."""
    if label.opens_line or not open_nodes:
        return False
    return not wording.folded[open_nodes[-1].label.end : label.start].strip()


def _belongs(label: Label, open_nodes: list[Node], found: list[Label], index: int) -> bool:
    """Whether a doubtful label is borne out by its series: the number before it or the one after."""
    if not label.is_weak and (label.opens_line or label.kind is not Kind.DIGIT):
        return True
    if any(node.label.kind is label.kind and node.label.number + 1 == label.number for node in open_nodes):
        return True
    if not label.is_weak:
        return label.number == 1
    return _goes_on(label, found, index)


def _goes_on(label: Label, found: list[Label], index: int) -> bool:
    for later in found[index + 1 : index + 1 + _LOOK_AHEAD]:
        if later.kind is label.kind:
            return later.number == label.number + 1
    return False


def _depth_for(label: Label, open_nodes: list[Node]) -> int:
    """How many of the open items stay open: the last of them becomes the parent."""
    same = [depth for depth, node in enumerate(open_nodes) if node.label.kind is label.kind]
    if same:
        fitting = [depth for depth in same if open_nodes[depth].label.number + 1 == label.number]
        return (fitting or same)[-1]
    depth = len(open_nodes)
    if label.opens_line:
        depth = _without_run_in(open_nodes, depth)
    if label.number == 1 and label.kind > Kind.NUMERAL:
        return depth
    while depth and open_nodes[depth - 1].label.kind > label.kind:
        depth -= 1
    return depth


def _without_run_in(open_nodes: list[Node], depth: int) -> int:
    while depth and open_nodes[depth - 1].label.kind in _RUN_IN:
        depth -= 1
    return depth
