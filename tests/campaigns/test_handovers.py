"""A task passed into other hands."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from cast import Cast
from factories.work import AT, owed, reach
from gongjian.campaigns.actions import handovers
from gongjian.campaigns.models import (
    Assignment,
    Handover,
    ProgressNote,
)
from gongjian.campaigns.queries import visible
from gongjian.history.models import Entry
from gongjian.inbox.models import Message
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Person

State = Assignment.State


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The words of the source, which the catalogues do not change."""
    with translation.override("en"):
        yield


def told() -> list[tuple[str, str]]:
    return [(message.to.name, message.title) for message in Message.objects.order_by("pk")]


def entries() -> list[tuple[str, str, str]]:
    rows = Entry.objects.order_by("pk").select_related("by")
    return [(row.verb, row.by.name if row.by else "", row.note) for row in rows]


def nothing_happened() -> bool:
    return not (Message.objects.exists() or Entry.objects.exists() or ProgressNote.objects.exists())


def hand_to(assignment: Assignment, person: Person) -> Assignment:
    assignment.holder = person
    assignment.save()
    return assignment


def offer(cast: Cast, assignment: Assignment) -> Handover:
    return handovers.hand_over(assignment, to=cast.gao, reason="去培训。", by=cast.mei, at=AT)


def test_an_offer_leaves_it_where_it_is_and_shows_it_to_the_colleague(cast: Cast):
    assignment = owed(cast)
    before = visible.assignments(reach(cast.gao)).count()

    handover = offer(cast, assignment)

    assignment.refresh_from_db()
    assert (assignment.holder, handover.state) == (None, Handover.State.OFFERED)
    assert (before, visible.assignments(reach(cast.gao)).count()) == (0, 1)
    assert entries() == [("assignment.offered", "梅芳", "去培训。")]
    assert told() == [("高远", "梅芳 wants to hand a task over to you")]


def test_taking_it_over_puts_it_into_ones_hands(cast: Cast):
    assignment = owed(cast)
    handover = offer(cast, assignment)

    handovers.answer_handover(handover, accept=True, by=cast.gao, at=AT)

    assignment.refresh_from_db()
    handover.refresh_from_db()
    assert (assignment.holder, handover.state, handover.decided_at) == (cast.gao, "accepted", AT)
    entry = Entry.objects.get(verb="assignment.taken-over")
    assert (entry.before, entry.after) == ({"holder": None}, {"holder": "高远"})
    assert told()[1:] == [("梅芳", "高远 took over a task")]


def test_declining_gives_a_reason(cast: Cast):
    assignment = owed(cast)
    handover = offer(cast, assignment)

    with pytest.raises(Refused) as refused:
        handovers.answer_handover(handover, accept=False, answer=" ", by=cast.gao, at=AT)
    handovers.answer_handover(handover, accept=False, answer="忙不过来。", by=cast.gao, at=AT)

    assignment.refresh_from_db()
    handover.refresh_from_db()
    assert refused.value.refusal.code == "say_something"
    assert (assignment.holder, handover.state, handover.answer) == (None, "declined", "忙不过来。")
    assert entries()[1:] == [("assignment.declined", "高远", "忙不过来。")]
    assert told()[1:] == [("梅芳", "高远 declined to take over a task")]
    assert visible.assignments(reach(cast.gao)).count() == 0


@pytest.mark.parametrize(
    ("by", "to", "why"),
    [
        ("mei", "mei", "to_yourself"),
        ("mei", "chen", "not_of_unit"),
        ("mei", "sun", "not_of_unit"),
        ("sun", "gao", "not_yours"),
        ("chen", "gao", "not_yours"),
    ],
)
def test_an_offer_that_is_refused_leaves_nothing(cast: Cast, by: str, to: str, why: str):
    with pytest.raises(Refused) as refused:
        handovers.hand_over(owed(cast), to=getattr(cast, to), by=getattr(cast, by), at=AT)

    assert refused.value.refusal.code == why
    assert not Handover.objects.exists()
    assert nothing_happened()


def test_a_closed_account_is_offered_nothing(cast: Cast):
    cast.gao.is_active = False
    cast.gao.save()

    with pytest.raises(Refused) as refused:
        offer(cast, owed(cast))

    assert refused.value.refusal.code == "not_of_unit"


def test_what_was_given_in_person_is_not_handed_over(cast: Cast):
    with pytest.raises(Refused) as refused:
        offer(cast, owed(cast, cast.mei))

    assert refused.value.refusal.code == "in_person"


def test_one_offer_at_a_time(cast: Cast):
    assignment = owed(cast)
    offer(cast, assignment)

    with pytest.raises(Refused) as refused:
        offer(cast, assignment)

    assert (refused.value.refusal.code, Handover.objects.count()) == ("offered_already", 1)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"state": State.CANCELLED}, "called_off"),
        ({"state": State.DONE}, "settled"),
        ({"state": State.SUBMITTED}, "waiting"),
    ],
)
def test_an_offer_of_what_is_over_is_not_taken(cast: Cast, change: dict[str, str], why: str):
    handover = offer(cast, owed(cast))
    Assignment.objects.update(**change)

    with pytest.raises(Refused) as refused:
        handovers.answer_handover(handover, accept=True, by=cast.gao, at=AT)

    assert (refused.value.refusal.code, Assignment.objects.get().holder) == (why, None)


def test_who_has_left_the_unit_can_only_decline(cast: Cast):
    handover = offer(cast, owed(cast))
    cast.gao.grants.all().delete()

    with pytest.raises(Refused) as refused:
        handovers.answer_handover(handover, accept=True, by=cast.gao, at=AT)
    handovers.answer_handover(handover, accept=False, answer="已调走。", by=cast.gao, at=AT)

    assert (refused.value.refusal.code, Assignment.objects.get().holder) == ("left_unit", None)


def test_only_the_one_it_was_offered_to_answers_and_only_once(cast: Cast):
    handover = offer(cast, owed(cast))

    with pytest.raises(Refused) as other:
        handovers.answer_handover(handover, accept=True, by=cast.sun, at=AT)
    handovers.answer_handover(handover, accept=True, by=cast.gao, at=AT)
    with pytest.raises(Refused) as twice:
        handovers.answer_handover(handover, accept=False, answer="不要了。", by=cast.gao, at=AT)

    assert (other.value.refusal.code, twice.value.refusal.code) == ("not_yours", "moved_on")


def test_one_takes_back_ones_own_offer(cast: Cast):
    handover = offer(cast, owed(cast))

    with pytest.raises(Refused) as refused:
        handovers.withdraw_handover(handover, by=cast.gao, at=AT)
    handovers.withdraw_handover(handover, by=cast.mei, at=AT)
    with pytest.raises(Refused) as again:
        handovers.withdraw_handover(handover, by=cast.mei, at=AT)

    assert (refused.value.refusal.code, again.value.refusal.code) == ("not_yours", "moved_on")
    assert entries()[1:] == [("assignment.offer-withdrawn", "梅芳", "")]


def test_those_above_put_somebody_in_charge(cast: Cast):
    assignment = owed(cast)
    offer(cast, assignment)

    handovers.appoint(assignment, to=cast.gao, reason="梅芳休假。", by=cast.sun, at=AT)

    assignment.refresh_from_db()
    assert (assignment.holder, Handover.objects.get().state) == (cast.gao, Handover.State.WITHDRAWN)
    assert entries()[1:] == [("assignment.appointed", "孙强", "梅芳休假。")]
    assert told()[1:] == [("高远", "孙强 has put you in charge of a task")]


def test_those_above_leave_it_to_anyone_of_the_unit(cast: Cast):
    assignment = hand_to(owed(cast), cast.gao)

    handovers.appoint(assignment, to=None, reason="高远调走。", by=cast.sun, at=AT)

    assignment.refresh_from_db()
    assert (assignment.holder, told()) == (None, [])


@pytest.mark.parametrize(
    ("to", "reason", "by", "why"),
    [
        ("gao", " ", "sun", "say_something"),
        ("chen", "换人", "sun", "not_of_unit"),
        ("gao", "换人", "mei", "not_deciding"),
    ],
)
def test_an_appointment_that_is_refused_changes_nothing(cast: Cast, to: str, reason: str, by: str, why: str):
    assignment = owed(cast)

    with pytest.raises(Refused) as refused:
        handovers.appoint(assignment, to=getattr(cast, to), reason=reason, by=getattr(cast, by), at=AT)

    assignment.refresh_from_db()
    assert (refused.value.refusal.code, assignment.holder) == (why, None)
    assert nothing_happened()
