"""A sentence for somebody else is read in the reader's language, whoever caused it."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import translation

from cast import Cast
from factories.inbox import MessageFactory
from factories.work import owed
from gongjian.campaigns.actions import assignments
from gongjian.inbox import actions
from gongjian.inbox.models import Message
from gongjian.inbox.words import choice, say, say_many, shown
from gongjian.people.models import Person
from gongjian.reports.models import Report

AT = datetime(2026, 3, 20, 1, 0, tzinfo=UTC)


def read_by(cast: Cast, person: Person, language: str) -> str:
    Person.objects.filter(pk=person.pk).update(language=language)
    person.refresh_from_db()
    return cast.client(person).get("/inbox/").content.decode()


def test_each_reads_what_an_english_speaker_did_in_their_own_language(cast: Cast) -> None:
    assignment = owed(cast)
    with translation.override("en"):
        assignments.add_note(assignment, text="请抓紧", by=cast.lin, at=AT)

    message = Message.objects.get(to=cast.mei)
    assert message.title == "林静 left a remark on a task"
    assert "林静对任务作了说明" in read_by(cast, cast.mei, "zh-hans")
    assert "林靜" not in read_by(cast, cast.mei, "zh-hant")  # a name is data
    assert "林静 left a remark on a task" in read_by(cast, cast.mei, "en")


def test_counts_and_parts_follow_the_language(cast: Cast) -> None:
    text = say(
        "%(plans)s, %(entries)s, %(queries)s",
        plans=say_many("%(n)s plan", "%(n)s plans", 1),
        entries=say_many("%(n)s entry", "%(n)s entries", 2),
        queries=say_many("%(n)s query", "%(n)s queries", 0),
    )
    (message,) = actions.tell([cast.mei], title="方案", text=text, at=AT)
    message = Message.objects.get(pk=message.pk)

    with translation.override("en"):
        assert message.said_text == "1 plan, 2 entries, 0 queries"
    with translation.override("zh-hans"):
        assert message.said_text == "1 份方案，共 2 条，0 处疑问"
    assert (message.said_title, message.words.keys()) == ("方案", {"text"})


def test_a_code_is_shown_by_its_label_of_the_moment() -> None:
    kind = choice(Report(kind="state"), "kind")
    kept = say("%(report)s of %(campaign)s is ready", report=kind, campaign="文明社区创建").as_json()

    with translation.override("en"):
        assert shown(kept, "") == "State of the campaign of 文明社区创建 is ready"
    with translation.override("zh-hans"):
        assert shown(kept, "") == "文明社区创建的创建活动进展情况已生成"


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"id": "A sentence of an earlier version", "plural": "", "params": {}},
        {"id": "%(person)s took over a task", "plural": "", "params": {}},
        {
            "id": "%(person)s took over a task",
            "plural": "",
            "params": {"person": {"choice": ["a.b", "c", "d"]}},
        },
        {"id": "%(n)s plan", "plural": "%(n)s plans", "params": {"n": "many"}},
        {"plural": "", "params": {}},
    ],
)
def test_what_this_version_cannot_say_stays_as_it_was_written(kept: dict[str, object]) -> None:
    with translation.override("zh-hans"):
        assert shown(kept, "当时的话") == "当时的话"


def test_a_message_of_an_earlier_version_is_shown_as_it_is(cast: Cast, as_mei: Client) -> None:
    MessageFactory(to=cast.mei, title="林静 left a remark", text="第一行\n第二行")

    page = as_mei.get("/inbox/").content.decode()

    assert "林静 left a remark" in page
    assert "第一行<br>第二行" in page
