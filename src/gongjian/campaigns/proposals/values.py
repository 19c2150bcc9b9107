"""What goes into a proposal and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from gongjian.engines.plans.model import Span

NOWHERE: Span = (0, 0)


class Make(StrEnum):
    """What an entry of a plan can become."""

    PHASE = "phase"
    TASK = "task"
    ITEM = "item"
    BODY = "body"
    MEMBER = "member"
    DUTY = "duty"
    TARGET = "target"
    CADENCE = "cadence"
    DEADLINE = "deadline"
    PAIRING = "pairing"
    BATCH = "batch"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of a reviewed plan.

    key    the entry's number.
    kind   the list of `gongjian-plan/1` it belongs to, in the singular: item, phase, target …
    data   the fields of that list's value, without the span.
    span   where it stands; None for an entry that a person added without choosing words.
    """

    key: int
    kind: str
    data: Mapping[str, Any]
    span: Span | None

    @property
    def place(self) -> Span:
        return self.span or NOWHERE


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that would be made.

    key      unique in the proposal and the same each time it is drawn up from the same entries.
    entry    the number of the entry it is made from; None for what was found in the text besides them.
    make     what would be made; `may` what could be, `NOTHING` among them.
    parent   the row it stands under in the plan's own order; for a member its body, for a batch its phase.
    starts, ends   EDTF, as the plan gives them; `ends` is also the due date of a task or a deadline.
    names    who is named, for members, duties and pairings (a pairing has one).
    extra    what only this kind has: a target's figures, a body's kind, a pairing's place, a batch's share.
    """

    key: str
    entry: int | None
    make: Make
    may: tuple[Make, ...]
    title: str
    label: str = ""
    text: str = ""
    quote: str = ""
    span: Span | None = None
    level: int = 1
    parent: str | None = None
    starts: str = ""
    ends: str = ""
    role: str = ""
    names: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What it was found as: item, phase, target, duty, row, text…"""
        return self.key.partition("-")[0]

    @property
    def is_deadline(self) -> bool:
        return self.kind == "deadline"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that would be made of a plan, in the order of its text, parents before children."""

    title: str
    rows: tuple[Row, ...]

    def of(self, make: Make) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.make == make)

    @property
    def by_key(self) -> dict[str, Row]:
        return {row.key: row for row in self.rows}
