"""What a pack holds, checked and frozen. Measures are those of `engines.measures.definitions`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from gongjian.engines.measures.definitions import Condition, Manual, Measure, Source, Test
from gongjian.engines.measures.facts import TAKEN_BACK

# The kind of fact a judgement is: value is the points given, attributes are indicator and level.
JUDGED = "judged"
# Codes of the platform's own that no pack may declare.
RESERVED_FACTS = frozenset({JUDGED, TAKEN_BACK})


@dataclass(frozen=True, slots=True)
class Words:
    """Words in Chinese, and in English where the pack has them."""

    zh: str
    en: str = ""

    def in_(self, language: str) -> str:
        return self.en or self.zh if language == "en" else self.zh


class Method(StrEnum):
    """How an indicator is looked at: 系统实测, 材料审核, 实地考察, 问卷调查."""

    SYSTEM = "system"
    DOCUMENTS = "documents"
    ON_SITE = "on-site"
    SURVEY = "survey"


# --- pack.yaml --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Reference:
    """A law, a plan, a document that the pack rests on."""

    id: str
    title: Words
    number: str = ""
    issued_by: str = ""
    dated: date | None = None
    in_force: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a reference (第二十八条)."""

    source: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class BuiltOn:
    pack: str
    version: str


@dataclass(frozen=True, slots=True)
class Head:
    """Who the pack is. `areas` are the kinds of area it is for; `until` is the last day it holds."""

    id: str
    name: Words
    version: str
    year: int
    kind: str
    areas: tuple[str, ...]
    since: date
    until: date | None = None
    summary: Words | None = None
    sources: tuple[Reference, ...] = ()
    built_on: tuple[BuiltOn, ...] = ()

    @property
    def version_key(self) -> tuple[int, ...]:
        return version_key(self.version)


def version_key(version: str) -> tuple[int, ...]:
    """`1.10.0` is newer than `1.9.0`."""
    return tuple(int(part) for part in version.split("."))


# --- facts.yaml -------------------------------------------------------------------------------------------
class AttributeKind(StrEnum):
    CHOICE = "choice"
    TEXT = "text"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    title: Words


@dataclass(frozen=True, slots=True)
class Attribute:
    """`choices` of a CHOICE; a DAY is written as ISO date."""

    code: str
    title: Words
    kind: AttributeKind
    choices: tuple[Choice, ...] = ()
    required: bool = False
    hint: Words | None = None

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(choice.code for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Amount:
    """The number that a fact carries. `decimals` is 0 to 4."""

    means: Words
    unit: str
    decimals: int = 0
    required: bool = True


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a fact is about: an entry of `register`."""

    register: str
    means: Words
    required: bool = True


@dataclass(frozen=True, slots=True)
class FactKind:
    """`enters` are the roles that record it; `nil` is the kind that says “looked, and found nothing”."""

    code: str
    name: Words
    group: str = ""
    enters: tuple[str, ...] = ()
    amount: Amount | None = None
    subject: Subject | None = None
    attributes: tuple[Attribute, ...] = ()
    nil: str = ""
    hint: Words | None = None

    def attribute(self, code: str) -> Attribute | None:
        return next((found for found in self.attributes if found.code == code), None)


@dataclass(frozen=True, slots=True)
class Reminder:
    """`role` is told `days_before` the end of a slot of `measure` that a fact of `fact` is still owed."""

    measure: str
    fact: str
    days_before: int
    role: str
    text: Words | None = None


# --- slots.yaml -------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class NamedSlot:
    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class SlotList:
    id: str
    name: Words
    slots: tuple[NamedSlot, ...]


# --- measures.yaml ----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PackMeasure:
    """A measure with what a reader is told of it. `explains` says what counts and what does not."""

    measure: Measure
    title: Words
    explains: Words | None = None
    cites: tuple[Citation, ...] = ()

    @property
    def id(self) -> str:
        return self.measure.id


# --- standard.yaml ----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Reach:
    """All of the points where the figure passes, none where it does not."""

    measure: str
    test: Test
    points: Decimal


@dataclass(frozen=True, slots=True)
class Step:
    test: Test
    points: Decimal


@dataclass(frozen=True, slots=True)
class Bands:
    """The points of the first step whose test passes, else `otherwise`."""

    measure: str
    steps: tuple[Step, ...]
    otherwise: Decimal = Decimal(0)

    @property
    def points(self) -> Decimal:
        return max(self.otherwise, *(step.points for step in self.steps))


@dataclass(frozen=True, slots=True)
class Linear:
    """From no points at `zero_at` to all at `full_at`, in proportion between; `full_at` may be the lower."""

    measure: str
    zero_at: Fraction
    full_at: Fraction
    points: Decimal


@dataclass(frozen=True, slots=True)
class Deduct:
    """All points, less `each` for every 1 of the figure, `most` altogether."""

    measure: str
    points: Decimal
    each: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Level:
    code: str
    title: Words
    points: Decimal


@dataclass(frozen=True, slots=True)
class Judged:
    """A person chooses a level; its points are the value of a fact of the kind JUDGED."""

    levels: tuple[Level, ...]

    @property
    def points(self) -> Decimal:
        return max(level.points for level in self.levels)


@dataclass(frozen=True, slots=True)
class Cap:
    """Where the figure passes, the indicator gets no more than `points`."""

    measure: str
    test: Test
    points: Decimal


@dataclass(frozen=True, slots=True)
class Veto:
    """一票否决: where the figure passes, the whole standard is not met, whatever the points."""

    measure: str
    test: Test
    reason: Words


Rule = Reach | Bands | Linear | Deduct | Judged | Cap | Veto


@dataclass(frozen=True, slots=True)
class Answers:
    """Who answers: a role on an area of this kind."""

    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class Repealed:
    """Why an item of the document is shown and not scored."""

    reason: Words
    since: date | None = None
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """A node of a standard. Leaves are judged: `rules` give their points; the rest are headings.

    owes    the kind of area that owes the work (`community`, `grid`); with `answers` taken from the heading above
            where the item itself does not say.
    """

    id: str
    number: str
    title: Words
    text: str = ""
    points: Decimal | None = None
    methods: tuple[Method, ...] = ()
    answers: Answers | None = None
    owes: str = ""
    evidence: tuple[Words, ...] = ()
    rules: tuple[Rule, ...] = ()
    cites: tuple[Citation, ...] = ()
    repealed: Repealed | None = None
    note: Words | None = None
    items: tuple["Indicator", ...] = ()

    @property
    def is_leaf(self) -> bool:
        return not self.items

    @property
    def full(self) -> Decimal:
        """Full marks: its own points, else those of what is below it, else what its rules can give."""
        if self.repealed is not None:
            return Decimal(0)
        if self.points is not None:
            return self.points
        if self.items:
            return sum((item.full for item in self.items), Decimal(0))
        return rules_give(self.rules)

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that its rules read, each once."""
        return tuple(dict.fromkeys(rule.measure for rule in self.rules if not isinstance(rule, Judged)))

    @property
    def is_veto(self) -> bool:
        return any(isinstance(rule, Veto) for rule in self.rules)

    def walk(self) -> Iterator["Indicator"]:
        """Itself and all below, as a reader meets them."""
        yield self
        for item in self.items:
            yield from item.walk()


def rules_give(rules: tuple[Rule, ...]) -> Decimal:
    """The most that rules together can give."""
    return sum((rule.points for rule in rules if not isinstance(rule, (Cap, Veto))), Decimal(0))


class Passing(StrEnum):
    """What a pass mark looks at."""

    # The points altogether.
    TOTAL = "total"
    # The share of its points that every scored leaf reaches.
    ITEMS = "items"
    # The share of its points that every item at the top reaches.
    ASPECTS = "aspects"
    STARS = "stars"


@dataclass(frozen=True, slots=True)
class PassMark:
    of: Passing
    test: Test


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade is won where all its marks are; the first in the list that is won counts."""

    id: str
    title: Words
    marks: tuple[PassMark, ...]


class NotApplicable(StrEnum):
    """What becomes of the points of an item that does not apply."""

    # The other items of the same heading are worth more in proportion.
    SIBLINGS = "siblings"
    # All other items are worth more in proportion.
    ALL = "all"
    # They count as reached.
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Standard:
    """`star` is the test of an aspect's points that wins a star; `passing` must all be met."""

    title: Words
    total: Decimal
    indicators: tuple[Indicator, ...]
    passing: tuple[PassMark, ...] = ()
    grades: tuple[Grade, ...] = ()
    star: Test | None = None
    not_applicable: NotApplicable = NotApplicable.SIBLINGS
    note: Words | None = None

    def walk(self) -> Iterator[Indicator]:
        for indicator in self.indicators:
            yield from indicator.walk()

    @property
    def leaves(self) -> tuple[Indicator, ...]:
        return tuple(indicator for indicator in self.walk() if indicator.is_leaf)


# --- The whole --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Pack:
    """A pack's own definitions; those it is built on stand in `bases`, the nearest first."""

    head: Head
    facts: tuple[FactKind, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    slots: tuple[SlotList, ...] = ()
    measures: tuple[PackMeasure, ...] = ()
    standard: Standard | None = None
    bases: tuple["Pack", ...] = ()

    @property
    def all_facts(self) -> tuple[FactKind, ...]:
        return tuple(fact for pack in (self, *self.bases) for fact in pack.facts)

    @property
    def all_measures(self) -> tuple[PackMeasure, ...]:
        """Its own, those it inherits, and one for every judged indicator."""
        known = tuple(measure for pack in (self, *self.bases) for measure in pack.measures)
        return known + judging(self)

    @property
    def all_slots(self) -> tuple[SlotList, ...]:
        return tuple(slots for pack in (self, *self.bases) for slots in pack.slots)


def judging_id(indicator: str) -> str:
    """The id of the measure that an indicator's judgement is read by; no written measure can have it."""
    return f"judged:{indicator}"


def judging(pack: Pack) -> tuple[PackMeasure, ...]:
    """The measures of judged indicators: the latest judgement of the target itself, in points."""
    if pack.standard is None:
        return ()
    return tuple(
        PackMeasure(
            Measure(
                judging_id(leaf.id),
                leaf.title.zh,
                Manual(Source((JUDGED,), (Condition("indicator", (f"{pack.head.id}/{leaf.id}",)),))),
                unit_word="分",
            ),
            leaf.title,
        )
        for leaf in pack.standard.leaves
        if any(isinstance(rule, Judged) for rule in leaf.rules)
    )
