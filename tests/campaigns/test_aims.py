"""Batches, targets and their tallies."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cast import Cast
from factories.campaigns import (
    CampaignFactory,
)
from gongjian.campaigns.actions import aims, batches
from gongjian.campaigns.models import Campaign
from gongjian.kernel.refusal import Refused

AT = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


DAY = date(2026, 3, 5)


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return CampaignFactory(area=cast.district)


def refused(code, action, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        action(*args, **kwargs, at=AT)
    assert refusal.value.refusal.code == code


def test_a_batch_takes_communities_of_the_campaign_only(cast, campaign):
    batch = batches.add(campaign, name="第一批", by=cast.lin, at=AT)

    for area in (cast.far_community, cast.subdistrict, cast.grid):
        refused("outside", batches.choose, batch, areas=[cast.community, area], by=cast.lin)

    assert not batch.members.exists()


def test_a_community_that_got_there_stays_in_its_batch(cast, campaign):
    batch = batches.add(campaign, name="第一批", by=cast.lin, at=AT)
    batches.choose(batch, areas=[cast.community, cast.village], by=cast.lin, at=AT)
    batches.reach(batch.members.get(area=cast.community), on=DAY, by=cast.lin, at=AT)

    refused("reached", batches.choose, batch, areas=[cast.village], by=cast.lin)
    refused("reached", batches.remove, batch, by=cast.lin)
    batches.choose(batch, areas=[cast.community, cast.next_community], by=cast.lin, at=AT)

    assert sorted(str(m.area) for m in batch.members.select_related("area")) == ["幸福里社区", "滨河社区"]


def test_a_batch_is_added_with_its_communities_or_not_at_all(cast, campaign):
    refused("outside", batches.add, campaign, name="第一批", areas=[cast.far_community], by=cast.lin)
    assert not campaign.batches.exists()

    batch = batches.add(campaign, name="第一批", areas=[cast.community, cast.village], by=cast.lin, at=AT)

    assert sorted(str(m.area) for m in batch.members.select_related("area")) == ["幸福里社区", "柳溪村"]


SHARES = [
    (3, 1, 30, True),
    (3, 1, 34, False),
    (3, 2, Decimal("66.67"), False),
    (3, 3, 100, True),
    (0, 0, 0, False),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("total", "reached", "share", "is_reached"), SHARES)
def test_a_share_is_reached_exactly(total, reached, share, is_reached):
    from gongjian.campaigns.models import Batch
    from gongjian.campaigns.queries.parts import BatchRow

    assert BatchRow(Batch(share=share), [], total, reached).is_reached == is_reached


OPS = [
    (">=", 5, None, "5", True), (">", 5, None, "5", False), ("<=", 5, None, "5", True), ("<", 5, None, "5", False),
    ("=", 5, None, "5.0", True), ("=", 5, None, "5.01", False), ("between", 2, 3, "2", True),
    ("between", 2, 3, "3", True), ("between", 2, 3, "3.01", False),
]  # fmt: skip


@pytest.mark.parametrize(("op", "low", "high", "value", "met"), OPS)
def test_bounds_are_exact(op, low, high, value, met):
    from gongjian.campaigns.models import Target

    target = Target(op=op, low=Decimal(low), high=high if high is None else Decimal(high))

    assert target.is_met_by(Decimal(value)) == met


BAD_TARGETS = [
    ("no_range", {"op": "between", "low": Decimal(3), "high": None}),
    ("no_range", {"op": "between", "low": Decimal(3), "high": Decimal(2)}),
    ("no_range", {"op": ">=", "low": Decimal(3), "high": Decimal(4)}),
]


@pytest.mark.parametrize(("code", "figures"), BAD_TARGETS)
def test_a_target_that_makes_no_sense_is_refused(cast, campaign, code, figures):
    refused(code, aims.add_target, campaign, subject="指标", **figures, by=cast.lin)


def test_the_latest_tally_counts_whenever_it_was_noted(cast, campaign):
    from gongjian.campaigns.queries.parts import targets

    target = aims.add_target(
        campaign, subject="志愿者", op=">=", low=Decimal(200), unit="人", by=cast.lin, at=AT
    )
    aims.tally(target, value=Decimal(200), on=DAY, by=cast.lin, at=AT)
    aims.tally(target, value=Decimal(150), on=date(2026, 3, 1), by=cast.lin, at=AT)

    (row,) = targets(campaign)
    assert (row.last.value, row.is_met) == (200, True)
    refused("future", aims.tally, target, value=Decimal(1), on=date(2026, 3, 6), by=cast.lin)
