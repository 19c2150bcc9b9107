"""The forms of a review: correcting, adding, accepting the rest."""

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
from gongjian.plans.models import Entry, EntryKind, Plan

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


def test_a_mark_of_punctuation_caught_at_the_edge_is_left_out(plan: Plan, as_sun: Client) -> None:
    at = plan.text.index("。")
    words = plan.text[at : at + 12]

    page = as_sun.get(f"{address('add', plan)}?start={at}&end={at + 12}&kind=item")

    form = page.context["form"]
    assert words.startswith("。")
    assert plan.text[form["start"].value()] not in "。\n"
    assert form["start"].value() > at


def test_only_marks_of_punctuation_are_no_words(plan: Plan, as_sun: Client) -> None:
    at = plan.text.index("。")

    page = as_sun.get(f"{address('add', plan)}?start={at}&end={at + 1}&kind=item")

    assert page.context["form"]["start"].value() is None


def test_a_date_says_how_it_is_written_before_one_fails(plan: Plan, as_sun: Client) -> None:
    page = as_sun.get(f"{address('add', plan)}?kind=deadline").content.decode()

    assert "2026年6月20日或6月20日" in page
