"""Figures as then and as now: before a merging, a splitting and a moving of communities, on the day, after it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from python_calamine import CalamineWorkbook

from cast import Cast
from factories.campaigns import ItemCheckFactory, TaskFactory, standard_of
from factories.places import AreaFactory
from factories.work import owed, reach, running
from gongjian.campaigns.actions import assignments as work
from gongjian.campaigns.actions import checks, tasks
from gongjian.campaigns.models import Assignment, Batch, BatchArea, Campaign, Task
from gongjian.campaigns.queries import board, check_matrix, overview
from gongjian.campaigns.queries.overview_then import overview_then
from gongjian.campaigns.rules import days
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.places import actions as places
from gongjian.places.models import Area, Kind
from gongjian.places.regrouping import NewArea

EARLY = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
CHANGED = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 4, 2, 2, 0, tzinfo=UTC)
THEN, NOW = date(2026, 3, 10), date(2026, 4, 2)

State = Assignment.State


@pytest.fixture(autouse=True)
def _in_english_on_that_day() -> Iterator[None]:
    with translation.override("en"), time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    """Of two items and a task. 幸福里社区 has answered one, 滨河社区 both; 滨河社区 is under way, the others not."""
    campaign = running(cast, standard=standard_of("楼道无杂物", "垃圾日产日清"))
    first, second = campaign.standard.items.filter(is_leaf=True)
    say(campaign, first, cast.community, cast.mei, "short")
    say(campaign, first, cast.next_community, cast.chen, "met")
    say(campaign, second, cast.next_community, cast.chen, "not-yet")
    task = TaskFactory(campaign=campaign, title="整治楼道环境")
    owed(cast, campaign=campaign, task=task)
    theirs = owed(cast, cast.next_community, campaign=campaign, task=task)
    owed(cast, cast.village, campaign=campaign, task=task)
    work.add_note(theirs, text="已清理三处", by=cast.chen, at=EARLY)
    return campaign


def say(
    campaign: Campaign, item: Any, area: Area, by: Person, state: str, at: datetime = EARLY, version: int = 0
):
    area = Area.objects.get(pk=area.pk)
    return checks.answer(campaign, item, area, state=state, version=version, by=by, at=at)


def doer(cast: Cast) -> dict[str, Any]:
    return {
        "fingerprint": None,
        "reason": "清政发〔2026〕3号",
        "by": cast.lin,
        "reach": reach_of(cast.lin, on=CHANGED.date()),
        "at": CHANGED,
    }


def merge(cast: Cast) -> None:
    places.merge([cast.community, cast.next_community], into=cast.community, **doer(cast))


def split(cast: Cast) -> None:
    parts = [NewArea("a", Kind.COMMUNITY, "滨江社区"), NewArea("b", Kind.COMMUNITY, "滨湖社区")]
    places.split(cast.next_community, parts, heir="a", goes={}, **doer(cast))


def move(cast: Cast) -> None:
    """滨河社区 goes to another district."""
    everywhere = reach_of(cast.lin, on=CHANGED.date())
    everywhere = type(everywhere)(cast.lin.pk, True, ())
    places.move(cast.next_community, to=cast.next_subdistrict, **(doer(cast) | {"reach": everywhere}))


def fresh(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_related("area", "standard").get(pk=campaign.pk)


def rows(campaign: Campaign, person: Person, day: date | None = None) -> list[tuple[str, str, str]]:
    """Name, signs, and why nothing is asked of it any more."""
    found = check_matrix.matrix(fresh(campaign), reach(person), day=day).rows
    return [(row.name, "".join(sign for _state, sign in row.signs), str(row.gone or "")) for row in found]


def units(
    campaign: Campaign, person: Person, day: date | None = None
) -> list[tuple[str, str, int, int, int]]:
    found = board.units(fresh(campaign), reach(person), NOW, day)
    return [(row.name, row.above, row.total, row.todo, row.doing) for row in found]


def figures(
    campaign: Campaign, person: Person, day: date | None = None
) -> tuple[int, int, int, int, int, int]:
    """Owed, under way; answers asked for, given; answers apart, shares called off."""
    campaign = fresh(campaign)
    seen = (
        overview_then(campaign, reach(person), day)
        if day
        else overview.overview(campaign, reach(person), NOW)
    )
    assert seen.answers is not None
    return (
        seen.figures["total"],
        seen.figures["doing"],
        seen.answers.asked,
        seen.answers.answered,
        seen.answers.apart.answers,
        seen.called_off,
    )


BEFORE = [("幸福里社区", "!·", ""), ("滨河社区", "✓○", ""), ("柳溪村", "··", "")]
UNITS_BEFORE = [
    ("幸福里社区", "望江街道", 1, 1, 0),
    ("滨河社区", "望江街道", 1, 0, 1),
    ("柳溪村", "松林镇", 1, 1, 0),
]
FIGURES_BEFORE = (3, 1, 6, 3, 0, 0)


def test_before_a_change_then_and_now_say_the_same(cast: Cast, campaign: Campaign):
    assert rows(campaign, cast.lin) == rows(campaign, cast.lin, THEN) == BEFORE
    assert units(campaign, cast.lin) == units(campaign, cast.lin, THEN) == UNITS_BEFORE
    assert figures(campaign, cast.lin) == figures(campaign, cast.lin, THEN) == FIGURES_BEFORE


@pytest.mark.parametrize("change", [merge, split, move])
def test_as_then_nothing_has_changed(cast: Cast, campaign: Campaign, change):
    change(cast)

    assert rows(campaign, cast.lin, THEN) == BEFORE
    assert units(campaign, cast.lin, THEN) == UNITS_BEFORE
    assert figures(campaign, cast.lin, THEN) == FIGURES_BEFORE


def test_as_now_after_a_merge(cast: Cast, campaign: Campaign):
    merge(cast)

    assert rows(campaign, cast.lin) == [
        ("幸福里社区", "!·", ""),
        ("滨河社区", "✓○", "ended on 2026-03-20, now 幸福里社区"),
        ("柳溪村", "··", ""),
    ]
    assert figures(campaign, cast.lin) == (2, 0, 4, 1, 2, 1)
    matrix = check_matrix.matrix(fresh(campaign), reach(cast.lin))
    assert (matrix.communities, matrix.progress.answered, matrix.apart.communities, matrix.apart.answers) == (
        2, 1, 1, 2,
    )  # fmt: skip


def test_as_now_after_a_split(cast: Cast, campaign: Campaign):
    split(cast)

    assert rows(campaign, cast.lin) == [
        ("幸福里社区", "!·", ""),
        ("滨江社区", "··", ""),
        ("滨河社区", "✓○", "ended on 2026-03-20, now 滨江社区"),
        ("滨湖社区", "··", ""),
        ("柳溪村", "··", ""),
    ]
    assert units(campaign, cast.lin) == [
        ("幸福里社区", "望江街道", 1, 1, 0),
        ("滨江社区", "望江街道", 1, 0, 1),
        ("柳溪村", "松林镇", 1, 1, 0),
    ]
    assert figures(campaign, cast.lin) == (3, 1, 8, 1, 2, 0)


def test_as_now_after_a_move(cast: Cast, campaign: Campaign):
    move(cast)

    assert rows(campaign, cast.lin) == [("幸福里社区", "!·", ""), ("柳溪村", "··", "")]
    assert figures(campaign, cast.lin) == (2, 0, 4, 1, 2, 1)
    matrix = check_matrix.matrix(fresh(campaign), reach(cast.lin))
    assert (matrix.elsewhere.communities, matrix.elsewhere.answers) == (1, 2)


def test_the_day_of_the_change_has_the_new_tree(cast: Cast, campaign: Campaign):
    merge(cast)

    assert rows(campaign, cast.lin, date(2026, 3, 19)) == BEFORE
    assert rows(campaign, cast.lin, date(2026, 3, 20)) == [("幸福里社区", "!·", ""), ("柳溪村", "··", "")]


def test_what_was_answered_and_done_since_is_taken_back(cast: Cast, campaign: Campaign):
    first, second = campaign.standard.items.filter(is_leaf=True)
    say(campaign, first, cast.community, cast.mei, "met", at=LATER, version=1)
    say(campaign, second, cast.community, cast.mei, "met", at=LATER)
    assignment = Assignment.objects.get(area=cast.community)
    work.submit(assignment, text="完成", by=cast.mei, at=LATER)

    assert rows(campaign, cast.lin, THEN) == BEFORE
    assert units(campaign, cast.lin, THEN) == UNITS_BEFORE
    assert rows(campaign, cast.lin)[0] == ("幸福里社区", "✓✓", "")


def test_a_task_that_was_cancelled_since_was_owed_then(cast: Cast, campaign: Campaign):
    tasks.cancel(Task.objects.get(), reason="上级取消", by=cast.lin, at=CHANGED)

    assert units(campaign, cast.lin, THEN) == UNITS_BEFORE
    assert figures(campaign, cast.lin, date(2026, 3, 25))[0] == 0
    tasks.restore(Task.objects.get(), by=cast.lin, at=LATER)
    assert figures(campaign, cast.lin, date(2026, 3, 25))[0] == 0


def test_a_task_that_was_taken_away_since_was_owed_then(cast: Cast, campaign: Campaign):
    tasks.unassign(Assignment.objects.get(area=cast.next_community), by=cast.lin, at=CHANGED)

    assert units(campaign, cast.lin, THEN) == UNITS_BEFORE


def test_a_date_that_was_moved_since_counts_as_it_was(cast: Cast, campaign: Campaign):
    task = Task.objects.get()
    task.due = date(2026, 3, 31)
    task.save()
    tasks.edit(
        task, title=task.title, text="", phase=None, due=date(2026, 3, 6), by=cast.lin, at=CHANGED
    )  # fmt: skip

    assert overview_then(fresh(campaign), reach(cast.lin), THEN).figures["late"] == 0
    assert overview_then(fresh(campaign), reach(cast.lin), date(2026, 3, 25)).figures["late"] == 3


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("sun", ["幸福里社区", "滨河社区"]),
        ("mei", ["幸福里社区", "滨河社区"]),
        ("gao", []),
        ("zhou", []),
    ],
)
def test_as_then_one_reads_what_one_answers_for(cast: Cast, campaign: Campaign, who: str, seen: list[str]):
    merge(cast)

    found = rows(campaign, getattr(cast, who), THEN)

    assert [name for name, _signs, _gone in found] == seen


def test_the_batches_of_the_day_are_those_before_the_heir_came_in(cast: Cast, campaign: Campaign):
    campaign.taking_part = Campaign.TakingPart.BATCHES
    campaign.save()
    batch = Batch.objects.create(campaign=campaign, ordinal=1, name="试点")
    area = cast.next_community
    BatchArea.objects.create(batch=batch, area=area, area_path=area.path)
    merge(cast)

    assert rows(campaign, cast.lin, THEN) == [("滨河社区", "✓○", "")]
    assert [name for name, _signs, gone in rows(campaign, cast.lin) if not gone] == ["幸福里社区"]


def test_a_campaign_that_was_inherited_stood_on_the_ended_area(cast: Cast):
    campaign = running(cast, area=cast.next_community, standard=standard_of("楼道无杂物"))
    say(campaign, campaign.standard.items.get(is_leaf=True), cast.next_community, cast.chen, "met")
    merge(cast)

    assert fresh(campaign).area == cast.community
    assert rows(campaign, cast.lin, THEN) == [("滨河社区", "✓", "")]


@pytest.mark.parametrize("more", [0, 12])
def test_as_then_takes_as_many_queries_for_few_as_for_many(
    cast: Cast, campaign: Campaign, django_assert_num_queries, more: int
):
    merge(cast)
    task, item = Task.objects.get(), campaign.standard.items.filter(is_leaf=True)[0]
    for area in [AreaFactory(parent=cast.subdistrict) for _ in range(more)]:
        ItemCheckFactory(campaign=campaign, item=item, area=area)
        owed(cast, area, campaign=campaign, task=task, state=State.DONE)
    campaign, lin = fresh(campaign), reach(cast.lin)

    with django_assert_num_queries(9):
        assert len(check_matrix.matrix(campaign, lin, day=THEN).rows) == 3 + more
    with django_assert_num_queries(12):
        assert len(board.units(campaign, lin, NOW, THEN)) == 3 + more
    with django_assert_num_queries(18):
        assert overview_then(campaign, lin, THEN).figures["total"] == 3 + more


# --- The pages --------------------------------------------------------------------------------------------
def page(client: Client, address: str) -> str:
    client.cookies["language"] = "en"
    response = client.get(address)
    assert response.status_code == 200
    # A date is kept on its line by a tag of its own.
    return re.sub(r'<span class="text-nowrap">(.*?)</span>', r"\1", response.content.decode())


@pytest.mark.parametrize("tab", ["", "units/", "units/?view=matrix", "checks/matrix/"])
def test_the_pages_say_which_day_they_show(cast: Cast, as_lin: Client, campaign: Campaign, tab: str):
    merge(cast)
    address = f"/campaigns/{campaign.pk}/{tab}"
    joined = "&" if "?" in tab else "?"

    shown = page(as_lin, f"{address}{joined}on=2026-03-10")
    now = page(as_lin, address)

    assert "As of 2026-03-10, with the areas of that day" in shown
    assert "Back to now" in shown
    assert f'/campaigns/{campaign.pk}/units/?on=2026-03-10"' in shown
    assert "with the areas of that day" not in now
    assert 'name="on" min="2026-03-01" max="2026-04-02" value=""' in now


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-02-31", "This is no day. Write it like 2026-03-01."),
        ("morgen", "This is no day. Write it like 2026-03-01."),
        ("2027-01-01", "This day is still to come."),
        ("2020-01-01", "The campaign has nothing to show before 2026-03-01."),
    ],
)
def test_a_wrong_day_is_told_and_shown_as_now(as_lin: Client, campaign: Campaign, day: str, words: str):
    text = page(as_lin, f"/campaigns/{campaign.pk}/checks/matrix/?on={day}")

    assert words in text
    assert "The figures are shown as now." in text
    assert "with the areas of that day" not in text


def test_today_is_now(as_lin: Client, campaign: Campaign):
    assert "with the areas of that day" not in page(as_lin, f"/campaigns/{campaign.pk}/?on=2026-04-02")


def test_the_pages_count_apart_what_belongs_to_no_community_any_more(
    cast: Cast, as_lin: Client, campaign: Campaign
):
    merge(cast)

    first = page(as_lin, f"/campaigns/{campaign.pk}/")
    matrix = page(as_lin, f"/campaigns/{campaign.pk}/checks/matrix/")

    assert "1 task of an area that has ended or left was called off and is in no figure." in first
    assert "Counted apart: 2 self-check answers of 1 communities that take no part any more." in first
    assert "2 communities × 2 items, 1 of 4 answered" in matrix
    assert "Counted apart: 2 answers of 1 communities that take no part any more." in matrix
    assert "ended on 2026-03-20, now 幸福里社区" in matrix


def test_the_sheet_of_an_ended_community_is_read_and_leads_to_its_heir(
    cast: Cast, as_mei: Client, campaign: Campaign
):
    merge(cast)

    text = page(as_mei, f"/campaigns/{campaign.pk}/checks/?area={cast.next_community.pk}")
    item = campaign.standard.items.filter(is_leaf=True)[0]
    one = page(as_mei, f"/campaigns/{campaign.pk}/checks/{item.pk}/?area={cast.next_community.pk}")
    answer = as_mei.post(
        f"/campaigns/{campaign.pk}/checks/{item.pk}/answer/",
        {"area": cast.next_community.pk, "state": "short", "version": 1},
        follow=True,
    )

    for shown in (text, one):
        assert "滨河社区 ended on 2026-03-20; 幸福里社区 answers for it now." in shown
        assert f'href="/campaigns/{campaign.pk}/checks/?area={cast.community.pk}"' in shown
    assert "check-form" not in text
    assert "This community has ended." in answer.content.decode()
    assert rows(campaign, cast.mei)[1] == ("滨河社区", "✓○", "ended on 2026-03-20, now 幸福里社区")


def test_the_choice_of_communities_stands_on_the_ended_one(cast: Cast, as_lin: Client, campaign: Campaign):
    merge(cast)

    text = page(as_lin, f"/campaigns/{campaign.pk}/checks/?area={cast.next_community.pk}")

    assert re.findall(r'<option value="(\d+)" selected>', text) == [str(cast.next_community.pk)]


def test_a_stranger_finds_no_sheet_of_an_ended_community(cast: Cast, as_zhou: Client, campaign: Campaign):
    merge(cast)

    address = f"/campaigns/{campaign.pk}/checks/?area={cast.next_community.pk}"
    assert as_zhou.get(address).status_code == 404


def test_the_exported_matrix_says_the_day_and_who_takes_part(cast: Cast, as_lin: Client, campaign: Campaign):
    merge(cast)
    as_lin.cookies["language"] = "en"
    address = f"/campaigns/{campaign.pk}/checks/matrix/?as=xlsx"
    now, day = as_lin.get(address), as_lin.get(f"{address}&on=2026-03-10")

    def table(response: Any) -> list[list[Any]]:
        return CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()

    assert [line[:5] for line in table(now)] == [
        ["Subdistrict", "Community", "Takes part", "Met", "Answered"],
        ["望江街道", "幸福里社区", "yes", 0, 1],
        ["望江街道", "滨河社区", "ended on 2026-03-20, now 幸福里社区", 1, 2],
        ["松林镇", "柳溪村", "yes", 0, 0],
    ]
    assert [line[:4] for line in table(day)] == [
        ["Subdistrict", "Community", "Met", "Answered"],
        ["望江街道", "幸福里社区", 0, 1],
        ["望江街道", "滨河社区", 1, 2],
        ["松林镇", "柳溪村", 0, 0],
    ]
    assert "2026-03-10" in day["Content-Disposition"]


def test_first_day_is_that_of_the_period_or_of_the_start(campaign: Campaign):
    assert days.first_day(campaign) == date(2026, 3, 1)
