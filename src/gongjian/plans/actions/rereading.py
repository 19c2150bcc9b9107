"""Reading a document anew: prepared, looked at, and only then taken over."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from gongjian import __version__
from gongjian.engines.plans import model
from gongjian.history.actions import record
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Person
from gongjian.people.reach import Reach
from gongjian.plans import rules
from gongjian.plans.actions.documents import row
from gongjian.plans.comparing import Comparison, Shift, compare
from gongjian.plans.models import Change, Entry, Plan, PlanDocument, Rereading
from gongjian.plans.values import Found


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan as it was read anew."""

    title: str
    text: str
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What becomes of one plan. `plan` is None for a new one, `new` None for one that is not read any more."""

    plan: Plan | None
    new: NewPlan | None
    comparison: Comparison

    @property
    def changes_nothing(self) -> bool:
        if self.plan is None or self.new is None or self.plan.text != self.new.text:
            return False
        return self.comparison.changes_nothing


@transaction.atomic
def prepare(document: PlanDocument, reading: model.Reading, *, at: datetime) -> Rereading | None:
    """Keep a new reading until someone has looked at it; None, and nothing kept, where it changes nothing."""
    Rereading.objects.filter(document=document).delete()
    # As it will come back from the database: the rows it is compared with did, too.
    kept = Rereading(
        document=document,
        reading=json.loads(json.dumps(reading.as_json())),
        reader_version=__version__,
        at=at,
    )
    if all(change.changes_nothing for change in changes(kept)):
        document.reader_version = __version__
        document.save(update_fields=["reader_version"])
        return None
    kept.save()
    return kept


def changes(rereading: Rereading) -> list[PlanChange]:
    """What taking over the new reading would do to each plan. Two queries."""
    new = [_new_plan(plan) for plan in rereading.reading["plans"]]
    old = list(Plan.objects.filter(document=rereading.document_id))
    entries: dict[int, list[Entry]] = {plan.pk: [] for plan in old}
    for entry in Entry.objects.filter(plan__in=old):
        entries[entry.plan_id].append(entry)
    changed = []
    for plan, now in _paired(old, new):
        before = entries[plan.pk] if plan else []
        shift = Shift(plan.text if plan else "", now.text if now else "")
        changed.append(PlanChange(plan, now, compare(before, now.found if now else (), shift)))
    return changed


def _new_plan(plan: dict[str, Any]) -> NewPlan:
    """A plan of the kept JSON: the same lists as the engine's value, by their names."""
    kinds = {
        "items": "item",
        "phases": "phase",
        "targets": "target",
        "cadences": "cadence",
        "deadlines": "deadline",
        "duties": "duty",
        "warnings": "warning",
    }
    found = [
        Found(kind, {name: value for name, value in entry.items() if name != "span"}, *entry["span"])
        for name_of_list, kind in kinds.items()
        for entry in plan[name_of_list]
    ]
    found += [Found("reference", {"text": text}, *_place(plan["text"], text)) for text in plan["references"]]
    return NewPlan(plan["title"], plan["text"], tuple(found))


def _place(text: str, words: str) -> tuple[int | None, int | None]:
    start = text.find(words)
    return (start, start + len(words)) if start >= 0 else (None, None)


def _paired(old: list[Plan], new: list[NewPlan]) -> list[tuple[Plan | None, NewPlan | None]]:
    """Old and new plans that are the same: in their order, or by title when their number has changed."""
    if len(old) == len(new):
        return list(zip(old, new, strict=True))
    by_title = {plan.title: plan for plan in reversed(old)}
    pairs: list[tuple[Plan | None, NewPlan | None]] = [
        (by_title.pop(now.title[:200], None), now) for now in new
    ]
    met = {plan.pk for plan, _now in pairs if plan}
    return pairs + [(plan, None) for plan in old if plan.pk not in met]


@transaction.atomic
def take_over(document: PlanDocument, *, by: Person, reach: Reach, at: datetime) -> PlanDocument:
    """Let the new reading take the place of the old one, as far as nobody has decided otherwise.

    Whatever a person accepted, corrected, rejected or added stays; where it is read otherwise now, that is
    offered beside it. What others did since the preview is respected: it is all worked out anew here.

    raises   Refused when the person may not, or no new reading waits.
    """
    document = PlanDocument.objects.select_for_update().get(pk=document.pk)
    if refusal := rules.why_not_edit(document, reach=reach):
        raise Refused(refusal)
    rereading = Rereading.objects.filter(document=document).first()
    if rereading is None:
        raise Refused(rules.NO_REREADING)
    list(Plan.objects.select_for_update().filter(document=document))
    for position, change in enumerate(_renumbered(document, changes(rereading)), start=1):
        _apply(document, change, position, at=at)
    Change.objects.filter(plan__document=document, undone_at=None).update(undone_at=at)
    document.reader_version, document.read_at = rereading.reader_version, rereading.at
    document.repairs = rereading.reading["source"]["repairs"]
    document.save()
    rereading.delete()
    record("plan-document.read-anew", document, by=by, at=at, area_path=document.area_path)
    return document


def _renumbered(document: PlanDocument, changed: list[PlanChange]) -> list[PlanChange]:
    """Make room for the new positions: they are unique, and plans may have moved among each other."""
    behind = 10_000
    for offset, plan in enumerate(Plan.objects.filter(document=document)):
        Plan.objects.filter(pk=plan.pk).update(position=behind + offset)
    return changed


def _apply(document: PlanDocument, change: PlanChange, position: int, *, at: datetime) -> None:
    plan, new, comparison = change.plan, change.new, change.comparison
    if new is None:
        assert plan is not None  # noqa: S101 - a pair has at least one side
        if plan.used_at is None and not comparison.kept:
            plan.delete()
        else:
            Plan.objects.filter(pk=plan.pk).update(position=position)
        return
    if plan is None:
        plan = Plan(document=document, area_path=document.area_path)
    _keep_in_place(plan, comparison)
    plan.position, plan.title, plan.text = position, new.title[:200], new.text
    plan.save()
    if plan.used_at is None:
        # What a campaign was made from stays to be looked up, whatever a newer reader says.
        Entry.objects.filter(pk__in=[entry.pk for entry in comparison.gone]).delete()
    Entry.objects.bulk_create([row(plan, found) for found in comparison.found], batch_size=500)


def _keep_in_place(plan: Plan, comparison: Comparison) -> None:
    """Move and refresh the entries that stay; each counts as changed, so that no stale form overwrites it."""
    changed: list[Entry] = []
    for entry, now in (*comparison.same, *comparison.replaced):
        follows = (entry.start, entry.end) == (entry.read_start, entry.read_end)
        if entry.data == entry.read:
            entry.data = now.data
        entry.read, entry.read_start, entry.read_end = now.data, now.start, now.end
        if follows:
            entry.start, entry.end = now.start, now.end
        changed.append(entry)
    for entry, now in comparison.offered:
        entry.offered = {"data": now.data, "start": now.start, "end": now.end}
        entry.read, entry.read_start, entry.read_end = now.data, now.start, now.end
        changed.append(entry)
    for entry, span in comparison.kept:
        entry.start, entry.end = span or (None, None)
        changed.append(entry)
    for entry in changed:
        entry.version += 1
    fields = ["data", "start", "end", "read", "read_start", "read_end", "offered", "version"]
    Entry.objects.bulk_update(changed, fields, batch_size=200)


@transaction.atomic
def dismiss(document: PlanDocument, *, by: Person, reach: Reach, at: datetime) -> None:
    """Throw the new reading away; everything stays as it is.

    raises   Refused when the person may not.
    """
    if refusal := rules.why_not_edit(document, reach=reach):
        raise Refused(refusal)
    Rereading.objects.filter(document=document).delete()
    record("plan-document.rereading-dismissed", document, by=by, at=at, area_path=document.area_path)
