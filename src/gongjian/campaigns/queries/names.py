"""Finding the person, department or area that a plan's words name."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongjian.campaigns.models import Everyone
from gongjian.kernel import paths
from gongjian.people.models import Department, Grant
from gongjian.people.reach import standing
from gongjian.places.models import Area, Kind

# Grids and buildings bear the same names everywhere (`第一网格`), and no plan of a district names them.
NAMED_KINDS = (Kind.CITY, Kind.DISTRICT, Kind.SUBDISTRICT, Kind.TOWNSHIP, Kind.COMMUNITY, Kind.VILLAGE)

_COMMUNITY = r"社区(?:居委会|居民委员会)?|居委会?|居"
_VILLAGE = r"(?:行政)?村(?:委会|民委员会)?"
_STREET = r"街道?(?:办事处|办)?|乡镇?|镇街?|镇乡"
_JOIN = r"[、,，()（）和及/\s]*"
EVERYONE = (
    (Everyone.COMMUNITIES, re.compile(rf"^(?:各|全部|所有)?(?:{_COMMUNITY})$")),
    (Everyone.VILLAGES, re.compile(rf"^(?:各|全部|所有)?(?:{_VILLAGE})$")),
    (Everyone.BOTH, re.compile(rf"^(?:各|全部|所有)?(?:(?:{_COMMUNITY}|{_VILLAGE}){_JOIN}){{2,3}}$")),
    (Everyone.STREETS, re.compile(rf"^(?:各|全部|所有)?(?:(?:{_STREET}){_JOIN}){{1,3}}$")),
)
# What stands behind an area's name when its office is meant, and what the area itself is then called.
OFFICES = (
    (re.compile(r"(?:社区)?(?:居民委员会|居委会|党委|党总支|党支部)$"), "社区"),
    (re.compile(r"村?(?:村民委员会|村委会|党总支|党支部)$"), "村"),
    (re.compile(r"(?:街道)?(?:办事处|街道办|党工委)$"), "街道"),
    (re.compile(r"镇?(?:人民政府|政府|党委)$"), "镇"),
    (re.compile(r"乡?(?:人民政府|政府|党委)$"), "乡"),
)
# A number that stuck to the first name of a list.
LABEL = re.compile(r"^[(（][一二三四五六七八九十\d]+[)）]")
# `甲社区和乙村`: the second name, where names were cut at its beginning. 和平街道 is found before.
AND = re.compile(r"^[和及与]")
LEVEL = re.compile(r"^[省市区县镇乡旗]")


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a name means: exactly one of the numbers, or all areas of a kind.

    path    where that one stands in the tree; the campaign's own for `everyone`.
    """

    label: str
    path: str
    person: int | None = None
    area: int | None = None
    department: int | None = None
    everyone: str = ""
    kind: str = ""

    @property
    def is_community(self) -> bool:
        return self.kind in (Kind.COMMUNITY, Kind.VILLAGE)

    @property
    def code(self) -> str:
        """What a form sends for the unit: `area-5`; empty for all areas of a kind."""
        for kind in ("person", "area", "department"):
            if pk := getattr(self, kind):
                return f"{kind}-{pk}"
        return ""


class Names:
    """Who in and above an area bears a name. Three queries, whatever the number of names.

    Above counts too: a street's plan names departments of its district.
    """

    def __init__(self, area: Area, names: Iterable[str], *, on: date) -> None:
        self._found: dict[str, set[Found]] = defaultdict(set)
        self._path = area.path
        wanted = {clean(name) for name in names}
        wanted |= {AND.sub("", name) for name in wanted}
        near = paths.within(area.path, "area_path") | paths.above(area.path, "area_path")
        self._read_areas(area, wanted)
        self._read_departments(near)
        self._read_people(near, wanted, on)

    def _read_areas(self, area: Area, wanted: set[str]) -> None:
        near = paths.within(area.path) | paths.above(area.path)
        spoken = {form for name in wanted for form in area_forms(name)}
        spoken |= {form for name in wanted for form in area_forms(last_of(name))}
        areas = Area.objects.filter(near, valid_to=None, kind__in=NAMED_KINDS, name__in=spoken)
        for pk, name, path, kind, above in areas.values_list("pk", "name", "path", "kind", "parent__name"):
            found = Found(name, path, area=pk, kind=kind)
            self._found[name].add(found)
            self._found[f"{above}{name}"].add(found)

    def _read_departments(self, near: Q) -> None:
        rows = Department.objects.filter(near, is_open=True)
        for pk, name, aliases, path in rows.values_list("pk", "name", "aliases", "area_path"):
            found = Found(name, path, department=pk)
            for spoken in {name, LEVEL.sub("", name), *map(str.strip, aliases.splitlines())}:
                if spoken:
                    self._found[spoken].add(found)

    def _read_people(self, near: Q, wanted: set[str], on: date) -> None:
        grants = Grant.objects.filter(near, standing(on), person__name__in=wanted, person__is_active=True)
        paths_of: dict[tuple[int, str], str] = {}
        for pk, name, path in grants.order_by("pk").values_list("person", "person__name", "area_path"):
            paths_of.setdefault((pk, name), path)
        for (pk, name), path in paths_of.items():
            inside = path if path.startswith(self._path) else self._path
            self._found[name].add(Found(name, inside, person=pk))

    def all(self, name: str) -> list[Found]:
        """Everyone the name could mean."""
        spoken = clean(name)
        for everyone, pattern in EVERYONE:
            if pattern.match(spoken):
                return [Found(spoken, self._path, everyone=everyone)]
        exact = self._found.get(spoken, set())
        if not exact:
            exact = {found for form in area_forms(spoken) for found in self._found.get(form, ())}
        if not exact and (last := last_of(spoken)) != spoken:
            first = spoken[: -len(last)]
            forms = {first + form for form in area_forms(last)}
            exact = {found for form in forms for found in self._found.get(form, ())}
        if not exact and AND.match(spoken):
            return self.all(AND.sub("", spoken))
        return sorted(exact, key=lambda found: (found.path, found.label, found.person or 0))

    def one(self, name: str) -> Found | None:
        """Whom the name means, when it can mean only one."""
        found = self.all(name)
        return found[0] if len(found) == 1 else None


def last_of(name: str) -> str:
    """The last area of a name that goes down the tree: 望江街道幸福里社区 → 幸福里社区."""
    match = re.match(r"^(?:.+(?:街道|[镇乡区县]))(?=.{2,})(.+(?:社区|村|居委会|村委会))$", name)
    return match[1] if match else name


def clean(name: str) -> str:
    """The name without spaces, a number before it and the courtesy behind it."""
    return LABEL.sub("", re.sub(r"\s+", "", name)).removesuffix("同志")


def area_forms(name: str) -> set[str]:
    """What the area could be called when its office is named: 施营居委会 → 施营社区."""
    forms = {name}
    for office, kind in OFFICES:
        if (stem := office.sub("", name)) != name and stem:
            forms |= {stem, stem if stem.endswith(kind) else stem + kind}
    return forms
