"""What a person decides about a proposal, and what stands until they do."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gongjian.campaigns.proposals.dates import in_order, resolve, suggest_year
from gongjian.campaigns.proposals.values import Make, Proposal, Row, Source


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


def settle(proposal: Proposal, year: int) -> dict[str, Decision]:
    """The decision on every row when nobody changes anything, dates without a year taken in `year`.

    A task is due on the last deadline told of in its own words, else at the end of its phase.
    """
    phases = proposal.of(Make.PHASE)
    whole = dict(
        zip((row.key for row in phases), in_order(((r.starts, r.ends) for r in phases), year), strict=True)
    )
    by_key = proposal.by_key
    due = _deadlines(proposal, by_key, year)
    settled = {}
    for row in proposal.rows:
        starts, ends = whole.get(row.key) or (
            resolve(row.starts, year, end=False),
            resolve(row.ends, year, end=True),
        )
        if row.make == Make.TASK:
            phase = nearest(row, by_key, lambda above: above.make == Make.PHASE)
            ends = due.get(row.key) or (whole[phase.key][1] if phase else None)
        elif row.make == Make.BATCH and row.parent in whole:
            starts, ends = whole[row.parent]
        settled[row.key] = Decision(row.make, row.title[:200], starts, ends)
    return settled


def _deadlines(proposal: Proposal, by_key: Mapping[str, Row], year: int) -> dict[str, date]:
    """The last due date of each task that has deadlines in its words."""
    due: dict[str, date] = {}
    for row in proposal.of(Make.DEADLINE):
        task = nearest(row, by_key, lambda above: above.make == Make.TASK)
        day = resolve(row.ends, year, end=True)
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


def fingerprint(sources: Iterable[Source], versions: Mapping[int, int]) -> str:
    """A short mark of the entries a proposal was drawn from, so that a form notices when they changed."""
    words = sorted(f"{source.key}:{versions.get(source.key, 0)}" for source in sources)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
