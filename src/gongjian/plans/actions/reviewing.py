"""What a reviewer does with entries. Every action locks the plan, checks the version shown, can be undone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gongjian.history.actions import record
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Person
from gongjian.people.reach import Reach
from gongjian.plans import outline, rules
from gongjian.plans.actions.combining import merged, parts
from gongjian.plans.actions.steps import Done, Step, fresh, locked
from gongjian.plans.models import STANDING, Change, Entry, EntryKind, EntryState, Origin, Plan
from gongjian.plans.spans import mark_of, overlap
from gongjian.plans.values import value_of, with_words


@transaction.atomic
def accept(entry: Entry, *, version: int, by: Person, reach: Reach, at: datetime) -> Done:
    """Take the entry as it stands; of a query: it is settled.

    raises   Refused when the person may not, the entry was changed meanwhile, or is no longer open.
    """
    plan = locked(entry.plan_id, reach=reach)
    entry = fresh(entry.pk, version)
    if refusal := rules.why_not_move(entry, EntryState.ACCEPTED):
        raise Refused(refusal)
    step = Step(plan, "accepted", by=by, at=at)
    step.change(entry, state=EntryState.ACCEPTED)
    return step.end()


@transaction.atomic
def reject(entry: Entry, *, version: int, by: Person, reach: Reach, at: datetime, reason: str = "") -> Done:
    """Leave the entry out of the plan; it stays on the page and can be taken back.

    raises   Refused as `accept` does.
    """
    plan = locked(entry.plan_id, reach=reach)
    entry = fresh(entry.pk, version)
    if refusal := rules.why_not_move(entry, EntryState.REJECTED):
        raise Refused(refusal)
    step = Step(plan, "rejected", by=by, at=at)
    step.change(entry, state=EntryState.REJECTED, reason=reason)
    return step.end()


@transaction.atomic
def restore(entry: Entry, *, version: int, by: Person, reach: Reach, at: datetime) -> Done:
    """Take the last decision on an entry back: a correction gives way to what was read, others to open.

    raises   Refused as `accept` does.
    """
    plan = locked(entry.plan_id, reach=reach)
    entry = fresh(entry.pk, version)
    if refusal := rules.why_not_move(entry, EntryState.OPEN):
        raise Refused(refusal)
    fields: dict[str, Any] = {"state": EntryState.OPEN, "reason": "", "merged_into_id": None}
    if entry.state == EntryState.CORRECTED and entry.origin == Origin.READ:
        fields |= {"data": entry.read, "start": entry.read_start, "end": entry.read_end}
    step = Step(plan, "restored", by=by, at=at)
    step.change(entry, **fields)
    return step.end()


@transaction.atomic
def correct(
    entry: Entry,
    *,
    version: int,
    data: Mapping[str, Any],
    start: int | None,
    end: int | None,
    by: Person,
    reach: Reach,
    at: datetime,
) -> Done:
    """Put what a person makes of the words in the place of what was read, which is kept beside it.

    An item that gets another path takes its children along. With nothing changed it is accepted.

    data     the fields of the entry's kind; a quote is taken from the span.
    raises   Refused as `accept` does; ValueError for fields that are not of the kind.
    """
    plan = locked(entry.plan_id, reach=reach)
    entry = fresh(entry.pk, version)
    if refusal := rules.why_not_correct(entry):
        raise Refused(refusal)
    data = checked(entry.kind, data, plan.text, start, end)
    if (data, start, end) == (entry.data, entry.start, entry.end):
        return accept(entry, version=version, by=by, reach=reach, at=at)
    step = Step(plan, "corrected", by=by, at=at)
    if entry.kind == EntryKind.ITEM and data["path"] != entry.data["path"]:
        _take_children_along(step, entry, str(data["path"]))
    step.change(entry, data=data, start=start, end=end, state=EntryState.CORRECTED, offered=None)
    return step.end()


def checked(
    kind: str, data: Mapping[str, Any], text: str, start: int | None, end: int | None
) -> dict[str, Any]:
    """The fields as they are stored, once the engine's own value could be made of them."""
    data = with_words(kind, data, text, start, end)
    if kind == EntryKind.ITEM:
        nested = "/" in data["path"]
        data["role"] = None if nested else data["role"] or "other"
    value_of(kind, data, start, end)
    return data


def _take_children_along(step: Step, item: Entry, path: str) -> None:
    old = str(item.data["path"])
    for child in outline.below(item, items_of(step.plan)):
        moved = path + str(child.data["path"])[len(old) :]
        step.change(child, data={**child.data, "path": moved})


def items_of(plan: Plan) -> list[Entry]:
    """The standing items of a plan in the text's order."""
    return list(Entry.objects.filter(plan=plan, kind=EntryKind.ITEM, state__in=STANDING))


@transaction.atomic
def move_under(entry: Entry, *, deeper: bool, version: int, by: Person, reach: Reach, at: datetime) -> Done:
    """Set an item in under the sister before it, or out beside its parent, with all its children.

    raises   Refused as `accept` does, and where there is nothing to set it under or out of.
    """
    plan = locked(entry.plan_id, reach=reach)
    entry = fresh(entry.pk, version)
    items = items_of(plan)
    if entry.kind != EntryKind.ITEM or entry not in items:
        raise Refused(rules.NOT_AN_ITEM)
    own = outline.label(str(entry.data["path"]))
    if deeper:
        elder = outline.elder(entry, items)
        if elder is None:
            raise Refused(rules.NOTHING_ABOVE)
        above = str(elder.data["path"])
    else:
        if not outline.above(str(entry.data["path"])):
            raise Refused(rules.ALREADY_ON_TOP)
        above = outline.above(outline.above(str(entry.data["path"])))
    data = {**entry.data, "path": f"{above}/{own}" if above else own}
    return correct(
        entry, version=version, data=data, start=entry.start, end=entry.end, by=by, reach=reach, at=at
    )


@transaction.atomic
def add(
    plan: Plan,
    *,
    kind: str,
    data: Mapping[str, Any],
    start: int | None,
    end: int | None,
    by: Person,
    reach: Reach,
    at: datetime,
) -> Done:
    """Add an entry that the reader has missed, on the words from `start` to `end`.

    raises   Refused when the person may not review; ValueError for fields that are not of the kind.
    """
    plan = locked(plan.pk, reach=reach)
    step = Step(plan, "added", by=by, at=at)
    step.make(
        Entry(
            plan=plan,
            kind=kind,
            data=checked(kind, data, plan.text, start, end),
            start=start,
            end=end,
            origin=Origin.ADDED,
            state=EntryState.ACCEPTED,
        )
    )
    return step.end()


@transaction.atomic
def merge(entry: Entry, other: Entry, *, version: int, by: Person, reach: Reach, at: datetime) -> Done:
    """Make one entry of two of a kind: `entry` stays and takes in the words and names of `other`.

    raises   Refused as `accept` does, and when they are not two standing entries of one kind.
    """
    plan = locked(entry.plan_id, reach=reach)
    entry, other = fresh(entry.pk, version), Entry.objects.get(pk=other.pk)
    if refusal := rules.why_not_merge(entry, other):
        raise Refused(refusal)
    data, start, end = merged(entry, other, plan.text)
    step = Step(plan, "merged", by=by, at=at)
    if entry.kind == EntryKind.ITEM:
        _take_children_along(step, other, str(entry.data["path"]))
    step.change(entry, data=data, start=start, end=end, state=EntryState.CORRECTED)
    step.change(other, state=EntryState.MERGED, merged_into_id=entry.pk)
    return step.end()


@transaction.atomic
def split(entry: Entry, *, at_offset: int, version: int, by: Person, reach: Reach, at: datetime) -> Done:
    """Make two entries of one: the first keeps the words before `at_offset`, the second is open to review.

    raises   Refused as `accept` does, and when the place is not inside the entry's words.
    """
    plan = locked(entry.plan_id, reach=reach)
    entry = fresh(entry.pk, version)
    if refusal := rules.why_not_split(entry, at_offset):
        raise Refused(refusal)
    first, second = parts(entry, at_offset, plan.text)
    step = Step(plan, "split", by=by, at=at)
    step.change(entry, data=first.data, start=first.start, end=first.end, state=EntryState.CORRECTED)
    step.make(
        Entry(
            plan=plan,
            kind=entry.kind,
            data=second.data,
            start=second.start,
            end=second.end,
            origin=Origin.ADDED,
        )
    )
    return step.end()


@transaction.atomic
def accept_rest(plan: Plan, *, by: Person, reach: Reach, at: datetime, kind: str = "") -> Done:
    """Accept every open entry (of `kind`) on whose words no open query stands.

    raises   Refused when the person may not review, or nothing is left to accept.
    """
    plan = locked(plan.pk, reach=reach)
    entries = list(Entry.objects.filter(plan=plan, state=EntryState.OPEN))
    queried = [mark_of(entry, plan.text) for entry in entries if entry.kind == EntryKind.WARNING]
    rest = [
        entry
        for entry in entries
        if entry.kind != EntryKind.WARNING
        and kind in ("", entry.kind)
        and not any(overlap(mark_of(entry, plan.text), query) for query in queried)
    ]
    if not rest:
        raise Refused(rules.NOTHING_TO_ACCEPT)
    step = Step(plan, "rest-accepted", by=by, at=at)
    step.change_all(rest, state=EntryState.ACCEPTED)
    return step.end()


@transaction.atomic
def settle_offer(entry: Entry, *, take: bool, version: int, by: Person, reach: Reach, at: datetime) -> Done:
    """Take what a newer reader offers for an entry, or keep what a person made of it.

    raises   Refused as `accept` does, and when nothing is offered.
    """
    plan = locked(entry.plan_id, reach=reach)
    entry = fresh(entry.pk, version)
    if entry.offered is None:
        raise Refused(rules.NO_OFFER)
    fields: dict[str, Any] = {"offered": None}
    if take:
        fields |= {name: entry.offered[name] for name in ("data", "start", "end")}
        fields["state"] = EntryState.ACCEPTED
    step = Step(plan, "offer-taken" if take else "offer-declined", by=by, at=at)
    step.change(entry, **fields)
    return step.end()


@transaction.atomic
def undo(plan: Plan, *, by: Person, reach: Reach, at: datetime) -> Done:
    """Take back the person's own last step in this plan.

    raises   Refused when there is none, or another has since changed an entry it touched.
    """
    plan = locked(plan.pk, reach=reach)
    change = Change.objects.filter(plan=plan, by=by, undone_at=None).order_by("-pk").first()
    if refusal := rules.why_not_undo(change):
        raise Refused(refusal)
    assert change is not None  # noqa: S101 - the rule has refused None
    entries = {str(entry.pk): entry for entry in Entry.objects.filter(pk__in=change.before)}
    if any(pk not in entries or entries[pk].version != version for pk, version in change.versions.items()):
        raise Refused(rules.UNDO_TOO_LATE)
    gone = tuple(int(pk) for pk, fields in change.before.items() if fields is None)
    kept = [entry for pk, entry in entries.items() if change.before[pk] is not None]
    for entry in kept:
        _put_back(entry, change.before[str(entry.pk)], by=by, at=at)
    Entry.objects.filter(pk__in=gone).delete()
    change.undone_at = at
    change.save(update_fields=["undone_at"])
    # A step of its own, so that others see it come; not one that could be undone in turn.
    versions = {str(entry.pk): entry.version for entry in kept} | {str(pk): 0 for pk in gone}
    Change.objects.create(plan=plan, what="undone", by=by, at=at, before={}, versions=versions, undone_at=at)
    record("plan-entry.undone", plan, by=by, at=at, area_path=plan.area_path, note=change.what)
    return Done(tuple(kept), gone=gone)


def _put_back(entry: Entry, fields: Mapping[str, Any], *, by: Person, at: datetime) -> None:
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.version += 1
    entry.changed_by, entry.changed_at = by, at
    entry.save()
