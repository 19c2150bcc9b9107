"""What measures ask of other measures."""

from collections.abc import Mapping
from fractions import Fraction

from gongjian.engines.measures.checking import has_denominator, named_by
from gongjian.engines.measures.definitions import (
    Cadence,
    Comparator,
    Coverage,
    Elapsed,
    Has,
    Measure,
    Quiet,
    Ratio,
    Share,
    Test,
)
from gongjian.engines.packs.checks import known
from gongjian.engines.packs.checks.facts import measures_by_id
from gongjian.engines.packs.draft import Draft
from gongjian.engines.packs.faults import Severity
from gongjian.engines.packs.files.common import AREA_KINDS, RANKS, test_text
from gongjian.engines.packs.model import PackMeasure
from gongjian.engines.packs.shapes import Notes
from gongjian.engines.packs.yaml_tree import Path

_REFERS = (("ratio", "over"), ("ratio", "under"), ("share", "measure"))


def check(draft: Draft) -> None:
    _check_known(draft)
    made = measures_by_id(draft)
    for entry in draft.measures:
        notes, how = draft.notes["measures.yaml"], entry.made.measure.how
        if isinstance(how, Ratio):
            for field, other in (("over", how.over), ("under", how.under)):
                if other in made and has_denominator(made[other].measure):
                    notes.value((*entry.path, "ratio", field), "ratio-of-ratio", found=other)
        elif isinstance(how, Share):
            _check_share(notes, made, how, entry.path)
        if circle := _circle(made, entry.made.id):
            notes.value((*entry.path, "id"), "measures-in-a-circle", found=" → ".join(circle))


def _check_known(draft: Draft) -> None:
    ids = known.measures(draft)
    if not known.can_tell(draft, "measures.yaml"):
        return
    for path, measure in draft.written("measures.yaml", "measures"):
        for kind, field in _REFERS:
            how = measure.get(kind)
            other = how.get(field) if isinstance(how, dict) else None
            if isinstance(other, str) and other not in ids:
                draft.notes["measures.yaml"].value(
                    (*path, kind, field), "unknown-measure", found=other, expected=sorted(ids)
                )


def _check_share(notes: Notes, made: Mapping[str, PackMeasure], how: Share, path: Path) -> None:
    other = made.get(how.measure)
    if other is None:
        return
    place = (*path, "share")
    check_test(notes, (*place, "test"), other.measure, how.test)
    owed = unit_of(other.measure)
    if owed and RANKS[how.unit] > RANKS[owed]:
        notes.value(
            (*place, "unit"),
            "below-its-unit",
            found=how.measure,
            owed=AREA_KINDS[owed],
            unit=AREA_KINDS[how.unit],
            severity=Severity.WARNING,
        )


def unit_of(measure: Measure) -> str:
    """The kind of area that owes it; empty if it is asked of any."""
    how = measure.how
    return how.unit if isinstance(how, (Cadence, Quiet, Has, Share)) else ""


def is_share(measure: Measure) -> bool:
    """Whether its figure lies between 0 and 1."""
    return isinstance(measure.how, (Share, Coverage, Cadence, Elapsed, Has))


def check_test(notes: Notes, path: Path, measure: Measure, test: Test) -> None:
    """A share is 1 at most: what asks for 90 of it means 90 %."""
    is_over = test.value > 1 or (test.value == Fraction(1) and test.comparator is Comparator.OVER)
    if (
        is_share(measure)
        and is_over
        and test.comparator in (Comparator.AT_LEAST, Comparator.OVER, Comparator.EXACTLY)
    ):
        notes.value(
            path,
            "share-never-over-one",
            found=test_text(test),
            measure=measure.id,
            severity=Severity.WARNING,
        )


def _circle(made: Mapping[str, PackMeasure], start: str) -> tuple[str, ...]:
    """The shortest way from a measure back to itself, if there is one."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for other in named_by(made[way[-1]].measure) if way[-1] in made else ():
            if other == start:
                return (*way, other)
            if other not in seen:
                seen.add(other)
                ways.append((*way, other))
    return ()
