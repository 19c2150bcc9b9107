"""What becomes of campaigns and open work when the areas are reorganised."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from cast import Cast
from factories.campaigns import CampaignFactory, EvidenceFactory, ItemCheckFactory, standard_of
from factories.plans import PlanFactory
from factories.work import AT, DAY, owed, reach, running
from gongjian.campaigns.actions import batches
from gongjian.campaigns.models import (
    Assignment,
    Batch,
    BatchArea,
    Body,
    Campaign,
    Duty,
    ItemCheck,
    Membership,
    Pairing,
)
from gongjian.campaigns.on_reorganisation import consequences
from gongjian.campaigns.queries import parts, work
from gongjian.campaigns.today import due
from gongjian.history.models import Entry
from gongjian.people.reach import reach_of
from gongjian.places import actions
from gongjian.places.models import Area, Kind
from gongjian.places.queries.regrouping import merging
from gongjian.places.regrouping import NewArea

State = Assignment.State


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def doer(cast: Cast):
    return {
        "fingerprint": None,
        "reason": "清政发〔2026〕3号",
        "by": cast.lin,
        "reach": reach_of(cast.lin, on=DAY),
        "at": AT,
    }


def merge(cast: Cast, into=None) -> None:
    """滨河社区 becomes part of 幸福里社区, or both of a new one."""
    actions.merge([cast.community, cast.next_community], into=into or cast.community, **doer(cast))


def entries() -> list[tuple[str, str]]:
    ours = Entry.objects.filter(verb__regex=r"^(assignment|campaign)\.").order_by("pk")
    return [(entry.verb, entry.note) for entry in ours]


def units() -> list[tuple[str, str, str]]:
    """Who owes it, where that stands, and how far it is."""
    rows = Assignment.objects.select_related("area").order_by("pk")
    for row in rows:
        assert row.area is not None
        assert row.area_path == row.area.path
    return [(row.area.name, row.state, "current" if row.area.is_current else "ended") for row in rows]


@pytest.mark.parametrize("state", [State.TODO, State.DOING, State.SUBMITTED, State.RETURNED])
def test_unfinished_work_goes_to_the_heir(cast: Cast, state: str):
    owed(cast, cast.next_community, state=state, holder=cast.chen)

    merge(cast)

    assert units() == [("幸福里社区", state, "current")]
    assert Assignment.objects.get().holder == cast.chen
    assert entries() == [("assignment.inherited", "")]
    assert Entry.objects.get(verb="assignment.inherited").after == {"area": "幸福里社区"}


def test_settled_work_stays_with_whom_it_was_settled_by(cast: Cast):
    owed(cast, cast.next_community, state=State.DONE)
    owed(cast, cast.next_community, campaign=running(cast, state=Campaign.State.CLOSED))

    merge(cast)

    assert units() == [("滨河社区", State.DONE, "ended"), ("滨河社区", State.TODO, "ended")]
    assert entries() == []


def test_what_the_heir_owes_already_is_called_off(cast: Cast):
    mine = owed(cast)
    owed(cast, cast.next_community, task=mine.task)

    merge(cast)

    assert units() == [("幸福里社区", State.TODO, "current"), ("滨河社区", State.CANCELLED, "ended")]
    assert entries() == [
        ("assignment.called-off", "The area that has taken its place owes this task already.")
    ]


def test_of_two_that_become_one_the_work_furthest_along_stays(cast: Cast):
    task = owed(cast, state=State.DOING).task
    owed(cast, cast.next_community, task=task, state=State.SUBMITTED)

    merge(cast, into=NewArea("new", Kind.COMMUNITY, "江滨社区"))

    assert units() == [("幸福里社区", State.CANCELLED, "ended"), ("江滨社区", State.SUBMITTED, "current")]


def test_both_communities_find_their_evidence_at_the_heir(cast: Cast):
    owed(cast, cast.next_community)
    mine = EvidenceFactory(area=cast.community)
    theirs = EvidenceFactory(area=cast.next_community)

    merge(cast)

    cast.community.refresh_from_db()
    at_hand = work.evidence_at_hand(cast.community.path, reach(cast.mei), [])
    assert set(at_hand) == {mine, theirs}
    assert [item.kind for item in due(cast.mei, reach(cast.mei), DAY)] == ["Task"]


def test_answers_stay_as_then(cast: Cast):
    standard = standard_of("楼道无杂物")
    ItemCheckFactory(
        campaign=running(cast, standard=standard), item=standard.items.get(is_leaf=True),
        area=cast.next_community,
    )  # fmt: skip

    merge(cast)

    assert ItemCheck.objects.get().area == cast.next_community


def test_work_of_a_closed_area_without_an_heir_is_called_off(cast: Cast):
    owed(cast, cast.next_community)

    actions.close(
        cast.next_community,
        with_below=False,
        reason="拆迁",
        by=cast.lin,
        reach=reach_of(cast.lin, on=DAY),
        at=AT,
    )

    assert units() == [("滨河社区", State.CANCELLED, "ended")]
    assert entries() == [("assignment.called-off", "The area has ended, and no other has taken its place.")]


def test_work_of_a_part_that_leaves_the_campaigns_area_is_called_off(cast: Cast):
    campaign = running(cast, area=cast.subdistrict)
    owed(cast, campaign=campaign)
    owed(cast, cast.next_community, campaign=campaign)
    owed(cast, cast.grid)  # of the district's campaign

    actions.move(cast.community, to=cast.township, **doer(cast))

    assert units() == [
        ("幸福里社区", State.CANCELLED, "current"),
        ("滨河社区", State.TODO, "current"),
        ("第一网格", State.TODO, "current"),
    ]
    assert entries() == [("assignment.called-off", "The area has left that of the campaign.")]


def test_a_communitys_own_campaign_goes_to_the_heir_with_its_grids(cast: Cast):
    campaign = CampaignFactory(area=cast.community)
    owed(cast, cast.grid, campaign=campaign)

    actions.merge([cast.community, cast.next_community], into=cast.next_community, **doer(cast))

    campaign.refresh_from_db()
    assert (campaign.area, campaign.area_path) == (cast.next_community, cast.next_community.path)
    assert units() == [("第一网格", State.TODO, "current")]
    assert entries() == [("campaign.inherited", "")]


def test_a_campaign_stays_when_the_heir_pursues_the_same_plan(cast: Cast):
    plan = PlanFactory()
    campaign = CampaignFactory(area=cast.next_community, plan=plan)
    CampaignFactory(area=cast.community, plan=plan)

    merge(cast)

    campaign.refresh_from_db()
    assert campaign.area == cast.next_community


def test_the_heir_takes_the_seat_in_the_batch_and_the_pairing(cast: Cast):
    campaign = running(cast)
    pilot, later = [Batch.objects.create(campaign=campaign, ordinal=n, name=f"第{n}批") for n in (1, 2)]
    seats = [(pilot, cast.next_community), (later, cast.next_community), (later, cast.community)]
    for batch, area in seats:
        BatchArea.objects.create(batch=batch, area=area, area_path=area.path)
    pairing = Pairing.objects.create(
        campaign=campaign, ordinal=1, role="挂点", name="林静", area_name="滨河社区",
        area=cast.next_community, area_path=cast.next_community.path, starts=date(2026, 3, 1),
    )  # fmt: skip

    merge(cast)

    pairing.refresh_from_db()
    assert (pairing.area, pairing.area_path) == (cast.community, Area.objects.get(pk=cast.community.pk).path)
    current = BatchArea.objects.filter(area__valid_to=None).order_by("batch")
    assert [(seat.batch, seat.area) for seat in current] == [(pilot, cast.community), (later, cast.community)]


def passed_on(prefix: str) -> list[tuple[str, dict, dict]]:
    found = Entry.objects.filter(verb__startswith=prefix).order_by("pk")
    return [(entry.verb, entry.before, entry.after) for entry in found]


def seat_in_a_body(cast: Cast, area: Area, **changes) -> Membership:
    campaign = changes.pop("campaign", None) or running(cast)
    body = changes.pop("body", None) or Body.objects.create(
        campaign=campaign, kind=Body.Kind.LEADING_GROUP, ordinal=1, name="领导小组"
    )
    given = {"role": "成员", "name": area.name, "ordinal": 1, "starts": date(2026, 3, 1)} | changes
    return Membership.objects.create(body=body, campaign=campaign, area=area, **given)


def test_what_the_heir_takes_over_stands_in_the_history(cast: Cast):
    campaign = running(cast)
    batch = Batch.objects.create(campaign=campaign, ordinal=1, name="第一批")
    BatchArea.objects.create(batch=batch, area=cast.next_community, area_path=cast.next_community.path)
    for ends in (None, date(2026, 3, 19)):
        Pairing.objects.create(
            campaign=campaign, ordinal=1, role="挂点", name="林静", area_name="滨河", ends=ends,
            area=cast.next_community, area_path=cast.next_community.path, starts=date(2026, 3, 1),
        )  # fmt: skip
    duty = Duty.objects.create(
        campaign=campaign, role="责任单位", name="滨河", ordinal=1, area=cast.next_community
    )

    merge(cast)

    pairings = [(one.area_name, one.area.name) for one in Pairing.objects.order_by("pk")]
    assert pairings == [("幸福里社区", "幸福里社区"), ("滨河", "滨河社区")]
    duty.refresh_from_db()
    assert (duty.name, duty.area) == ("滨河", cast.community)
    heir = {"area": "幸福里社区"}
    assert passed_on("pairing.") == [("pairing.inherited", {"area": "滨河"}, heir)]
    assert passed_on("batch.") == [("batch.inherited", {"area": "滨河社区"}, heir)]
    assert passed_on("duty.") == [("duty.inherited", {"area": "滨河社区"}, heir)]


def test_a_seat_in_a_body_is_succeeded_by_the_heir(cast: Cast):
    old = seat_in_a_body(cast, cast.next_community)

    merge(cast)

    seats = [(one.name, one.area.name, one.starts, one.ends) for one in Membership.objects.order_by("pk")]
    assert seats == [
        ("滨河社区", "滨河社区", old.starts, date(2026, 3, 19)),
        ("幸福里社区", "幸福里社区", DAY, None),
    ]
    assert passed_on("membership.") == [
        ("membership.inherited", {"name": "滨河社区"}, {"name": "幸福里社区", "starts": "2026-03-20"})
    ]


def test_a_seat_that_has_not_begun_is_the_heirs_from_its_first_day(cast: Cast):
    seat_in_a_body(cast, cast.next_community, starts=date(2026, 4, 1))

    merge(cast)

    seat = Membership.objects.get()
    assert (seat.name, seat.area, seat.starts) == ("幸福里社区", cast.community, date(2026, 4, 1))


def test_who_sits_in_the_body_already_sits_there_once(cast: Cast):
    old = seat_in_a_body(cast, cast.next_community)
    own = seat_in_a_body(cast, cast.community, body=old.body, campaign=old.campaign)

    merge(cast)

    open_seats = Membership.objects.filter(ends=None)
    assert list(open_seats) == [own]


def test_a_seat_that_is_over_and_a_closed_campaign_stay_as_they_are(cast: Cast):
    seat_in_a_body(cast, cast.next_community, ends=date(2026, 3, 10))
    seat_in_a_body(cast, cast.next_community, campaign=running(cast, state=Campaign.State.CLOSED))

    merge(cast)

    assert [seat.area for seat in Membership.objects.all()] == [cast.next_community, cast.next_community]
    assert passed_on("membership.") == []


def test_the_preview_tells_what_is_passed_on_and_what_stays(cast: Cast):
    seat_in_a_body(cast, cast.next_community)
    Duty.objects.create(
        campaign=running(cast), role="责任单位", name="滨河", ordinal=1, area=cast.next_community
    )
    standard = standard_of("楼道无杂物")
    ItemCheckFactory(
        campaign=running(cast, standard=standard), item=standard.items.get(is_leaf=True),
        area=cast.next_community,
    )  # fmt: skip

    told = consequences(merging([cast.community, cast.next_community], cast.community))

    assert told == [
        "幸福里社区 takes 1 seat in a leading group, office or working group.",
        "幸福里社区 takes over 1 duty.",
        "1 self-check answer of 滨河社区 stays with it: it is read under 幸福里社区, marked, and counted apart.",
    ]


def test_a_place_that_stays_with_an_ended_community_is_in_no_total(cast: Cast):
    campaign = running(cast)
    batch = Batch.objects.create(campaign=campaign, ordinal=1, name="第一批")
    for area in (cast.community, cast.next_community):
        BatchArea.objects.create(batch=batch, area=area, area_path=area.path, reached_on=date(2026, 3, 10))
    merge(cast)

    (row,) = parts.batches(campaign, reach(cast.lin))
    batches.choose(batch, areas=[cast.community, cast.village], by=cast.lin, at=AT)

    assert (row.total, row.reached, [member.area.is_current for member in row.areas]) == (1, 1, [True, False])
    names = batch.members.order_by("pk").values_list("area__name", flat=True)
    assert list(names) == ["幸福里社区", "滨河社区", "柳溪村"]


def test_the_page_of_batches_says_who_has_ended(cast: Cast, as_lin: Client):
    campaign = running(cast)
    batch = Batch.objects.create(campaign=campaign, ordinal=1, name="第一批")
    for area in (cast.community, cast.next_community):
        BatchArea.objects.create(batch=batch, area=area, area_path=area.path)
    merge(cast)
    as_lin.cookies["language"] = "en"

    text = as_lin.get(f"/campaigns/{campaign.pk}/batches/").content.decode()

    assert 'ended on <span class="text-nowrap">2026-03-20</span>' in text
    assert text.count("/reach/") == 1
