"""What a reorganisation will do to campaigns and open work, told before it is done: see `actions.inherit`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongjian.campaigns.actions import pass_on
from gongjian.campaigns.actions.inherit import furthest_along_first, unfinished
from gongjian.campaigns.actions.pass_on import GOING_ON
from gongjian.campaigns.models import Assignment, BatchArea, Campaign, ItemCheck
from gongjian.kernel.paths import within
from gongjian.places.models import Area
from gongjian.places.regrouping import Place, Regrouping, Shift, Target, place_at, place_of, shifts

AT_ONCE = 80  # SQLite takes expressions up to 1,000 deep; a range is one of the branches of an OR


@dataclass(slots=True)
class Estate:
    """What one heir comes into, and what it cannot take over because it has the like."""

    campaigns: list[str] = field(default_factory=list)
    campaigns_staying: list[str] = field(default_factory=list)
    tasks: int = 0
    tasks_owed_already: int = 0
    seats: int = 0
    seats_taken_already: int = 0
    pairings: int = 0
    bodies: int = 0
    duties: int = 0


def consequences(regrouping: Regrouping) -> list[str]:
    """Sentences. Eleven queries at most, and one for every eighty subtrees that move."""
    heirs = {end.area.pk: end.heir for end in regrouping.ends}
    estates: dict[Place, Estate] = defaultdict(Estate)
    staying = _campaigns(heirs, estates)
    _tasks(heirs, estates)
    _seats(heirs, estates)
    _standings(heirs, estates)
    names = {place_of(heir): regrouping.name_of(heir) for heir in heirs.values()}
    return [
        *(sentence for place, estate in estates.items() for sentence in _told(names[place], estate)),
        *_answers(regrouping),
        *_closed(regrouping.closes),
        *(sentence for shift in shifts(regrouping) for sentence in _leaving(regrouping, shift, staying)),
    ]


# --- What goes to whom ------------------------------------------------------------------------------------
def _there(heirs: Mapping[int, Target]) -> dict[int, Place]:
    """The heirs that exist already, by id."""
    return {heir.pk: place_of(heir) for heir in heirs.values() if isinstance(heir, Area)}


def _campaigns(heirs: Mapping[int, Target], estates: dict[Place, Estate]) -> set[int]:
    """Returns those that stay, because the heir pursues one of the same plan."""
    there = _there(heirs)
    pursued = {
        (there[area], plan)
        for area, plan in Campaign.objects.filter(area__in=there, plan__isnull=False)
        .exclude(state=Campaign.State.CANCELLED)
        .values_list("area", "plan")
    }
    theirs = defaultdict(list)
    for campaign in Campaign.objects.filter(area__in=heirs, state__in=GOING_ON).order_by("pk"):
        theirs[campaign.area_id].append(campaign)
    staying = set()
    for area, heir in heirs.items():
        place = place_of(heir)
        for campaign in theirs[area]:
            if (place, campaign.plan_id) in pursued:
                staying.add(campaign.pk)
                estates[place].campaigns_staying.append(campaign.title)
            else:
                estates[place].campaigns.append(campaign.title)
        pursued |= {(place, campaign.plan_id) for campaign in theirs[area] if campaign.plan_id}
    return staying


def _tasks(heirs: Mapping[int, Target], estates: dict[Place, Estate]) -> None:
    there = _there(heirs)
    owed = {
        (there[area], task)
        for area, task in Assignment.objects.filter(area__in=there).values_list("area", "task")
        if area is not None
    }
    open_ones = furthest_along_first(unfinished().filter(area__in=heirs))
    for area, task in open_ones.values_list("area", "task"):
        assert area is not None  # noqa: S101 - asked for in the query
        place = place_of(heirs[area])
        if (place, task) in owed:
            estates[place].tasks_owed_already += 1
        else:
            estates[place].tasks += 1
            owed.add((place, task))


def _seats(heirs: Mapping[int, Target], estates: dict[Place, Estate]) -> None:
    there = _there(heirs)
    rows = BatchArea.objects.filter(area__in=there).values_list("area", "batch")
    taken = {(there[area], batch) for area, batch in rows}
    theirs = defaultdict(list)
    for area, batch in pass_on.seats().filter(area__in=heirs).values_list("area", "batch"):
        theirs[area].append(batch)
    for area, heir in heirs.items():
        place = place_of(heir)
        for batch in theirs[area]:
            if (place, batch) in taken:
                estates[place].seats_taken_already += 1
            else:
                estates[place].seats += 1
        taken |= {(place, batch) for batch in theirs[area]}


def _standings(heirs: Mapping[int, Target], estates: dict[Place, Estate]) -> None:
    """Pairings, seats in bodies, duties: what `actions.pass_on` gives to the heir whatever it has."""
    today = timezone.localdate()
    for name, rows in (
        ("pairings", pass_on.pairings(today)),
        ("bodies", pass_on.memberships(today)),
        ("duties", pass_on.duties()),
    ):
        for area in rows.filter(area__in=heirs).values_list("area", flat=True):
            estate = estates[place_of(heirs[area])]
            setattr(estate, name, getattr(estate, name) + 1)


# --- In words ---------------------------------------------------------------------------------------------
def _told(heir: str, estate: Estate) -> Iterator[str]:
    words = {"heir": heir}
    if estate.campaigns:
        yield _("%(heir)s takes over these campaigns: %(titles)s.") % {
            **words,
            "titles": "、".join(estate.campaigns),
        }
    if estate.campaigns_staying:
        yield _(
            "%(heir)s pursues the same plan already, so these campaigns stay with the ended area: %(titles)s."
        ) % {**words, "titles": "、".join(estate.campaigns_staying)}
    if n := estate.tasks:
        yield ngettext(
            "%(heir)s takes over %(n)s unfinished task.", "%(heir)s takes over %(n)s unfinished tasks.", n
        ) % {**words, "n": n}
    if n := estate.tasks_owed_already:
        yield ngettext(
            "%(n)s unfinished task is called off, because %(heir)s owes it already.",
            "%(n)s unfinished tasks are called off, because %(heir)s owes them already.",
            n,
        ) % {**words, "n": n}
    if n := estate.seats:
        yield ngettext(
            "%(heir)s takes %(n)s seat in a batch.", "%(heir)s takes %(n)s seats in batches.", n
        ) % {**words, "n": n}
    if n := estate.seats_taken_already:
        yield ngettext(
            "%(n)s seat stays with the ended area, because %(heir)s is in that batch already.",
            "%(n)s seats stay with the ended area, because %(heir)s is in those batches already.",
            n,
        ) % {**words, "n": n}
    if n := estate.pairings:
        yield ngettext("%(heir)s takes over %(n)s pairing.", "%(heir)s takes over %(n)s pairings.", n) % {
            **words,
            "n": n,
        }
    if n := estate.bodies:
        yield ngettext(
            "%(heir)s takes %(n)s seat in a leading group, office or working group.",
            "%(heir)s takes %(n)s seats in leading groups, offices or working groups.",
            n,
        ) % {**words, "n": n}
    if n := estate.duties:
        yield ngettext("%(heir)s takes over %(n)s duty.", "%(heir)s takes over %(n)s duties.", n) % {
            **words,
            "n": n,
        }


def _answers(regrouping: Regrouping) -> Iterator[str]:
    """What a community has said of itself is never said by another."""
    ending = {end.area.pk: end for end in regrouping.ends}
    rows = ItemCheck.objects.filter(area__in=ending).order_by()
    given = dict(rows.values_list("area").annotate(Count("pk")))
    for pk, end in ending.items():
        if n := given.get(pk):
            yield ngettext(
                "%(n)s self-check answer of %(area)s stays with it: it is read under %(heir)s, marked, and "
                "counted apart.",
                "%(n)s self-check answers of %(area)s stay with it: they are read under %(heir)s, marked, and "
                "counted apart.",
                n,
            ) % {"n": n, "area": end.area.name, "heir": regrouping.name_of(end.heir)}


def _closed(areas: tuple[Area, ...]) -> Iterator[str]:
    """Areas without an heir: open work is called off, the rest stays with them."""
    here = {area.pk for area in areas}
    if not here:
        return
    if n := unfinished().filter(area__in=here).count():
        yield ngettext(
            "%(n)s unfinished task is called off, because no area takes the place of the one that ends.",
            "%(n)s unfinished tasks are called off, because no area takes the place of the one that ends.",
            n,
        ) % {"n": n}
    titles = Campaign.objects.filter(area__in=here, state__in=GOING_ON).values_list("title", flat=True)
    if titles:
        yield _("These campaigns stay with the ended area; close or cancel them: %(titles)s.") % {
            "titles": "、".join(titles)
        }
    seats = pass_on.seats().filter(area__in=here).count()
    pairings = pass_on.pairings(timezone.localdate()).filter(area__in=here).count()
    if seats or pairings:
        yield _("They stay with the ended area: seats in batches %(seats)s, pairings %(pairings)s.") % {
            "seats": seats,
            "pairings": pairings,
        }


def _leaving(regrouping: Regrouping, shift: Shift, staying: set[int]) -> Iterator[str]:
    """Open work of subtrees that leave the area of its campaign."""
    heirs = {place_at(end.area.path): place_of(end.heir) for end in regrouping.ends}
    left = [path for kind, path in shift.before if heirs.get((kind, path), (kind, path)) not in shift.after]
    if not left and not staying:
        return
    number = 0
    for start in range(0, len(shift.tops), AT_ONCE):
        inside = Q(pk__in=())
        for path in shift.tops[start : start + AT_ONCE]:
            inside |= within(path, "area_path")
        of_such = Q(campaign__area_path__in=left) | Q(campaign__in=staying)
        number += unfinished().filter(inside, of_such, area__isnull=False).count()
    if number:
        yield ngettext(
            "%(n)s unfinished task of what goes to %(area)s is called off: it leaves the area of its campaign.",
            "%(n)s unfinished tasks of what goes to %(area)s are called off: they leave the area of their campaign.",
            number,
        ) % {"n": number, "area": regrouping.name_of(shift.to)}
