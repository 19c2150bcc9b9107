"""Asking for more time for a task, and deciding on it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import translation

from cast import Cast
from factories.campaigns import ExtensionFactory
from factories.work import AT, DAY, DUE, code, owed, reach
from gongjian.campaigns.actions import extensions
from gongjian.campaigns.models import (
    Assignment,
    Extension,
    ProgressNote,
)
from gongjian.campaigns.rules import work as rules
from gongjian.history.models import Entry
from gongjian.inbox.models import Message
from gongjian.kernel.refusal import Refused

State = Assignment.State


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The words of the source, which the catalogues do not change."""
    with translation.override("en"):
        yield


def table(text: str) -> list[dict[str, str]]:
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(head, line, strict=True)) for line in lines]


def told() -> list[tuple[str, str]]:
    return [(message.to.name, message.title) for message in Message.objects.order_by("pk")]


def entries() -> list[tuple[str, str, str]]:
    rows = Entry.objects.order_by("pk").select_related("by")
    return [(row.verb, row.by.name if row.by else "", row.note) for row in rows]


def nothing_happened() -> bool:
    return not (Message.objects.exists() or Entry.objects.exists() or ProgressNote.objects.exists())


LATER = DUE + timedelta(days=14)


def ask(cast: Cast, assignment: Assignment, new_due: date = LATER, reason: str = "连日下雨。") -> Extension:
    return extensions.ask_time(assignment, new_due=new_due, reason=reason, by=cast.mei, at=AT)


def test_asking_for_time_moves_nothing_yet(cast: Cast):
    assignment = owed(cast)

    extension = ask(cast, assignment)

    assignment.refresh_from_db()
    assert (assignment.due, extension.old_due, extension.new_due) == (DUE, DUE, LATER)
    entry = Entry.objects.get()
    assert (entry.verb, entry.before, entry.after, entry.note) == (
        "assignment.time-asked",
        {"due": "2026-03-31"},
        {"due": "2026-04-14"},
        "连日下雨。",
    )
    assert told() == [("孙强", "幸福里社区 asks for more time")]


UNTIL = table("""
due        | until      | why
2026-03-31 | 2026-03-31 | not_later
2026-03-31 | 2026-03-30 | not_later
2026-03-31 | 2026-04-01 | -
2026-03-10 | 2026-03-19 | past
2026-03-10 | 2026-03-20 | -
2026-03-31 | 2026-10-31 | -
2026-03-31 | 2026-11-01 | after_campaign
""")


@pytest.mark.parametrize("row", UNTIL, ids=[f"{row['due']}-{row['until']}" for row in UNTIL])
def test_until_when_time_can_be_had(cast: Cast, row: dict[str, str]):
    assignment = owed(cast, due=date.fromisoformat(row["due"]))

    refusal = rules.why_not_until(assignment, date.fromisoformat(row["until"]), today=DAY)

    assert code(refusal) == row["why"]


def test_a_task_without_a_date_has_nothing_to_extend(cast: Cast):
    assignment = owed(cast, due=None)

    assert code(rules.why_not_ask_time(assignment, reach=reach(cast.mei))) == "no_due"
    assert code(rules.why_not_until(assignment, LATER, today=DAY)) == "no_due"


@pytest.mark.parametrize(
    ("new_due", "reason", "why"), [(DUE, "下雨", "not_later"), (LATER, " ", "say_something")]
)
def test_a_request_that_is_refused_leaves_nothing(cast: Cast, new_due: date, reason: str, why: str):
    with pytest.raises(Refused) as refused:
        ask(cast, owed(cast), new_due, reason)

    assert refused.value.refusal.code == why
    assert not Extension.objects.exists()
    assert nothing_happened()


def test_one_request_at_a_time(cast: Cast):
    assignment = owed(cast)
    ask(cast, assignment)

    with pytest.raises(Refused) as refused:
        ask(cast, assignment)

    assert (refused.value.refusal.code, Extension.objects.count()) == ("asked_already", 1)


def test_granting_moves_the_date_of_this_unit_alone(cast: Cast):
    assignment = owed(cast)
    other = owed(cast, cast.next_community, task=assignment.task)
    extension = ask(cast, assignment)

    extensions.decide_time(extension, grant=True, answer="同意。", by=cast.sun, at=AT)

    assignment.refresh_from_db()
    other.refresh_from_db()
    extension.refresh_from_db()
    assert (assignment.due, other.due) == (LATER, DUE)
    assert (extension.state, extension.decided_by, extension.answer) == ("granted", cast.sun, "同意。")
    assert entries()[1:] == [("assignment.time-granted", "孙强", "同意。")]
    assert told()[1:] == [("梅芳", "More time was granted")]


def test_refusing_gives_a_reason_and_leaves_the_date(cast: Cast):
    assignment = owed(cast)
    extension = ask(cast, assignment)

    extensions.decide_time(extension, grant=False, answer="不能再拖。", by=cast.sun, at=AT)

    assignment.refresh_from_db()
    extension.refresh_from_db()
    assert (assignment.due, extension.state) == (DUE, Extension.State.REFUSED)
    assert entries()[1:] == [("assignment.time-refused", "孙强", "不能再拖。")]
    assert told()[1:] == [("梅芳", "More time was refused")]


@pytest.mark.parametrize(
    ("who", "grant", "answer", "why"),
    [
        ("mei", True, "", "not_deciding"),
        ("chen", True, "", "not_deciding"),
        ("sun", False, "  ", "say_something"),
    ],
)
def test_a_decision_on_time_that_is_refused_leaves_it_open(
    cast: Cast, who: str, grant: bool, answer: str, why: str
):
    assignment = owed(cast)
    extension = ask(cast, assignment)

    with pytest.raises(Refused) as refused:
        extensions.decide_time(extension, grant=grant, answer=answer, by=getattr(cast, who), at=AT)

    assignment.refresh_from_db()
    extension.refresh_from_db()
    assert (refused.value.refusal.code, extension.state, assignment.due) == (why, "asked", DUE)
    assert len(entries()) == 1


def test_who_asks_does_not_decide(cast: Cast):
    extension = ExtensionFactory(assignment=owed(cast), asked_by=cast.sun, new_due=LATER)

    with pytest.raises(Refused) as refused:
        extensions.decide_time(extension, grant=True, by=cast.sun, at=AT)

    assert refused.value.refusal.code == "own_request"
    extensions.decide_time(extension, grant=True, by=cast.lin, at=AT)
    assert Assignment.objects.get().due == LATER


def test_the_second_of_two_decisions_on_time_is_told(cast: Cast):
    extension = ask(cast, owed(cast))
    extensions.decide_time(extension, grant=False, answer="不行。", by=cast.lin, at=AT)

    with pytest.raises(Refused) as refused:
        extensions.decide_time(extension, grant=True, by=cast.sun, at=AT)

    assert (refused.value.refusal.code, Assignment.objects.get().due) == ("moved_on", DUE)


def test_a_date_that_lies_behind_the_tasks_new_one_is_not_granted(cast: Cast):
    assignment = owed(cast)
    extension = ask(cast, assignment)
    Assignment.objects.update(due=LATER + timedelta(days=30))

    with pytest.raises(Refused) as refused:
        extensions.decide_time(extension, grant=True, by=cast.sun, at=AT)

    assert refused.value.refusal.code == "not_later"
    extension.refresh_from_db()
    assert extension.state == Extension.State.ASKED


def test_time_for_what_is_called_off_is_not_decided(cast: Cast):
    assignment = owed(cast)
    extension = ask(cast, assignment)
    Assignment.objects.update(state=State.CANCELLED)

    with pytest.raises(Refused) as refused:
        extensions.decide_time(extension, grant=True, by=cast.sun, at=AT)

    assert refused.value.refusal.code == "called_off"


def test_one_takes_back_ones_own_request(cast: Cast):
    extension = ask(cast, owed(cast))

    with pytest.raises(Refused) as refused:
        extensions.withdraw_time(extension, by=cast.sun, at=AT)
    extensions.withdraw_time(extension, by=cast.mei, at=AT)
    with pytest.raises(Refused) as again:
        extensions.withdraw_time(extension, by=cast.mei, at=AT)

    extension.refresh_from_db()
    assert (refused.value.refusal.code, again.value.refusal.code) == ("not_yours", "moved_on")
    assert (extension.state, extension.decided_at) == (Extension.State.WITHDRAWN, AT)
    assert entries()[1:] == [("assignment.time-withdrawn", "梅芳", "")]
