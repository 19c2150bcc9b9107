"""The self-check of all communities: communities × items, as now and as then."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Count, QuerySet

from gongjian.campaigns.models import Campaign, ItemCheck
from gongjian.campaigns.queries import checks, then, visible
from gongjian.campaigns.queries.gone import Gone, gone_of
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.places.models import Area
from gongjian.programmes.models import StandardItem


@dataclass(frozen=True, slots=True)
class Row:
    """A community's row of the matrix; `states` stand in the order of the columns.

    above  number and name of what it stands under; of an ended one, of what its heir stands under.
    gone   set where nothing is asked of it any more: its answers stay, and are counted apart.
    """

    pk: int
    name: str
    above: tuple[int, str] | None
    states: tuple[str, ...]
    progress: checks.Progress
    gone: Gone | None = None

    @property
    def street(self) -> str:
        return self.above[1] if self.above else ""

    @property
    def signs(self) -> list[tuple[str, str]]:
        """State and sign of each cell."""
        return [(state, checks.SIGNS[state]) for state in self.states]


@dataclass(frozen=True, slots=True)
class Apart:
    """Answers that belong to no community of the campaign any more: of how many communities, and how many."""

    communities: int = 0
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """Communities × items.

    columns      the judged items, with how far each is in `column_progress`.
    groups       the headings over them, each with the number of columns below it; empty where there are none.
    rows         those that take part; what an ended one has answered stands below its heir.
    progress     of those that take part.
    communities  how many those are.
    apart        the others among the rows.
    elsewhere    of communities that stand outside the reader's areas now: only an earlier day shows them.
    streets      the areas between the campaign's and the communities, by number; `street` the one it is narrowed to.
    """

    columns: tuple[StandardItem, ...]
    column_progress: tuple[checks.Progress, ...]
    groups: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]
    progress: checks.Progress
    communities: int
    streets: dict[int, str]
    street: int | None = None
    apart: Apart = field(default_factory=Apart)
    elsewhere: Apart = field(default_factory=Apart)

    @property
    def heads(self) -> list[tuple[StandardItem, checks.Progress]]:
        return list(zip(self.columns, self.column_progress, strict=True))


def matrix(
    campaign: Campaign, reach: Reach, *, showing: str = "", street: int | None = None, day: date | None = None
) -> Matrix:
    """The checks of the communities that the person sees. As now seven queries at most, as then nine to eleven.

    showing   a state: only communities that have it somewhere ("none" is unanswered).
    street    the number of an area: only the communities that stand under it; one that has none narrows nothing.
    day       as then: the communities of that day with what they had answered by its end.
    """
    every = checks.items(campaign)
    columns = tuple(item for item in every if item.is_leaf)
    rows = list(_rows_then(campaign, reach, columns, day) if day else _rows(campaign, reach, columns))
    streets = dict(row.above for row in rows if row.above and row.above[0] != campaign.area_id)
    street = street if street in streets else None
    shown = tuple(
        row
        for row in rows
        if (not showing or showing in row.states) and (street is None or (row.above or (0,))[0] == street)
    )
    counted = [row for row in shown if row.gone is None]
    left = [row for row in shown if row.gone is not None]
    by_item = [Counter(row.states[n] for row in counted) for n in range(len(columns))]
    return Matrix(
        columns=columns,
        column_progress=tuple(checks.Progress(len(counted), counts) for counts in by_item),
        groups=_groups(every, columns),
        rows=shown,
        progress=checks.Progress(len(counted) * len(columns), sum(by_item, Counter())),
        communities=len(counted),
        streets=streets,
        street=street,
        apart=Apart(len(left), sum(row.progress.answered for row in left)),
        elsewhere=Apart() if day else _elsewhere(campaign, reach),
    )


def _rows(campaign: Campaign, reach: Reach, columns: Sequence[StandardItem]) -> Iterator[Row]:
    """As now: those that take part, and among them, in the order of the tree, those that only have answers."""
    states = _states(campaign, reach)
    asked = set(checks.seen(campaign, reach).order_by().values_list("pk", flat=True))
    areas = list(checks.readable(campaign, reach).select_related("parent__parent"))
    left = gone_of({area.pk: area.valid_to for area in areas if area.pk not in asked})
    for area in areas:
        yield _row(area.pk, area.name, _above(area), columns, states, left.get(area.pk))


def _above(area: Area) -> tuple[int, str] | None:
    """What the area stands under; of one that is filed under its heir, what that stands under."""
    upper = area.parent.parent if area.parent and area.successor_id else area.parent
    return (upper.pk, upper.name) if upper else None


def _rows_then(campaign: Campaign, reach: Reach, columns: Sequence[StandardItem], day: date) -> Iterator[Row]:
    moment = then.on(campaign, reach, day)
    found = then.communities(moment)
    states = then.states(moment, found)
    for place in found:
        yield _row(place.pk, place.name, place.above, columns, states)


def _elsewhere(campaign: Campaign, reach: Reach) -> Apart:
    """Answers of the campaign that are out of the sight of one who sees the whole of its area. One query."""
    if not reach.may(Capability.VIEW, campaign.area_path):
        return Apart()
    return _counted(ItemCheck.objects.filter(campaign=campaign).exclude(reach.down(Capability.VIEW)))


def _counted(rows: QuerySet[ItemCheck]) -> Apart:
    number = rows.aggregate(communities=Count("area", distinct=True), answers=Count("pk"))
    return Apart(number["communities"], number["answers"])


def apart(campaign: Campaign, reach: Reach) -> Apart:
    """Answers of communities that take no part now, for the totals: seen or, of the whole campaign, not. One query."""
    whole = reach.may(Capability.VIEW, campaign.area_path)
    rows = ItemCheck.objects.all() if whole else visible.checks(reach)
    asked = visible.communities(campaign).order_by().values("pk")
    return _counted(rows.filter(campaign=campaign).exclude(area__in=asked))


def _groups(every: Sequence[StandardItem], columns: Sequence[StandardItem]) -> tuple[tuple[str, int], ...]:
    heads = {item.pk: str(item) for item in every}
    over = [heads.get(item.parent_id or 0, "") for item in columns]
    return tuple((head, len(list(group))) for head, group in groupby(over)) if any(over) else ()


def _states(campaign: Campaign, reach: Reach) -> dict[tuple[int, int], str]:
    rows = visible.checks(reach).filter(campaign=campaign).order_by()
    return {(area, item): state for area, item, state in rows.values_list("area_id", "item_id", "state")}


def _row(
    pk: int,
    name: str,
    above: tuple[int, str] | None,
    columns: Sequence[StandardItem],
    states: dict[tuple[int, int], str],
    left: Gone | None = None,
) -> Row:
    own = tuple(states.get((pk, item.pk), checks.UNANSWERED) for item in columns)
    return Row(pk, name, above, own, checks.Progress(len(columns), Counter(own)), left)
