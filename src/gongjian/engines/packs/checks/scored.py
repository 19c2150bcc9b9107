"""What indicators ask of measures."""

from collections.abc import Iterator, Mapping
from typing import Any

from gongjian.engines.measures.definitions import Comparator, Test
from gongjian.engines.packs.checks import known
from gongjian.engines.packs.checks.facts import measures_by_id
from gongjian.engines.packs.checks.measures import check_test, unit_of
from gongjian.engines.packs.draft import Draft
from gongjian.engines.packs.faults import Severity
from gongjian.engines.packs.files.common import AREA_KINDS, RANKS, test_text
from gongjian.engines.packs.model import Bands, Cap, PackMeasure, Reach, Rule, Step, Veto
from gongjian.engines.packs.shapes import Notes
from gongjian.engines.packs.yaml_tree import Path


def check(draft: Draft) -> None:
    _check_known(draft)
    made = measures_by_id(draft)
    for entry in draft.made_indicators():
        for place, rule in enumerate(entry.made.rules):
            path = (*entry.path, "rules", place)
            for test_path, measure, test in _tests(rule, path):
                if measure in made:
                    check_test(draft.notes["standard.yaml"], test_path, made[measure].measure, test)
            if isinstance(rule, Bands):
                _check_steps(draft.notes["standard.yaml"], rule, (*path, "bands", "steps"))
        _check_units(draft, made, entry.path, entry.made.rules)


def rules(draft: Draft) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
    """Every rule as it stands: the path of what it says, its kind, what it says."""
    for path, indicator in draft.indicators():
        entries = indicator.get("rules")
        for place, rule in enumerate(entries) if isinstance(entries, list) else ():
            for kind, value in rule.items() if isinstance(rule, dict) else ():
                if isinstance(value, dict):
                    yield (*path, "rules", place, kind), kind, value


def _check_known(draft: Draft) -> None:
    ids = known.measures(draft)
    if not known.can_tell(draft, "measures.yaml"):
        return
    for path, _kind, rule in rules(draft):
        measure = rule.get("measure")
        if isinstance(measure, str) and measure not in ids:
            draft.notes["standard.yaml"].value(
                (*path, "measure"), "unknown-measure", found=measure, expected=sorted(ids)
            )


def _tests(rule: Rule, path: Path) -> Iterator[tuple[Path, str, Test]]:
    if isinstance(rule, Bands):
        for place, step in enumerate(rule.steps):
            yield (*path, "bands", "steps", place, "test"), rule.measure, step.test
    elif isinstance(rule, (Reach, Cap, Veto)):
        kind = type(rule).__name__.lower()
        yield (*path, kind, "test"), rule.measure, rule.test


def _check_steps(notes: Notes, rule: Bands, path: Path) -> None:
    for place, step in enumerate(rule.steps):
        before = next((earlier for earlier in rule.steps[:place] if _includes(earlier, step)), None)
        if before is not None:
            notes.value(
                (*path, place, "test"),
                "step-never-reached",
                found=test_text(step.test),
                before=test_text(before.test),
                severity=Severity.WARNING,
            )


_UP, _DOWN = (Comparator.AT_LEAST, Comparator.OVER), (Comparator.AT_MOST, Comparator.UNDER)


def _includes(one: Step, other: Step) -> bool:
    """Whether every figure that passes `other` passes `one` as well."""
    a, b = one.test, other.test
    if a == b:
        return True
    if b.comparator is Comparator.EXACTLY:
        return _passes(a, b)
    for side, beyond in ((_UP, b.value > a.value), (_DOWN, b.value < a.value)):
        if a.comparator in side and b.comparator in side:
            return beyond or (b.value == a.value and a.comparator is side[0])
    return False


def _passes(test: Test, exact: Test) -> bool:
    value = exact.value
    return {
        Comparator.AT_LEAST: value >= test.value,
        Comparator.OVER: value > test.value,
        Comparator.AT_MOST: value <= test.value,
        Comparator.UNDER: value < test.value,
        Comparator.EXACTLY: value == test.value,
    }[test.comparator]


def _check_units(
    draft: Draft, made: Mapping[str, PackMeasure], path: Path, rules_of_it: tuple[Rule, ...]
) -> None:
    """A measure owed above the areas that the pack is for, or by another kind of their rank, never applies."""
    if draft.head is None:
        return
    areas = draft.head.areas
    lowest = max(RANKS[area] for area in areas)
    for place, rule in enumerate(rules_of_it):
        measure = getattr(rule, "measure", "")
        owed = unit_of(made[measure].measure) if measure in made else ""
        if owed and (RANKS[owed] < lowest or (RANKS[owed] == lowest and owed not in areas)):
            kind = type(rule).__name__.lower()
            draft.notes["standard.yaml"].value(
                (*path, "rules", place, kind, "measure"),
                "below-its-unit",
                found=measure,
                owed=AREA_KINDS[owed],
                unit=AREA_KINDS[next(area for area in areas if RANKS[area] == lowest)],
                severity=Severity.WARNING,
            )
