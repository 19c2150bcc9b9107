"""Ids that are used twice, here or in a pack that this one is built on, or that the platform keeps for itself."""

from collections.abc import Iterable, Mapping
from typing import Any

from gongjian.engines.packs.checks.walking import text_of
from gongjian.engines.packs.draft import Draft
from gongjian.engines.packs.model import RESERVED_FACTS
from gongjian.engines.packs.yaml_tree import Path

_Written = Iterable[tuple[Path, Mapping[str, Any]]]


def check(draft: Draft) -> None:
    inherited = draft.bases
    base_facts = {fact.code: pack.head.id for pack in inherited for fact in pack.facts}
    base_measures = {measure.id: pack.head.id for pack in inherited for measure in pack.measures}
    base_slots = {slots.id: pack.head.id for pack in inherited for slots in pack.slots}
    facts = draft.written("facts.yaml", "facts")
    _once(draft, "facts.yaml", facts, "code", base_facts)
    _once(draft, "measures.yaml", draft.written("measures.yaml", "measures"), "id", base_measures)
    _once(draft, "slots.yaml", draft.written("slots.yaml", "slots"), "id", base_slots)
    _once(draft, "pack.yaml", draft.written("pack.yaml", "sources"), "id")
    _once(draft, "standard.yaml", draft.indicators(), "id")
    _once(draft, "standard.yaml", draft.written("standard.yaml", "grades"), "id")
    for path, fact in facts:
        if text_of(fact, "code") in RESERVED_FACTS:
            draft.notes["facts.yaml"].value((*path, "code"), "reserved", found=fact["code"])
        _once(draft, "facts.yaml", _below(path, fact, "attributes"), "code")
        for attribute_path, attribute in _below(path, fact, "attributes"):
            _once(draft, "facts.yaml", _below(attribute_path, attribute, "choices"), "code")
    for path, indicator in draft.indicators():
        for rule_path, rule in _below(path, indicator, "rules"):
            judged = rule.get("judged")
            if isinstance(judged, dict):
                levels = _below((*rule_path, "judged"), judged, "levels")
                _once(draft, "standard.yaml", levels, "code")


def _once(
    draft: Draft, file: str, written: _Written, field: str, inherited: Mapping[str, str] | None = None
) -> None:
    seen: dict[str, Path] = {}
    for path, entry in written:
        name = entry.get(field)
        if not isinstance(name, str):
            continue
        notes, place = draft.notes[file], (*path, field)
        if name in seen:
            line = notes.tree.at(seen[name]).line
            notes.value(place, "repeated-id", found=name, file=file, line=line)
        elif inherited and name in inherited:
            notes.value(place, "in-base-already", found=name, pack=inherited[name])
        seen.setdefault(name, place)


def _below(path: Path, record: Mapping[str, Any], name: str) -> list[tuple[Path, Mapping[str, Any]]]:
    entries = record.get(name)
    if not isinstance(entries, list):
        return []
    return [((*path, name, place), entry) for place, entry in enumerate(entries) if isinstance(entry, dict)]
