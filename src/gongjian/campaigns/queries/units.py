"""Units that can owe a task."""

from dataclasses import dataclass

from gongjian.campaigns.models import Campaign, Everyone
from gongjian.kernel.paths import within
from gongjian.places.models import Area, Kind

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


def everyone_of(campaign: Campaign, kind: Everyone) -> list[Unit]:
    """All areas of a kind in the campaign's area, in the order of the tree."""
    areas = Area.objects.filter(within(campaign.area_path), kind__in=KINDS[kind], valid_to=None)
    return [Unit(path, area=pk) for pk, path in areas.order_by("path").values_list("pk", "path")]
