"""One step of a review: what it changes, what it takes to undo it, and its line in the history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongjian.history.actions import record
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Person
from gongjian.people.reach import Reach
from gongjian.plans import rules
from gongjian.plans.models import Change, Entry, Plan
from gongjian.plans.presenting import one_line

UNDOABLE = ("data", "start", "end", "state", "reason", "merged_into_id", "offered")


@dataclass(frozen=True, slots=True)
class Done:
    """What a step left behind: the entries it changed or made, and the numbers of those it took away."""

    entries: tuple[Entry, ...]
    gone: tuple[int, ...] = ()
    made: tuple[int, ...] = ()


def locked(plan_id: int, *, reach: Reach) -> Plan:
    """The plan, locked: reviewers of one plan take turns, so that nobody overwrites anybody.

    raises   Refused when the person may not review it.
    """
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if refusal := rules.why_not_review(plan, reach=reach):
        raise Refused(refusal)
    return plan


def fresh(entry_id: int, version: int) -> Entry:
    """The entry as it stands now.

    raises   Refused when it is no longer the one the person was shown.
    """
    entry = Entry.objects.select_related("changed_by").filter(pk=entry_id).first()
    if entry is None:
        raise Refused(rules.GONE)
    if refusal := rules.why_not_change(entry, version):
        raise Refused(refusal)
    return entry


class Step:
    """Collects the changes of one step; `end` writes down how to undo them."""

    def __init__(self, plan: Plan, what: str, *, by: Person, at: datetime) -> None:
        self.plan, self.what, self.by, self.at = plan, what, by, at
        self._before: dict[str, dict[str, Any] | None] = {}
        self._entries: list[Entry] = []

    def change(self, entry: Entry, **fields: Any) -> None:
        """Set `fields` of an entry, some of UNDOABLE."""
        changed = {name: value for name, value in fields.items() if getattr(entry, name) != value}
        self._before[str(entry.pk)] = {name: getattr(entry, name) for name in changed}
        for name, value in changed.items():
            setattr(entry, name, value)
        self._touch(entry)
        entry.save(update_fields=[*changed, "version", "changed_by", "changed_at"])

    def change_all(self, entries: list[Entry], *, state: str) -> None:
        """Set the state of many entries with one statement."""
        for entry in entries:
            self._before[str(entry.pk)] = {"state": entry.state}
            entry.state = state
            self._touch(entry)
        Entry.objects.bulk_update(entries, ["state", "version", "changed_by", "changed_at"], batch_size=200)

    def make(self, entry: Entry) -> Entry:
        """Save a new entry."""
        entry.changed_by, entry.changed_at = self.by, self.at
        entry.save()
        self._before[str(entry.pk)] = None
        self._entries.append(entry)
        return entry

    def end(self) -> Done:
        Change.objects.create(
            plan=self.plan,
            what=self.what,
            by=self.by,
            at=self.at,
            before=self._before,
            versions={str(entry.pk): entry.version for entry in self._entries},
        )
        before, after = self._told()
        record(
            f"plan-entry.{self.what}",
            self._entries[0] if len(self._entries) == 1 else self.plan,
            by=self.by,
            at=self.at,
            area_path=self.plan.area_path,
            before=before,
            after=after,
        )
        made = tuple(int(pk) for pk, fields in self._before.items() if fields is None)
        return Done(tuple(self._entries), made=made)

    def _told(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Before and after as the history shows them: one entry in words, of many only their number."""
        if len(self._entries) > 1:
            return {}, {"entries": len(self._entries)}
        (entry,) = self._entries
        fields = self._before[str(entry.pk)]
        now = {"state": entry.state, "reason": entry.reason, "words": one_line(entry.kind, entry.data)}
        if fields is None:
            return {}, {"words": now["words"]}
        was = dict(now) | {name: fields[name] for name in ("state", "reason") if name in fields}
        if "data" in fields:
            was["words"] = one_line(entry.kind, fields["data"])
        changed = [name for name in now if now[name] != was[name]]
        return {name: was[name] for name in changed}, {name: now[name] for name in changed}

    def _touch(self, entry: Entry) -> None:
        entry.version += 1
        entry.changed_by, entry.changed_at = self.by, self.at
        self._entries.append(entry)
