"""What a person may see and do where: the one query that decides visibility, everywhere.

A `Reach` is read once a request from the person's grants and turned into path ranges; every list, count,
export, search and API answer filters with it.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongjian.kernel import paths
from gongjian.people.models import Grant, Person
from gongjian.people.roles import MAY, Capability

NOTHING = Q(pk__in=())
# Not the empty Q: that vanishes beside an `|`, and would leave only the other side.
EVERYTHING = ~NOTHING


@dataclass(frozen=True, slots=True)
class Held:
    """One grant, as far as deciding goes."""

    role: str
    path: str
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything a person holds on a day."""

    person_id: int
    is_operator: bool
    held: tuple[Held, ...]

    def roots(self, capability: str) -> list[str]:
        """The tops of the subtrees where the person may, sorted, none inside another."""
        if self.is_operator:
            return [paths.ROOT]
        tops: list[str] = []
        for path in sorted({held.path for held in self.held if capability in MAY[held.role]}):
            if not tops or not path.startswith(tops[-1]):
                tops.append(path)
        return tops

    def may(self, capability: str, path: str) -> bool:
        """Whether the person may, on the area at `path`."""
        return any(path.startswith(root) for root in self.roots(capability))

    def may_anywhere(self, capability: str) -> bool:
        return bool(self.roots(capability))

    def down(self, capability: str = Capability.VIEW, field: str = "area_path") -> Q:
        """Rows of the areas where the person may, and below."""
        condition = NOTHING
        for root in self.roots(capability):
            condition |= paths.within(root, field)
            if root == paths.ROOT:
                return EVERYTHING
        return condition

    def up_and_down(self, capability: str = Capability.VIEW, field: str = "area_path") -> Q:
        """As `down`, and the rows of the areas above: what is asked of a whole district concerns its grids."""
        roots = self.roots(capability)
        if paths.ROOT in roots:
            return EVERYTHING
        higher = {path for root in roots for path in paths.ancestors(root)}
        return self.down(capability, field) | Q(**{f"{field}__in": sorted(higher)})


NO_REACH = Reach(0, False, ())


def standing(on: date) -> Q:
    """Grants that are held on the day `on`: begun, not ended, not taken back. Both ends of a period count."""
    return Q(Q(ends=None) | Q(ends__gte=on), starts__lte=on, revoked_at=None)


def reach_of(person: Person, *, on: date) -> Reach:
    """What `person` holds on the day `on`. One query; none for an operator."""
    if not person.is_active:
        return Reach(person.pk, False, ())
    if person.is_operator:
        return Reach(person.pk, True, ())
    grants = Grant.objects.filter(standing(on), person=person)
    held = tuple(
        Held(role, path, department_id)
        for role, path, department_id in grants.order_by("pk").values_list(
            "role", "area_path", "department_id"
        )
    )
    return Reach(person.pk, False, held)
