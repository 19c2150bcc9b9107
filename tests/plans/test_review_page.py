"""The page on which a plan is reviewed."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cast import Cast
from factories import plans as make
from factories.plans import TEXT, PlanDocumentFactory, PlanFactory
from gongjian.plans import queries
from gongjian.plans.models import Entry, Plan

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


REVIEW_QUERIES = 9


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
