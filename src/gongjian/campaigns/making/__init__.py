"""Making a campaign's rows from a proposal and the decisions on it, in bulk.

Each file makes one part and puts what it made where the next ones find it: structure first (phases, bodies,
standard items, tasks), then who answers, then figures, then what is left.
"""

from collections.abc import Mapping
from datetime import datetime

from gongjian.campaigns.making import figures, left, structure, who
from gongjian.campaigns.making.context import Making
from gongjian.campaigns.models import Campaign
from gongjian.campaigns.proposals import Decision, Proposal
from gongjian.people.models import Person

__all__ = ["make"]


def make(
    campaign: Campaign,
    proposal: Proposal,
    decisions: Mapping[str, Decision],
    everyone: str,
    *,
    by: Person,
    at: datetime,
) -> dict[str, int]:
    """Make everything of the campaign that the decisions ask for; must run inside a transaction.

    everyone   who gets the tasks nobody is named for: "" (nobody yet), "both" or "streets".
    returns    how many rows of each kind were made.

    The number of queries depends on the depth of the plan's numbering, not on its length.
    """
    making = Making(campaign, proposal, decisions, by=by, at=at)
    counts = {
        "phases": structure.phases(making),
        "bodies": structure.bodies(making),
        "items": structure.items(making),
        "tasks": structure.tasks(making),
        "batches": figures.batches(making),
        "targets": figures.targets(making),
        "cadences": figures.cadences(making),
        "deadlines": figures.deadlines(making),
        "duties": who.duties(making),
        "memberships": who.memberships(making),
        "pairings": who.pairings(making),
        "assignments": who.assignments(making, everyone),
        "leftovers": left.leftovers(making),
    }
    return {kind: count for kind, count in counts.items() if count}
