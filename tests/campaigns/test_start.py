"""Starting a campaign from a plan."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections

from cast import assemble
from factories.plans_by_hand import TEXT, plan_by_hand
from gongjian.campaigns.actions.start import AlreadyStarted, Basics, start
from gongjian.campaigns.models import (
    Assignment,
    BatchArea,
    Body,
    Campaign,
    Deadline,
    Duty,
    Leftover,
    Membership,
    Pairing,
    Task,
    unbound,
)
from gongjian.campaigns.proposals import Decision, Make
from gongjian.campaigns.queries.proposals import draw
from gongjian.history.models import Entry as HistoryEntry
from gongjian.kernel.refusal import Refused
from gongjian.plans.models import Entry, EntryState, Plan
from gongjian.programmes.models import Programme, Standard

AT = datetime(2026, 2, 3, 1, 0, tzinfo=UTC)


def basics(cast, **changes):
    given = {
        "programme": "文明社区",
        "title": "2026年文明社区创建",
        "area": cast.district,
        "starts": date(2026, 3, 1),
        "ends": date(2026, 10, 31),
    }
    return Basics(**given | changes)


def begun(cast, **changes):
    plan = plan_by_hand(cast.district)
    return start(plan, basics=basics(cast, **changes), by=cast.lin, at=AT)


def row_of(plan, title, make=None):
    return next(r for r in draw(plan).proposal.rows if r.title == title and make in (None, r.make))


def test_the_campaign_its_programme_and_its_standard(cast):
    campaign = begun(cast)

    assert (campaign.state, campaign.programme.name, campaign.area_path) == (
        Campaign.State.RUNNING,
        "文明社区",
        cast.district.path,
    )
    assert campaign.standard.is_frozen
    assert [(item.label, item.level, item.is_leaf) for item in campaign.standard.items.all()] == [
        ("五/(一)", 1, False),
        ("五/(一)/1", 2, True),
        ("五/(一)/2", 2, True),
        ("五/(二)", 1, True),
    ]


def test_the_plan_is_in_use_since_its_first_campaign(cast):
    campaign = begun(cast)
    more = basics(cast, programme=campaign.programme, area=cast.subdistrict)
    again = start(campaign.plan, basics=more, by=cast.lin, at=AT + timedelta(9))

    assert again.plan.used_at == AT
    used = HistoryEntry.objects.filter(verb="plan.used").order_by("pk")
    assert [entry.after for entry in used] == [{"entries": 25}, {"entries": 25}]


def test_tasks_keep_their_tree_their_phase_their_date_and_their_words(cast):
    begun(cast)

    assert [
        (task.label, task.title, task.parent and task.parent.title, task.phase and task.phase.name, task.due)
        for task in Task.objects.select_related("parent", "phase")
    ] == [
        ("四/(一)", "整治环境", None, None, date(2026, 3, 31)),
        ("四/(一)/1", "清理楼道", "整治环境", None, None),
        ("四/(一)/2", "规范停车", "整治环境", None, None),
        ("四/(二)", "壮大志愿服务队伍，志愿者达到200人", None, None, None),
        ("", "于9月20日前报区创建办汇总", None, "全面推广阶段", date(2026, 9, 20)),
        ("六/(二)/1", "全面自查", None, "全面推广阶段", date(2026, 10, 31)),
    ]
    for task in Task.objects.all():
        assert TEXT[slice(*task.span)].strip() == task.quote
        assert task.entry_id


def test_bodies_have_their_members_and_names_nobody_bears_stay_names(cast):
    begun(cast)

    assert [(body.name, body.kind, body.parent and body.parent.name) for body in Body.objects.all()] == [
        ("区文明社区创建领导小组", "leading-group", None),
        ("办公室", "office", "区文明社区创建领导小组"),
    ]
    assert [
        (seat.role, seat.name, seat.everyone or seat.bound_label) for seat in Membership.objects.all()
    ] == [
        ("组长", "林静", "林静"),
        ("副组长", "何敏", "何敏"),
        ("成员", "区民政局", "区民政局"),
        ("成员", "各街道", "streets"),
        ("成员", "镇", "streets"),
        ("主任", "王立新", ""),
    ]
    assert [duty.name for duty in Duty.objects.filter(unbound())] == ["韩涛"]


def test_bound_duties_become_assignments_of_exactly_those_units(cast):
    begun(cast)

    assert sorted(
        (str(a.task), str(a.unit), a.part, a.area_path) for a in Assignment.objects.all()
    ) == sorted(
        [
            ("整治环境", "区民政局", "lead", cast.district.path),
            ("整治环境", "幸福里社区", "owes", cast.community.path),
            ("整治环境", "滨河社区", "owes", cast.next_community.path),
            ("整治环境", "柳溪村", "owes", cast.village.path),
            ("壮大志愿服务队伍，志愿者达到200人", "梅芳", "owes", cast.community.path),
        ]
    )


def test_figures_hang_on_what_they_stand_in(cast):
    campaign = begun(cast)

    assert [
        (str(t), t.op, t.low, t.task and str(t.task), t.batch and str(t.batch))
        for t in campaign.targets.all()
    ] == [
        ("社区", ">=", 90, None, None),
        ("志愿者", ">=", 200, "壮大志愿服务队伍，志愿者达到200人", None),
        ("社区", "=", 30, None, "试点示范阶段"),
    ]
    assert [
        (c.activity, c.times, c.per, c.task and str(c.task), c.item and c.item.head)
        for c in campaign.cadences.all()
    ] == [("大扫除", 1, "week", "整治环境", None), ("垃圾日产日清", 1, "day", None, "垃圾日产日清")]
    assert [(d.what, d.on, str(d.task)) for d in Deadline.objects.order_by("ordinal")] == [
        ("3月底前完成摸底", date(2026, 3, 31), "整治环境"),
        ("于9月20日前报区创建办汇总", date(2026, 9, 20), "于9月20日前报区创建办汇总"),
    ]
    assert [(b.name, b.is_pilot, b.share, b.starts, b.ends) for b in campaign.batches.all()] == [
        ("试点示范阶段", True, 30, date(2026, 3, 1), date(2026, 5, 31)),
        ("全面推广阶段", False, 100, date(2026, 6, 1), date(2026, 10, 31)),
    ]
    assert [(str(m.batch), str(m.area), m.area_path) for m in BatchArea.objects.all()] == [
        ("试点示范阶段", "幸福里社区", cast.community.path)
    ]


def test_pairings_are_bound_on_both_sides(cast):
    begun(cast)

    assert [
        (p.name, p.role, str(p.person or p.department), str(p.area), p.area_path)
        for p in Pairing.objects.all()
    ] == [
        ("林静", "挂点", "林静", "望江街道", cast.subdistrict.path),
        ("区民政局", "包联", "区民政局", "柳溪村", cast.village.path),
    ]


def test_nothing_of_the_plan_is_lost(cast):
    plan = plan_by_hand(cast.district)
    key = row_of(plan, "大扫除").key
    start(
        plan,
        basics=basics(cast),
        decisions={key: Decision(Make.NOTHING, "大扫除")},
        by=cast.lin,
        at=AT,
    )

    assert [(left.head, left.reason) for left in Leftover.objects.all()] == [
        ("指导思想", "no-place"),
        ("创建目标", "no-place"),
        ("组织领导", "heading"),
        ("主要任务", "heading"),
        ("创建标准", "heading"),
        ("实施步骤", "heading"),
        ("保障措施", "no-place"),
        ("为提升社区文明程度，制定本方案。", "no-place"),
        ("大扫除", "left-out"),
    ]


def test_what_was_decided_is_made_instead_of_what_was_proposed(cast):
    plan = plan_by_hand(cast.district)
    group, safeguards = row_of(plan, "区文明社区创建领导小组"), row_of(plan, "保障措施")
    phase, tidy = row_of(plan, "试点示范阶段", Make.PHASE), row_of(plan, "环境整洁")

    campaign = start(
        plan,
        basics=basics(cast),
        decisions={
            group.key: Decision(Make.NOTHING, group.title),
            safeguards.key: Decision(Make.TASK, "落实保障", ends=date(2026, 5, 1)),
            phase.key: Decision(Make.PHASE, "先行阶段", date(2026, 4, 1), date(2026, 4, 30)),
            tidy.key: Decision(Make.TASK, "整洁行动"),
        },
        by=cast.lin,
        at=AT,
    )

    assert list(campaign.bodies.values_list("name", "parent")) == [("办公室", None)]
    assert campaign.tasks.get(title="落实保障").due == date(2026, 5, 1)
    assert campaign.phases.values_list("name", "starts")[0] == ("先行阶段", date(2026, 4, 1))
    assert [(i.head, i.level) for i in campaign.standard.items.all()] == [
        ("楼道无杂物", 1),
        ("垃圾日产日清", 1),
        ("秩序良好", 1),
    ]
    # Its seats have no body any more; they answer for what they stand in: the campaign as a whole.
    assert set(Duty.objects.filter(task=None).values_list("name", flat=True)) == {
        "林静",
        "何敏",
        "区民政局",
        "各街道",
        "镇",
    }


def test_tasks_nobody_is_named_for_can_go_to_every_community(cast):
    campaign = begun(cast, everyone="both")

    owed = campaign.assignments.filter(task__title="全面自查")
    assert sorted(str(a.unit) for a in owed) == ["幸福里社区", "柳溪村", "滨河社区"]
    assert not campaign.assignments.filter(task__title="清理楼道").exists()
    assert campaign.assignments.filter(task__title__startswith="壮大").count() == 1


def test_a_standard_that_is_there_is_worked_on_instead_of_the_plans(cast):
    first = begun(cast)
    other = plan_by_hand(cast.subdistrict)

    second = start(
        other,
        basics=basics(cast, area=cast.subdistrict, programme=first.programme, standard=first.standard),
        by=cast.sun,
        at=AT,
    )

    assert second.standard == first.standard
    assert Standard.objects.count() == 1


def test_a_second_standard_of_a_programme_is_its_next_version(cast):
    first = begun(cast)
    plan = plan_by_hand(cast.district, title="第二份方案")

    second = start(plan, basics=basics(cast, programme=first.programme), by=cast.lin, at=AT)

    assert (second.standard.version, Programme.objects.count()) == (2, 1)


def test_it_is_noted_in_the_history(cast):
    campaign = begun(cast)

    entry = HistoryEntry.objects.get(verb="campaign.started")
    assert (entry.by, entry.subject_id, entry.area_path) == (cast.lin, str(campaign.pk), cast.district.path)
    assert entry.after == {
        "plan": "清河区创建文明社区实施方案",
        "programme": "文明社区",
        "phases": 2,
        "bodies": 2,
        "items": 4,
        "tasks": 6,
        "batches": 2,
        "targets": 3,
        "cadences": 2,
        "deadlines": 2,
        "duties": 5,
        "memberships": 6,
        "pairings": 2,
        "assignments": 5,
        "leftovers": 8,
    }


def test_starting_again_leads_to_the_campaign_there_is(cast):
    campaign = begun(cast)
    plan = Plan.objects.get()

    with pytest.raises(AlreadyStarted) as again:
        start(plan, basics=basics(cast), by=cast.lin, at=AT)

    assert again.value.campaign == campaign
    assert Campaign.objects.count() == 1


def test_a_cancelled_campaign_makes_room_for_another(cast):
    Campaign.objects.filter(pk=begun(cast).pk).update(state=Campaign.State.CANCELLED)

    start(Plan.objects.get(), basics=basics(cast, programme=Programme.objects.get()), by=cast.lin, at=AT)

    assert Campaign.objects.count() == 2


def refused(cast, code, by=None, plan=None, **changes):
    plan = plan or plan_by_hand(cast.district)
    with pytest.raises(Refused) as refusal:
        start(plan, basics=basics(cast, **changes), by=by or cast.lin, at=AT)
    assert refusal.value.refusal.code == code
    assert not Campaign.objects.exists()
    assert not Programme.objects.exists()
    assert not HistoryEntry.objects.filter(verb="campaign.started").exists()


def test_who_may_not_plan_there_is_refused_and_nothing_is_made(cast):
    refused(cast, "not_planner", by=cast.mei)
    refused(cast, "not_planner", by=cast.wu)
    refused(cast, "not_planner", by=cast.sun)


def test_a_stranger_is_refused(cast):
    refused(cast, "not_planner", by=cast.zhou, area=cast.far_community)


def test_a_street_starts_the_districts_plan_for_itself(cast):
    plan = plan_by_hand(cast.district)

    campaign = start(plan, basics=basics(cast, area=cast.subdistrict), by=cast.sun, at=AT)

    assert sorted(str(a.unit) for a in campaign.assignments.filter(task__title="整治环境")) == [
        "区民政局",
        "幸福里社区",
        "滨河社区",
    ]


def test_a_period_that_ends_before_it_starts_is_refused(cast):
    refused(cast, "ends_early", ends=date(2026, 2, 1))


def test_a_plan_that_was_changed_meanwhile_is_looked_at_again(cast):
    plan = plan_by_hand(cast.district)
    mark = draw(plan).fingerprint
    Entry.objects.filter(plan=plan, kind="target").update(state=EntryState.REJECTED)

    with pytest.raises(Refused) as refusal:
        start(plan, basics=basics(cast), drawn_from=mark, by=cast.lin, at=AT)

    assert refusal.value.refusal.code == "changed"


def long_plan(area, items):
    """A plan of `items` tasks and as many standard items, each task with a duty."""
    text, entries = "某区方案\n", []

    def add(kind, words, **data):
        nonlocal text
        entries.append((kind, (len(text), len(text) + len(words)), data))
        text += words + "\n"

    tops = {}
    for role, head in (("tasks", "主要任务"), ("standards", "创建标准")):
        tops[role] = len(text)
        label = "一" if role == "tasks" else "二"
        text += f"{label}、{head}\n"
        for n in range(items):
            add("item", f"({n})第{n}项", path=f"{label}/({n})", head=f"第{n}项", role=None)
            if role == "tasks":
                add(
                    "duty",
                    f"责任单位:第{n}局",
                    quote=f"责任单位:第{n}局",
                    role="责任单位",
                    names=[f"第{n}局"],
                )
        entries.append(("item", (tops[role], len(text)), {"path": label, "head": head, "role": role}))
    return plan_by_hand(area, title="某区方案", text=text, entries=entries)


@pytest.mark.slow
@pytest.mark.parametrize("items", [1, 250])
def test_the_number_of_queries_does_not_grow_with_the_plan(cast, items, django_assert_max_num_queries):
    plan = long_plan(cast.district, items)

    # Batches of 400 rows; SQLite takes fewer at once the more columns a table has.
    with django_assert_max_num_queries(44 if items == 1 else 65):
        campaign = start(plan, basics=basics(cast, everyone="both"), by=cast.lin, at=AT)

    assert (campaign.tasks.count(), campaign.standard.items.count()) == (items, items)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_people_starting_at_once_make_one_campaign():
    cast = assemble()
    plan = plan_by_hand(cast.district)
    gate, outcomes = Barrier(2), []

    def press(person):
        try:
            gate.wait()
            outcomes.append(start(plan, basics=basics(cast), by=person, at=AT).pk)
        except AlreadyStarted as already:
            outcomes.append(already.campaign.pk)
        finally:
            connections.close_all()

    people = [Thread(target=press, args=(person,)) for person in (cast.lin, cast.he)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert len(outcomes) == 2
    assert len(set(outcomes)) == 1
    assert Campaign.objects.count() == 1
    assert Task.objects.count() == 6
