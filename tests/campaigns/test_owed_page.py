"""The figures of a campaign, and the list that each of them leads to."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from python_calamine import load_workbook

from cast import Cast
from factories.campaigns import TaskFactory
from factories.work import AT, DAY, owed, reach, running
from gongjian.campaigns.models import Assignment, Campaign
from gongjian.campaigns.queries import overview
from gongjian.campaigns.queries import owed as queries

State = Assignment.State


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return running(cast)


def give(cast: Cast, campaign: Campaign) -> None:
    """Each state once late and once in time, and once without a date."""
    for state in State.values:
        task = TaskFactory(campaign=campaign, title=f"任务{state}")
        owed(cast, cast.community, task=task, state=state, due=DAY - timedelta(days=3))
        owed(cast, cast.village, task=task, state=state, due=DAY + timedelta(days=3))
        owed(cast, cast.subdistrict, task=task, state=state, due=None)


def address(campaign: Campaign, **asked: str) -> str:
    return reverse("campaigns:assignments", args=[campaign.pk], query=asked or None)


@pytest.mark.parametrize("figure", queries.FIGURES)
def test_each_figure_counts_exactly_its_list(cast: Cast, campaign: Campaign, figure: str):
    give(cast, campaign)
    rows = queries.of_campaign(campaign, reach(cast.lin))

    counted = rows.aggregate(**overview.counts(DAY))[figure]

    assert queries.behind(rows, figure, DAY).count() == counted > 0


def test_the_figures_of_the_campaign_lead_to_what_they_count(cast: Cast, as_lin: Client, campaign: Campaign):
    give(cast, campaign)
    text = as_lin.get(campaign.get_absolute_url()).content.decode()

    found = dict.fromkeys(re.findall(rf'{address(campaign)}[^"]*', text))
    shown = {
        parse_qs(urlsplit(href).query).get("state", [""])[0]: as_lin.get(href)
        .context["table"]
        .page.paginator.count
        for href in found
    }

    assert shown == {"done": 3, "": 15, "late": 3, "todo": 3, "submitted": 3, "doing": 6}


def test_the_list_is_narrowed_to_a_unit_and_taken_out(cast: Cast, as_lin: Client, campaign: Campaign):
    give(cast, campaign)

    book = as_lin.get(address(campaign, state="late", unit=f"area-{cast.community.pk}", **{"as": "xlsx"}))

    rows = load_workbook(BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert [row[:3] for row in rows[1:]] == [
        [f"任务{state}", "幸福里社区", "望江街道"] for state in ("todo", "doing", "returned")
    ]


def test_who_sees_one_community_is_counted_its_own(
    cast: Cast, as_mei: Client, as_zhou: Client, campaign: Campaign
):
    give(cast, campaign)

    page = as_mei.get(address(campaign, state="nonsense"))

    assert {str(row.unit) for row in page.context["table"].page} == {"幸福里社区"}
    assert [count for _name, _label, count in page.context["figures"]] == [5, 3, 1, 1, 2, 1]
    assert as_zhou.get(address(campaign)).status_code == 404


def test_a_list_of_one_takes_as_many_queries_as_one_of_many(
    cast: Cast, as_lin: Client, campaign: Campaign, django_assert_num_queries
):
    owed(cast, task=TaskFactory(campaign=campaign), holder=cast.mei)
    with django_assert_num_queries(9):
        as_lin.get(address(campaign))

    give(cast, campaign)
    owed(cast, cast.civil_affairs, task=TaskFactory(campaign=campaign), holder=cast.he)

    with django_assert_num_queries(9):
        as_lin.get(address(campaign))


def test_what_is_late_is_counted_and_what_comes_is_listed_soonest_first(
    cast: Cast, as_lin: Client, campaign: Campaign
):
    for days in (-200, 31, 30, 0, 9):
        owed(cast, task=TaskFactory(campaign=campaign), due=DAY + timedelta(days=days))

    page = as_lin.get(campaign.get_absolute_url())

    assert [(row.due - DAY).days for row in page.context["overview"].due] == [0, 9, 30]
    assert f'{address(campaign)}?state=late"><span class="due-mark">' in page.content.decode()


DAYS = [
    ("2026-02-28", 0, 10),
    ("2026-03-01", 1, 9),
    ("2026-03-09", 9, 1),
    ("2026-03-10", 10, 0),
    ("2026-03-20", 10, 0),
]


@pytest.mark.parametrize(("day", "gone", "left"), DAYS)
def test_the_days_left_are_counted_as_the_days_to_a_date(day: str, gone: int, left: int):
    campaign = Campaign(starts=date(2026, 3, 1), ends=date(2026, 3, 10))

    line = overview.timeline(campaign, [], date.fromisoformat(day))

    assert (line.days, line.days_gone, line.days_left) == (10, gone, left)
