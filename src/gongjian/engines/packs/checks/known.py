"""The names that may be used: the pack's own, even of entries with faults, and those it inherits."""

from gongjian.engines.packs.draft import Draft
from gongjian.engines.packs.model import FactKind


def facts(draft: Draft) -> dict[str, FactKind | None]:
    """By code; None for a kind that is written and could not be made."""
    known: dict[str, FactKind | None] = {}
    # Of two entries of one code the first counts: the second is told of as a repetition.
    for entry in draft.facts:
        known.setdefault(entry.made.code, entry.made)
    for pack in draft.bases:
        for fact in pack.facts:
            known.setdefault(fact.code, fact)
    for _path, written in draft.written("facts.yaml", "facts"):
        if isinstance(written.get("code"), str):
            known.setdefault(written["code"], None)
    return known


def measures(draft: Draft) -> set[str]:
    return _ids(draft, "measures.yaml", "measures") | {
        measure.id for pack in draft.bases for measure in pack.measures
    }


def slots(draft: Draft) -> set[str]:
    return _ids(draft, "slots.yaml", "slots") | {slots.id for pack in draft.bases for slots in pack.slots}


def _ids(draft: Draft, file: str, name: str) -> set[str]:
    return {entry["id"] for _path, entry in draft.written(file, name) if isinstance(entry.get("id"), str)}


def can_tell(draft: Draft, file: str) -> bool:
    """Whether a name that is not there is a fault: nothing that could hold it is unreadable."""
    return file not in draft.unread and draft.has_all_bases
