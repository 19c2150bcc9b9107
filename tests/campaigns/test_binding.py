"""Names of a plan, bound to whom they mean."""

from datetime import UTC, date, datetime

import pytest

from cast import Cast
from factories.campaigns import (
    AssignmentFactory,
    CampaignFactory,
    TaskFactory,
)
from gongjian.campaigns.actions import names
from gongjian.campaigns.models import Campaign, Duty, Pairing
from gongjian.campaigns.queries.units import Unit
from gongjian.inbox.models import Message
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


def test_a_name_bound_to_all_communities_gives_each_the_task(cast, campaign):
    task = TaskFactory(campaign=campaign, due=date(2026, 4, 1))
    Duty.objects.create(campaign=campaign, task=task, role="牵头单位", name="基层", ordinal=1)

    places = names.bind(campaign, name="基层", everyone="communities", by=cast.lin, at=AT)

    assert places == 1
    assert [(str(a.unit), a.part, a.due) for a in task.assignments.all()] == [
        ("幸福里社区", "lead", date(2026, 4, 1)),
        ("滨河社区", "lead", date(2026, 4, 1)),
    ]
    assert sorted(message.to.name for message in Message.objects.all()) == ["梅芳", "陈晨"]


def test_a_unit_that_owes_the_task_already_is_left_alone(cast, campaign):
    task = TaskFactory(campaign=campaign)
    AssignmentFactory(task=task, area=cast.community, state="done")
    Duty.objects.create(campaign=campaign, task=task, role="责任单位", name="某社区", ordinal=1)

    names.bind(
        campaign, name="某社区", unit=Unit(cast.community.path, area=cast.community.pk), by=cast.lin, at=AT
    )

    assert [a.state for a in task.assignments.all()] == ["done"]


def test_both_sides_of_a_pairing_are_bound_by_name(cast, campaign):
    pairing = Pairing.objects.create(
        campaign=campaign, ordinal=1, role="挂点领导", name="张三", area_name="某村", starts=DAY
    )

    names.bind(campaign, name="张三", unit=Unit(cast.district.path, person=cast.lin.pk), by=cast.lin, at=AT)
    names.bind(campaign, name="某村", unit=Unit(cast.village.path, area=cast.village.pk), by=cast.lin, at=AT)

    pairing.refresh_from_db()
    assert (pairing.person, pairing.area, pairing.area_path) == (cast.lin, cast.village, cast.village.path)


def test_a_person_is_no_place(cast, campaign):
    Pairing.objects.create(
        campaign=campaign, ordinal=1, role="挂点领导", name="张三", area_name="某村", starts=DAY
    )

    refused(
        "bound_already", names.bind, campaign, name="某村", unit=Unit("", person=cast.lin.pk), by=cast.lin
    )


def test_a_name_means_one_of_the_two(cast, campaign):
    refused("choose_one", names.bind, campaign, name="某村", by=cast.lin)
    refused(
        "choose_one", names.bind, campaign, name="某村", unit=Unit("", person=1), everyone="both", by=cast.lin
    )
