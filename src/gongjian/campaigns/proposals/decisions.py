"""What a person decides about a proposal, and what stands until they do."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gongjian.campaigns.proposals.dates import stages, suggest_year, within
from gongjian.campaigns.proposals.values import Make, Proposal, Row, Source

# How long before the campaign's first day a date of its plan may lie (`3月` in one that starts on the 15th).
LEEWAY = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is made of a row. `ends` is also the due date of a task or a deadline."""

    make: Make
    title: str
    starts: date | None = None
    ends: date | None = None


def year_of(proposal: Proposal, default: int) -> int:
    """The year to suggest for the dates that have none."""
    return suggest_year((text for row in proposal.rows for text in (row.starts, row.ends)), default)


def settle(proposal: Proposal, starts: date, last: date) -> dict[str, Decision]:
    """The decision on every row when nobody changes anything, for a campaign from `starts` to `last`.

    Dates without a year are taken in the first year that puts them into the campaign.

    A task is due on its own date, else on the last deadline told of in its words, else at the end of its
    phase.
    """
    phases = proposal.of(Make.PHASE)
    dated = stages(((row.starts, row.ends) for row in phases), starts, last, LEEWAY)
    whole = dict(zip((row.key for row in phases), dated, strict=True))
    by_key = proposal.by_key
    due = _deadlines(proposal, by_key, starts, last)
    settled = {}
    for row in proposal.rows:
        begins, ends = whole.get(row.key) or (
            within(starts, last, row.starts, end=False),
            within(starts, last, row.ends, end=True),
        )
        if row.make == Make.TASK:
            phase = nearest(row, by_key, lambda above: above.make == Make.PHASE)
            ends = ends or due.get(row.key) or (whole[phase.key][1] if phase else None)
        elif row.make == Make.BATCH and row.parent in whole:
            begins, ends = whole[row.parent]
        settled[row.key] = Decision(row.make, row.title[:200], begins, ends)
    return settled


def _deadlines(proposal: Proposal, by_key: Mapping[str, Row], starts: date, last: date) -> dict[str, date]:
    """The last due date of each task that has deadlines in its words."""
    due: dict[str, date] = {}
    for row in proposal.of(Make.DEADLINE):
        task = nearest(row, by_key, lambda above: above.make == Make.TASK)
        day = within(starts, last, row.ends, end=True)
        if task and day:
            due[task.key] = max(day, due.get(task.key, day))
    return due


def nearest(row: Row, by_key: Mapping[str, Row], wanted: Callable[[Row], bool]) -> Row | None:
    """The closest row above `row` that is wanted."""
    seen = {row.key}
    while row.parent and row.parent not in seen:
        row = by_key[row.parent]
        seen.add(row.key)
        if wanted(row):
            return row
    return None


def past(decisions: Mapping[str, Decision], today: date) -> tuple[str, ...]:
    """The keys of the rows that become tasks and whose day has passed already."""
    return tuple(
        key
        for key, decision in decisions.items()
        if decision.make == Make.TASK and decision.ends is not None and decision.ends < today
    )


def without_past(
    decisions: Mapping[str, Decision], keys: Iterable[str], *, day: date | None, is_made: bool = True
) -> dict[str, Decision]:
    """The decisions with the rows of `keys` due on `day`, without a date when that is None, or not made."""
    changed = {
        key: replace(decisions[key], ends=day) if is_made else replace(decisions[key], make=Make.NOTHING)
        for key in keys
    }
    return {**decisions, **changed}


def fingerprint(sources: Iterable[Source], versions: Mapping[int, int]) -> str:
    """A short mark of the entries a proposal was drawn from, so that a form notices when they changed."""
    words = sorted(f"{source.key}:{versions.get(source.key, 0)}" for source in sources)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
