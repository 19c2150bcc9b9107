"""Items of a plan as a tree; merging and splitting entries."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from cast import Cast
from factories import plans as make
from factories.plans import EntryFactory, PlanDocumentFactory, PlanFactory
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.plans import actions
from gongjian.plans.models import Entry, EntryKind, EntryState, Origin, Plan

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


# --- Items as a tree -------------------------------------------------------------------------------------
def paths(plan: Plan) -> list[str]:
    rows = Entry.objects.filter(plan=plan, kind=EntryKind.ITEM).exclude(state=EntryState.MERGED)
    return [entry.data["path"] for entry in rows]


def test_an_item_with_another_path_takes_its_children_along(cast: Cast, plan: Plan) -> None:
    item = make.items(plan)["二/(一)"]

    actions.correct(
        item,
        version=1,
        data=item.data | {"path": "二/(三)"},
        start=item.start,
        end=item.end,
        **as_(cast.sun),
    )

    assert paths(plan) == ["一", "二", "二/(三)", "二/(三)/1", "二/(三)/2", "二/(二)", "三"]


def test_a_top_item_that_is_set_in_loses_its_role_and_one_set_out_gets_one(cast: Cast, plan: Plan) -> None:
    items = make.items(plan)

    actions.move_under(items["二"], deeper=True, version=1, **as_(cast.sun))
    assert paths(plan) == ["一", "一/二", "一/二/(一)", "一/二/(一)/1", "一/二/(一)/2", "一/二/(二)", "三"]
    assert Entry.objects.get(pk=items["二"].pk).data["role"] is None

    actions.move_under(items["二"], deeper=False, version=2, **as_(cast.sun))
    assert paths(plan) == ["一", "二", "二/(一)", "二/(一)/1", "二/(一)/2", "二/(二)", "三"]
    assert Entry.objects.get(pk=items["二"].pk).data["role"] == "other"


def test_an_item_set_out_stands_beside_its_parent(cast: Cast, plan: Plan) -> None:
    items = make.items(plan)

    actions.move_under(items["二/(一)/2"], deeper=False, version=1, **as_(cast.sun))

    assert paths(plan) == ["一", "二", "二/(一)", "二/(一)/1", "二/2", "二/(二)", "三"]


@pytest.mark.parametrize(
    ("path", "deeper", "code"),
    [("一", True, "nothing_above"), ("一", False, "already_on_top"), ("二/(一)/1", True, "nothing_above")],
)
def test_an_item_goes_only_where_there_is_a_place(
    cast: Cast, plan: Plan, path: str, deeper: bool, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        actions.move_under(make.items(plan)[path], deeper=deeper, version=1, **as_(cast.sun))

    assert code_of(refused) == code


def test_what_is_no_item_is_not_set_in(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refused) as refused:
        actions.move_under(make.target(plan), deeper=True, version=1, **as_(cast.sun))

    assert code_of(refused) == "not_an_item"


# --- Merging and splitting -------------------------------------------------------------------------------
def test_merged_duties_share_their_names_and_their_words(cast: Cast, plan: Plan) -> None:
    first = make.quoted(plan, EntryKind.DUTY, "牵头单位:综治办", role="牵头单位", names=["综治办"])
    second = make.quoted(plan, EntryKind.DUTY, "民政局", role="", names=["综治办", "民政局"])

    actions.merge(first, second, version=1, **as_(cast.sun))

    assert standing(first) == {
        "data": {"quote": "牵头单位:综治办、民政局", "role": "牵头单位", "names": ["综治办", "民政局"]},
        "start": first.start,
        "end": second.end,
        "state": EntryState.CORRECTED,
        "reason": "",
        "merged_into_id": None,
        "offered": None,
    }
    assert (standing(second)["state"], standing(second)["merged_into_id"]) == (EntryState.MERGED, first.pk)


def test_a_merged_item_leaves_its_children_to_the_other(cast: Cast, plan: Plan) -> None:
    items = make.items(plan)
    items["二"].data["role"] = "other"
    items["二"].save()

    actions.merge(items["一"], items["二"], version=1, **as_(cast.sun))

    assert paths(plan) == ["一", "一/(一)", "一/(一)/1", "一/(一)/2", "一/(二)", "三"]


def test_unlike_duties_and_chapters_are_not_merged(cast: Cast, plan: Plan) -> None:
    items = make.items(plan)
    lead = make.quoted(plan, EntryKind.DUTY, "牵头单位:综治办", role="牵头单位", names=["综治办"])
    person = make.quoted(plan, EntryKind.DUTY, "民政局", role="责任人", names=["王立新"])

    for entry, other in ((lead, person), (items["一"], items["二"])):
        with pytest.raises(Refused) as refused:
            actions.merge(entry, other, version=1, **as_(cast.sun))
        assert code_of(refused) == "merge_unlike"
        assert standing(entry)["state"] == standing(other)["state"] == EntryState.OPEN


def test_merged_phases_reach_from_the_first_to_the_last_day(cast: Cast, plan: Plan) -> None:
    first = make.phase(plan)
    second = make.entry(plan, EntryKind.PHASE, "4月20日", name="上报", start=None, end="XXXX-04-20")

    actions.merge(first, second, version=1, **as_(cast.sun))

    assert standing(first)["data"] == {"name": "宣传发动阶段", "start": "XXXX-03", "end": "XXXX-04-20"}


def test_merged_references_read_as_one(cast: Cast, plan: Plan) -> None:
    first = make.entry(plan, EntryKind.REFERENCE, "某政发", text="某政发")
    second = make.entry(plan, EntryKind.REFERENCE, "〔2019〕7号", text="〔2019〕7号")

    actions.merge(first, second, version=1, **as_(cast.sun))

    assert standing(first)["data"] == {"text": "某政发〔2019〕7号"}


@pytest.mark.parametrize("spanless", [0, 1])
def test_an_entry_without_a_place_takes_that_of_the_other(cast: Cast, plan: Plan, spanless: int) -> None:
    pair = [EntryFactory(plan=plan), EntryFactory(plan=plan)]
    Entry.objects.filter(pk=pair[spanless].pk).update(start=None, end=None)

    actions.merge(pair[0], pair[1], version=1, **as_(cast.sun))

    assert standing(pair[0])["start"] == pair[1 - spanless].start


def test_only_two_standing_entries_of_one_kind_are_merged(cast: Cast, plan: Plan) -> None:
    target, duty, query = make.target(plan), make.duty(plan), make.query(plan)
    rejected = EntryFactory(plan=plan, state=EntryState.REJECTED)
    pairs = [
        (target, target, "merge_other_plan"),
        (target, EntryFactory(), "merge_other_plan"),
        (target, duty, "merge_other_kind"),
        (query, make.query(plan), "merge_other_kind"),
        (rejected, EntryFactory(plan=plan), "merge_not_standing"),
    ]

    for entry, other, code in pairs:
        with pytest.raises(Refused) as refused:
            actions.merge(entry, other, version=1, **as_(cast.sun))
        assert code_of(refused) == code


def test_a_split_duty_shares_out_its_names(cast: Cast, plan: Plan) -> None:
    duty = make.duty(plan)

    done = actions.split(duty, at_offset=duty.end - 3, version=1, **as_(cast.sun))

    first, second = done.entries
    assert done.made == (second.pk,)
    assert (first.data["quote"], first.data["names"], first.state) == (
        "牵头单位:综治办",
        ["综治办"],
        EntryState.CORRECTED,
    )
    assert (second.data["quote"], second.data["names"], second.state, second.origin) == (
        "民政局",
        ["民政局"],
        EntryState.OPEN,
        Origin.ADDED,
    )


def test_a_split_item_gets_a_sister(cast: Cast, plan: Plan) -> None:
    item = make.item(plan, "二/(一)/1", "1、无重大刑事案件", "(二)环")

    _first, second = actions.split(
        item, at_offset=plan.text.index("2、技"), version=1, **as_(cast.sun)
    ).entries

    assert paths(plan) == ["二/(一)/1", "二/(一)/2"]
    assert plan.text[second.start : second.end] == "2、技防设施完好"


@pytest.mark.parametrize("where", ["start", "end"])
def test_an_entry_is_split_only_inside_its_words(cast: Cast, plan: Plan, where: str) -> None:
    target = make.target(plan)

    with pytest.raises(Refused) as refused:
        actions.split(target, at_offset=getattr(target, where), version=1, **as_(cast.sun))

    assert code_of(refused) == "split_outside"


def test_a_rejected_entry_is_not_split(cast: Cast, plan: Plan) -> None:
    rejected = EntryFactory(plan=plan, state=EntryState.REJECTED)

    with pytest.raises(Refused) as refused:
        actions.split(rejected, at_offset=rejected.start + 1, version=1, **as_(cast.sun))

    assert code_of(refused) == "split_not_standing"
