"""What is granted: a role, where, and for how long."""

from dataclasses import dataclass
from datetime import date

from gongjian.people.models import Department, Grant
from gongjian.places.models import Area


@dataclass(frozen=True, slots=True)
class Terms:
    """A role on an area from the day `starts` to the day `ends`, both included; without `ends` until taken back."""

    role: str
    area: Area
    department: Department | None
    starts: date
    ends: date | None

    def meets(self, grant: Grant) -> bool:
        """Whether they have a day in common with the period of `grant`."""
        begins_in_time = self.ends is None or grant.starts <= self.ends
        return begins_in_time and (grant.ends is None or grant.ends >= self.starts)

    def is_same_as(self, grant: Grant) -> bool:
        """Whether `grant` gives the same role at the same place."""
        department_id = self.department.pk if self.department else None
        there = grant.area_id == self.area.pk and grant.department_id == department_id
        return there and grant.role == self.role
