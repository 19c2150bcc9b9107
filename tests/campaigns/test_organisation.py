"""The bodies of a campaign with their seats, and its pairings."""

from datetime import UTC, date, datetime

import pytest

from cast import Cast
from factories.campaigns import (
    CampaignFactory,
)
from gongjian.campaigns.actions import organisation, pairings
from gongjian.campaigns.models import Campaign, Membership
from gongjian.campaigns.queries.units import Unit
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


# --- Organisation ----------------------------------------------------------------------------------------
def group(cast, campaign):
    return organisation.add_body(campaign, name="领导小组", kind="leading-group", by=cast.lin, at=AT)


def test_a_seat_passes_from_one_to_another_on_a_day(cast, campaign):
    old = organisation.seat(
        group(cast, campaign), name="张三", role="组长", starts=date(2026, 1, 1), by=cast.lin, at=AT
    )

    organisation.succeed(
        old,
        name="林静",
        unit=Unit(cast.district.path, person=cast.lin.pk),
        on=date(2026, 3, 1),
        by=cast.lin,
        at=AT,
    )

    assert [(s.name, s.starts, s.ends, s.role, s.person) for s in Membership.objects.order_by("starts")] == [
        ("张三", date(2026, 1, 1), date(2026, 2, 28), "组长", None),
        ("林静", date(2026, 3, 1), None, "组长", cast.lin),
    ]
    refused(
        "no_such_day", organisation.succeed, old, name="王五", unit=None, on=date(2026, 3, 5), by=cast.lin
    )


def test_a_body_never_belongs_to_itself(cast, campaign):
    top = group(cast, campaign)
    below = organisation.add_body(campaign, name="办公室", kind="office", parent=top, by=cast.lin, at=AT)

    refused(
        "circle",
        organisation.edit_body,
        top,
        name="领导小组",
        kind="leading-group",
        text="",
        parent=below,
        by=cast.lin,
    )


def test_a_body_that_had_members_is_kept(cast, campaign):
    body = group(cast, campaign)
    organisation.seat(body, name="张三", role="组长", starts=DAY, by=cast.lin, at=AT)

    refused("not_empty", organisation.remove_body, body, by=cast.lin)


def test_a_seat_bound_anew_lets_go_of_all_communities(cast, campaign):
    seat = organisation.seat(
        group(cast, campaign), name="各社区", role="成员", starts=DAY, by=cast.lin, at=AT
    )
    Membership.objects.update(everyone="communities")

    organisation.edit_seat(
        seat,
        name="各社区",
        role="成员",
        post="",
        unit=Unit(cast.community.path, area=cast.community.pk),
        is_liaison=True,
        starts=DAY,
        ends=None,
        by=cast.lin,
        at=AT,
    )

    seat.refresh_from_db()
    assert (seat.everyone, seat.area, seat.is_liaison) == ("", cast.community, True)


# --- Pairings --------------------------------------------------------------------------------------------
def paired(cast, campaign, **changes):
    given = {
        "name": "何敏",
        "role": "挂点领导",
        "unit": Unit(cast.district.path, person=cast.he.pk),
        "area": cast.community,
        "starts": DAY,
    }
    return pairings.add(campaign, **given | changes, by=cast.lin, at=AT)


def test_a_place_outside_the_campaign_is_not_paired(cast, campaign):
    with pytest.raises(Refused):
        paired(cast, campaign, area=cast.far_community)


WHO_VISITS = [("he", None), ("lin", None), ("mei", None), ("chen", "not_paired"), ("wu", "not_paired")]


@pytest.mark.parametrize(("person", "code"), WHO_VISITS)
def test_who_notes_a_visit(cast, campaign, person, code):
    pairing = paired(cast, campaign)

    if code:
        refused(code, pairings.visit, pairing, on=DAY, note="看望", by=getattr(cast, person))
    else:
        pairings.visit(pairing, on=DAY, note="看望", by=getattr(cast, person), at=AT)

    assert pairing.visits.count() == (0 if code else 1)


BAD_VISITS = [
    ("future", {"on": date(2026, 3, 6), "note": "明天"}),
    ("says_nothing", {"on": DAY, "note": " ", "problems": ["", " "]}),
]


@pytest.mark.parametrize(("code", "said"), BAD_VISITS)
def test_a_visit_has_taken_place_and_tells_something(cast, campaign, code, said):
    refused(code, pairings.visit, paired(cast, campaign), **said, by=cast.he)


def test_a_problem_is_solved_once_between_the_visit_and_today(cast, campaign):
    visit = pairings.visit(
        paired(cast, campaign), on=date(2026, 3, 2), problems=["路灯不亮"], by=cast.he, at=AT
    )
    problem = visit.problems.get()

    refused("wrong_day", pairings.solve, problem, on=date(2026, 3, 1), solution="修好", by=cast.he)
    refused("says_nothing", pairings.solve, problem, on=DAY, solution=" ", by=cast.he)
    pairings.solve(problem, on=DAY, solution="修好", by=cast.he, at=AT)
    refused("solved", pairings.solve, problem, on=DAY, solution="修好", by=cast.he)
