"""Points that do not add up, and stars that nothing gives."""

from decimal import Decimal

from gongjian.engines.packs.draft import Draft
from gongjian.engines.packs.faults import Severity
from gongjian.engines.packs.files.common import figure_text, plain
from gongjian.engines.packs.model import Cap, Deduct, Indicator, Judged, Linear, Passing, Rule, rules_give
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
        _check_rule(notes, indicator, rule, (*path, "rules", place))


def _check_rule(notes: Notes, indicator: Indicator, rule: Rule, path: Path) -> None:
    if isinstance(rule, Deduct):
        if rule.each == 0:
            notes.value((*path, "deduct", "each"), "deducts-nothing", found="0")
        if rule.most > rule.points:
            found, points = plain(rule.most), plain(rule.points)
            notes.value((*path, "deduct", "most"), "deducts-too-much", found=found, points=points)
    elif isinstance(rule, Linear) and rule.zero_at == rule.full_at:
        notes.value((*path, "linear", "full_at"), "linear-without-slope", found=figure_text(rule.full_at))
    elif isinstance(rule, Cap) and rule.points >= indicator.full:
        notes.value(
            (*path, "cap", "points"),
            "cap-without-effect",
            found=plain(rule.points),
            full=plain(indicator.full),
            severity=Severity.WARNING,
        )


def _not_equal(notes: Notes, path: Path, code: str, written: Decimal, added: Decimal) -> None:
    notes.value(path, code, found=plain(written), sum=plain(added), severity=Severity.WARNING)
