"""What upper apps offer to do with a plan: `<app>/from_plan.py` with `steps(plan, reach) -> list[NextStep]`."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class NextStep:
    """A button of the review page: "Start campaign"."""

    label: str | Promise
    href: str
    icon: str
