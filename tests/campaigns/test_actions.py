"""What changing a campaign leaves behind, and what it refuses."""

from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import connections

from cast import Cast, assemble
from factories.campaigns import (
    AssignmentFactory,
    CampaignFactory,
    PhaseFactory,
    ProgressNoteFactory,
    TaskFactory,
)
from gongjian.campaigns.actions import aims, batches, names, organisation, pairings, phases, steer, tasks
from gongjian.campaigns.models import Assignment, Campaign, Duty, Membership, Pairing, Task
from gongjian.campaigns.queries.units import Unit
from gongjian.history.models import Entry
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


def noted(verb):
    entry = Entry.objects.get(verb=verb)
    return entry.before, entry.after


# --- Phases -----------------------------------------------------------------------------------------------
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


def test_phases_are_put_in_order(cast, campaign):
    rows = [PhaseFactory(campaign=campaign, ordinal=number, name=str(number)) for number in (1, 2, 3)]

    phases.order(campaign, phases=[rows[2].pk, rows[0].pk], by=cast.lin, at=AT)

    assert list(campaign.phases.values_list("name", "ordinal")) == [("3", 1), ("1", 2), ("2", 3)]


def test_a_removed_phase_leaves_its_tasks(cast, campaign):
    phase = PhaseFactory(campaign=campaign)
    task = TaskFactory(campaign=campaign, phase=phase)

    phases.remove(phase, by=cast.lin, at=AT)

    task.refresh_from_db()
    assert task.phase is None


# --- Tasks ------------------------------------------------------------------------------------------------
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


# --- Names ------------------------------------------------------------------------------------------------
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


# --- Organisation -----------------------------------------------------------------------------------------
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


# --- Pairings ---------------------------------------------------------------------------------------------
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


# --- Batches and aims -------------------------------------------------------------------------------------
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


# --- The campaign itself ----------------------------------------------------------------------------------
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
