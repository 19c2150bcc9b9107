"""The page of a task, with all units that owe it."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from python_calamine import CalamineWorkbook

from cast import Cast
from factories.campaigns import (
    TaskFactory,
)
from factories.work import AT, DUE, owed, running
from gongjian.campaigns.models import Assignment
from gongjian.history.models import Entry

State = Assignment.State


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


def page(client: Client, address: str) -> str:
    response = english(client).get(address)
    assert response.status_code == 200
    return response.content.decode()


def has(text: str, *words: str) -> list[str]:
    """Which of the words are there."""
    return [word for word in words if word in text]


def task_of_three(cast: Cast):
    task = TaskFactory(campaign=running(cast), title="整治楼道环境", due=DUE)
    owed(cast, cast.community, task=task, state=State.SUBMITTED, submitted_at=AT)
    owed(cast, cast.next_community, task=task, due=AT.date() - timedelta(days=1))
    owed(cast, cast.civil_affairs, task=task, state=State.DONE, part=Assignment.Part.LEAD)
    return task


def rows(text: str) -> list[str]:
    names = ("幸福里社区", "滨河社区", "区民政局")
    return [name for name in names if f">{name}</a>" in text]


@pytest.mark.parametrize(
    ("who", "query", "found"),
    [
        ("lin", "", ["幸福里社区", "滨河社区", "区民政局"]),
        ("sun", "", ["幸福里社区", "滨河社区"]),
        ("mei", "", ["幸福里社区"]),
        ("lin", "?state=late", ["滨河社区"]),
        ("lin", "?state=submitted", ["幸福里社区"]),
        ("lin", "?state=done", ["区民政局"]),
        ("lin", "?state=returned", []),
        ("lin", "?state=nonsense&sort=nonsense&page=x", ["幸福里社区", "滨河社区", "区民政局"]),
        ("gao", "", []),
    ],
)
def test_a_task_shows_the_units_one_sees(cast: Cast, who: str, query: str, found: list[str]):
    task = task_of_three(cast)

    assert rows(page(cast.client(getattr(cast, who)), f"{task.get_absolute_url()}{query}")) == found


def test_a_task_is_exported_as_it_is_shown(cast: Cast):
    task = task_of_three(cast)

    response = english(cast.client(cast.lin)).get(f"{task.get_absolute_url()}?as=xlsx&state=late")

    (sheet,) = CalamineWorkbook.from_filelike(BytesIO(response.content)).sheet_names
    lines = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_name(sheet).to_python()
    assert lines == [
        ["Unit", "Belongs to", "Part", "Person in charge", "Due", "State", "Submitted"],
        ["滨河社区", "望江街道", "Answers for it", "", AT.date() - timedelta(days=1), "Not begun", ""],
    ]
    entry = Entry.objects.get()
    assert (entry.verb, entry.after) == ("list.exported", {"rows": 1, "state": "late"})


@pytest.mark.parametrize(
    ("who", "buttons"),
    [
        ("lin", ["Change", "Cancel the task", "Give it to units"]),
        ("sun", ["Give it to units"]),
        ("mei", []),
        ("wu", []),
    ],
)
def test_who_may_steer_the_task(cast: Cast, who: str, buttons: list[str]):
    text = page(cast.client(getattr(cast, who)), task_of_three(cast).get_absolute_url())

    assert has(text, "Change</a>", "Cancel the task</a>", "Give it to units</a>") == [
        f"{button}</a>" for button in buttons
    ]


def test_a_task_nobody_owes_says_what_to_do(cast: Cast):
    task = TaskFactory(campaign=running(cast))

    assert "Nobody has been given this task yet" in page(cast.client(cast.lin), task.get_absolute_url())
    assert "None of your units owes this task" in page(cast.client(cast.mei), task.get_absolute_url())
