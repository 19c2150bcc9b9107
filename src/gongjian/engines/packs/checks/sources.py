"""What measures ask of facts: kinds, attributes and values that are there, numbers and subjects where needed."""

from collections.abc import Iterator, Mapping
from typing import Any

from gongjian.engines.packs.checks import known
from gongjian.engines.packs.checks.walking import strings
from gongjian.engines.packs.draft import Draft
from gongjian.engines.packs.faults import Severity
from gongjian.engines.packs.files.measures import KINDS
from gongjian.engines.packs.model import AttributeKind, FactKind
from gongjian.engines.packs.shapes import Notes
from gongjian.engines.packs.yaml_tree import Path

_ROLES = ("source", "proof", "who", "opened", "closed")
# What stands is told by a number over 0: 1 as it comes, 0 as it goes.
_NEEDS_AMOUNT = {("sum", "source"), ("stock", "source"), ("gauge", "source"), ("manual", "source")}
_NEEDS_SUBJECT = {
    ("distinct", "source"),
    ("stock", "source"),
    ("coverage", "source"),
    ("elapsed", "opened"),
    ("elapsed", "closed"),
}

Facts = Mapping[str, FactKind | None]


def check(draft: Draft) -> None:
    facts = known.facts(draft)
    for path, measure in draft.written("measures.yaml", "measures"):
        for kind in KINDS:
            how = measure.get(kind)
            if isinstance(how, dict):
                _check_kind(draft, facts, kind, how, (*path, kind))
                if kind == "has":
                    _check_documents(draft.notes["measures.yaml"], facts, how, (*path, kind))


def _check_kind(draft: Draft, facts: Facts, kind: str, how: Mapping[str, Any], path: Path) -> None:
    notes = draft.notes["measures.yaml"]
    for role in _ROLES:
        if role not in how:
            continue
        place = (*path, role)
        for fact_path, code in codes(how[role], place):
            fact = facts.get(code)
            if code not in facts:
                if known.can_tell(draft, "facts.yaml"):
                    notes.value(fact_path, "unknown-fact", found=code, expected=sorted(facts))
            elif fact is not None:
                _check_carries(notes, fact_path, fact, kind, role, how)
                if not fact.enters:
                    notes.value(fact_path, "never-entered", found=code, severity=Severity.WARNING)
        _check_conditions(notes, facts, how[role], place)
    _check_proof(notes, facts, kind, how, path)


def codes(source: object, path: Path) -> Iterator[tuple[Path, str]]:
    """The fact kinds that a source names, as it stands."""
    if isinstance(source, dict):
        yield from strings(source.get("facts"), (*path, "facts"))
    elif isinstance(source, str):
        yield path, source


def _check_carries(
    notes: Notes, path: Path, fact: FactKind, kind: str, role: str, how: Mapping[str, Any]
) -> None:
    is_per_subject = kind == "cadence" and "who" in how and role == "source"
    if fact.amount is None and ((kind, role) in _NEEDS_AMOUNT or role == "who"):
        notes.value(path, "no-value", found=fact.code, how=kind)
    if fact.subject is None and ((kind, role) in _NEEDS_SUBJECT or role == "who" or is_per_subject):
        notes.value(path, "no-subject", found=fact.code, how=kind)


def _check_conditions(notes: Notes, facts: Facts, source: object, path: Path) -> None:
    """An attribute must be one of every kind's: of a kind without it, all facts would be left out unseen."""
    if not isinstance(source, dict):
        return
    kinds = [facts.get(code) for _path, code in codes(source, path)]
    for name in ("where", "except"):
        conditions = source.get(name)
        for attribute, values in conditions.items() if isinstance(conditions, dict) else ():
            place = (*path, name, attribute)
            for fact in kinds:
                if fact is not None:
                    _check_condition(notes, fact, attribute, values, place)


def _check_condition(notes: Notes, fact: FactKind, attribute: str, values: object, path: Path) -> None:
    found = fact.attribute(attribute)
    if found is None:
        names = tuple(known.code for known in fact.attributes)
        notes.key(path, "unknown-attribute", found=attribute, fact=fact.code, expected=names)
    elif found.kind is AttributeKind.CHOICE:
        for value_path, value in strings(values, path):
            if value not in found.values:
                notes.value(
                    value_path, "unknown-value", found=value, attribute=attribute, expected=found.values
                )


def _check_proof(notes: Notes, facts: Facts, kind: str, how: Mapping[str, Any], path: Path) -> None:
    if kind not in ("count", "sum", "distinct") or "proof" in how:
        return
    for fact_path, code in codes(how.get("source"), (*path, "source")):
        fact = facts.get(code)
        if fact is not None and fact.nil:
            notes.value(fact_path, "nil-without-proof", found=code, nil=fact.nil, severity=Severity.WARNING)


def _check_documents(notes: Notes, facts: Facts, how: Mapping[str, Any], path: Path) -> None:
    kinds = [facts.get(code) for _path, code in codes(how.get("source"), (*path, "source"))]
    for fact in kinds:
        if fact is None:
            continue
        names = tuple(attribute.code for attribute in fact.attributes)
        for field, wanted, code in (
            ("attribute", AttributeKind.CHOICE, "not-a-choice"),
            ("until", AttributeKind.DAY, "not-a-day"),
        ):
            name = how.get(field)
            if not isinstance(name, str):
                continue
            attribute = fact.attribute(name)
            if attribute is None:
                notes.value((*path, field), "unknown-attribute", found=name, fact=fact.code, expected=names)
            elif attribute.kind is not wanted:
                notes.value((*path, field), code, found=name)
            elif field == "attribute":
                for value_path, value in strings(how.get("required"), (*path, "required")):
                    if value not in attribute.values:
                        notes.value(
                            value_path,
                            "unknown-value",
                            found=value,
                            attribute=name,
                            expected=attribute.values,
                        )
