"""The self-check: one community's sheet, and the matrix of communities × items."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from gongjian.campaigns.models import BatchArea, Campaign, ItemCheck
from gongjian.campaigns.queries import visible
from gongjian.kernel import paths
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.places.models import Area
from gongjian.programmes.models import StandardItem

UNANSWERED = "none"
# One sign a state, so that a printed or colour-blind matrix reads as well.
SIGNS = {"met": "✓", "short": "!", "not-yet": "○", "not-applicable": "–", UNANSWERED: "·"}
STATES = tuple(ItemCheck.State.values)


# "1、", "(一)", "(1)" before the words of an item, and what may stand behind them; half and full width.
NUMBER = re.compile(
    r"^\s*(?:[(\uff08][0-9一二三四五六七八九十]+[)\uff09]|[0-9一二三四五六七八九十]+[)\uff09、.\uff0e])\s*"
)
CLOSING = " 。;\uff1b,\uff0c、"


def further_text(item: StandardItem) -> str:
    """The full text of an item without its number; empty where it says no more than its head."""
    text = NUMBER.sub("", item.text, count=1).strip()
    return "" if text.rstrip(CLOSING) == item.head.strip().rstrip(CLOSING) else text


@dataclass(frozen=True, slots=True)
class Line:
    """An item on a community's sheet: a heading, or one to answer with the answer there is."""

    item: StandardItem
    check: ItemCheck | None
    evidence: int

    @property
    def state(self) -> str:
        return self.check.state if self.check else UNANSWERED

    @property
    def version(self) -> int:
        return self.check.version if self.check else 0

    @property
    def further_text(self) -> str:
        return further_text(self.item)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a community or an item is: counts by state, of `total`."""

    total: int
    counts: Counter[str]

    @property
    def answered(self) -> int:
        return sum(self.counts[state] for state in STATES)

    @property
    def unanswered(self) -> int:
        return self.total - self.answered

    @property
    def met(self) -> int:
        return self.counts["met"]

    @property
    def asked(self) -> int:
        """What can be met: all but what does not apply."""
        return self.total - self.counts["not-applicable"]


def items(campaign: Campaign) -> list[StandardItem]:
    """The items of the campaign's standard, headings among them, in order; none where it has no standard."""
    if campaign.standard_id is None:
        return []
    return list(StandardItem.objects.filter(standard=campaign.standard_id).order_by("ordinal"))


def sheet(campaign: Campaign, area: Area) -> list[Line]:
    """A community's own sheet. Two queries."""
    checks = {
        check.item_id: check
        for check in ItemCheck.objects.filter(campaign=campaign, area=area)
        .select_related("by")
        .annotate(pieces=Count("evidence_uses"))
    }
    return [_line(item, checks.get(item.pk)) for item in items(campaign)]


def _line(item: StandardItem, check: ItemCheck | None) -> Line:
    return Line(item, check, check.pieces if check else 0)  # type: ignore[attr-defined]  # annotated


def progress(lines: Iterable[Line]) -> Progress:
    leaves = [line for line in lines if line.item.is_leaf]
    return Progress(len(leaves), Counter(line.state for line in leaves))


def seen(campaign: Campaign, reach: Reach) -> QuerySet[Area]:
    """The communities taking part whose answers the person sees, in the order of the tree."""
    return visible.communities(campaign).filter(reach.down(Capability.VIEW, "path"))


def takes_part(campaign: Campaign, area: Area) -> bool:
    return visible.communities(campaign).filter(pk=area.pk).exists()


def readable(campaign: Campaign, reach: Reach) -> QuerySet[Area]:
    """Those, and the communities that take no part any more but have answers, in the order of the tree.

    An area that has ended is filed under its heir, and so stands below it.
    """
    answered = ItemCheck.objects.filter(campaign=campaign).order_by().values("area")
    here = seen(campaign, reach).order_by().values("pk")
    return Area.objects.filter(
        Q(pk__in=here) | Q(pk__in=answered), reach.down(Capability.VIEW, "path")
    ).order_by("path")  # fmt: skip


def to_answer(working: Iterable[str]) -> Iterator[tuple[Campaign, Area, int]]:
    """How many items the communities at these paths have still to answer, in each campaign they take part in.

    Communities that have answered everything are left out. Five queries, whatever their number.
    """
    areas = list(Area.objects.filter(path__in=list(working), kind__in=visible.COMMUNITIES, valid_to=None))
    higher = {path for area in areas for path in [*paths.ancestors(area.path), area.path]}
    campaigns = list(
        Campaign.objects.filter(
            area_path__in=sorted(higher), state=Campaign.State.RUNNING, standard__isnull=False
        )
    )
    leaves, answered, chosen = _leaves(campaigns), _answered(campaigns, areas), _chosen(campaigns, areas)
    for campaign in campaigns:
        for area in areas:
            everyone = campaign.taking_part == Campaign.TakingPart.ALL
            takes_part = area.path.startswith(campaign.area_path) and (
                everyone or (campaign.pk, area.pk) in chosen
            )
            n = leaves.get(campaign.standard_id, 0) - answered.get((campaign.pk, area.pk), 0)
            if takes_part and n > 0:
                yield campaign, area, n


def _leaves(campaigns: Sequence[Campaign]) -> dict[int | None, int]:
    standards = {campaign.standard_id for campaign in campaigns}
    rows = StandardItem.objects.filter(standard__in=standards, is_leaf=True).order_by()
    return dict(rows.values_list("standard").annotate(Count("pk")))


def _answered(campaigns: Sequence[Campaign], areas: Sequence[Area]) -> dict[tuple[int, int], int]:
    rows = ItemCheck.objects.filter(
        campaign__in=campaigns, area__in=areas, item__standard=F("campaign__standard")
    ).order_by()
    counts = rows.values_list("campaign", "area").annotate(Count("pk"))
    return {(campaign, area): n for campaign, area, n in counts}


def _chosen(campaigns: Sequence[Campaign], areas: Sequence[Area]) -> set[tuple[int, int]]:
    """Campaign and community, where a batch of the campaign holds it."""
    rows = BatchArea.objects.filter(batch__campaign__in=campaigns, area__in=areas).order_by()
    return set(rows.values_list("batch__campaign", "area"))
