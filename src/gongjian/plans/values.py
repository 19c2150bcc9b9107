"""Between the engine's values and the rows a reviewer works on."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from gongjian.engines.plans import model
from gongjian.plans.models import EntryKind

TYPES: Mapping[str, type] = {
    EntryKind.ITEM: model.Item,
    EntryKind.PHASE: model.Phase,
    EntryKind.TARGET: model.Target,
    EntryKind.CADENCE: model.Cadence,
    EntryKind.DEADLINE: model.Deadline,
    EntryKind.DUTY: model.Duty,
    EntryKind.WARNING: model.Warning,
}
QUOTED = frozenset({EntryKind.TARGET, EntryKind.CADENCE, EntryKind.DEADLINE, EntryKind.DUTY})
Value = (
    model.Item
    | model.Phase
    | model.Target
    | model.Cadence
    | model.Deadline
    | model.Duty
    | model.Warning
    | str
)


@dataclass(frozen=True, slots=True)
class Found:
    """An entry as the reader gave it, ready for a row."""

    kind: str
    data: dict[str, Any]
    start: int | None
    end: int | None


def found_in(plan: model.Plan) -> Iterator[Found]:
    """Everything read from a plan, list by list, each in the text's order."""
    lists: dict[str, tuple[Any, ...]] = {
        EntryKind.ITEM: plan.items,
        EntryKind.PHASE: plan.phases,
        EntryKind.TARGET: plan.targets,
        EntryKind.CADENCE: plan.cadences,
        EntryKind.DEADLINE: plan.deadlines,
        EntryKind.DUTY: plan.duties,
        EntryKind.WARNING: plan.warnings,
    }
    for kind, values in lists.items():
        for value in values:
            yield Found(kind, data_of(value), *value.span)
    yield from _references(plan)


def _references(plan: model.Plan) -> Iterator[Found]:
    """A reference carries no span: each is looked up in the text, the second of the same behind the first."""
    behind: dict[str, int] = {}
    for text in plan.references:
        start = plan.text.find(text, behind.get(text, 0))
        if start < 0:
            yield Found(EntryKind.REFERENCE, {"text": text}, None, None)
            continue
        behind[text] = start + len(text)
        yield Found(EntryKind.REFERENCE, {"text": text}, start, start + len(text))


def data_of(value: Any) -> dict[str, Any]:
    """The fields of an engine's value without its span, of JSON's types."""
    data = asdict(value)
    del data["span"]
    return {name: list(part) if isinstance(part, tuple) else part for name, part in data.items()}


def value_of(kind: str, data: Mapping[str, Any], start: int | None, end: int | None) -> Value:
    """The engine's value of a row; (0, 0) stands for a span that is not known.

    raises   ValueError when the fields are not those of the kind.
    """
    if kind == EntryKind.REFERENCE:
        return str(data["text"])
    type_ = TYPES[kind]
    if data.keys() != {field.name for field in fields(type_)} - {"span"}:
        raise ValueError(f"these are not the fields of {kind}: {sorted(data)}")
    parts = {name: tuple(part) if isinstance(part, list) else part for name, part in data.items()}
    value: Value = type_(**parts, span=(start or 0, end or 0))
    return value


def with_words(
    kind: str, data: Mapping[str, Any], text: str, start: int | None, end: int | None
) -> dict[str, Any]:
    """`data` with the quote that belongs to its span."""
    if kind in QUOTED and start is not None:
        return {**data, "quote": text[start:end]}
    return dict(data)
