"""What the rules look at: a plan's wording, its items, its phases, and what the plan says of its year."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from gongjian.engines.plans.model import Phase, Role, Span
from gongjian.engines.plans.outline import Node
from gongjian.engines.plans.stated_year import stated_year
from gongjian.engines.plans.wording import Wording

# An opening is a paragraph or two; a text without items has no other end.
_OPENING = 1_500
# A letter is signed and dated on its last lines.
_CLOSING = 80


@dataclass(frozen=True)
class Draft:
    """A plan while it is being read. Rules take one and give what they found; none changes it."""

    title: str
    wording: Wording
    nodes: list[Node] = field(default_factory=list)
    roles: dict[Node, Role] = field(default_factory=dict)
    phases: tuple[Phase, ...] = ()
    phase_dates: tuple[Span, ...] = ()

    def node_at(self, offset: int) -> Node | None:
        """The innermost item that holds the offset, or None before the first item."""
        index = bisect_right(self._starts, offset) - 1
        node = self.nodes[index] if index >= 0 else None
        while node and node.end <= offset:
            node = node.parent
        return node

    def next_label(self, offset: int) -> int:
        """Where the next item begins behind the offset; the end of the text where none does."""
        index = bisect_right(self._starts, offset)
        return self._starts[index] if index < len(self.nodes) else len(self.wording.folded)

    def label_end(self, offset: int) -> int:
        """Where the label of the item that holds the offset ends; 0 before the first item."""
        node = self.node_at(offset)
        return node.label.end if node else 0

    def clause(self, start: int, end: int) -> Span:
        """The clause around folded[start:end], without the label of an item that begins in it."""
        first, last = self.wording.clause(start, end)
        label_end = self.label_end(start)
        if first < label_end <= start:
            first, last = self.wording.trimmed(label_end, last)
        return first, last

    def role_at(self, offset: int) -> Role | None:
        """The role of the top-level item that holds the offset."""
        node = self.node_at(offset)
        return self.roles.get(node.top) if node else None

    def phase_at(self, offset: int) -> Phase | None:
        """The phase in whose text the offset lies."""
        index = bisect_right(self._phase_starts, offset) - 1
        phase = self.phases[index] if index >= 0 else None
        return phase if phase and offset < phase.span[1] else None

    @cached_property
    def phase_years(self) -> frozenset[str]:
        """The years that the phases name."""
        edges = [edge for phase in self.phases for edge in (phase.start, phase.end) if edge]
        return frozenset(edge[:4] for edge in edges if not edge.startswith("XXXX"))

    @cached_property
    def _phase_starts(self) -> list[int]:
        return [phase.span[0] for phase in self.phases]

    @cached_property
    def _starts(self) -> list[int]:
        return [node.start for node in self.nodes]

    @cached_property
    def stated_year(self) -> str | None:
        """The year the plan is for, where it says so."""
        text = self.wording.folded
        return stated_year(self.title, text[: min(self.next_label(-1), _OPENING)], text[-_CLOSING:])
