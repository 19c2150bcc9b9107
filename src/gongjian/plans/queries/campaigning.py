"""A reviewed plan as a campaign is made from it."""

from dataclasses import dataclass

from gongjian.plans.models import STANDING, Entry, Plan
from gongjian.plans.values import Value, value_of


@dataclass(frozen=True, slots=True)
class ForCampaign:
    """An entry that stands, with its number, as the engine's value."""

    number: int
    kind: str
    value: Value
    span: tuple[int, int] | None
    is_reviewed: bool


def for_campaign(plan: Plan) -> list[ForCampaign]:
    """What stands of a plan, reviewed or not, in the text's order; rejected and merged entries are left out.

    One query.
    """
    return [
        ForCampaign(
            number=entry.pk,
            kind=entry.kind,
            value=value_of(entry.kind, entry.data, entry.start, entry.end),
            span=None if entry.start is None or entry.end is None else (entry.start, entry.end),
            is_reviewed=entry.is_reviewed,
        )
        for entry in Entry.objects.filter(plan=plan, state__in=STANDING)
    ]
