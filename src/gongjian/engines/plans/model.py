"""What reading a plan gives: the values of `gongjian-plan/1` and how they are written as JSON.

Spans are half-open offsets into the plan's `text`, counted in code points. For every entry with a
`quote`, `quote == text[start:end]`; an item's span covers the item with its children, and its `head`
stands inside it.
"""

from dataclasses import asdict, dataclass
from typing import Any, Literal

FORMAT = "gongjian-plan/1"

Span = tuple[int, int]
Role = Literal[
    "background",
    "guiding",
    "goals",
    "principles",
    "scope",
    "organisation",
    "duties",
    "tasks",
    "standards",
    "phases",
    "rating",
    "procedure",
    "incentives",
    "safeguards",
    "other",
]
Op = Literal[">=", ">", "<=", "<", "=", "between"]
Per = Literal["day", "week", "half-month", "month", "quarter", "half-year", "year"]


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered item. `role` is set on top-level items only (those whose path has no `/`)."""

    path: str
    head: str
    role: Role | None
    span: Span


@dataclass(frozen=True, slots=True)
class Phase:
    """A stage of the campaign; `start` and `end` are EDTF dates, or None where the plan gives none."""

    name: str
    start: str | None
    end: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to be reached; `value` is a pair (low, high) exactly when `op` is `between`."""

    quote: str
    subject: str
    op: Op
    value: float | tuple[float, float]
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class Cadence:
    """What recurs: `times` in one `per`."""

    quote: str
    activity: str
    times: float
    op: Op
    per: Per
    span: Span


@dataclass(frozen=True, slots=True)
class Deadline:
    """A single due date (EDTF) outside the phases."""

    quote: str
    date: str
    span: Span


@dataclass(frozen=True, slots=True)
class Duty:
    """Who answers for what; `role` is the plan's own word."""

    quote: str
    role: str
    names: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Warning:
    """What a careful reader would query. `code` is stable, `message` is a Chinese sentence."""

    code: str
    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan of a document, with everything that was read from it, each list in the text's order."""

    title: str
    text: str
    items: tuple[Item, ...] = ()
    phases: tuple[Phase, ...] = ()
    targets: tuple[Target, ...] = ()
    cadences: tuple[Cadence, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    duties: tuple[Duty, ...] = ()
    references: tuple[str, ...] = ()
    warnings: tuple[Warning, ...] = ()


@dataclass(frozen=True, slots=True)
class Repairs:
    """How much damage was mended: readings taken out, shifted runs restored, characters converted."""

    pinyin_notes: int = 0
    mojibake_runs: int = 0
    traditional_to_simplified: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The file as it came. `encoding` is None for formats that carry their own."""

    file: str
    sha256: str
    media: str
    encoding: str | None
    repairs: Repairs


@dataclass(frozen=True, slots=True)
class Reading:
    """The result for one file."""

    source: Source
    plans: tuple[Plan, ...]

    def as_json(self) -> dict[str, Any]:
        """The `gongjian-plan/1` object, ready for `json.dumps(…, ensure_ascii=False)`."""
        return {"format": FORMAT, **asdict(self)}


class UnreadableError(Exception):
    """The file cannot be read; `code` is stable, `str(error)` is one Chinese sentence that says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
