"""The items of a list against the tree: where each stands, and what would come of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError

from gongjian.kernel import paths
from gongjian.places import codes
from gongjian.places.imports.findings import Finding
from gongjian.places.imports.items import Item, Upper
from gongjian.places.imports.known import Known, Tree
from gongjian.places.imports.outcome import Outcome, Placed, name_above
from gongjian.places.imports.reading import Written
from gongjian.places.kinds import RANK, Kind, may_stand_under
from gongjian.places.models import Area

Progress = Callable[[int, int], None]


def check(written: Written, base: Area | None, *, progress: Progress = lambda done, total: None) -> Outcome:
    """Work out what a list would do under `base` (None: the top of the tree). Changes nothing.

    A few queries for every 5,000 names and codes.
    """
    layout = written.layout
    outcome = Outcome(written.sheet.name, layout.titles, layout.unread, layout.heading)
    outcome.findings += written.findings
    Checking(written.items, base, outcome, progress).run()
    return outcome


class Checking:
    """One pass over the items. Everything it asks of the tree is read before it begins."""

    def __init__(self, items: list[Item], base: Area | None, outcome: Outcome, progress: Progress) -> None:
        self.outcome, self.progress = outcome, progress
        self.all = [Placed(item) for item in items]
        self.of_item = {id(placed.item): placed for placed in self.all}
        self.base = base
        uppers = [item.upper for item in items if item.upper]
        names = [*(item.name for item in items), *(name for upper in uppers for name in upper.names)]
        self.tree = Tree(
            base, names, [*(item.code for item in items), *(_code_of(upper) for upper in uppers)]
        )
        self.by_name: dict[str, list[Placed]] = defaultdict(list)
        self.by_code: dict[str, list[Placed]] = defaultdict(list)
        for placed in self.all:
            self.by_name[placed.item.name].append(placed)
            if placed.item.code:
                self.by_code[placed.item.code].append(placed)
        self.matched: dict[int, Placed] = {}
        self.settled: dict[int, bool] = {}  # by id of Placed; False while it is being settled

    def run(self) -> None:
        for number, placed in enumerate(self.all):
            self.settle(placed)
            if number % 1_000 == 0:
                self.progress(number, len(self.all))
        self._find_repeated()
        order = sorted(self.all, key=lambda placed: placed.depth)
        for placed in order:
            self._examine(placed)
            if placed.is_wrong or placed.is_spine:
                continue
            if placed.known is None:
                self.outcome.added.append(placed)
            elif placed.changes():
                self.outcome.changed.append(placed)
            else:
                self.outcome.unchanged += 1
        self.progress(len(self.all), len(self.all))

    # --- Where it stands --------------------------------------------------------------------------------
    def settle(self, placed: Placed) -> bool:
        """Find what the item stands under and whether it is there already; False inside a circle."""
        if id(placed) in self.settled:
            return self.settled[id(placed)]
        self.settled[id(placed)] = False
        if not self._settle_on_spine(placed):
            self._find_upper(placed)
            if not placed.is_wrong:
                self._find_itself(placed)
        self.settled[id(placed)] = True
        return True

    def _settle_on_spine(self, placed: Placed) -> bool:
        """The base itself, and what stands above it, is often named in a list of what is below."""
        item = placed.item
        for known in self.tree.spine:
            same = item.name == known.name or (item.code and item.code == known.code)
            if same and RANK[item.kind] == RANK[known.kind]:
                placed.known = known
                placed.depth = paths.depth(known.path)
                # What stands above the base is not this list's to change.
                placed.is_spine = known is not self.tree.base
                return True
        return False

    def _find_upper(self, placed: Placed) -> None:
        upper = placed.item.upper
        if placed.item.parent is not None:
            self._put_under(placed, self.of_item[id(placed.item.parent)], placed.item.columns.get("name"))
        elif upper is None:
            placed.under = self.tree.base
            placed.depth = paths.depth(self.tree.base_path) + 1
        elif upper.code:
            self._find_by_code(placed, upper)
        else:
            self._find_by_name(placed, upper)

    def _put_under(self, placed: Placed, above: Placed, column: int | None) -> None:
        if not self.settle(above):
            self._wrong(placed, column, "circle", name=placed.item.name)
            return
        placed.above, placed.under = above, above.known
        placed.depth = above.depth + 1
        placed.is_wrong = placed.is_wrong or above.is_wrong

    def _put_under_known(self, placed: Placed, known: Known, column: int | None) -> None:
        if not known.path.startswith(self.tree.base_path):
            base = self.tree.base
            self._wrong(placed, column, "outside", name=placed.item.name, base=base.name if base else "")
            return
        placed.under = known
        placed.depth = paths.depth(known.path) + 1

    def _find_by_code(self, placed: Placed, upper: Upper) -> None:
        code = _code_of(upper)
        above = next(iter(self.by_code.get(code, ())), None)
        known = next(iter(self.tree.by_code.get(code, ())), None)
        if above is placed:
            self._wrong(placed, upper.column, "circle", name=placed.item.name)
        elif above is not None:
            self._put_under(placed, above, upper.column)
        elif known is not None:
            self._put_under_known(placed, known, upper.column)
        else:
            self._wrong(placed, upper.column, "no_parent_code", text=upper.code[:30])

    def _find_by_name(self, placed: Placed, upper: Upper) -> None:
        kind, name = placed.item.kind, upper.names[-1]

        def fits(other: str) -> bool:
            return may_stand_under(kind, other) and (not upper.kinds or other in upper.kinds)

        written = [other for other in self.by_name.get(name, ()) if other is not placed and fits(other.kind)]
        if len(written) > 1 or len(upper.names) > 1:
            written = [
                other for other in written if self.settle(other) and self._is_below(other, upper.names[:-1])
            ]
        taken = {other.known.pk for other in written if self.settle(other) and other.known}
        there = [
            known
            for known in self.tree.by_name.get(name, ())
            if fits(known.kind)
            and known.pk not in taken
            and _in_order(upper.names[:-1], self.tree.names_above(known) if len(upper.names) > 1 else [])
        ]
        number = len(written) + len(there)
        if number > 1:
            self._wrong(placed, upper.column, "many_parents", number=number, text=name)
        elif written:
            self._put_under(placed, written[0], upper.column)
        elif there:
            self._put_under_known(placed, there[0], upper.column)
        else:
            self._wrong(placed, upper.column, "no_parent", text="/".join(upper.names)[:60])

    def _is_below(self, placed: Placed, names: tuple[str, ...]) -> bool:
        """Whether the names, from the top down, stand above the item in this order."""
        above: list[str] = []
        step: Placed | None = placed
        while step is not None:
            if step.above is None and step.under is not None:
                above += [step.under.name, *self.tree.names_above(step.under)]
            elif step.above is not None:
                above.append(step.above.item.name)
            if step.above is None and step.under is None and step.known is not None:
                above += self.tree.names_above(step.known)
            step = step.above
        return _in_order(names, above)

    def _find_itself(self, placed: Placed) -> None:
        """Whether the area is there already: by its code, else by its name under the same upper area."""
        item = placed.item
        under = placed.under.pk if placed.under else None
        is_new_above = placed.above is not None and placed.above.known is None
        coded = [known for known in self.tree.by_code.get(item.code, ()) if known.kind != Kind.BUILDING]
        if coded and item.kind != Kind.BUILDING:
            self._match_code(placed, coded[0], None if is_new_above else under, is_new_above)
            return
        if is_new_above:
            return
        same = [
            known
            for known in self.tree.by_name.get(item.name, ())
            if known.parent_id == under and RANK[known.kind] == RANK[item.kind]
        ]
        # A community and a village may have one name; the kind tells them apart.
        same.sort(key=lambda known: known.kind != item.kind)
        placed.known = same[0] if same else None

    def _match_code(self, placed: Placed, owner: Known, under: int | None, is_new_above: bool) -> None:
        column = placed.item.columns.get("code")
        if RANK[owner.kind] != RANK[placed.item.kind]:
            self._wrong(placed, column, "other_rank", owner=owner.name, kind=owner.kind)
        elif is_new_above or owner.parent_id != under:
            above = self.tree.names_above(owner)
            self._wrong(placed, column, "elsewhere", owner=owner.name, parent=above[0] if above else "—")
        else:
            placed.known = owner

    # --- What is wrong with it --------------------------------------------------------------------------
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
                self._wrong(
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
                self._wrong(placed, column, "code_repeated", code=placed.item.code, other=owner.item.row)

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
            self.outcome.findings.append(Finding(item.row, column, str(doubt.code), params, fatal=False))

    def _examine_place(self, placed: Placed) -> None:
        above_kind, _code = self._kind_and_code_above(placed)
        column = placed.item.columns.get("kind", placed.item.columns.get("name"))
        if above_kind is None and not may_stand_under(placed.kind, None):
            self._wrong(placed, column, "misplaced_top", kind=placed.kind.value)
        elif above_kind is not None and not may_stand_under(placed.kind, above_kind):
            self._wrong(
                placed,
                column,
                "misplaced",
                kind=placed.kind.value,
                parent=name_above(placed),
                parent_kind=str(above_kind),
            )
        elif placed.depth > paths.MAX_DEPTH:
            self._wrong(placed, column, "too_deep")

    def _examine_twins(self, placed: Placed) -> None:
        """Whether another area of the tree, which the list does not speak of, has the name or the code already."""
        if placed.under is None and placed.above is not None:
            return
        under = placed.under.pk if placed.under else None
        item, known = placed.item, placed.known
        mine = {known.pk} if known else set()
        for other in self.tree.by_name.get(item.name, ()):
            same_place = other.parent_id == under and RANK[other.kind] == RANK[item.kind]
            if same_place and other.pk not in mine and other.kind == item.kind:
                self._wrong(placed, item.columns.get("name"), "twin", name=item.name)
                return
        if item.kind == Kind.BUILDING:
            for other in self.tree.by_code.get(item.code, ()):
                if other.kind == Kind.BUILDING and other.parent_id == under and other.pk not in mine:
                    column = item.columns.get("code")
                    self._wrong(placed, column, "code_taken", code=item.code, owner=other.name)

    def _kind_and_code_above(self, placed: Placed) -> tuple[str | None, str]:
        if placed.above is not None:
            known = placed.above.known
            return placed.above.kind, placed.above.item.code or (known.code if known else "")
        return (placed.under.kind, placed.under.code) if placed.under else (None, "")

    def _wrong(self, placed: Placed, column: int | None, sentence: str, **params: Any) -> None:
        placed.is_wrong = True
        self.outcome.findings.append(Finding(placed.item.row, column, sentence, params))


def _in_order(names: tuple[str, ...], above: Iterable[str]) -> bool:
    """Whether `names`, from the top down, are met in this order going up through `above`."""
    rest = list(names)
    for name in above:
        if rest and rest[-1] == name:
            rest.pop()
    return not rest


def _code_of(upper: Upper) -> str:
    """The code of an upper area without the zeros that fill it up."""
    kind = codes.kind_by_code(upper.code)
    if kind is None:
        return upper.code
    try:
        return codes.read(kind, upper.code)
    except ValidationError:
        return upper.code
