"""Tasks: added, given to units, moved, cancelled."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.db import connections

from cast import Cast, assemble
from factories.campaigns import (
    AssignmentFactory,
    CampaignFactory,
    ProgressNoteFactory,
    TaskFactory,
)
from gongjian.campaigns.actions import tasks
from gongjian.campaigns.models import Assignment, Campaign, Task
from gongjian.campaigns.queries.units import Unit
from gongjian.history.models import Entry
from gongjian.inbox.models import Message
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


def test_a_step_stands_behind_the_last_step_of_its_task(cast, campaign):
    first = tasks.add(campaign, title="甲", by=cast.lin, at=AT)
    tasks.add(campaign, title="乙", by=cast.lin, at=AT)
    tasks.add(campaign, title="甲一", parent=first, by=cast.lin, at=AT)
    tasks.add(campaign, title="甲二", parent=Task.objects.get(pk=first.pk), by=cast.lin, at=AT)

    assert list(campaign.tasks.values_list("title", "level")) == [
        ("甲", 1),
        ("甲一", 2),
        ("甲二", 2),
        ("乙", 1),
    ]


def test_a_task_of_another_campaign_is_no_parent(cast, campaign):
    other = TaskFactory()

    refused("elsewhere", tasks.add, campaign, title="甲", parent=other, by=cast.lin)


def test_units_are_told_what_has_come_to_them(cast, campaign):
    task = TaskFactory(campaign=campaign, title="清理楼道", due=date(2026, 4, 1))

    made = tasks.assign(
        task,
        units=[
            Unit(cast.community.path, area=cast.community.pk),
            Unit(cast.district.path, department=cast.civil_affairs.pk),
            Unit(cast.next_community.path, person=cast.chen.pk),
        ],
        by=cast.lin,
        at=AT,
    )

    assert [a.due for a in made] == [date(2026, 4, 1)] * 3
    assert sorted(message.to.name for message in Message.objects.all()) == ["何敏", "梅芳", "陈晨"]
    assert {message.url for message in Message.objects.all()} == {task.get_absolute_url()}


def test_giving_a_task_again_changes_nothing_for_who_has_it(cast, campaign):
    task = TaskFactory(campaign=campaign)
    have = AssignmentFactory(task=task, area=cast.community, state="doing", due=date(2026, 9, 9))

    new = tasks.assign(task, units=[Unit(cast.community.path, area=cast.community.pk)], by=cast.lin, at=AT)

    have.refresh_from_db()
    assert (new, have.state, have.due) == ([], "doing", date(2026, 9, 9))
    assert not Message.objects.exists()


def test_a_task_taken_away_can_be_given_again(cast, campaign):
    task = TaskFactory(campaign=campaign, due=date(2026, 4, 1))
    owed = AssignmentFactory(task=task, area=cast.community)
    ProgressNoteFactory(assignment=owed)
    tasks.unassign(owed, by=cast.lin, at=AT)
    assert Assignment.objects.get().state == "cancelled"

    tasks.assign(task, units=[Unit(cast.community.path, area=cast.community.pk)], by=cast.lin, at=AT)

    assert [(a.state, a.due) for a in task.assignments.all()] == [("todo", date(2026, 4, 1))]


def test_what_nobody_began_is_taken_away_without_a_trace_but_in_the_history(cast, campaign):
    owed = AssignmentFactory(task=TaskFactory(campaign=campaign), area=cast.community)

    tasks.unassign(owed, by=cast.lin, at=AT)

    assert not Assignment.objects.exists()
    assert noted("task.unassigned")[0] == {"unit": "幸福里社区", "state": "todo"}


def test_what_is_done_is_not_taken_away(cast, campaign):
    owed = AssignmentFactory(task=TaskFactory(campaign=campaign), area=cast.community, state="done")

    refused("settled", tasks.unassign, owed, by=cast.lin)


WHO_ASSIGNS = [
    ("lin", "village", None),
    ("he", "village", None),
    ("sun", "community", None),
    ("sun", "village", "not_planner"),
    ("mei", "community", "not_planner"),
    ("wu", "community", "not_planner"),
    ("zhou", "community", "not_planner"),
    ("lin", "far_community", "outside"),
]


@pytest.mark.parametrize(("person", "area", "code"), WHO_ASSIGNS)
def test_who_may_give_a_task_to_whom(cast, campaign, person, area, code):
    task, area = TaskFactory(campaign=campaign), getattr(cast, area)
    unit = Unit(area.path, area=area.pk)

    if code:
        refused(code, tasks.assign, task, units=[unit], by=getattr(cast, person))
    else:
        tasks.assign(task, units=[unit], by=getattr(cast, person), at=AT)

    assert task.assignments.count() == (0 if code else 1)


def test_one_unit_that_is_not_theirs_stops_all_of_them(cast, campaign):
    task = TaskFactory(campaign=campaign)
    units = [Unit(area.path, area=area.pk) for area in (cast.community, cast.village)]

    refused("not_planner", tasks.assign, task, units=units, by=cast.sun)

    assert not Assignment.objects.exists()


def test_a_new_date_goes_to_who_still_owes_it_on_the_old_one(cast, campaign):
    task = TaskFactory(campaign=campaign, due=date(2026, 4, 1))
    rows = [
        AssignmentFactory(task=task, area=area, due=due, state=state)
        for area, due, state in (
            (cast.community, date(2026, 4, 1), "todo"),
            (cast.next_community, date(2026, 4, 20), "todo"),
            (cast.village, date(2026, 4, 1), "submitted"),
        )
    ]

    tasks.edit(task, title=task.title, text="", phase=None, due=date(2026, 5, 1), by=cast.lin, at=AT)

    assert [Assignment.objects.get(pk=row.pk).due for row in rows] == [
        date(2026, 5, 1),
        date(2026, 4, 20),
        date(2026, 4, 1),
    ]


def test_cancelling_takes_the_steps_along_and_restoring_brings_the_task_back(cast, campaign):
    task = TaskFactory(campaign=campaign)
    step = TaskFactory(campaign=campaign, parent=task, level=2)
    owed, done = (
        AssignmentFactory(task=task, area=area, state=state)
        for area, state in ((cast.community, "doing"), (cast.village, "done"))
    )

    tasks.cancel(task, reason="上级取消", by=cast.lin, at=AT)

    assert [Task.objects.get(pk=row.pk).is_cancelled for row in (task, step)] == [True, True]
    assert [Assignment.objects.get(pk=row.pk).state for row in (owed, done)] == ["cancelled", "done"]
    refused("cancelled", tasks.cancel, task, reason="再次", by=cast.lin)

    tasks.restore(task, by=cast.lin, at=AT)

    assert [Assignment.objects.get(pk=row.pk).state for row in (owed, done)] == ["todo", "done"]
    refused("not_cancelled", tasks.restore, task, by=cast.lin)


def test_cancelling_needs_a_reason(cast, campaign):
    refused("no_reason", tasks.cancel, TaskFactory(campaign=campaign), reason="  ", by=cast.lin)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_people_giving_a_task_at_once_give_it_once():
    cast = assemble()
    task = TaskFactory(campaign=CampaignFactory(area=cast.district))
    units = [Unit(area.path, area=area.pk) for area in (cast.community, cast.village)]
    gate, made = Barrier(2), []

    def press(person):
        try:
            gate.wait()
            made.append(len(tasks.assign(task, units=units, by=person, at=AT)))
        finally:
            connections.close_all()

    people = [Thread(target=press, args=(person,)) for person in (cast.lin, cast.he)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert sorted(made) == [0, 2]
    assert Assignment.objects.count() == 2
