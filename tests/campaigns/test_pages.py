"""The pages of a campaign: what they show, to whom, and with how many questions to the database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from cast import Cast
from factories.people import GrantFactory, PersonFactory
from factories.places import AreaFactory
from factories.plans_by_hand import plan_by_hand
from gongjian.campaigns.actions import aims, batches, names, organisation, pairings, tasks
from gongjian.campaigns.actions.start import Basics, start
from gongjian.campaigns.models import Campaign, Membership, Pairing, Phase, Problem, Task
from gongjian.campaigns.queries.units import Unit
from gongjian.history.models import Entry
from gongjian.history.words import field_of, verb_in_words
from gongjian.people.roles import Role
from gongjian.places.models import Kind

AT = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
DAY = date(2026, 3, 5)


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    basics = Basics(
        "文明社区", "2026年文明社区创建", cast.district, date(2026, 3, 1), date(2026, 10, 31), everyone="both"
    )
    return start(plan_by_hand(cast.district), basics=basics, by=cast.lin, at=AT)


TABS = [
    ("campaign", ["试点示范阶段", "2026-03-01", "整治环境", "区民政局"]),
    ("tasks", ["四/(一)/1", "清理楼道", "区民政局、幸福里社区、滨河社区", "于9月20日前报区创建办汇总"]),
    ("units", ["幸福里社区", "望江街道", "梅芳"]),
    ("organisation", ["区文明社区创建领导小组", "办公室", "王立新", "副组长"]),
    ("pairings", ["林静 → 望江街道", "区民政局 → 柳溪村"]),
    ("batches", ["试点示范阶段", "30%"]),
    ("aims", ["志愿者达到200人", "大扫除", "3月底前完成摸底"]),
    ("from-plan", ["韩涛", "为提升社区文明程度", "指导思想"]),
]
NAMES = [name for name, _words in TABS]


@pytest.mark.parametrize(("name", "words"), TABS)
def test_a_page_shows_what_it_is_about(as_lin, campaign, name, words):
    response = as_lin.get(reverse(f"campaigns:{name}", args=[campaign.pk]))

    assert response.status_code == 200
    page = response.content.decode()
    assert [word for word in words if word not in page] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_finds_nothing(as_zhou, campaign, name):
    assert as_zhou.get(reverse(f"campaigns:{name}", args=[campaign.pk])).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_who_works_below_may_look(as_mei, campaign, name):
    assert as_mei.get(reverse(f"campaigns:{name}", args=[campaign.pk])).status_code == 200


def grow(cast: Cast, campaign: Campaign) -> None:
    """Everything a campaign has, several times over."""
    for number in range(3):
        street = AreaFactory(kind=Kind.SUBDISTRICT, name=f"{number}号街道", parent=cast.district)
        for n in range(3):
            community = AreaFactory(kind=Kind.COMMUNITY, name=f"{number}-{n}社区", parent=street)
            GrantFactory(person=PersonFactory(), role=Role.COMMUNITY_WORKER, area=community)
    units = [Unit(area.path, area=area.pk) for area in street.children.all()]
    group = campaign.bodies.get(kind="leading-group")
    for number in range(4):
        task = tasks.add(campaign, title=f"新任务{number}", due=DAY, by=cast.lin, at=AT)
        tasks.assign(task, units=units, by=cast.lin, at=AT)
        Phase.objects.create(campaign=campaign, ordinal=10 + number, name=f"第{number}段")
        person = Unit(cast.district.path, person=PersonFactory().pk)
        organisation.seat(
            group, name=f"成员{number}", role="成员", unit=person, starts=DAY, by=cast.lin, at=AT
        )
        body = organisation.add_body(
            campaign, name=f"第{number}工作组", kind="working-group", parent=group, by=cast.lin, at=AT
        )
        Task.objects.filter(pk=task.pk).update(body=body)
        paired = pairings.add(
            campaign,
            name=f"领导{number}",
            role="挂点领导",
            unit=person,
            area=cast.community,
            starts=DAY,
            by=cast.lin,
            at=AT,
        )
        pairings.visit(paired, on=DAY, problems=["楼道堆物", "路灯不亮"], by=cast.lin, at=AT)
        batch = batches.add(campaign, name=f"第{number}批", by=cast.lin, at=AT)
        batches.choose(batch, areas=[cast.community, cast.village], by=cast.lin, at=AT)
        target = aims.add_target(campaign, subject=f"指标{number}", op=">=", low=5, by=cast.lin, at=AT)
        aims.tally(target, value=3, on=DAY, by=cast.lin, at=AT)
        aims.add_cadence(
            campaign, activity=f"活动{number}", times=2, op=">=", per="month", by=cast.lin, at=AT
        )
        campaign.leftovers.create(ordinal=100 + number, kind="item", reason="no-place", head=f"其余{number}")
        campaign.duties.create(ordinal=100 + number, role="协办单位", name=f"某单位{number}")


# The session, the person, the reach, the campaign and the tabs come with each page.
QUERIES = [
    ("campaign", 16),
    ("tasks", 11),
    ("units", 8),
    ("organisation", 11),
    ("pairings", 9),
    ("batches", 8),
    ("aims", 10),
    ("from-plan", 10),
]


@pytest.mark.parametrize(("name", "number"), QUERIES)
def test_the_number_of_queries_does_not_grow(cast, as_lin, campaign, name, number, django_assert_num_queries):
    pairings.visit(campaign.pairings.first(), on=DAY, problems=["楼道堆物"], by=cast.lin, at=AT)
    address = reverse(f"campaigns:{name}", args=[campaign.pk])
    with django_assert_num_queries(number):
        as_lin.get(address)

    grow(cast, campaign)

    with django_assert_num_queries(number):
        response = as_lin.get(address)
    assert response.status_code == 200


@pytest.mark.parametrize("many", [False, True])
def test_the_matrix_of_units_and_tasks(cast, as_lin, campaign, many, django_assert_num_queries):
    if many:
        grow(cast, campaign)

    with django_assert_num_queries(10):
        page = as_lin.get(reverse("campaigns:units", args=[campaign.pk]) + "?view=matrix").content.decode()

    assert page.count('<td><a class="board-todo"') == campaign.assignments.count()


@pytest.mark.parametrize("many", [False, True])
def test_the_list_of_campaigns(cast, as_mei, campaign, many, django_assert_num_queries):
    if many:
        for number in range(3):
            plan = plan_by_hand(cast.district, title=f"方案{number}")
            basics = Basics(campaign.programme, f"活动{number}", cast.district, DAY, date(2026, 12, 1))
            start(plan, basics=basics, by=cast.lin, at=AT)

    with django_assert_num_queries(6):
        page = as_mei.get(reverse("campaigns:list")).content.decode()

    assert "2026年文明社区创建" in page


def test_the_list_as_a_workbook(as_mei, campaign):
    response = as_mei.get(reverse("campaigns:list") + "?as=xlsx")

    assert response.content[:2] == b"PK"


def test_strangers_have_an_empty_list(as_zhou, campaign):
    page = as_zhou.get(reverse("campaigns:list")).content.decode()

    assert campaign.title not in page
    assert 'class="empty-state"' in page


def test_a_community_sees_of_others_only_what_concerns_the_whole(cast, as_chen, campaign):
    page = as_chen.get(reverse("campaigns:units", args=[campaign.pk])).content.decode()

    assert "滨河社区" in page
    assert "幸福里社区" not in page
    assert "柳溪村" not in page


def test_a_street_sees_its_communities_and_no_others(cast, campaign):
    page = cast.client(cast.sun).get(reverse("campaigns:units", args=[campaign.pk])).content.decode()

    assert [name in page for name in ("滨河社区", "幸福里社区", "柳溪村")] == [True, True, False]


def test_a_department_sees_what_it_owes_itself(cast, campaign):
    rows = cast.client(cast.he).get(
        reverse("campaigns:tasks", args=[campaign.pk]) + f"?unit=department-{cast.civil_affairs.pk}"
    )

    assert "整治环境" in rows.content.decode()
    assert "清理楼道" not in rows.content.decode()


def test_a_draft_is_seen_only_by_who_plans_there(cast, as_lin, as_mei, campaign):
    Campaign.objects.filter(pk=campaign.pk).update(state=Campaign.State.DRAFT)
    address = reverse("campaigns:campaign", args=[campaign.pk])

    assert as_lin.get(address).status_code == 200
    assert as_mei.get(address).status_code == 404


FILTERS = [
    ("?state=late", []),
    ("?state=unassigned", ["清理楼道", "规范停车"]),
    ("?q=楼道", ["清理楼道"]),
    ("?phase=999999", []),
    ("?phase=x&state=y&unit=z", None),
]


@pytest.mark.parametrize(("query", "titles"), FILTERS)
def test_tasks_are_filtered(as_lin, campaign, query, titles):
    response = as_lin.get(reverse("campaigns:tasks", args=[campaign.pk]) + query)

    found = [row.task.title for row in response.context["rows"]]
    assert found == (titles if titles is not None else [task.title for task in campaign.tasks.all()])


# --- Every page that changes something: who may, gets a form; who may only look, the reason; a stranger, 404.
def _changes(cast: Cast, campaign: Campaign) -> dict[str, list[int]]:
    target = campaign.targets.first()
    batch = batches.choose(campaign.batches.first(), areas=[cast.village], by=cast.lin, at=AT)
    pairing = campaign.pairings.get(area=cast.subdistrict)
    pairings.visit(pairing, on=DAY, problems=["路灯不亮"], by=cast.lin, at=AT)
    Pairing.objects.filter(pk=pairing.pk).update(area=cast.city, area_path=cast.city.path)
    return {
        "edit": [campaign.pk],
        "add-phase": [campaign.pk],
        "add-task": [campaign.pk],
        "add-body": [campaign.pk],
        "add-pairing": [campaign.pk],
        "add-batch": [campaign.pk],
        "add-target": [campaign.pk],
        "add-cadence": [campaign.pk],
        "edit-phase": [campaign.phases.first().pk],
        "remove-phase": [campaign.phases.first().pk],
        "edit-task": [campaign.tasks.first().pk],
        "cancel-task": [campaign.tasks.first().pk],
        "restore-task": [campaign.tasks.first().pk],
        "assign": [campaign.tasks.first().pk],
        "use-leftover": [campaign.leftovers.first().pk],
        "edit-body": [campaign.bodies.first().pk],
        "remove-body": [campaign.bodies.first().pk],
        "add-seat": [campaign.bodies.first().pk],
        "edit-seat": [campaign.memberships.first().pk],
        "succeed": [campaign.memberships.first().pk],
        "end-seat": [campaign.memberships.first().pk],
        "edit-batch": [batch.pk],
        "remove-batch": [batch.pk],
        "choose": [batch.pk],
        "edit-target": [target.pk],
        "remove-target": [target.pk],
        "tally": [target.pk],
        "edit-cadence": [campaign.cadences.first().pk],
        "remove-cadence": [campaign.cadences.first().pk],
    }


def test_every_page_of_change(cast, as_lin, as_mei, as_zhou, campaign):
    seen = {}
    for name, args in _changes(cast, campaign).items():
        address = reverse(f"campaigns:{name}", args=args)
        seen[name] = [client.get(address).status_code for client in (as_lin, as_mei, as_zhou)]

    assert {name: codes for name, codes in seen.items() if codes != [200, 403, 404]} == {}


def test_who_may_only_look_is_given_the_reason(as_mei, campaign):
    page = as_mei.get(reverse("campaigns:add-task", args=[campaign.pk])).content.decode()

    assert "只有负责该区域" in page or "only those who plan" in page


def test_a_task_is_added_given_and_taken_away(cast, as_lin, campaign):
    as_lin.post(reverse("campaigns:add-task", args=[campaign.pk]), {"title": "迎检准备", "due": "2026-09-01"})
    task = campaign.tasks.get(title="迎检准备")
    as_lin.post(
        reverse("campaigns:assign", args=[task.pk]),
        {"units": [f"area-{cast.community.pk}"], "everyone": "villages", "part": "owes"},
    )
    assert [(str(a.unit), a.due) for a in task.assignments.all()] == [
        ("幸福里社区", date(2026, 9, 1)),
        ("柳溪村", date(2026, 9, 1)),
    ]

    as_lin.post(reverse("campaigns:unassign", args=[task.assignments.first().pk]))

    assert [str(a.unit) for a in task.assignments.all()] == ["柳溪村"]


def test_a_street_passes_a_task_on_to_its_communities_only(cast, campaign):
    sun = cast.client(cast.sun)
    task = campaign.tasks.get(title="清理楼道")
    address = reverse("campaigns:assign", args=[task.pk])

    page = sun.get(address).content.decode()
    assert ("滨河社区" in page, "柳溪村" in page) == (True, False)
    refused = sun.post(address, {"units": [f"area-{cast.village.pk}"], "part": "owes"})
    assert refused.status_code == 422
    sun.post(address, {"everyone": "both", "part": "owes"})

    assert sorted(str(a.unit) for a in task.assignments.all()) == ["幸福里社区", "滨河社区"]


def test_a_name_is_bound_everywhere_at_once(cast, as_lin, campaign):
    Membership.objects.create(
        body=campaign.bodies.first(), campaign=campaign, role="成员", name="韩涛", ordinal=9, starts=DAY
    )
    address = reverse("campaigns:bind", args=[campaign.pk]) + "?name=韩涛"

    assert as_lin.get(address).status_code == 200
    as_lin.post(address, {"unit": f"person-{cast.sun.pk}", "everyone": ""})

    assert [duty.person for duty in campaign.duties.filter(name="韩涛")] == [cast.sun]
    assert [seat.person for seat in campaign.memberships.filter(name="韩涛")] == [cast.sun]
    assert campaign.assignments.filter(person=cast.sun, task__title__startswith="壮大").count() == 1


def test_a_name_that_was_bound_meanwhile_is_not_bound_again(cast, as_lin, campaign):
    address = reverse("campaigns:bind", args=[campaign.pk]) + "?name=没有此人"

    response = as_lin.post(address, {"unit": f"person-{cast.sun.pk}", "everyone": ""})

    assert response.status_code == 422


def test_a_leftover_becomes_a_task_once(as_lin, campaign):
    left = campaign.leftovers.get(head="保障措施")
    address = reverse("campaigns:use-leftover", args=[left.pk])

    as_lin.post(address, {"title": "落实保障"})
    again = as_lin.post(address, {"title": "落实保障"})

    task = campaign.tasks.get(title="落实保障")
    assert (task.quote, task.label) == (left.quote, "七")
    assert again.status_code == 422


def test_a_visit_raises_problems_that_are_solved(cast, as_lin, campaign):
    pairing = campaign.pairings.get(area=cast.subdistrict)
    as_lin.post(
        reverse("campaigns:visit", args=[pairing.pk]),
        {"on": "2026-03-04", "note": "查看楼道", "problems": "楼道堆物\n\n路灯不亮"},
    )
    assert [problem.text for problem in Problem.objects.all()] == ["楼道堆物", "路灯不亮"]

    solve = reverse("campaigns:solve", args=[Problem.objects.first().pk])
    as_lin.post(solve, {"on": "2026-03-05", "solution": "已清理"})

    assert Problem.objects.first().solution == "已清理"
    assert as_lin.post(solve, {"on": "2026-03-05", "solution": "再清理"}).status_code == 422


def test_only_who_is_concerned_sees_a_pairing(cast, as_chen, as_mei, campaign):
    village = campaign.pairings.get(area=cast.village)

    assert as_chen.get(reverse("campaigns:visit", args=[village.pk])).status_code == 404
    assert cast.client(cast.he).get(reverse("campaigns:visit", args=[village.pk])).status_code == 200


def test_the_communities_of_a_batch_are_ticked_where_it_is_made(cast, as_lin, campaign):
    address = reverse("campaigns:add-batch", args=[campaign.pk])
    form = as_lin.get(address).context["form"]
    as_lin.post(address, {"name": "第二批", "share": "100", "areas": [cast.community.pk, cast.village.pk]})

    streets = [(street, [name for _pk, name in names]) for street, names in form.fields["areas"].choices]
    assert streets == [("望江街道", ["幸福里社区", "滨河社区"]), ("松林镇", ["柳溪村"])]
    batch = campaign.batches.get(name="第二批")
    assert sorted(str(m.area) for m in batch.members.all()) == ["幸福里社区", "柳溪村"]


def test_a_batch_without_communities_says_what_to_do_and_no_share(as_lin, as_mei, campaign):
    batch = campaign.batches.first()
    batch.members.all().delete()
    campaign.batches.filter(pk=batch.pk).update(ends=date(2026, 3, 1))
    address = reverse("campaigns:batches", args=[campaign.pk])

    pages = [client.get(address).content.decode() for client in (as_lin, as_mei)]

    assert ["这一批次还没有社区" in page for page in pages] == [True, True]
    assert [reverse("campaigns:choose", args=[batch.pk]) + '">' in page for page in pages] == [True, False]
    assert not any("达标0个" in page or "未达要求" in page for page in pages)


def test_a_community_of_a_batch_gets_there(cast, as_lin, as_chen, campaign):
    batch = batches.choose(campaign.batches.first(), areas=[cast.community, cast.village], by=cast.lin, at=AT)
    member = batch.members.get(area=cast.community)
    address = reverse("campaigns:reach", args=[member.pk])

    assert cast.client(cast.sun).get(address).status_code == 200
    assert cast.client(cast.mei).get(address).status_code == 403
    assert as_chen.get(address).status_code == 404
    as_lin.post(address, {"on": "2026-03-04"})

    page = as_lin.get(reverse("campaigns:batches", args=[campaign.pk]))
    row = page.context["rows"][0]
    assert (row.reached, row.total, str(row.share_reached), row.is_reached) == (1, 2, "50", True)


def test_a_campaign_is_closed_and_opened_again(as_lin, as_mei, campaign):
    address = reverse("campaigns:move", args=[campaign.pk])

    as_mei.post(address, {"to": "closed"})
    assert Campaign.objects.get().state == Campaign.State.RUNNING
    as_lin.post(address, {"to": "closed"})
    assert Campaign.objects.get().state == Campaign.State.CLOSED
    assert as_lin.get(reverse("campaigns:add-task", args=[campaign.pk])).status_code == 403
    as_lin.post(address, {"to": "nonsense"})
    as_lin.post(address, {"to": "running"})
    assert Campaign.objects.get().state == Campaign.State.RUNNING


def test_a_campaign_is_made_by_hand(cast, as_lin, as_mei, campaign):
    as_lin.post(
        reverse("campaigns:new"),
        {
            "title": "无疫小区",
            "programme": campaign.programme_id,
            "area": cast.subdistrict.pk,
            "starts": "2026-04-01",
            "ends": "2026-12-31",
            "taking_part": "all",
        },
    )

    made = Campaign.objects.get(title="无疫小区")
    assert (made.state, made.area, made.plan) == (Campaign.State.DRAFT, cast.subdistrict, None)
    assert as_mei.get(made.get_absolute_url()).status_code == 404
    assert as_mei.get(reverse("campaigns:new")).status_code == 200
    assert as_mei.post(reverse("campaigns:new"), {}).status_code == 422


def test_whatever_is_done_has_words_in_the_history(cast, as_lin, campaign):
    grow(cast, campaign)
    for name, args in _changes(cast, campaign).items():
        if name in ("remove-phase", "remove-body", "remove-batch", "remove-target", "remove-cadence"):
            as_lin.post(reverse(f"campaigns:{name}", args=args))
    names.bind(campaign, name="韩涛", unit=Unit("", person=cast.sun.pk), by=cast.lin, at=AT)
    task = campaign.tasks.first()
    tasks.unassign(task.assignments.first(), by=cast.lin, at=AT)
    tasks.cancel(task, reason="上级取消", by=cast.lin, at=AT)
    seat = campaign.memberships.filter(person=None, everyone="").first()
    given = {
        "name": "王立新",
        "role": "主任",
        "post": "副局长",
        "is_liaison": False,
        "starts": DAY,
        "ends": None,
    }
    organisation.edit_seat(seat, **given, unit=Unit("", person=cast.he.pk), by=cast.lin, at=AT)
    problem = Problem.objects.first()
    pairings.solve(problem, on=DAY, solution="已清理", by=cast.lin, at=AT)

    without = set()
    for entry in Entry.objects.all():
        if verb_in_words(entry.verb) == entry.verb:
            without.add(entry.verb)
        for name in {*entry.before, *entry.after}:
            if str(field_of(entry.subject_type, name).label) == name:
                without.add((entry.subject_type, name))
    assert without == set()
    assert Entry.objects.get(verb="name.bound").after == {"name": "韩涛", "means": "孙强", "places": 1}
    assert Entry.objects.get(verb="membership.edited").after["person"] == "何敏"
