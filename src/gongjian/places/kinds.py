"""What an area can be, and what may stand under what."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What an area is, from the top down."""

    PROVINCE = "province", pgettext_lazy("area", "Province")
    CITY = "city", pgettext_lazy("area", "City")
    DISTRICT = "district", pgettext_lazy("area", "District")
    SUBDISTRICT = "subdistrict", pgettext_lazy("area", "Subdistrict")
    TOWNSHIP = "township", pgettext_lazy("area", "Township")
    COMMUNITY = "community", pgettext_lazy("area", "Community")
    VILLAGE = "village", pgettext_lazy("area", "Village")
    GRID = "grid", pgettext_lazy("area", "Grid")
    BUILDING = "building", pgettext_lazy("area", "Building")


class Settlement(models.TextChoices):
    """The urban-rural class of the statistical code (城乡分类代码), of communities and villages."""

    URBAN_CORE = "111", pgettext_lazy("settlement", "111 Main urban area")
    URBAN_FRINGE = "112", pgettext_lazy("settlement", "112 Urban-rural fringe")
    TOWN_CORE = "121", pgettext_lazy("settlement", "121 Town centre")
    TOWN_FRINGE = "122", pgettext_lazy("settlement", "122 Town fringe")
    SPECIAL = "123", pgettext_lazy("settlement", "123 Special area")
    RURAL_CORE = "210", pgettext_lazy("settlement", "210 Township centre")
    RURAL = "220", pgettext_lazy("settlement", "220 Village")


# Kinds of one rank replace each other: a township becomes a subdistrict, a village a community.
RANK: dict[str, int] = {
    Kind.PROVINCE: 0,
    Kind.CITY: 1,
    Kind.DISTRICT: 2,
    Kind.SUBDISTRICT: 3,
    Kind.TOWNSHIP: 3,
    Kind.COMMUNITY: 4,
    Kind.VILLAGE: 4,
    Kind.GRID: 5,
    Kind.BUILDING: 6,
}

# None stands for the top of the tree: an installation may begin at any level down to one community.
# Levels are skipped where the country does: counties under a province (仙桃), towns under a city (东莞),
# communities straight under a district, grids that serve a whole subdistrict (专属网格).
MAY_STAND_UNDER: dict[str, frozenset[str | None]] = {
    Kind.PROVINCE: frozenset({None}),
    Kind.CITY: frozenset({None, Kind.PROVINCE}),
    Kind.DISTRICT: frozenset({None, Kind.PROVINCE, Kind.CITY}),
    Kind.SUBDISTRICT: frozenset({None, Kind.CITY, Kind.DISTRICT}),
    Kind.TOWNSHIP: frozenset({None, Kind.CITY, Kind.DISTRICT}),
    Kind.COMMUNITY: frozenset({None, Kind.DISTRICT, Kind.SUBDISTRICT, Kind.TOWNSHIP}),
    Kind.VILLAGE: frozenset({None, Kind.DISTRICT, Kind.SUBDISTRICT, Kind.TOWNSHIP}),
    Kind.GRID: frozenset({Kind.SUBDISTRICT, Kind.TOWNSHIP, Kind.COMMUNITY, Kind.VILLAGE, Kind.GRID}),
    Kind.BUILDING: frozenset({Kind.COMMUNITY, Kind.VILLAGE, Kind.GRID}),
}


def may_stand_under(kind: str, parent_kind: str | None) -> bool:
    """Whether an area of `kind` may stand under one of `parent_kind`, None being the top."""
    return parent_kind in MAY_STAND_UNDER[kind]


def kinds_under(parent_kind: str | None) -> list[str]:
    """The kinds that may stand under `parent_kind`, from the top down."""
    return [kind for kind in Kind.values if may_stand_under(kind, parent_kind)]


def same_rank(kind: str) -> list[str]:
    """The kinds that `kind` may be turned into, itself included."""
    return [other for other in Kind.values if RANK[other] == RANK[kind]]


ICONS: dict[str, str] = {
    Kind.PROVINCE: "map-2",
    Kind.CITY: "building-skyscraper",
    Kind.DISTRICT: "building-monument",
    Kind.SUBDISTRICT: "road",
    Kind.TOWNSHIP: "building-store",
    Kind.COMMUNITY: "building-community",
    Kind.VILLAGE: "plant-2",
    Kind.GRID: "layout-grid",
    Kind.BUILDING: "building",
}
