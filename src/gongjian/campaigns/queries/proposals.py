"""Drawing up the proposal of a stored plan."""

from dataclasses import dataclass

from gongjian.campaigns.proposals import Proposal, Source, fingerprint, propose
from gongjian.plans.models import STANDING, Entry, EntryKind, Plan


@dataclass(frozen=True, slots=True)
class Drawn:
    """A proposal, the mark of the entries it was drawn from, and how many of them nobody reviewed."""

    proposal: Proposal
    fingerprint: str
    unreviewed: int


def draw(plan: Plan) -> Drawn:
    """The proposal of the entries that stand. One query."""
    entries = Entry.objects.filter(plan=plan, state__in=STANDING).exclude(kind=EntryKind.WARNING)
    rows = list(entries.values_list("pk", "kind", "data", "start", "end", "version", "state"))
    sources = [
        Source(pk, kind, data, None if start is None or end is None else (start, end))
        for pk, kind, data, start, end, _version, _state in rows
    ]
    return Drawn(
        propose(plan.title, plan.text, sources),
        fingerprint(sources, {row[0]: row[5] for row in rows}),
        sum(row[6] == "open" for row in rows),
    )
