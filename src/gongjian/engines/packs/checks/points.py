"""Points that do not add up, and stars that nothing gives."""

from decimal import Decimal

from gongjian.engines.packs.draft import Draft
from gongjian.engines.packs.faults import Severity
from gongjian.engines.packs.files.common import plain
from gongjian.engines.packs.model import Cap, Deduct, Indicator, Judged, Passing, rules_give
from gongjian.engines.packs.shapes import Notes
from gongjian.engines.packs.yaml_tree import Path


def check(draft: Draft) -> None:
    for entry in draft.made_indicators():
        _check_indicator(draft.notes["standard.yaml"], entry.made, entry.path)
    if draft.standard is None or "standard.yaml" not in draft.sound:
        return
    standard, notes = draft.standard, draft.notes["standard.yaml"]
    total = sum((item.full for item in standard.indicators), Decimal(0))
    if total != standard.total:
        notes.value(
            ("total",),
            "points-do-not-add-up",
            found=plain(standard.total),
            sum=plain(total),
            severity=Severity.WARNING,
        )
    if standard.star is None:
        for place, grade in enumerate(standard.grades):
            if any(mark.of is Passing.STARS for mark in grade.marks):
                notes.value(("grades", place, "stars"), "no-stars")
        if any(mark.of is Passing.STARS for mark in standard.passing):
            notes.value(("passing", "stars"), "no-stars")


def _check_indicator(notes: Notes, indicator: Indicator, path: Path) -> None:
    if indicator.repealed is not None:
        if indicator.points is not None:
            notes.value((*path, "points"), "repealed-has-points", found=plain(indicator.points))
        return
    if indicator.items:
        below = sum((item.full for item in indicator.items), Decimal(0))
        if indicator.points is not None and indicator.points != below:
            _not_equal(notes, (*path, "points"), "heading-has-points", indicator.points, below)
        return
    given = rules_give(indicator.rules)
    if indicator.rules and indicator.points is not None and indicator.points != given:
        _not_equal(notes, (*path, "points"), "rules-do-not-add-up", indicator.points, given)
    judged = [place for place, rule in enumerate(indicator.rules) if isinstance(rule, Judged)]
    for place in judged[1:]:
        notes.key((*path, "rules", place, "judged"), "judged-twice")
    for place, rule in enumerate(indicator.rules):
        if isinstance(rule, Deduct) and rule.most > rule.points:
            notes.value(
                (*path, "rules", place, "deduct", "most"),
                "deducts-too-much",
                found=plain(rule.most),
                points=plain(rule.points),
            )
        if isinstance(rule, Cap) and rule.points >= indicator.full:
            notes.value(
                (*path, "rules", place, "cap", "points"),
                "cap-without-effect",
                found=plain(rule.points),
                full=plain(indicator.full),
                severity=Severity.WARNING,
            )


def _not_equal(notes: Notes, path: Path, code: str, written: Decimal, added: Decimal) -> None:
    notes.value(path, code, found=plain(written), sum=plain(added), severity=Severity.WARNING)
