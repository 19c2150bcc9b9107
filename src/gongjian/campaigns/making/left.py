"""What of the plan was not made into anything."""

from gongjian.campaigns.making.context import BATCH_SIZE, Making, words
from gongjian.campaigns.models import Leftover
from gongjian.campaigns.proposals import Make, Row


def leftovers(making: Making) -> int:
    """A row for every row of the proposal that became nothing, in its own words.

    Standard items are among them where the campaign works on a standard that it was given.
    """
    used = _with_children_used(making)
    made: list[Leftover] = []
    for row in making.proposal.rows:
        decision = making.decided(row)
        is_unused = decision.make == Make.ITEM and row.key not in making.items
        if decision.make != Make.NOTHING and not is_unused:
            continue
        fields = words(row)
        # The words of what stands under it are told of there.
        fields["quote"] = row.text or row.quote
        made.append(
            Leftover(
                campaign=making.campaign,
                ordinal=len(made) + 1,
                kind=row.kind,
                label=row.label[:80],
                head=decision.title[:200],
                reason=Leftover.Reason.STANDARD if is_unused else _reason(row, used),
                **fields,
            )
        )
    Leftover.objects.bulk_create(made, batch_size=BATCH_SIZE)
    return len(made)


def _reason(row: Row, used: set[str]) -> str:
    if row.make != Make.NOTHING:
        return Leftover.Reason.LEFT_OUT
    return Leftover.Reason.HEADING if row.key in used else Leftover.Reason.NO_PLACE


def _with_children_used(making: Making) -> set[str]:
    """The keys of rows that something made of the plan's items stands under."""
    used: set[str] = set()
    for row in making.proposal.rows:
        made = making.decided(row).make
        told = made in (Make.DUTY, Make.TARGET)
        told = told and bool(making.rows.get(row.parent or "", row).extra.get("is_heading"))
        if told or made in (Make.TASK, Make.ITEM, Make.PHASE, Make.BODY):
            for key in (row.parent, row.extra.get("stands_in")):
                above = making.rows.get(key or "")
                while above is not None and above.key not in used:
                    used.add(above.key)
                    above = making.rows.get(above.parent or "")
    return used
