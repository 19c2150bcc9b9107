"""Where each item of a list stands: under which other item or area, and whether it is there already."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError

from gongjian.kernel import paths
from gongjian.places import codes
from gongjian.places.imports.findings import Finding
from gongjian.places.imports.items import Item, Upper
from gongjian.places.imports.known import Known, Tree
from gongjian.places.imports.outcome import Placed
from gongjian.places.kinds import RANK, Kind, may_stand_under

# The tree has sixteen levels; a chain of rows longer than this is refused before it is followed to its end.
LONGEST_CHAIN = 40
Meant = tuple[list[Placed], list[Known]]


class Settling:
    """One pass over the items. Everything it asks of the tree is read before it begins."""

    def __init__(self, items: list[Item], tree: Tree, findings: list[Finding]) -> None:
        self.tree, self.findings = tree, findings
        self.all = [Placed(item) for item in items]
        self.of_item = {id(placed.item): placed for placed in self.all}
        # By its name and that of the area above it, as far as the row names one; a list may have 2,000 第一网格.
        self.by_name: dict[str, list[Placed]] = defaultdict(list)
        self.by_step: dict[tuple[str, str], list[Placed]] = defaultdict(list)
        self.by_code: dict[str, list[Placed]] = defaultdict(list)
        for placed in self.all:
            self.by_name[placed.item.name].append(placed)
            self.by_step[placed.item.name, _name_above(placed.item)].append(placed)
            if placed.item.code:
                self.by_code[placed.item.code].append(placed)
        self.settled: dict[int, bool] = {}  # by id of Placed; False while it is being settled
        self.meant: dict[tuple[Any, ...], Meant] = {}
        self.chain = 0

    def run(self, progress: Callable[[int, int], None]) -> list[Placed]:
        """All items, each with what it stands under, or marked as wrong."""
        for number, placed in enumerate(self.all):
            self.settle(placed)
            if number % 1_000 == 0:
                progress(number, len(self.all))
        return self.all

    def settle(self, placed: Placed) -> bool:
        """Find what the item stands under and whether it is there already; False inside a circle."""
        if id(placed) in self.settled:
            return self.settled[id(placed)]
        self.settled[id(placed)] = False
        self.chain += 1
        if self.chain > LONGEST_CHAIN:
            self.wrong(placed, placed.item.columns.get("name"), "too_deep")
        elif not self._settle_on_spine(placed):
            self._find_upper(placed)
            if not placed.is_wrong:
                self._find_itself(placed)
        self.chain -= 1
        self.settled[id(placed)] = True
        return True

    def _settle_on_spine(self, placed: Placed) -> bool:
        """The base itself, and what stands above it, is often named in a list of what is below."""
        item = placed.item
        for known in self.tree.spine:
            named = item.name == known.name and (item.kind != Kind.GRID or _name_above(item) == "")
            same = named or (item.code and item.code == known.code)
            if same and RANK[item.kind] == RANK[known.kind]:
                placed.known = known
                placed.depth = paths.depth(known.path)
                # What stands above the base is not this list's to change.
                placed.is_spine = known is not self.tree.base
                return True
        return False

    # --- What it stands under ---------------------------------------------------------------------------
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
            self.wrong(placed, column, "circle", name=placed.item.name)
            return
        placed.above, placed.under = above, above.known
        placed.depth = above.depth + 1
        placed.is_wrong = placed.is_wrong or above.is_wrong

    def _put_under_known(self, placed: Placed, known: Known, column: int | None) -> None:
        if not known.path.startswith(self.tree.base_path):
            base = self.tree.base
            self.wrong(placed, column, "outside", name=placed.item.name, base=base.name if base else "")
            return
        placed.under = known
        placed.depth = paths.depth(known.path) + 1

    def _find_by_code(self, placed: Placed, upper: Upper) -> None:
        code = code_of(upper)
        above = next(iter(self.by_code.get(code, ())), None)
        known = next(iter(self.tree.by_code.get(code, ())), None)
        if above is placed:
            self.wrong(placed, upper.column, "circle", name=placed.item.name)
        elif above is not None:
            self._put_under(placed, above, upper.column)
        elif known is not None:
            self._put_under_known(placed, known, upper.column)
        else:
            self.wrong(placed, upper.column, "no_parent_code", text=upper.code[:30])

    def _find_by_name(self, placed: Placed, upper: Upper) -> None:
        written, there = self._meant_by(placed, upper)
        number = len(written) + len(there)
        if number > 1:
            self.wrong(placed, upper.column, "many_parents", number=number, text=upper.names[-1])
        elif written:
            self._put_under(placed, written[0], upper.column)
        elif there:
            self._put_under_known(placed, there[0], upper.column)
        else:
            self.wrong(placed, upper.column, "no_parent", text="/".join(upper.names)[:60])

    def _meant_by(self, placed: Placed, upper: Upper) -> Meant:
        """Which items and which areas the names can mean. Asked once for all rows that say the same."""
        key = (placed.item.kind, upper.names, upper.kinds)
        if key in self.meant:
            return self.meant[key]

        def fits(other: str) -> bool:
            return may_stand_under(placed.item.kind, other) and (not upper.kinds or other in upper.kinds)

        written = [one for one in self._called(upper.names) if one is not placed and fits(one.kind)]
        if len(written) > 1 or len(upper.names) > 1:
            written = [one for one in written if self.settle(one) and self._is_below(one, upper.names[:-1])]
        taken = {one.known.pk for one in written if self.settle(one) and one.known}
        there = [
            known
            for known in self.tree.called(upper.names)
            if fits(known.kind) and known.pk not in taken and self._known_is_below(known, upper.names[:-1])
        ]
        # An item among those meant may be the one that asks, or one whose own upper area is still being looked for.
        if all(self.settle(one) for one in written) and placed.item.name != upper.names[-1]:
            self.meant[key] = written, there
        return written, there

    def _called(self, names: tuple[str, ...]) -> list[Placed]:
        """The items of the last name: those under the last but one if there are any, else all."""
        below = self.by_step.get((names[-1], names[-2])) if len(names) > 1 else None
        return below or self.by_name.get(names[-1], [])

    def _is_below(self, placed: Placed, names: tuple[str, ...]) -> bool:
        """Whether the names, from the top down, stand above the item in this order."""
        above: list[str] = []
        step: Placed | None = placed
        while step is not None:
            if step.above is not None:
                above.append(step.above.item.name)
            elif step.under is not None:
                above += [step.under.name, *self.tree.names_above(step.under)]
            elif step.known is not None:
                above += self.tree.names_above(step.known)
            step = step.above
        return _in_order(names, above)

    def _known_is_below(self, known: Known, names: tuple[str, ...]) -> bool:
        return not names or _in_order(names, self.tree.names_above(known))

    # --- Whether it is there already --------------------------------------------------------------------
    def _find_itself(self, placed: Placed) -> None:
        """By its code, else by its name under the same upper area."""
        item = placed.item
        under = placed.under.pk if placed.under else None
        is_new_above = placed.above is not None and placed.above.known is None
        coded = [known for known in self.tree.by_code.get(item.code, ()) if known.kind != Kind.BUILDING]
        if coded and item.kind != Kind.BUILDING:
            self._match_code(placed, coded[0], under, is_new_above)
        elif not is_new_above:
            same = [
                known
                for known in self.tree.by_place.get((item.name, under), ())
                if RANK[known.kind] == RANK[item.kind]
            ]
            # A community and a village may have one name; the kind tells them apart.
            same.sort(key=lambda known: known.kind != item.kind)
            placed.known = same[0] if same else None

    def _match_code(self, placed: Placed, owner: Known, under: int | None, is_new_above: bool) -> None:
        column = placed.item.columns.get("code")
        if RANK[owner.kind] != RANK[placed.item.kind]:
            self.wrong(placed, column, "other_rank", owner=owner.name, kind=owner.kind)
        elif is_new_above or owner.parent_id != under:
            above = self.tree.names_above(owner)
            self.wrong(placed, column, "elsewhere", owner=owner.name, parent=above[0] if above else "—")
        else:
            placed.known = owner

    def wrong(self, placed: Placed, column: int | None, sentence: str, **params: Any) -> None:
        """Note an error of the item; what stands under it is not complained of."""
        placed.is_wrong = True
        self.findings.append(Finding(placed.item.row, column, sentence, params))


def _name_above(item: Item) -> str:
    """The name of the area above, as far as the row itself says it."""
    if item.parent is not None:
        return item.parent.name
    return item.upper.names[-1] if item.upper and item.upper.names else ""


def _in_order(names: tuple[str, ...], above: Iterable[str]) -> bool:
    """Whether `names`, from the top down, are met in this order going up through `above`."""
    rest = list(names)
    for name in above:
        if rest and rest[-1] == name:
            rest.pop()
    return not rest


def code_of(upper: Upper) -> str:
    """The code of an upper area without the zeros that fill it up."""
    kind = codes.kind_by_code(upper.code)
    if kind is None:
        return upper.code
    try:
        return codes.read(kind, upper.code)
    except ValidationError:
        return upper.code
