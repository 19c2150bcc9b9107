"""The items of a plan as a tree, by where their words stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongjian.campaigns.proposals.values import Source
from gongjian.engines.plans.model import Span

HEAD_ROOM = 4  # an item's label and its marks before the words of its head


@dataclass(slots=True)
class Node:
    """An item, what stands above it, and the words that are its own (not its children's)."""

    source: Source
    parent: "Node | None"
    level: int
    role: str
    children: list["Node"]
    own: Span

    @property
    def key(self) -> str:
        return f"item-{self.source.key}"

    @property
    def head(self) -> str:
        return str(self.source.data.get("head", "")).strip()

    @property
    def span(self) -> Span:
        return self.source.place


def grow(items: Iterable[Source]) -> list[Node]:
    """The nodes in the order of the text, parents before children.

    Nesting follows the spans; an item without words of its own place stands at the top, at the end.
    A role is inherited from the top item.
    """
    placed = sorted((s for s in items if s.span), key=lambda s: (s.place[0], -s.place[1], s.key))
    loose = [s for s in items if not s.span]
    nodes: list[Node] = []
    above: list[Node] = []
    for source in placed:
        while above and source.place[1] > above[-1].span[1]:
            above.pop()
        parent = above[-1] if above else None
        node = _node(source, parent)
        nodes.append(node)
        above.append(node)
    nodes.extend(_node(source, None) for source in loose)
    for node in nodes:
        first = min((child.span[0] for child in node.children), default=node.span[1])
        node.own = (node.span[0], first)
    return nodes


def _node(source: Source, parent: Node | None) -> Node:
    role = str(source.data.get("role") or "")
    node = Node(
        source=source,
        parent=parent,
        level=parent.level + 1 if parent else 1,
        role=parent.role if parent else role or "other",
        children=[],
        own=source.place,
    )
    if parent:
        parent.children.append(node)
    return node


def innermost(nodes: Sequence[Node], span: Span | None) -> Node | None:
    """The deepest node whose words hold the beginning of `span`."""
    if span is None:
        return None
    found = None
    for node in nodes:
        if node.source.span and node.span[0] <= span[0] < node.span[1]:
            found = node  # later ones that also hold it are deeper: the order is that of the text
        elif node.span[0] > span[0] and node.source.span:
            break
    return found


def top(node: Node) -> Node:
    while node.parent:
        node = node.parent
    return node
