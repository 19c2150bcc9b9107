"""What upper apps offer to do with a plan: `<app>/from_plan.py` with `steps(plan, reach) -> list[NextStep]`."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class NextStep:
    """A button of the review page: "Start a campaign".

    is_primary   what one is to do next; one that has been done already is offered quietly.
    is_start     what a plan is reviewed for: offered again where its last entry is reviewed.
    """

    label: str | Promise
    href: str
    icon: str
    is_primary: bool = True
    is_start: bool = False
