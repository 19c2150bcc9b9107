"""What is known while a campaign is made."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from gongjian.campaigns.models import Batch, Body, Campaign, Duty, Everyone, Phase, Task
from gongjian.campaigns.proposals import Decision, Make, Proposal, Row, nearest
from gongjian.campaigns.queries.names import Names
from gongjian.campaigns.queries.units import Unit, everyone_of
from gongjian.kernel.clock import day_of
from gongjian.people.models import Person
from gongjian.programmes.models import StandardItem

BATCH_SIZE = 400


class Making:
    """The proposal, the decisions, and everything made so far, by the key of the row it was made from."""

    def __init__(
        self,
        campaign: Campaign,
        proposal: Proposal,
        decisions: Mapping[str, Decision],
        *,
        by: Person,
        at: datetime,
    ) -> None:
        self.campaign, self.proposal, self.decisions = campaign, proposal, decisions
        self.by, self.at = by, at
        self.rows = proposal.by_key
        self.phases: dict[str, Phase] = {}
        self.bodies: dict[str, Body] = {}
        self.items: dict[str, StandardItem] = {}
        self.tasks: dict[str, Task] = {}
        self.batches: dict[str, Batch] = {}
        self.duties: list[Duty] = []
        self._everyone: dict[str, list[Unit]] = {}

    def decided(self, row: Row) -> Decision:
        return self.decisions[row.key]

    def kept(self, make: Make) -> Iterator[tuple[Row, Decision]]:
        """The rows that become a `make`, in the order of the plan."""
        for row in self.proposal.rows:
            decision = self.decided(row)
            if decision.make == make:
                yield row, decision

    def above(self, row: Row, make: Make) -> Row | None:
        """The closest row above that becomes a `make`."""
        return nearest(row, self.rows, lambda other: self.decided(other).make == make)

    def home(self, row: Row, make: Make) -> Row | None:
        """The row itself when it becomes a `make`, else the closest such above it."""
        return row if self.decided(row).make == make else self.above(row, make)

    def everyone(self, kind: str) -> list[Unit]:
        """All areas of a kind in the campaign's area; asked once a kind."""
        if kind not in self._everyone:
            self._everyone[kind] = everyone_of(self.campaign, Everyone(kind))
        return self._everyone[kind]

    @cached_property
    def names(self) -> Names:
        """Everyone the plan names, looked up once."""
        spoken = [name for row in self.proposal.rows for name in row.names]
        spoken += [str(row.extra["place"]) for row in self.proposal.of(Make.PAIRING)]
        return Names(self.campaign.area, spoken, on=day_of(self.at))


def words(row: Row) -> dict[str, Any]:
    """The fields of `FromPlan`."""
    start, end = row.span or (None, None)
    return {"entry_id": row.entry, "quote": row.quote, "span_start": start, "span_end": end}
