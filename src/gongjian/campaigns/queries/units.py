"""Units that can owe a task."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongjian.campaigns.models import Campaign, Everyone
from gongjian.kernel.paths import above, depth, within
from gongjian.people.models import Department, Grant, Person
from gongjian.people.reach import standing
from gongjian.places.models import Area, Kind

# Districts down to villages, and the grids where the campaign is a community's own.
OWING_KINDS = (Kind.DISTRICT, Kind.SUBDISTRICT, Kind.TOWNSHIP, Kind.COMMUNITY, Kind.VILLAGE, Kind.GRID)

KINDS = {
    Everyone.COMMUNITIES: (Kind.COMMUNITY,),
    Everyone.VILLAGES: (Kind.VILLAGE,),
    Everyone.BOTH: (Kind.COMMUNITY, Kind.VILLAGE),
    Everyone.STREETS: (Kind.SUBDISTRICT, Kind.TOWNSHIP),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """Exactly one of person, area and department, and where it stands."""

    path: str
    person: int | None = None
    area: int | None = None
    department: int | None = None

    def as_fields(self) -> dict[str, int | str | None]:
        """The fields of an assignment."""
        return {
            "person_id": self.person,
            "area_id": self.area,
            "department_id": self.department,
            "area_path": self.path,
        }


def name_of(unit: Unit) -> str:
    """How the unit is called. One query."""
    models: tuple[tuple[int | None, type[Person | Area | Department]], ...] = (
        (unit.person, Person),
        (unit.area, Area),
        (unit.department, Department),
    )
    return next(str(model._default_manager.get(pk=pk)) for pk, model in models if pk)


def everyone_of(campaign: Campaign, kind: Everyone) -> list[Unit]:
    """All areas of a kind in the campaign's area, in the order of the tree."""
    areas = Area.objects.filter(within(campaign.area_path), kind__in=KINDS[kind], valid_to=None)
    return [Unit(path, area=pk) for pk, path in areas.order_by("path").values_list("pk", "path")]


@dataclass(frozen=True, slots=True)
class Option:
    """A unit that can be chosen; `code` is what a form sends: `area-5`."""

    code: str
    label: str
    unit: Unit


def options(
    campaign: Campaign, *, on: date, within_paths: Iterable[str] | None = None
) -> dict[str, list[Option]]:
    """Whom tasks, seats and names of the campaign can go to, in groups. Three queries.

    within_paths   only units that stand at or below one of these; None takes all of the campaign's area and
                   the departments and people of the areas above it.
    returns        "departments", "areas" and "people", each in the order of the tree.
    """
    near = within(campaign.area_path, "area_path") | above(campaign.area_path, "area_path")
    areas = Area.objects.filter(within(campaign.area_path), kind__in=_owing(campaign), valid_to=None)
    departments = Department.objects.filter(near, is_open=True).order_by("area_path", "name")
    grants = Grant.objects.filter(near, standing(on), person__is_active=True).order_by(
        "area_path", "person__name"
    )
    people: dict[int, Option] = {}
    for pk, name, place, path in grants.values_list("person", "person__name", "area__name", "area_path"):
        inside = path if path.startswith(campaign.area_path) else campaign.area_path
        people.setdefault(pk, Option(f"person-{pk}", f"{name}({place})", Unit(inside, person=pk)))
    groups = {
        "departments": [
            Option(f"department-{pk}", name, Unit(path, department=pk))
            for pk, name, path in departments.values_list("pk", "name", "area_path")
        ],
        "areas": [
            Option(f"area-{pk}", "\u3000" * _indent(campaign, path) + name, Unit(path, area=pk))
            for pk, name, path in areas.order_by("path").values_list("pk", "name", "path")
        ],
        "people": list(people.values()),
    }
    if within_paths is None:
        return groups
    roots = tuple(within_paths)
    return {
        name: [option for option in found if option.unit.path.startswith(roots)]
        for name, found in groups.items()
    }


def _owing(campaign: Campaign) -> tuple[Kind, ...]:
    small = campaign.area.kind in (Kind.COMMUNITY, Kind.VILLAGE, Kind.GRID)
    return OWING_KINDS if small else OWING_KINDS[:-1]


def _indent(campaign: Campaign, path: str) -> int:
    return max(depth(path) - depth(campaign.area_path) - 1, 0)
