"""The items of a list against the tree: what is wrong with them, and what would come of the rest."""

from collections.abc import Callable
from typing import Any

from gongjian.kernel import paths
from gongjian.places import codes
from gongjian.places.imports.findings import Finding
from gongjian.places.imports.known import Tree
from gongjian.places.imports.outcome import Outcome, Placed, name_above
from gongjian.places.imports.reading import Written
from gongjian.places.imports.settling import Settling, code_of
from gongjian.places.kinds import RANK, Kind, may_stand_under
from gongjian.places.models import Area

Progress = Callable[[int, int], None]


def check(written: Written, base: Area | None, *, progress: Progress = lambda done, total: None) -> Outcome:
    """Work out what a list would do under `base` (None: the top of the tree). Changes nothing.

    A few queries for every 5,000 names and codes.
    """
    layout, items = written.layout, written.items
    outcome = Outcome(written.sheet.name, layout.titles, layout.unread, layout.heading)
    outcome.findings += written.findings
    uppers = [item.upper for item in items if item.upper]
    names = [*(item.name for item in items), *(name for upper in uppers for name in upper.names)]
    tree = Tree(base, names, [*(item.code for item in items), *(code_of(upper) for upper in uppers)])
    everything = Settling(items, tree, outcome.findings).run(progress)
    Examining(everything, tree, outcome.findings).run()
    for placed in everything:
        if placed.is_wrong or placed.is_spine:
            continue
        if placed.known is None:
            outcome.added.append(placed)
        elif placed.changes():
            outcome.changed.append(placed)
        else:
            outcome.unchanged += 1
    progress(len(items), len(items))
    return outcome


class Examining:
    """What is wrong or doubtful with items that have found their place."""

    def __init__(self, everything: list[Placed], tree: Tree, findings: list[Finding]) -> None:
        self.all, self.tree, self.findings = everything, tree, findings

    def run(self) -> None:
        """Sort the items from the top down, then look at each."""
        self._find_repeated()
        self.all.sort(key=lambda placed: placed.depth)
        for placed in self.all:
            self._examine(placed)

    def _find_repeated(self) -> None:
        """The same area or the same code in two rows."""
        standing: dict[tuple[int, int, str], Placed] = {}
        coded: dict[tuple[int, str], Placed] = {}
        for placed in self.all:
            if placed.is_wrong:
                continue
            place = id(placed.above) if placed.above else placed.under.pk if placed.under else 0
            first = standing.setdefault((place, RANK[placed.kind], placed.item.name), placed)
            if first is not placed:
                self.wrong(
                    placed,
                    placed.item.columns.get("name"),
                    "repeated",
                    name=placed.item.name,
                    other=first.item.row,
                )
                continue
            if not placed.item.code:
                continue
            where = place if placed.kind == Kind.BUILDING else -1
            owner = coded.setdefault((where, placed.item.code), placed)
            if owner is not placed:
                column = placed.item.columns.get("code")
                self.wrong(placed, column, "code_repeated", code=placed.item.code, other=owner.item.row)

    def _examine(self, placed: Placed) -> None:
        if placed.above is not None and placed.above.is_wrong:
            placed.is_wrong = True
        if placed.is_wrong or placed.is_spine or placed.known is self.tree.base is not None:
            return
        self._examine_place(placed)
        self._examine_twins(placed)
        item = placed.item
        above_kind, above_code = self._kind_and_code_above(placed)
        for doubt in codes.doubts(item.kind, item.code, above_kind, above_code):
            params = dict(doubt.params or {})
            if "kind" in params:
                params["kind"] = item.kind.value
            column = item.columns.get("code")
            self.findings.append(Finding(item.row, column, str(doubt.code), params, fatal=False))

    def _examine_place(self, placed: Placed) -> None:
        above_kind, _code = self._kind_and_code_above(placed)
        column = placed.item.columns.get("kind", placed.item.columns.get("name"))
        if above_kind is None and not may_stand_under(placed.kind, None):
            self.wrong(placed, column, "misplaced_top", kind=placed.kind.value)
        elif above_kind is not None and not may_stand_under(placed.kind, above_kind):
            self.wrong(
                placed,
                column,
                "misplaced",
                kind=placed.kind.value,
                parent=name_above(placed),
                parent_kind=str(above_kind),
            )
        elif placed.depth > paths.MAX_DEPTH:
            self.wrong(placed, column, "too_deep")

    def _examine_twins(self, placed: Placed) -> None:
        """Whether another area of the tree, which the list does not speak of, has the name or the code already."""
        if placed.under is None and placed.above is not None:
            return
        under = placed.under.pk if placed.under else None
        item, known = placed.item, placed.known
        mine = {known.pk} if known else set()
        for other in self.tree.by_place.get((item.name, under), ()):
            if other.pk not in mine and other.kind == item.kind:
                self.wrong(placed, item.columns.get("name"), "twin", name=item.name)
                return
        if item.kind == Kind.BUILDING:
            for other in self.tree.by_code.get(item.code, ()):
                if other.kind == Kind.BUILDING and other.parent_id == under and other.pk not in mine:
                    column = item.columns.get("code")
                    self.wrong(placed, column, "code_taken", code=item.code, owner=other.name)

    def _kind_and_code_above(self, placed: Placed) -> tuple[str | None, str]:
        if placed.above is not None:
            known = placed.above.known
            return placed.above.kind, placed.above.item.code or (known.code if known else "")
        return (placed.under.kind, placed.under.code) if placed.under else (None, "")

    def wrong(self, placed: Placed, column: int | None, sentence: str, **params: Any) -> None:
        placed.is_wrong = True
        self.findings.append(Finding(placed.item.row, column, sentence, params))
