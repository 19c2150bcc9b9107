"""What every query is made of: the scope as tables, conditions on facts, and the way to the database."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gongjian.engines.measures.compiler.dialects import Dialect
from gongjian.engines.measures.compiler.pieces import Parameter, Piece, joined, sql, values
from gongjian.engines.measures.definitions import Condition, Source
from gongjian.engines.measures.facts import Area, Scope

Rows = Sequence[Sequence[Any]]
Run = Callable[[str, list[Parameter]], Rows]

UNKNOWN_KIND = 0  # no row has it
NEVER = 9_999_999  # a day after any
WIDE = 300  # from so many places on, most facts of the database are looked at anyway


@dataclass(frozen=True)
class Asking:
    """Where and how to ask.

    kinds    the number of each kind of fact; one that is not there has no facts.
    targets  the areas that are asked about; with them come the units in them.
    """

    dialect: Dialect
    run: Run
    kinds: Mapping[str, int]
    scope: Scope
    targets: frozenset[int]

    @cached_property
    def areas(self) -> dict[int, Area]:
        """The targets and all below them."""
        return {
            area.id: area
            for area in self.scope.areas.values()
            if area.id in self.targets or not self.targets.isdisjoint(area.above)
        }

    def ask(self, tables: dict[str, Piece], query: Piece) -> Rows:
        return self.run(*self.dialect.written(self.dialect.with_tables(tables, query)))

    @cached_property
    def is_wide(self) -> bool:
        return len({place for place, _area in self._pairs}) >= WIDE

    # --- Tables ---------------------------------------------------------------------------------------
    @cached_property
    def _pairs(self) -> list[tuple[int, Area]]:
        """Each place with each of the areas that it lies in."""
        areas = self.areas
        return [
            (place.id, areas[target])
            for place in self.scope.places.values()
            for target in place.targets
            if target in areas
        ]

    @cached_property
    def places(self) -> Piece:
        """`(place)`"""
        return self.dialect.table(
            ["place"], [(place,) for place in dict.fromkeys(pair[0] for pair in self._pairs)]
        )

    @cached_property
    def _levels(self) -> dict[str, int]:
        return {
            kind: number for number, kind in enumerate(sorted({area.kind for area in self.areas.values()}))
        }

    def level(self, unit: str) -> int:
        """The number of a kind of area in `owners`."""
        return self._levels.get(unit, -1)

    def owners(self, units: Iterable[str]) -> Piece:
        """`(place, unit, level, begins, final)`: where the facts of each unit lie, and the days it exists."""
        kinds = set(units)
        rows = (
            (place, area.id, self.level(area.kind), area.begins, area.last_day(NEVER))
            for place, area in self._pairs
            if area.kind in kinds
        )
        return self.dialect.table(["place", "unit", "level", "begins", "final"], list(rows))

    # --- Facts ----------------------------------------------------------------------------------------
    def numbers(self, kinds: Iterable[str]) -> list[int]:
        return sorted({self.kinds.get(kind, UNKNOWN_KIND) for kind in kinds})

    def of_kinds(self, row: str, kinds: Iterable[str]) -> Piece:
        return sql(f"{row}.kind_id IN {{kinds}}", kinds=values(self.numbers(kinds)))

    def meets(self, row: str, conditions: Iterable[Condition]) -> Piece:
        """Whether the fact `row` meets all conditions: true or false, never NULL."""
        tests = [Piece("1 = 1")]
        for condition in conditions:
            attribute = self.dialect.attribute(row, condition.attribute)
            test = (
                "COALESCE({attribute} NOT IN {listed}, 1 = 1)"
                if condition.negated
                else ("COALESCE({attribute} IN {listed}, 1 = 0)")
            )
            tests.append(sql(test, attribute=attribute, listed=values(condition.values)))
        return joined(" AND ", tests)

    def counts(self, row: str) -> Piece:
        """That no fact takes the fact `row` back.

        In a wide scope all that were taken back are listed once. For a few places that would take longer than the
        rest, and each fact is looked up; for many, PostgreSQL would sort all facts to do so.
        """
        if self.is_wide:
            return Piece(
                f"{row}.id NOT IN (SELECT v.voids_id FROM facts_fact v WHERE v.voids_id IS NOT NULL)"
            )
        return Piece(f"NOT EXISTS (SELECT 1 FROM facts_fact v WHERE v.voids_id = {row}.id)")

    def stands(self, row: str, who: Source) -> Piece:
        """That a subject stands by the fact `row`; not for a value that is missing."""
        return sql(f"{row}.value > 0 AND {{met}}", met=self.meets(row, who.where))

    def falls(self, row: str, who: Source) -> Piece:
        """That it does not."""
        return sql(
            f"({row}.value IS NULL OR {row}.value <= 0 OR NOT ({{met}}))", met=self.meets(row, who.where)
        )


def counts_alone(row: str) -> Piece:
    """That no fact takes the fact `row` back, looked up for it: where few are asked about."""
    return Piece(f"NOT EXISTS (SELECT 1 FROM facts_fact v WHERE v.voids_id = {row}.id)")


def later(one: str, two: str) -> Piece:
    """That the fact `one` comes after the fact `two`; of one day, the one with the greater id."""
    return Piece(f"{one}.day >= {two}.day AND ({one}.day > {two}.day OR {one}.id > {two}.id)")


class Conditions:
    """The different sets of conditions in a family, each with a number; 0 is none.

    A query for many reads at once tests each fact only for the read it was found for.
    """

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._numbers: dict[tuple[Condition, ...], int] = {(): 0}

    def number(self, source: Source) -> int:
        return self._numbers.setdefault(source.where, len(self._numbers))

    def met(self, row: str, number: str) -> Piece:
        """That the fact `row` meets the conditions whose number stands in the column `number`."""
        if len(self._numbers) == 1:
            return Piece("1 = 1")
        cases = [
            sql(f"WHEN {n} THEN {{met}}", met=self._asking.meets(row, where))
            for where, n in self._numbers.items()
            if where
        ]
        return sql(f"CASE {number} {{cases}} ELSE 1 = 1 END", cases=joined(" ", cases))
