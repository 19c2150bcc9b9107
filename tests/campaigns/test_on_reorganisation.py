"""What a preview says will become of campaigns and open work, and whether that is what becomes of them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import translation

from cast import Cast
from factories.campaigns import CampaignFactory
from factories.plans import PlanFactory
from factories.work import AT, DAY, owed, running
from gongjian.campaigns.models import Assignment, Batch, BatchArea, Campaign, Pairing
from gongjian.campaigns.on_reorganisation import consequences
from gongjian.history.models import Entry
from gongjian.people.reach import reach_of
from gongjian.places import actions
from gongjian.places.models import Area, Kind
from gongjian.places.queries.regrouping import closing, merging, moving, splitting
from gongjian.places.regrouping import NewArea

State = Assignment.State


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def doer(cast: Cast) -> dict[str, object]:
    return {
        "fingerprint": None,
        "reason": "清政发〔2026〕3号",
        "by": cast.lin,
        "reach": reach_of(cast.lin, on=DAY),
        "at": AT,
    }


def became() -> Counter[str]:
    ours = Entry.objects.filter(verb__regex=r"^(assignment|campaign)\.(inherited|called-off)")
    return Counter(ours.values_list("verb", flat=True))


def test_nothing_open_is_nothing_to_say(cast: Cast) -> None:
    owed(cast, cast.next_community, state=State.DONE)

    assert consequences(merging([cast.community, cast.next_community], cast.community)) == []


def test_open_work_goes_to_the_heir_unless_it_owes_it_already(cast: Cast) -> None:
    first, second = owed(cast, cast.next_community), owed(cast, cast.next_community)
    owed(cast, cast.community, task=second.task)
    owed(cast, cast.next_community, state=State.DONE)

    told = consequences(merging([cast.community, cast.next_community], cast.community))

    assert told == [
        "幸福里社区 takes over 1 unfinished task.",
        "1 unfinished task is called off, because 幸福里社区 owes it already.",
    ]
    actions.merge([cast.community, cast.next_community], into=cast.community, **doer(cast))
    first.refresh_from_db()
    assert first.area == cast.community
    assert became() == {"assignment.inherited": 1, "assignment.called-off": 1}


def test_two_that_become_one_new_area_bring_one_task_each_once(cast: Cast) -> None:
    one = owed(cast, cast.next_community)
    owed(cast, cast.community, task=one.task)
    owed(cast, cast.community)
    new = NewArea("new", Kind.COMMUNITY, "江滨社区")

    told = consequences(merging([cast.community, cast.next_community], new))

    assert told == [
        "江滨社区 takes over 2 unfinished tasks.",
        "1 unfinished task is called off, because 江滨社区 owes it already.",
    ]
    actions.merge([cast.community, cast.next_community], into=new, **doer(cast))
    assert became() == {"assignment.inherited": 2, "assignment.called-off": 1}


def test_a_campaign_goes_to_the_heir_or_stays_and_its_grids_leave_it(cast: Cast) -> None:
    plan = PlanFactory()
    CampaignFactory(area=cast.next_community, plan=plan, title="平安")
    staying = CampaignFactory(area=cast.community, plan=plan, title="平安二")
    CampaignFactory(area=cast.community, title="文明")
    CampaignFactory(area=cast.community, title="旧", state=Campaign.State.CLOSED)
    owed(cast, cast.grid, campaign=staying)

    told = consequences(merging([cast.community, cast.next_community], cast.next_community))

    assert told == [
        "滨河社区 takes over these campaigns: 文明.",
        "滨河社区 pursues the same plan already, so these campaigns stay with the ended area: 平安二.",
        "1 unfinished task of what goes to 滨河社区 is called off: it leaves the area of its campaign.",
    ]
    actions.merge([cast.community, cast.next_community], into=cast.next_community, **doer(cast))
    assert became() == {"campaign.inherited": 1, "assignment.called-off": 1}


def test_seats_and_pairings_go_to_the_heir(cast: Cast) -> None:
    campaign = running(cast)
    pilot, later = [Batch.objects.create(campaign=campaign, ordinal=n, name=f"第{n}批") for n in (1, 2)]
    for batch, area in [(pilot, cast.next_community), (later, cast.next_community), (later, cast.community)]:
        BatchArea.objects.create(batch=batch, area=area, area_path=area.path)
    Pairing.objects.create(
        campaign=campaign, ordinal=1, role="挂点", name="林静", area_name="滨河社区",
        area=cast.next_community, area_path=cast.next_community.path, starts=date(2026, 3, 1),
    )  # fmt: skip

    assert consequences(merging([cast.community, cast.next_community], cast.community)) == [
        "幸福里社区 takes 1 seat in a batch.",
        "1 seat stays with the ended area, because 幸福里社区 is in that batch already.",
        "幸福里社区 takes over 1 pairing.",
    ]
    assert consequences(closing(cast.next_community)) == [
        "They stay with the ended area: seats in batches 2, pairings 1.",
    ]


def test_a_closing_calls_open_work_off_and_leaves_campaigns(cast: Cast) -> None:
    CampaignFactory(area=cast.next_community, title="文明")
    owed(cast, cast.next_community)

    assert consequences(closing(cast.next_community)) == [
        "1 unfinished task is called off, because no area takes the place of the one that ends.",
        "These campaigns stay with the ended area; close or cancel them: 文明.",
    ]


def test_what_leaves_the_area_of_its_campaign_is_called_off(cast: Cast) -> None:
    campaign = running(cast, area=cast.subdistrict)
    owed(cast, campaign=campaign)
    owed(cast, cast.grid, campaign=campaign)
    owed(cast, cast.grid)  # of the district's campaign
    owed(cast, cast.next_community, campaign=campaign)

    assert consequences(moving(cast.community, cast.township)) == [
        "2 unfinished tasks of what goes to 松林镇 are called off: they leave the area of their campaign.",
    ]
    actions.move(cast.community, to=cast.township, **doer(cast))
    assert became() == {"assignment.called-off": 2}


def test_a_part_that_splits_off_leaves_the_campaign_of_the_whole(cast: Cast) -> None:
    campaign = CampaignFactory(area=cast.community, title="文明")
    owed(cast, cast.grid, campaign=campaign)
    parts = [NewArea("a", Kind.COMMUNITY, "东社区"), NewArea("b", Kind.COMMUNITY, "西社区")]
    goes = {cast.grid.pk: "b"}

    assert consequences(splitting(cast.community, parts, heir="a", goes=goes)) == [
        "东社区 takes over these campaigns: 文明.",
        "1 unfinished task of what goes to 西社区 is called off: it leaves the area of its campaign.",
    ]
    actions.split(cast.community, parts, heir="a", goes=goes, **doer(cast))
    assert became() == {"campaign.inherited": 1, "assignment.called-off": 1}


@pytest.mark.parametrize("many", [1, 6])
def test_it_asks_the_same_number_of_questions_however_much_there_is(
    cast: Cast, django_assert_num_queries, many: int
) -> None:
    for number in range(many):
        campaign = CampaignFactory(area=cast.next_community, title=f"活动{number}")
        owed(cast, cast.next_community, campaign=campaign)
        owed(cast, cast.grid, campaign=campaign)
    regrouping = merging(list(Area.objects.filter(parent=cast.subdistrict)), cast.community)

    with django_assert_num_queries(10):
        consequences(regrouping)
