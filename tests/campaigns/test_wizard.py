"""Starting a campaign in the browser: first what it is, then what each row becomes."""

from datetime import UTC, date, datetime
from urllib.parse import urlencode

import pytest
import time_machine
from django.urls import reverse

from cast import Cast
from factories.plans_by_hand import plan_by_hand
from gongjian.campaigns.models import Campaign
from gongjian.campaigns.proposals import Make
from gongjian.campaigns.queries.proposals import draw
from gongjian.plans.models import Entry, EntryState, Plan
from gongjian.programmes.models import Programme

AT = datetime(2026, 2, 3, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _on_that_day():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return plan_by_hand(cast.district)


def address(plan: Plan, cast: Cast, **changes: object) -> str:
    basics = {
        "title": "2026年文明社区创建",
        "programme": "",
        "new_programme": "文明社区",
        "area": cast.district.pk,
        "starts": "2026-03-01",
        "ends": "2026-10-31",
        "standard": "",
        "taking_part": "all",
        "everyone": "",
    }
    return f"{reverse('campaigns:start-rows', args=[plan.pk])}?{urlencode(basics | changes)}"


def test_the_first_step_suggests_the_period_of_the_plans_stages(as_lin, plan):
    response = as_lin.get(reverse("campaigns:start", args=[plan.pk]))

    assert response.status_code == 200
    initial = response.context["form"].initial
    assert (initial["starts"], initial["ends"]) == (date(2026, 3, 1), date(2026, 10, 31))


def test_it_says_how_much_of_the_plan_nobody_reviewed(as_lin, plan):
    Entry.objects.filter(plan=plan, kind="target").update(state=EntryState.OPEN)

    assert as_lin.get(reverse("campaigns:start", args=[plan.pk])).context["unreviewed"] == 3


def test_a_stranger_finds_no_plan(as_zhou, plan, cast):
    assert as_zhou.get(reverse("campaigns:start", args=[plan.pk])).status_code == 404
    assert as_zhou.get(address(plan, cast)).status_code == 404


def test_who_may_only_look_is_given_the_reason(as_mei, plan, cast):
    first = as_mei.get(reverse("campaigns:start", args=[plan.pk]))

    assert first.status_code == 200
    assert 'name="starts"' not in first.content.decode()
    assert as_mei.post(address(plan, cast)).status_code == 422
    assert not Campaign.objects.exists()


def test_the_rows_show_what_is_made_of_each_entry_and_whom_names_mean(as_lin, plan, cast):
    page = as_lin.get(address(plan, cast))

    found = {section.code: len(section.rows) for section in page.context["sections"]}
    assert found == {
        "phases": 2,
        "tasks": 10,
        "items": 4,
        "bodies": 6,
        "pairings": 2,
        "batches": 2,
        "figures": 5,
        "nothing": 8,
    }
    names = {n.name: n.found for s in page.context["sections"] for r in s.rows for n in r.names}
    assert names == {
        "区民政局": "区民政局",
        "各社区": "各社区",
        "村": "村",
        "梅芳": "梅芳",
        "韩涛": "",
        "林静": "林静",
        "何敏": "何敏",
        "各街道": "各街道",
        "镇": "镇",
        "王立新": "",
        "幸福里社区": "幸福里社区",
    }
    assert (page.context["unbound"], page.context["asks"]) == (2, 0)


@pytest.mark.parametrize("many", [False, True])
def test_the_number_of_queries_does_not_grow(as_lin, plan, cast, many, django_assert_num_queries):
    if not many:
        Entry.objects.filter(plan=plan).exclude(kind__in=("item", "phase")).delete()

    with django_assert_num_queries(11):
        as_lin.get(address(plan, cast))


WRONG = [
    ({"ends": "2026-01-01"}, "ends"),
    ({"title": ""}, "title"),
    ({"new_programme": " "}, "new_programme"),
    ({"starts": "明天"}, "starts"),
    ({"area": "999999"}, "area"),
    ({"area": "x' OR 1=1"}, "area"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_what_is_wrong_with_the_basics_is_said_beside_the_field(as_lin, plan, cast, changes, field):
    response = as_lin.get(address(plan, cast, **changes))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


def test_an_area_of_another_district_is_not_offered(as_lin, plan, cast):
    response = as_lin.get(address(plan, cast, area=cast.far_community.pk))

    assert list(response.context["form"].errors) == ["area"]


def test_a_standard_must_be_of_the_programme(as_lin, plan, cast):
    from factories.campaigns import ProgrammeFactory, standard_of

    response = as_lin.get(
        address(plan, cast, standard=standard_of("楼道无杂物").pk, programme=ProgrammeFactory().pk)
    )

    assert list(response.context["form"].errors) == ["standard"]


def test_pressing_start_makes_the_campaign_as_it_was_shown(as_lin, plan, cast):
    mark = draw(plan).fingerprint

    response = as_lin.post(address(plan, cast), {"drawn_from": mark})

    campaign = Campaign.objects.get()
    assert (response.status_code, response["Location"]) == (302, campaign.get_absolute_url())
    assert (campaign.tasks.count(), campaign.phases.count(), campaign.leftovers.count()) == (6, 2, 8)


def test_pressing_twice_leads_to_the_one_campaign(as_lin, plan, cast):
    mark = draw(plan).fingerprint
    as_lin.post(address(plan, cast), {"drawn_from": mark})

    again = as_lin.post(address(plan, cast), {"drawn_from": mark})

    campaign = Campaign.objects.get()
    assert again["Location"] == campaign.get_absolute_url()
    assert Programme.objects.count() == 1


def key(plan: Plan, title: str, make: Make | None = None) -> str:
    rows = draw(plan).proposal.rows
    return next(row.key for row in rows if row.title == title and make in (None, row.make))


def test_rows_are_changed_and_left_out(as_lin, plan, cast):
    phase, tidy = key(plan, "试点示范阶段", Make.PHASE), key(plan, "环境整洁")
    drop = key(plan, "规范停车")

    as_lin.post(
        address(plan, cast),
        {
            "drawn_from": draw(plan).fingerprint,
            f"title-{phase}": "先行阶段",
            f"ends-{phase}": "2026-04-30",
            f"make-{tidy}": "task",
            f"make-{drop}": "nothing",
        },
    )

    campaign = Campaign.objects.get()
    assert campaign.phases.first().name == "先行阶段"
    assert campaign.phases.first().ends == date(2026, 4, 30)
    assert campaign.tasks.filter(title="环境整洁").exists()
    assert campaign.leftovers.get(head="规范停车").reason == "left-out"


BAD_ROWS = [
    ("试点示范阶段", Make.PHASE, "ends", "2026-01-01"),
    ("试点示范阶段", Make.PHASE, "starts", "三月"),
    ("试点示范阶段", Make.PHASE, "title", "  "),
    ("整治环境", Make.TASK, "make", "pairing"),
    ("整治环境", Make.TASK, "make", "nonsense"),
]


@pytest.mark.parametrize(("title", "make", "field", "value"), BAD_ROWS)
def test_a_wrong_row_is_marked_and_nothing_is_made(as_lin, plan, cast, title, make, field, value):
    row = key(plan, title, make)

    response = as_lin.post(
        address(plan, cast),
        {
            "drawn_from": draw(plan).fingerprint,
            f"{field}-{row}": value,
            f"title-{key(plan, '清理楼道')}": "改过",
        },
    )

    assert response.status_code == 422
    marked = [shown.row.key for s in response.context["sections"] for shown in s.rows if shown.error]
    assert marked == [row]
    assert not Campaign.objects.exists()
    assert "改过" in response.content.decode()  # what was filled in is not lost


def test_a_plan_that_changed_meanwhile_is_shown_anew(as_lin, plan, cast):
    mark = draw(plan).fingerprint
    Entry.objects.filter(plan=plan, kind="target").update(state=EntryState.REJECTED)

    response = as_lin.post(address(plan, cast), {"drawn_from": mark})

    assert response.status_code == 422
    assert not Campaign.objects.exists()


def test_a_phase_without_dates_is_asked_for(as_lin, plan, cast):
    entry = Entry.objects.filter(plan=plan, kind="phase").first()
    entry.data |= {"start": None, "end": None}
    entry.save()

    page = as_lin.get(address(plan, cast))

    assert page.context["asks"] == 1


# --- Begun late, and other things to know before starting --------------------------------------------------
LATE = datetime(2026, 9, 25, 1, 0, tzinfo=UTC)


def in_autumn(client, plan, cast, **posted):
    """What comes of starting when three of the plan's six tasks have passed."""
    with time_machine.travel(LATE, tick=False):
        client.force_login(cast.lin)
        return client.post(address(plan, cast), {"drawn_from": draw(plan).fingerprint} | posted)


def test_it_says_how_many_tasks_are_past(as_lin, plan, cast):
    early = as_lin.get(address(plan, cast))
    with time_machine.travel(LATE, tick=False):
        as_lin.force_login(cast.lin)
        late = as_lin.get(address(plan, cast))

    assert (early.context["late"], early.context["tasks"]) == (0, 6)
    assert 'name="past"' not in early.content.decode()
    assert (late.context["late"], late.context["tasks"]) == (2, 6)
    assert 'name="past"' in late.content.decode()


PAST = [
    ({}, [date(2026, 3, 31), date(2026, 9, 20), date(2026, 10, 31)]),
    ({"past": "keep"}, [date(2026, 3, 31), date(2026, 9, 20), date(2026, 10, 31)]),
    (
        {"past": "move", "past_day": "2026-10-15"},
        [date(2026, 10, 15), date(2026, 10, 15), date(2026, 10, 31)],
    ),
    ({"past": "open"}, [date(2026, 10, 31)]),
    ({"past": "leave"}, [date(2026, 10, 31)]),
]


@pytest.mark.parametrize(("posted", "days"), PAST)
def test_what_becomes_of_them_is_chosen(as_lin, plan, cast, posted, days):
    in_autumn(as_lin, plan, cast, **posted)

    tasks = Campaign.objects.get().tasks
    assert sorted(tasks.exclude(due=None).values_list("due", flat=True)) == days
    assert tasks.count() == (4 if posted.get("past") == "leave" else 6)


@pytest.mark.parametrize("day", ["", "2026-09-24", "2026-11-01", "bald"])
def test_a_new_day_lies_between_today_and_the_end(as_lin, plan, cast, day):
    response = in_autumn(as_lin, plan, cast, past="move", past_day=day)

    assert response.status_code == 422
    assert list(response.context["past_form"].errors) == ["past_day"]
    assert not Campaign.objects.exists()


def test_a_campaign_that_is_over_has_no_new_day(as_lin, plan, cast):
    with time_machine.travel(datetime(2027, 1, 5, tzinfo=UTC), tick=False):
        as_lin.force_login(cast.lin)
        response = as_lin.post(
            address(plan, cast),
            {"drawn_from": draw(plan).fingerprint, "past": "move", "past_day": "2027-01-10"},
        )

    assert "第一步" in str(response.context["past_form"].errors["past_day"])


def test_dates_outside_the_campaign_are_marked(as_lin, plan, cast):
    page = as_lin.get(address(plan, cast, ends="2026-09-30"))

    marked = [row.row.title for s in page.context["sections"] for row in s.rows if row.is_outside]
    assert page.context["outside"] == len(marked)
    assert "全面自查" in marked


def test_it_warns_when_nobody_is_given_a_task_or_there_is_none(as_lin, plan, cast):
    assert not as_lin.get(address(plan, cast)).context["nobody"]
    Entry.objects.filter(plan=plan, kind="duty").update(state=EntryState.REJECTED)

    assert as_lin.get(address(plan, cast)).context["nobody"]
    assert not as_lin.get(address(plan, cast, everyone="both")).context["nobody"]

    Entry.objects.filter(plan=plan).update(state=EntryState.REJECTED)
    page = as_lin.get(address(plan, cast))
    assert (page.context["tasks"], page.context["nobody"]) == (0, False)
    assert 'id="no-tasks"' in page.content.decode()


def test_a_section_can_be_set_as_a_whole(as_lin, plan, cast):
    page = as_lin.get(address(plan, cast))

    all_of = {s.code: [str(code) for code, _label in s.all_of] for s in page.context["sections"]}
    assert all_of["items"] == ["task", "item", "nothing"]


def test_the_campaign_is_named_for_its_year_and_the_plans_own_area(as_lin, plan, cast):
    plan.title = "望江街道创建文明社区实施方案"
    plan.save()

    initial = as_lin.get(reverse("campaigns:start", args=[plan.pk])).context["form"].initial

    assert (initial["title"], initial["area"]) == ("望江街道2026年创建文明社区", cast.subdistrict)


def test_a_second_campaign_from_a_plan_must_be_meant(as_lin, plan, cast):
    as_lin.post(address(plan, cast), {"drawn_from": draw(plan).fingerprint})

    unasked = as_lin.get(address(plan, cast, area=cast.subdistrict.pk))
    asked = as_lin.get(address(plan, cast, area=cast.subdistrict.pk, again="on"))

    assert list(unasked.context["form"].errors) == ["again"]
    assert asked.status_code == 200
