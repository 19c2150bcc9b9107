"""What measures are computed from: facts, the places they were made at, and the areas they are shown for.

Days are proleptic ordinals (`date.toordinal`), values whole ten-thousandths, kinds of fact codes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

DECIMALS = 4
# The kind of a fact that takes another back, and counts for nothing itself.
TAKEN_BACK = "taken-back"


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the table. `voids` is the id of the fact that it takes back; `subject` is empty if it has none."""

    id: int
    kind: str
    place: int
    day: int
    subject: str = ""
    value: int | None = None
    attrs: Mapping[str, str] = field(default_factory=dict)
    voids: int | None = None

    @property
    def is_over_zero(self) -> bool:
        return self.value is not None and self.value > 0


@dataclass(frozen=True, slots=True)
class Area:
    """A target.

    begins, ends   it exists from the first up to, not including, the second; None where no end is known.
    above          the areas it lies in, at any height, without itself.
    """

    id: int
    kind: str
    begins: int = 1
    ends: int | None = None
    above: frozenset[int] = frozenset()

    def exists_in(self, first: int, last: int) -> bool:
        """Whether it does on any day of the stretch."""
        return max(self.begins, first) <= self.last_day(last)

    def last_day(self, last: int) -> int:
        """The last day it exists, `last` at the latest."""
        return last if self.ends is None else min(last, self.ends - 1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where facts are made: an area with a path. `targets` are the areas that the place lies in, its own included."""

    id: int
    area: int
    targets: tuple[int, ...]


@dataclass(frozen=True)
class Scope:
    """The areas asked about, with all that is judged below them, and the places that lie in them.

    It fits one view: as now, or as then. An area is judged where it stands here, whatever it was called.
    """

    areas: Mapping[int, Area]
    places: Mapping[int, Place]

    @cached_property
    def places_of(self) -> dict[int, tuple[int, ...]]:
        """For each area, the places in it."""
        found: dict[int, list[int]] = {area: [] for area in self.areas}
        for place in self.places.values():
            for target in place.targets:
                if target in found:
                    found[target].append(place.id)
        return {area: tuple(places) for area, places in found.items()}

    @cached_property
    def _units(self) -> dict[tuple[str, int], list[Area]]:
        found: dict[tuple[str, int], list[Area]] = {}
        for area in self.areas.values():
            for target in (area.id, *area.above):
                found.setdefault((area.kind, target), []).append(area)
        return found

    def units(self, kind: str, within: int) -> list[Area]:
        """The areas of `kind` in the area `within`, itself included."""
        return self._units.get((kind, within), [])

    def all_of(self, kind: str) -> Iterator[Area]:
        return (area for area in self.areas.values() if area.kind == kind)

    def stands(self, area: int, day: int) -> bool:
        """Whether an area exists on `day`; one that is not listed is taken to."""
        known = self.areas.get(area)
        return known is None or known.exists_in(day, day)


def as_decimal(value: int) -> Decimal:
    """A number of ten-thousandths, exactly, without idle zeros."""
    number = Decimal(value).scaleb(-DECIMALS)
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def in_ten_thousandths(number: Decimal) -> int:
    """The inverse of `as_decimal`. Nothing is rounded: a ValueError where there are more decimals."""
    scaled = number.scaleb(DECIMALS)
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{number} has more than {DECIMALS} decimals")
    return int(scaled)
