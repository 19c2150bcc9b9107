"""What a reorganisation will do to roles and departments, told before it is done: see `actions.inheritance`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.people.models import Department, Grant
from gongjian.people.queries import not_over
from gongjian.places.models import Area
from gongjian.places.regrouping import Place, Regrouping, Shift, place_at, place_of, shifts

MOST_NAMED = 12


def consequences(regrouping: Regrouping) -> list[str]:
    """Sentences. Two queries."""
    heirs = {end.area: end.heir for end in regrouping.ends}
    ending = [*heirs, *regrouping.closes]
    moving = shifts(regrouping)
    above = {path for shift in moving for kind, path in shift.before | shift.after if kind == "area"}
    grants = list(
        Grant.objects.filter(
            not_over(timezone.localdate()), area_path__in=above | {area.path for area in ending}
        )
        .select_related("person")
        .order_by("area_path", "role", "person__name", "pk")
    )
    return [
        *_roles(regrouping, ending, grants),
        *_departments(regrouping, ending),
        *(sentence for shift in moving for sentence in _sight(regrouping, shift, grants)),
    ]


def _roles(regrouping: Regrouping, ending: list[Area], grants: list[Grant]) -> Iterator[str]:
    heirs = {end.area.pk: end.heir for end in regrouping.ends}
    held: dict[int, list[str]] = defaultdict(list)
    for grant in grants:
        held[grant.area_id].append(
            _("%(name)s (%(role)s)") % {"name": grant.person, "role": grant.get_role_display()}
        )
    for area in ending:
        if not held[area.pk]:
            continue
        words = {"area": area.name, "people": _named(held[area.pk])}
        if area.pk in heirs:
            words["heir"] = regrouping.name_of(heirs[area.pk])
            yield _("Roles on %(area)s go to %(heir)s: %(people)s.") % words
        else:
            yield _("Roles on %(area)s end today: %(people)s.") % words


def _departments(regrouping: Regrouping, ending: list[Area]) -> Iterator[str]:
    heirs = {end.area.pk: end.heir for end in regrouping.ends}
    there = {heir.pk for heir in heirs.values() if isinstance(heir, Area)}
    rows = Department.objects.filter(
        Q(is_open=True, area__in={area.pk for area in ending}) | Q(area__in=there)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for area_id, name in rows.order_by("pk").values_list("area", "name"):
        names[area_id].append(name)
    taken: dict[Place, set[str]] = {}
    for area in ending:
        if area.pk not in heirs:
            if names[area.pk]:
                words = {"area": area.name, "names": _named(names[area.pk])}
                yield _("Departments of %(area)s are closed: %(names)s.") % words
            continue
        heir = heirs[area.pk]
        known = taken.setdefault(place_of(heir), set(names[heir.pk]) if isinstance(heir, Area) else set())
        words = {"area": area.name, "heir": regrouping.name_of(heir)}
        if goes := [name for name in names[area.pk] if name not in known]:
            yield _("Departments of %(area)s go to %(heir)s: %(names)s.") % {**words, "names": _named(goes)}
        if joins := [name for name in names[area.pk] if name in known]:
            yield _("Departments of %(area)s join those of the same name of %(heir)s: %(names)s.") % {
                **words,
                "names": _named(joins),
            }
        known.update(goes)


def _sight(regrouping: Regrouping, shift: Shift, grants: list[Grant]) -> Iterator[str]:
    """Whose roles no longer reach what moves, and whose newly do."""
    heirs: dict[Place, Place | None] = {
        place_at(end.area.path): place_of(end.heir) for end in regrouping.ends
    }
    before, after = {}, {}
    for grant in grants:
        if not grant.person.is_active:
            continue
        now = place_at(grant.area_path)
        if now in shift.before:
            before[grant.person_id] = grant.person.name
        if heirs.get(now, now) in shift.after:
            after[grant.person_id] = grant.person.name
    area = regrouping.name_of(shift.to)
    if lost := [name for pk, name in before.items() if pk not in after]:
        yield _("What goes to %(area)s is no longer seen by: %(people)s.") % {
            "area": area,
            "people": _named(lost),
        }
    if gained := [name for pk, name in after.items() if pk not in before]:
        yield _("What goes to %(area)s is newly seen by: %(people)s.") % {
            "area": area,
            "people": _named(gained),
        }


def _named(names: Iterable[str]) -> str:
    """The names one after the other; of many, the first and how many there are."""
    different = list(dict.fromkeys(names))
    if len(different) <= MOST_NAMED:
        return "、".join(different)
    return _("%(names)s and others, %(number)s in all") % {
        "names": "、".join(different[:MOST_NAMED]),
        "number": len(different),
    }
