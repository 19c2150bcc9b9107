"""Reviewing a plan: accepting, correcting, rejecting, undoing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from cast import Cast
from factories import plans as make
from factories.plans import EntryFactory, PlanDocumentFactory, PlanFactory
from gongjian.history.models import Entry as HistoryEntry
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.plans import actions
from gongjian.plans.actions.reviewing import settle_offer
from gongjian.plans.models import Change, Entry, EntryKind, EntryState, Origin, Plan

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


SAID = ("data", "start", "end", "state", "reason", "merged_into_id", "offered")


@pytest.fixture
def plan(cast: Cast) -> Plan:
    made: Plan = PlanFactory(document=PlanDocumentFactory(area=cast.subdistrict))
    return made


def as_(person: Person) -> dict[str, Any]:
    return {"by": person, "reach": reach_of(person, on=timezone.localdate()), "at": AT}


def standing(entry: Entry) -> dict[str, Any]:
    row = Entry.objects.filter(pk=entry.pk).values(*SAID).first()
    assert row is not None
    return row


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.refusal.code


def test_accepting_is_noted_with_who_and_when(cast: Cast, plan: Plan) -> None:
    target = make.target(plan)

    (accepted,) = actions.accept(target, version=1, **as_(cast.sun)).entries

    assert (accepted.state, accepted.version, accepted.changed_by, accepted.changed_at) == (
        EntryState.ACCEPTED,
        2,
        cast.sun,
        AT,
    )
    line = HistoryEntry.objects.get()
    assert (line.verb, line.subject_id, line.area_path) == (
        "plan-entry.accepted",
        str(target.pk),
        plan.area_path,
    )
    assert (line.before, line.after) == ({"state": "open"}, {"state": "accepted"})


def test_a_correction_stands_and_what_was_read_is_kept_beside_it(cast: Cast, plan: Plan) -> None:
    target = make.target(plan)
    start = plan.text.index("三年内")

    actions.correct(
        target,
        version=1,
        data=target.data | {"value": 300},
        start=start,
        end=target.end,
        **as_(cast.sun),
    )

    target.refresh_from_db()
    assert target.state == EntryState.CORRECTED
    assert target.data == {
        "quote": "三年内志愿者达到200人",
        "subject": "志愿者",
        "op": ">=",
        "value": 300,
        "unit": "人",
    }
    line = HistoryEntry.objects.get()
    assert line.before == {"state": "open", "words": "志愿者 ≥ 200 人"}
    assert line.after == {"state": "corrected", "words": "志愿者 ≥ 300 人"}
    assert target.read["value"] == 200
    assert (target.read_start, target.start) == (start + 3, start)


def test_a_correction_that_changes_nothing_accepts(cast: Cast, plan: Plan) -> None:
    target = make.target(plan)

    actions.correct(target, version=1, data=target.data, start=target.start, end=target.end, **as_(cast.sun))

    assert standing(target)["state"] == EntryState.ACCEPTED


def test_a_correction_with_foreign_fields_is_a_fault(cast: Cast, plan: Plan) -> None:
    with pytest.raises(ValueError, match="not the fields"):
        actions.correct(make.target(plan), version=1, data={"head": "x"}, start=0, end=1, **as_(cast.sun))


def test_taking_a_correction_back_gives_what_was_read(cast: Cast, plan: Plan) -> None:
    target = make.target(plan)
    before = standing(target)
    actions.correct(target, version=1, data=target.data | {"value": 1}, start=0, end=3, **as_(cast.sun))

    actions.restore(target, version=2, **as_(cast.sun))

    assert standing(target) == before


def test_a_rejected_entry_keeps_its_reason_and_comes_back(cast: Cast, plan: Plan) -> None:
    target = make.target(plan)

    actions.reject(target, version=1, reason="不是目标", **as_(cast.sun))
    rejected = standing(target)
    actions.restore(target, version=2, **as_(cast.sun))

    assert (rejected["state"], rejected["reason"]) == (EntryState.REJECTED, "不是目标")
    assert (standing(target)["state"], standing(target)["reason"]) == (EntryState.OPEN, "")


@pytest.mark.parametrize(
    ("state", "act", "code"),
    [
        (EntryState.ACCEPTED, "accept", "already"),
        (EntryState.CORRECTED, "accept", "no_such_move"),
        (EntryState.REJECTED, "accept", "no_such_move"),
        (EntryState.REJECTED, "reject", "already"),
        (EntryState.OPEN, "restore", "already"),
        (EntryState.MERGED, "reject", "no_such_move"),
    ],
)
def test_a_move_that_is_none_is_refused(cast: Cast, plan: Plan, state: str, act: str, code: str) -> None:
    entry = EntryFactory(plan=plan, state=state)

    with pytest.raises(Refused) as refused:
        getattr(actions, act)(entry, version=1, **as_(cast.sun))

    assert code_of(refused) == code


def test_an_entry_that_another_has_changed_is_not_overwritten(cast: Cast, plan: Plan) -> None:
    target = make.target(plan)
    actions.reject(target, version=1, **as_(cast.lin))

    with pytest.raises(Refused) as refused:
        actions.accept(target, version=1, **as_(cast.sun))

    assert code_of(refused) == "changed_meanwhile"
    assert cast.lin.name in str(refused.value.refusal.text)
    assert standing(target)["state"] == EntryState.REJECTED


def test_an_entry_that_is_gone_is_told_so(cast: Cast, plan: Plan) -> None:
    target = make.target(plan)
    Entry.objects.all().delete()

    with pytest.raises(Refused) as refused:
        actions.accept(target, version=1, **as_(cast.sun))

    assert code_of(refused) == "gone"


@pytest.mark.parametrize("name", ["mei", "wu", "zhou"])
def test_only_who_plans_for_the_area_reviews(cast: Cast, plan: Plan, name: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.accept(make.target(plan), version=1, **as_(getattr(cast, name)))

    assert code_of(refused) == "not_planner"
    assert Change.objects.count() == 0


def test_a_query_is_settled_but_not_corrected(cast: Cast, plan: Plan) -> None:
    query = make.query(plan)

    with pytest.raises(Refused) as refused:
        actions.correct(query, version=1, data=query.data, start=0, end=1, **as_(cast.sun))
    actions.accept(query, version=1, **as_(cast.sun))

    assert code_of(refused) == "warning_is_not_corrected"
    assert standing(query)["state"] == EntryState.ACCEPTED


def test_an_added_entry_stands_on_its_words(cast: Cast, plan: Plan) -> None:
    start = plan.text.index("4月20日")

    (added,) = actions.add(
        plan,
        kind=EntryKind.DEADLINE,
        data={"date": "2026-04-20"},
        start=start,
        end=start + 6,
        **as_(cast.sun),
    ).entries

    assert (added.origin, added.state, added.data, added.read) == (
        Origin.ADDED,
        EntryState.ACCEPTED,
        {"date": "2026-04-20", "quote": "4月20日前"},
        None,
    )


# --- Accepting the rest ----------------------------------------------------------------------------------
def test_the_rest_is_accepted_but_what_is_queried(cast: Cast, plan: Plan) -> None:
    target, duty, query = make.target(plan), make.duty(plan), make.query(plan, "志愿者达到")
    rejected = EntryFactory(plan=plan, state=EntryState.REJECTED)

    done = actions.accept_rest(plan, **as_(cast.sun))

    assert [entry.pk for entry in done.entries] == [duty.pk]
    assert [standing(entry)["state"] for entry in (target, query, rejected)] == ["open", "open", "rejected"]
    assert HistoryEntry.objects.get().verb == "plan-entry.rest-accepted"


def test_the_rest_of_one_kind_is_accepted(cast: Cast, plan: Plan) -> None:
    target, duty = make.target(plan), make.duty(plan)

    actions.accept_rest(plan, kind=EntryKind.TARGET, **as_(cast.sun))

    assert [standing(entry)["state"] for entry in (target, duty)] == ["accepted", "open"]


def test_nothing_left_to_accept_is_told(cast: Cast, plan: Plan) -> None:
    make.query(plan)

    with pytest.raises(Refused) as refused:
        actions.accept_rest(plan, **as_(cast.sun))

    assert code_of(refused) == "nothing_to_accept"


# --- Undo ------------------------------------------------------------------------------------------------
def everything(plan: Plan) -> list[dict[str, Any]]:
    return list(Entry.objects.filter(plan=plan).order_by("pk").values("pk", *SAID))


@pytest.mark.parametrize(
    "step",
    [
        lambda plan, e, who: actions.accept(e["target"], version=1, **who),
        lambda plan, e, who: actions.reject(e["target"], version=1, reason="x", **who),
        lambda plan, e, who: actions.correct(
            e["items"]["二"], version=1, data=e["items"]["二"].data | {"path": "九"}, start=0, end=4, **who
        ),
        lambda plan, e, who: actions.merge(
            e["items"]["二/(一)/1"], e["items"]["二/(一)/2"], version=1, **who
        ),
        lambda plan, e, who: actions.split(e["duty"], at_offset=e["duty"].end - 3, version=1, **who),
        lambda plan, e, who: actions.move_under(e["items"]["二"], deeper=True, version=1, **who),
        lambda plan, e, who: actions.accept_rest(plan, **who),
        lambda plan, e, who: actions.add(
            plan, kind=EntryKind.REFERENCE, data={"text": "x"}, start=None, end=None, **who
        ),
        lambda plan, e, who: settle_offer(e["offered"], take=True, version=1, **who),
    ],
)
def test_every_step_can_be_undone(cast: Cast, plan: Plan, step: Any) -> None:
    entries = {
        "target": make.target(plan),
        "items": make.items(plan),
        "duty": make.duty(plan),
        "offered": EntryFactory(
            plan=plan,
            state=EntryState.CORRECTED,
            offered={"data": {"quote": "x", "date": "2026-01-01"}, "start": 1, "end": 2},
        ),
    }
    before = everything(plan)

    step(plan, entries, as_(cast.sun))
    assert everything(plan) != before
    actions.undo(plan, **as_(cast.sun))

    assert everything(plan) == before


def test_steps_are_undone_one_after_the_other(cast: Cast, plan: Plan) -> None:
    target, duty = make.target(plan), make.duty(plan)
    actions.accept(target, version=1, **as_(cast.sun))
    actions.accept(duty, version=1, **as_(cast.sun))

    actions.undo(plan, **as_(cast.sun))
    actions.undo(plan, **as_(cast.sun))

    assert [standing(entry)["state"] for entry in (target, duty)] == ["open", "open"]
    with pytest.raises(Refused) as refused:
        actions.undo(plan, **as_(cast.sun))
    assert code_of(refused) == "nothing_to_undo"


def test_the_step_of_another_is_not_undone(cast: Cast, plan: Plan) -> None:
    actions.accept(make.target(plan), version=1, **as_(cast.lin))

    with pytest.raises(Refused) as refused:
        actions.undo(plan, **as_(cast.sun))

    assert code_of(refused) == "nothing_to_undo"


def test_what_another_has_built_upon_is_not_undone(cast: Cast, plan: Plan) -> None:
    target = make.target(plan)
    actions.accept(target, version=1, **as_(cast.sun))
    actions.reject(target, version=2, **as_(cast.lin))

    with pytest.raises(Refused) as refused:
        actions.undo(plan, **as_(cast.sun))

    assert code_of(refused) == "undo_too_late"
    assert standing(target)["state"] == EntryState.REJECTED


# --- Offers of a newer reader ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("take", "date", "state"), [(True, "2026-04-20", "accepted"), (False, "XXXX-04-20", "corrected")]
)
def test_an_offer_is_taken_or_declined(cast: Cast, plan: Plan, take: bool, date: str, state: str) -> None:
    entry = EntryFactory(
        plan=plan,
        state=EntryState.CORRECTED,
        offered={"data": {"quote": "4月20日", "date": "2026-04-20"}, "start": 5, "end": 9},
    )

    settle_offer(entry, take=take, version=1, **as_(cast.sun))

    now = standing(entry)
    assert (now["data"]["date"], now["state"], now["offered"]) == (date, state, None)


def test_an_offer_that_is_none_is_not_taken(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refused) as refused:
        settle_offer(make.target(plan), take=True, version=1, **as_(cast.sun))

    assert code_of(refused) == "no_offer"
