"""What the reader makes of a few words: the first draft of an entry that a person adds."""

from typing import Any

from gongjian.engines.plans.reading import read_text
from gongjian.plans.models import EntryKind
from gongjian.plans.values import found_in

EMPTY: dict[str, dict[str, Any]] = {
    EntryKind.ITEM: {"path": "", "head": "", "role": None},
    EntryKind.PHASE: {"name": "", "start": None, "end": None},
    EntryKind.TARGET: {"quote": "", "subject": "", "op": ">=", "value": None, "unit": ""},
    EntryKind.CADENCE: {"quote": "", "activity": "", "times": 1, "op": "=", "per": "month"},
    EntryKind.DEADLINE: {"quote": "", "date": ""},
    EntryKind.DUTY: {"quote": "", "role": "", "names": []},
    EntryKind.REFERENCE: {"text": ""},
}
# From the most telling to the least: words that give a target are hardly meant as a heading.
ORDER = (
    EntryKind.CADENCE,
    EntryKind.TARGET,
    EntryKind.DUTY,
    EntryKind.DEADLINE,
    EntryKind.REFERENCE,
    EntryKind.PHASE,
    EntryKind.ITEM,
)


def guess(words: str, kind: str) -> dict[str, Any]:
    """Fields of an entry of `kind` as far as the reader finds them in `words`; the empty ones otherwise."""
    plans, _repairs = read_text(words)
    for found in (found for plan in plans for found in found_in(plan) if found.kind == kind):
        return found.data
    draft = dict(EMPTY[kind])
    first = words.strip().splitlines()[0][:40] if words.strip() else ""
    name = {EntryKind.ITEM: "head", EntryKind.PHASE: "name", EntryKind.REFERENCE: "text"}.get(EntryKind(kind))
    if name:
        draft[name] = first
    return draft


def likely_kind(words: str) -> str:
    """The kind that the reader finds in `words`; an item when it finds nothing."""
    plans, _repairs = read_text(words)
    found = {entry.kind for plan in plans for entry in found_in(plan)}
    return next((kind for kind in ORDER if kind in found), EntryKind.ITEM)
