"""The phases of a campaign, and the campaign itself."""

from datetime import UTC, date, datetime

import pytest

from cast import Cast
from factories.campaigns import (
    AssignmentFactory,
    CampaignFactory,
    PhaseFactory,
    TaskFactory,
)
from gongjian.campaigns.actions import batches, organisation, phases, steer, tasks
from gongjian.campaigns.models import Campaign
from gongjian.history.models import Entry
from gongjian.kernel.refusal import Refused

AT = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return CampaignFactory(area=cast.district)


def refused(code, action, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        action(*args, **kwargs, at=AT)
    assert refusal.value.refusal.code == code


def noted(verb):
    entry = Entry.objects.get(verb=verb)
    return entry.before, entry.after


# --- Phases ----------------------------------------------------------------------------------------------
def test_a_phase_that_moves_takes_along_tasks_due_at_its_end(cast, campaign):
    phase = PhaseFactory(campaign=campaign, starts=date(2026, 3, 1), ends=date(2026, 5, 31))
    bound, own = (
        TaskFactory(campaign=campaign, phase=phase, due=day) for day in (date(2026, 5, 31), date(2026, 4, 1))
    )
    open_, extended, done = (
        AssignmentFactory(task=bound, area=area, due=day, state=state)
        for area, day, state in (
            (cast.community, date(2026, 5, 31), "todo"),
            (cast.next_community, date(2026, 7, 1), "doing"),
            (cast.village, date(2026, 5, 31), "done"),
        )
    )

    phases.edit(
        phase, name=phase.name, text="", starts=phase.starts, ends=date(2026, 6, 30), by=cast.lin, at=AT
    )

    for row in (bound, own, open_, extended, done):
        row.refresh_from_db()
    assert [row.due for row in (bound, own, open_, extended, done)] == [
        date(2026, 6, 30),
        date(2026, 4, 1),
        date(2026, 6, 30),
        date(2026, 7, 1),
        date(2026, 5, 31),
    ]
    assert noted("phase.edited") == ({"ends": "2026-05-31"}, {"ends": "2026-06-30", "tasks_moved": 1})


def test_dates_put_phases_in_order_and_those_without_stand_last(cast, campaign):
    for name, starts in (
        ("推广", date(2026, 6, 1)),
        ("另行安排", None),
        ("总结", date(2026, 11, 1)),
        ("再议", None),
    ):
        phases.add(campaign, name=name, starts=starts, ends=starts, by=cast.lin, at=AT)
    phases.add(campaign, name="动员", starts=date(2026, 3, 1), ends=date(2026, 3, 31), by=cast.lin, at=AT)

    assert [phase.name for phase in campaign.phases.all()] == ["动员", "推广", "总结", "另行安排", "再议"]


def test_a_removed_phase_leaves_its_tasks(cast, campaign):
    phase = PhaseFactory(campaign=campaign)
    task = TaskFactory(campaign=campaign, phase=phase)

    phases.remove(phase, by=cast.lin, at=AT)

    task.refresh_from_db()
    assert task.phase is None


# --- The campaign itself ---------------------------------------------------------------------------------
MOVES = [
    ("running", "closed", None), ("running", "draft", "no_such_move"), ("closed", "running", None),
    ("closed", "cancelled", "no_such_move"), ("draft", "running", None), ("cancelled", "running", "no_such_move"),
    ("running", "nonsense", "no_such_move"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "to", "code"), MOVES)
def test_moves(cast, campaign, state, to, code):
    Campaign.objects.filter(pk=campaign.pk).update(state=state)

    if code:
        refused(code, steer.move, campaign, to=to, by=cast.lin)
    else:
        steer.move(campaign, to=to, by=cast.lin, at=AT)

    assert Campaign.objects.get().state == (state if code else to)


def test_nothing_of_a_closed_campaign_changes(cast, campaign):
    Campaign.objects.filter(pk=campaign.pk).update(state="closed")

    refused("closed", phases.add, campaign, name="新阶段", by=cast.lin)
    refused("closed", tasks.add, campaign, title="新任务", by=cast.lin)
    refused("closed", organisation.add_body, campaign, name="组", kind="office", by=cast.lin)
    refused("closed", batches.add, campaign, name="批", by=cast.lin)
