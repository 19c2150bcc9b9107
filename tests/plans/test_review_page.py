"""The review page and the fragments that its steps send back."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cast import Cast
from factories import plans as make
from factories.plans import TEXT, EntryFactory, PlanDocumentFactory, PlanFactory
from gongjian.people.reach import reach_of
from gongjian.plans import actions, queries
from gongjian.plans.models import Entry, EntryKind, EntryState, Plan

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan(cast: Cast) -> Plan:
    made: Plan = PlanFactory(document=PlanDocumentFactory(area=cast.subdistrict))
    return made


@pytest.fixture
def as_sun(cast: Cast) -> Client:
    return cast.client(cast.sun)


def address(name: str, of: Entry | Plan) -> str:
    return reverse(f"plans:{name}", args=[of.pk])


def told(response: HttpResponse) -> dict[str, Any]:
    """What a step tells the page's script."""
    step: dict[str, Any] = json.loads(response["HX-Trigger-After-Swap"])["plan-step"]
    return step


def state_of(entry: Entry) -> str:
    return Entry.objects.get(pk=entry.pk).state


# --- The page ---------------------------------------------------------------------------------------------


def test_the_page_holds_the_text_line_by_line_and_the_entries_by_kind(plan: Plan, as_sun: Client) -> None:
    make.one_of_each(plan)

    response = as_sun.get(plan.get_absolute_url())

    page = response.content.decode()
    second = TEXT.index("一、创建目标")
    assert f'<p class="line" data-at="{second}">一、创建目标</p>' in page
    assert f'<p class="line line-title" data-at="0">{make.TITLE}</p>' in page
    counted = [
        (tally.kind, tally.total, tally.reviewed) for tally, _rows in response.context["review"].groups
    ]
    assert counted == [
        ("warning", 1, 0),
        ("item", 7, 0),
        ("phase", 1, 0),
        ("target", 1, 0),
        ("cadence", 1, 0),
        ("deadline", 1, 0),
        ("duty", 1, 0),
        ("reference", 1, 0),
    ]
    assert "style=" not in page.partition("<main")[2]


def test_the_marks_of_the_page_hold_the_words_they_mark(plan: Plan) -> None:
    make.one_of_each(plan)

    marks = {
        (row.entry.kind, plan.text[slice(*row.mark)])
        for _tally, rows in queries.review(plan).groups
        for row in rows
        if row.mark
    }

    assert {words for kind, words in marks if kind == "item"} == {
        "一、创建目标",
        "二、创建标准",
        "(一)治安良好",
        "1、无重大刑事案件",
        "2、技防设施完好",
        "(二)环境整洁",
        "三、实施步骤",
    }
    assert {words for kind, words in marks if kind not in ("item", "warning")} == {
        "宣传发动阶段",
        "志愿者达到200人",
        "每周开展一次大扫除",
        "于4月20日前上报",
        "牵头单位:综治办、民政局",
        "某政发〔2019〕7号",
    }


@pytest.mark.parametrize("sets", [1, 5])
def test_the_page_takes_the_same_queries_however_many_entries(
    plan: Plan, as_sun: Client, django_assert_num_queries: DjangoAssertNumQueries, sets: int
) -> None:
    for _ in range(sets):
        make.one_of_each(plan)

    with django_assert_num_queries(REVIEW_QUERIES):
        response = as_sun.get(plan.get_absolute_url())

    assert response.context["review"].total == 14 * sets


REVIEW_QUERIES = 8


def test_an_empty_plan_says_what_to_do(plan: Plan, as_sun: Client) -> None:
    assert "empty-state" in as_sun.get(plan.get_absolute_url()).content.decode()


def test_who_follows_the_plan_may_look_and_sees_no_tools(plan: Plan, as_mei: Client, as_zhou: Client) -> None:
    make.one_of_each(plan)

    page = as_mei.get(plan.get_absolute_url()).content.decode()

    assert "data-readonly" in page
    assert 'id="tools"' not in page
    assert as_zhou.get(plan.get_absolute_url()).status_code == 404


def test_a_long_text_is_laid_out_in_blocks(plan: Plan, as_sun: Client) -> None:
    plan.text = "一行\n" * 61
    plan.save()

    blocks = as_sun.get(plan.get_absolute_url()).context["blocks"]

    assert [len(block) for block in blocks] == [30, 30, 1]
    assert (blocks[2][0].at, blocks[2][0].text) == (180, "一行")


def test_a_row_is_asked_for_by_itself(plan: Plan, as_sun: Client) -> None:
    entry = make.target(plan)

    response = as_sun.get(address("entry", entry), headers=HTMX)

    assert told(response)["changed"] == [entry.pk]


def test_queries_stand_beside_what_they_are_about(plan: Plan) -> None:
    make.target(plan)
    make.query(plan)

    rows = {row.entry.kind: row for _tally, rows in queries.review(plan).groups for row in rows}

    assert (rows["target"].is_queried, rows["warning"].is_queried) == (True, False)


def test_who_plans_starts_a_campaign_from_here(plan: Plan, as_sun: Client, as_mei: Client) -> None:
    start = reverse("campaigns:start", args=[plan.pk])

    assert start in as_sun.get(plan.get_absolute_url()).content.decode()
    assert start not in as_mei.get(plan.get_absolute_url()).content.decode()


# --- Steps ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("accept", "open", "accepted"), ("reject", "open", "rejected"), ("restore", "accepted", "open")],
)
def test_a_step_sends_back_its_row_in_place(
    plan: Plan, as_sun: Client, name: str, before: str, after: str
) -> None:
    entry = EntryFactory(plan=plan, state=before)

    response = as_sun.post(address(name, entry), {"version": 1}, headers=HTMX)

    page = response.content.decode()
    assert response.status_code == 200
    assert f'id="entry-{entry.pk}"' in page
    assert f'data-state="{after}" data-version="2"' in page
    assert 'hx-swap-oob="true"' in page
    assert "<html" not in page
    assert told(response) | {"since": 0} == {
        "said": "",
        "refused": "",
        "byOthers": False,
        "changed": [entry.pk],
        "made": [],
        "since": 0,
    }


@pytest.mark.parametrize("name", ["accept", "reject"])
def test_a_step_without_script_leads_back_to_the_entry(plan: Plan, as_sun: Client, name: str) -> None:
    entry = EntryFactory(plan=plan)

    response = as_sun.post(address(name, entry), {"version": 1})

    assert response["Location"] == f"{plan.get_absolute_url()}#entry-{entry.pk}"
    assert state_of(entry) != EntryState.OPEN


def test_what_another_changed_meanwhile_is_shown_fresh_with_a_sentence(
    cast: Cast, plan: Plan, as_sun: Client
) -> None:
    entry = EntryFactory(plan=plan)
    as_sun_too = cast.client(cast.lin)
    as_sun_too.post(address("reject", entry), {"version": 1}, headers=HTMX)

    response = as_sun.post(address("accept", entry), {"version": 1}, headers=HTMX)

    assert response.status_code == 422
    assert cast.lin.name in told(response)["refused"]
    assert 'data-state="rejected" data-version="2"' in response.content.decode()
    assert state_of(entry) == EntryState.REJECTED


def test_a_refusal_without_script_is_a_message(plan: Plan, as_sun: Client) -> None:
    entry = EntryFactory(plan=plan, state=EntryState.REJECTED)

    response = as_sun.post(address("accept", entry), {"version": 1}, follow=True)

    assert [str(message) for message in response.context["messages"]]


def test_a_form_that_lost_its_version_is_refused(plan: Plan, as_sun: Client) -> None:
    entry = EntryFactory(plan=plan)

    response = as_sun.post(address("accept", entry), {}, headers=HTMX)

    assert (response.status_code, state_of(entry)) == (422, "open")


def test_a_row_that_is_gone_is_taken_away(
    plan: Plan, as_sun: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = EntryFactory(plan=plan)

    def vanish(*args: object, **kwargs: object) -> None:
        Entry.objects.all().delete()
        raise actions.reviewing.Refused(actions.reviewing.rules.GONE)

    monkeypatch.setattr(actions, "accept", vanish)
    response = as_sun.post(address("accept", entry), {"version": 1}, headers=HTMX)

    assert f'id="entry-{entry.pk}" hx-swap-oob="delete"' in response.content.decode()


ALL = [
    ("accept", "entry"),
    ("reject", "entry"),
    ("restore", "entry"),
    ("merge", "entry"),
    ("split", "entry"),
    ("indent", "entry"),
    ("offer", "entry"),
    ("edit", "entry"),
    ("add", "plan"),
    ("accept-rest", "plan"),
    ("undo", "plan"),
]


@pytest.mark.parametrize(("name", "of"), ALL)
def test_a_neighbour_is_told_why_not_and_a_stranger_finds_nothing(
    plan: Plan, as_mei: Client, as_zhou: Client, name: str, of: str
) -> None:
    entries = [
        make.target(plan),
        make.quoted(plan, EntryKind.TARGET, "200人", subject="", op="=", value=1, unit=""),
    ]
    before = list(Entry.objects.values())
    where = address(name, entries[0] if of == "entry" else plan)
    data = {
        "version": 1,
        "at_offset": entries[0].start + 3,
        "kind": "reference",
        "text": "x",
        "subject": "y",
        "op": "=",
        "value": "2",
        "start": entries[0].start,
        "end": entries[0].end,
    }

    response = as_mei.post(where, data, headers=HTMX)

    words = "只有负责谋划该区域工作的人员才能核对"
    assert response.status_code == 422
    assert words in told(response)["refused"]
    assert as_zhou.post(where, data, headers=HTMX).status_code == 404
    assert list(Entry.objects.values()) == before


def test_merging_takes_the_next_of_its_kind(plan: Plan, as_sun: Client) -> None:
    first = make.quoted(plan, EntryKind.DUTY, "牵头单位:综治办", role="牵头单位", names=["综治办"])
    make.target(plan)
    second = make.quoted(plan, EntryKind.DUTY, "民政局", role="牵头单位", names=["民政局"])

    response = as_sun.post(address("merge", first), {"version": 1}, headers=HTMX)

    assert set(told(response)["changed"]) == {first.pk, second.pk}
    assert (state_of(first), state_of(second)) == ("corrected", "merged")


def test_merging_takes_the_one_that_was_named(plan: Plan, as_sun: Client) -> None:
    first, _second, third = EntryFactory.create_batch(3, plan=plan)

    as_sun.post(address("merge", first), {"version": 1, "other": third.pk}, headers=HTMX)

    assert state_of(third) == "merged"


def test_merging_the_last_one_is_refused(plan: Plan, as_sun: Client) -> None:
    response = as_sun.post(address("merge", make.target(plan)), {"version": 1}, headers=HTMX)

    assert response.status_code == 422
    assert told(response)["refused"]


def test_splitting_offers_places_and_puts_the_new_row_behind(plan: Plan, as_sun: Client) -> None:
    duty = make.duty(plan)
    at = plan.text.index("民政局")

    form = as_sun.get(address("split", duty), headers=HTMX)
    response = as_sun.post(address("split", duty), {"version": 1, "at_offset": at}, headers=HTMX)

    assert f'value="{at}"' in form.content.decode()
    (made,) = told(response)["made"]
    assert f'hx-swap-oob="afterend:#entry-{duty.pk}"' in response.content.decode()
    assert Entry.objects.get(pk=made).data["names"] == ["民政局"]


def test_splitting_at_a_place_marked_in_the_text(plan: Plan, as_sun: Client) -> None:
    target = make.target(plan)

    response = as_sun.post(
        address("split", target), {"version": 1, "at_offset": target.start + 4}, headers=HTMX
    )

    assert response.status_code == 200
    assert Entry.objects.get(pk=target.pk).data["quote"] == "志愿者达"


def test_words_without_punctuation_say_how_else_to_split(plan: Plan, as_sun: Client) -> None:
    page = as_sun.get(address("split", make.reference(plan)))

    assert page.context["form"].fields["at_offset"].choices == []


def test_splitting_nowhere_keeps_the_form(plan: Plan, as_sun: Client) -> None:
    response = as_sun.post(address("split", make.duty(plan)), {"version": 1}, headers=HTMX)

    assert response.status_code == 422
    assert "slot-form" in response.content.decode()


def test_an_item_is_set_in_with_its_children(plan: Plan, as_sun: Client) -> None:
    items = make.items(plan)

    response = as_sun.post(address("indent", items["二/(二)"]), {"version": 1, "deeper": 1}, headers=HTMX)

    assert response.status_code == 200
    assert Entry.objects.get(pk=items["二/(二)"].pk).data["path"] == "二/(一)/(二)"


def test_an_offer_is_shown_and_taken(plan: Plan, as_sun: Client) -> None:
    offered = {"data": {"quote": "4月20日", "date": "2026-04-20"}, "start": 5, "end": 9}
    entry = EntryFactory(plan=plan, state=EntryState.CORRECTED, offered=offered)

    page = as_sun.get(plan.get_absolute_url()).content.decode()
    as_sun.post(address("offer", entry), {"version": 1, "take": "1"}, headers=HTMX)

    assert "2026年4月20日" in page
    assert Entry.objects.get(pk=entry.pk).data["date"] == "2026-04-20"


# --- Forms ------------------------------------------------------------------------------------------------


def test_a_correction_by_the_form(plan: Plan, as_sun: Client) -> None:
    target = make.target(plan)

    form = as_sun.get(address("edit", target), headers=HTMX)
    posted = {
        "version": 1,
        "start": target.start,
        "end": target.end,
        "subject": "志愿者",
        "op": "between",
        "value": "200",
        "upper": "300",
        "unit": "人",
    }
    response = as_sun.post(address("edit", target), posted, headers=HTMX)

    assert 'value="志愿者"' in form.content.decode()
    assert "<html" not in form.content.decode()
    assert told(response)["changed"] == [target.pk]
    assert Entry.objects.get(pk=target.pk).data["value"] == [200, 300]
    page = as_sun.get(plan.get_absolute_url()).content.decode()
    assert "200–300 人" in page
    assert "<del>志愿者" in page


def test_a_mistake_keeps_what_was_typed(plan: Plan, as_sun: Client) -> None:
    deadline = EntryFactory(plan=plan)

    response = as_sun.post(
        address("edit", deadline), {"version": 1, "start": 1, "end": 4, "date": "下周"}, headers=HTMX
    )

    assert response.status_code == 422
    assert 'value="下周"' in response.content.decode()
    assert state_of(deadline) == "open"


def test_a_form_whose_entry_another_has_changed_can_be_sent_again(
    cast: Cast, plan: Plan, as_sun: Client
) -> None:
    deadline = EntryFactory(plan=plan)
    cast.client(cast.lin).post(
        address("edit", deadline),
        {"version": 1, "start": deadline.start, "end": deadline.end, "date": "2026-05-01"},
        headers=HTMX,
    )
    mine = {"version": 1, "start": deadline.start, "end": deadline.end, "date": "2026-06-01"}

    refused = as_sun.post(address("edit", deadline), mine, headers=HTMX)
    page = refused.content.decode()
    saved = as_sun.post(address("edit", deadline), mine | {"version": 2}, headers=HTMX)

    assert refused.status_code == 422
    assert cast.lin.name in page
    assert 'name="version" value="2"' in page
    assert 'value="2026年6月1日"' in page
    assert saved.status_code == 200
    assert Entry.objects.get(pk=deadline.pk).data["date"] == "2026-06-01"


def test_a_query_has_no_form(plan: Plan, as_sun: Client) -> None:
    query = make.query(plan)

    assert as_sun.get(address("edit", query), headers=HTMX).status_code == 422
    assert as_sun.get(address("entry", query)).context["form"] is None


def test_a_mistake_without_script_keeps_the_page(plan: Plan, as_sun: Client) -> None:
    response = as_sun.post(address("edit", EntryFactory(plan=plan)), {"version": 1, "date": "下周"})

    assert response.status_code == 422
    assert "<html" in response.content.decode()


@pytest.mark.parametrize(("name", "of"), [("edit", "entry"), ("split", "entry"), ("add", "plan")])
def test_who_may_only_look_gets_no_form(plan: Plan, as_mei: Client, name: str, of: str) -> None:
    target = make.target(plan)

    response = as_mei.get(address(name, target if of == "entry" else plan), follow=True)

    assert response.redirect_chain[0][0].startswith(plan.get_absolute_url())
    assert list(response.context["messages"])


@pytest.mark.parametrize("kind", [kind for kind in EntryKind.values if kind != "warning"])
def test_every_kind_has_a_page_of_its_own_that_works_without_script(
    plan: Plan, as_sun: Client, kind: str
) -> None:
    entry = next(entry for entry in make.one_of_each(plan) if entry.kind == kind)
    page = as_sun.get(address("entry", entry))
    form = page.context["form"]

    posted = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    response = as_sun.post(address("edit", entry), posted)

    assert response["Location"] == entry.get_absolute_url()
    assert (state_of(entry), Entry.objects.get(pk=entry.pk).data) == ("accepted", entry.data)


def test_an_entry_is_read_by_who_follows_the_plan(plan: Plan, as_mei: Client, as_zhou: Client) -> None:
    target = make.target(plan)

    page = as_mei.get(address("entry", target))

    assert page.status_code == 200
    assert str(page.context["why_not"]) in page.content.decode()
    assert as_zhou.get(address("entry", target)).status_code == 404


def test_a_new_entry_is_drafted_from_its_words(plan: Plan, as_sun: Client) -> None:
    start = TEXT.index("每周开展一次大扫除")
    where = address("add", plan)

    form = as_sun.get(where, {"start": start, "end": start + 9}, headers=HTMX)

    assert form.context["kind"] == "cadence"
    posted = {"kind": "cadence"} | {
        name: value for name in form.context["form"].fields if (value := form.context["form"][name].value())
    }
    response = as_sun.post(where, posted, headers=HTMX)
    (made,) = told(response)["made"]
    entry = Entry.objects.get(pk=made)
    assert (entry.data["quote"], entry.data["per"], entry.state) == ("每周开展一次大扫除", "week", "accepted")
    assert 'hx-swap-oob="afterbegin:#list-cadence"' in response.content.decode()


def test_a_new_item_goes_under_the_one_that_holds_it(plan: Plan, as_sun: Client) -> None:
    items = make.items(plan)
    items["二/(一)/2"].delete()
    start = TEXT.index("2、技防")

    form = as_sun.get(
        address("add", plan), {"start": start, "end": start + 8, "kind": "item"}, headers=HTMX
    ).context["form"]

    assert form["path"].value() == "二/(一)/2"


@pytest.mark.parametrize("query", [{}, {"start": "5", "end": "2"}, {"start": "0", "end": "99999"}])
def test_a_new_entry_without_marked_words_starts_empty(
    plan: Plan, as_sun: Client, query: dict[str, str]
) -> None:
    page = as_sun.get(address("add", plan), {**query, "kind": "duty"})

    assert (page.status_code, page.context["words"]) == (200, "")


def test_a_new_entry_with_a_mistake_keeps_the_form(plan: Plan, as_sun: Client) -> None:
    response = as_sun.post(address("add", plan), {"kind": "deadline", "date": "下周"}, headers=HTMX)

    assert response.status_code == 422
    assert Entry.objects.count() == 0


def test_a_right_that_is_lost_while_typing_is_told_in_the_form(
    plan: Plan, as_sun: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*args: object, **kwargs: object) -> None:
        raise actions.reviewing.Refused(actions.reviewing.rules.GONE)

    monkeypatch.setattr(actions, "add", lose)
    response = as_sun.post(address("add", plan), {"kind": "reference", "text": "某文1号"}, headers=HTMX)

    assert response.status_code == 422
    assert 'value="某文1号"' in response.content.decode()


def test_the_rest_of_a_kind_is_accepted_and_undone(plan: Plan, as_sun: Client) -> None:
    entries = EntryFactory.create_batch(3, plan=plan)
    target = make.target(plan)

    done = as_sun.post(address("accept-rest", plan), {"kind": "deadline"}, headers=HTMX)
    assert {state_of(entry) for entry in entries} == {"accepted"}
    assert "3" in told(done)["said"]
    undone = as_sun.post(address("undo", plan), headers=HTMX)

    assert {state_of(entry) for entry in [*entries, target]} == {"open"}
    assert set(told(undone)["changed"]) == {entry.pk for entry in entries}


@pytest.mark.parametrize("name", ["accept-rest", "undo"])
def test_with_nothing_to_do_a_plan_wide_step_says_so(plan: Plan, as_sun: Client, name: str) -> None:
    refused = as_sun.post(address(name, plan), headers=HTMX)
    plain = as_sun.post(address(name, plan), follow=True)

    assert refused.status_code == 422
    assert [str(message) for message in plain.context["messages"]]


def test_a_plan_wide_step_without_script_says_what_it_did(plan: Plan, as_sun: Client) -> None:
    EntryFactory(plan=plan)

    done = as_sun.post(address("accept-rest", plan), follow=True)

    assert [str(message) for message in done.context["messages"]] == ["已采纳 1 条。"]


def test_others_see_what_was_changed_and_what_is_gone(cast: Cast, plan: Plan, as_sun: Client) -> None:
    lin = {"by": cast.lin, "reach": reach_of(cast.lin, on=timezone.localdate()), "at": AT}
    entry = make.target(plan)
    since = queries.last_change_of(plan)
    (added,) = actions.add(plan, kind="reference", data={"text": "x"}, start=None, end=None, **lin).entries
    actions.accept(entry, version=1, **lin)
    actions.undo(plan, **lin)
    actions.undo(plan, **lin)

    news = as_sun.get(address("news", plan), {"since": since}, headers=HTMX)
    mine = cast.client(cast.lin).get(address("news", plan), {"since": since}, headers=HTMX)
    nonsense = as_sun.get(address("news", plan), {"since": "x"}, headers=HTMX)

    assert told(news)["changed"] == [entry.pk]
    assert told(news)["byOthers"] is True
    assert f'id="entry-{added.pk}" hx-swap-oob="delete"' in news.content.decode()
    assert (told(mine)["changed"], told(nonsense)["changed"]) == ([], [entry.pk])


@pytest.mark.parametrize("many", [1, 30])
def test_a_step_takes_the_same_queries_however_many_rows(
    plan: Plan, as_sun: Client, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    EntryFactory.create_batch(many, plan=plan)

    with django_assert_num_queries(STEP_QUERIES):
        as_sun.post(address("accept-rest", plan), headers=HTMX)


STEP_QUERIES = 13
