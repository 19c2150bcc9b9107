"""What is read from the database, and what comes back: the parts that measures are put together from.

Days are ordinals, both ends included. Equal reads are read once, however many measures want them.
"""

from dataclasses import dataclass

from gongjian.engines.measures.definitions import Source

Days = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """By place: how many facts, how many with a value, and the sum of the values."""

    source: Source
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Presence:
    """The places that have any fact of the kinds up to `high`."""

    kinds: tuple[str, ...]
    high: int


@dataclass(frozen=True, slots=True)
class Subjects:
    """By target: how many different subjects."""

    source: Source
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Latest:
    """By place: day, id and value of the latest fact with a value."""

    source: Source
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class SlotsMet:
    """By unit: how many slots with at least so many facts have ended by the unit's last day, and how many run."""

    source: Source
    unit: str
    slots: tuple[Days, ...]
    at_least: int
    high: int


@dataclass(frozen=True, slots=True)
class Gaps:
    """By unit: the first and the last day with a fact, and the longest way from one to the next."""

    source: Source
    unit: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Reports:
    """By unit: the last day with an event or None, the last report, the first of the unbroken chain up to it."""

    source: Source
    proof: Source
    unit: str
    every: int
    high: int


@dataclass(frozen=True, slots=True)
class Standing:
    """By place: how many subjects stand there at `high`, and the sum of their values."""

    who: Source
    high: int


@dataclass(frozen=True, slots=True)
class Covered:
    """By place: how many subjects stand there, how many have enough events, how many of the others are too new."""

    who: Source
    source: Source
    at_least: int
    low: int
    high: int
    grace: int


@dataclass(frozen=True, slots=True)
class SubjectSlots:
    """By unit, rows of: the day from which subjects owe, slots met that have ended, that run, how many subjects."""

    who: Source
    source: Source
    unit: str
    slots: tuple[Days, ...]
    at_least: int
    high: int


@dataclass(frozen=True, slots=True)
class SubjectGaps:
    """By unit: how many subjects owe anything, and how many were never left for longer than `max_gap`."""

    who: Source
    source: Source
    unit: str
    max_gap: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Spans:
    """By place, rows of: the day opened, the day closed or None, how many."""

    opened: Source
    closed: Source
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Documents:
    """By unit, by value of the attribute: day of the latest fact, whether it holds, its `until`."""

    source: Source
    attribute: str
    until: str
    unit: str
    high: int


Read = (
    Tally
    | Presence
    | Subjects
    | Latest
    | SlotsMet
    | Gaps
    | Reports
    | Standing
    | Covered
    | SubjectSlots
    | SubjectGaps
    | Spans
    | Documents
)
