"""Who may do what on an assignment, and who is told of it."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from cast import Cast
from factories.campaigns import ExtensionFactory, HandoverFactory
from factories.people import DepartmentFactory, GrantFactory, PersonFactory
from factories.work import DAY, code, owed, reach, running
from gongjian.campaigns.models import (
    Assignment,
)
from gongjian.campaigns.queries import people as around
from gongjian.campaigns.rules import work as rules
from gongjian.people.roles import Role

State = Assignment.State


EVERYONE = ("lin", "sun", "mei", "gao", "chen", "he", "wu", "zhou")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The words of the source, which the catalogues do not change."""
    with translation.override("en"):
        yield


def table(text: str) -> list[dict[str, str]]:
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(head, line, strict=True)) for line in lines]


# --- Who may ---------------------------------------------------------------------------------------------
WHO = table("""
owed by   | who  | of unit | add        | submit    | decide       | appoint      | take off
community | lin  | no      | -          | -         | moved_on     | -            | not_yours
community | sun  | no      | -          | -         | moved_on     | -            | not_yours
community | mei  | yes     | -          | -         | not_deciding | not_deciding | -
community | gao  | yes     | -          | -         | not_deciding | not_deciding | -
community | chen | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
community | he   | no      | -          | not_yours | moved_on     | -            | not_yours
community | wu   | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
community | zhou | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
street    | lin  | no      | -          | -         | moved_on     | -            | not_yours
street    | sun  | yes     | -          | -         | not_deciding | not_deciding | -
street    | mei  | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
street    | wu   | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
bureau    | lin  | no      | -          | not_yours | moved_on     | -            | not_yours
bureau    | he   | yes     | -          | -         | moved_on     | -            | -
bureau    | sun  | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
bureau    | wu   | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
person    | lin  | no      | -          | not_yours | moved_on     | in_person    | not_yours
person    | sun  | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
person    | mei  | yes     | -          | -         | not_deciding | not_deciding | -
person    | gao  | no      | not_yours  | not_yours | not_deciding | not_deciding | not_yours
""")


@pytest.mark.parametrize("row", WHO, ids=[f"{row['owed by']}-{row['who']}" for row in WHO])
def test_who_may_do_what_on_an_assignment_that_is_open(cast: Cast, row: dict[str, str]):
    units = {
        "community": cast.community,
        "street": cast.subdistrict,
        "bureau": cast.civil_affairs,
        "person": cast.mei,
    }
    assignment = owed(cast, units[row["owed by"]])
    who = reach(getattr(cast, row["who"]))

    assert {
        "of unit": "yes" if rules.of_unit(assignment, who) else "no",
        "add": code(rules.why_not_add(assignment, reach=who)),
        "submit": code(rules.why_not_submit(assignment, reach=who)),
        "decide": code(rules.why_not_decide(assignment, reach=who)),
        "appoint": code(rules.why_not_appoint(assignment, reach=who)),
        "take off": code(rules.why_not_take_off(assignment, added_by=0, reach=who)),
    } == {name: row[name] for name in ("of unit", "add", "submit", "decide", "appoint", "take off")}


STATES = table("""
state     | add        | submit     | decide       | reopen       | ask time   | hand over  | appoint    | take off
todo      | -          | -          | moved_on     | moved_on     | -          | -          | -          | -
doing     | -          | -          | moved_on     | moved_on     | -          | -          | -          | -
returned  | -          | -          | moved_on     | moved_on     | -          | -          | -          | -
submitted | -          | waiting    | -            | moved_on     | waiting    | waiting    | waiting    | waiting
done      | settled    | settled    | moved_on     | -            | settled    | settled    | settled    | settled
cancelled | called_off | called_off | moved_on     | moved_on     | called_off | called_off | called_off | called_off
""")


@pytest.mark.parametrize("row", STATES, ids=[row["state"] for row in STATES])
def test_what_each_state_allows_the_unit_and_those_above(cast: Cast, row: dict[str, str]):
    assignment = owed(cast, state=row["state"])
    mei, sun = reach(cast.mei), reach(cast.sun)

    assert {
        "state": row["state"],
        "add": code(rules.why_not_add(assignment, reach=mei)),
        "submit": code(rules.why_not_submit(assignment, reach=mei)),
        "decide": code(rules.why_not_decide(assignment, reach=sun)),
        "reopen": code(rules.why_not_reopen(assignment, reach=sun)),
        "ask time": code(rules.why_not_ask_time(assignment, reach=mei)),
        "hand over": code(rules.why_not_hand_over(assignment, reach=mei)),
        "appoint": code(rules.why_not_appoint(assignment, reach=sun)),
        "take off": code(rules.why_not_take_off(assignment, added_by=0, reach=mei)),
    } == row


@pytest.mark.parametrize("state", ["draft", "closed", "cancelled"])
def test_nothing_can_be_done_in_a_campaign_that_does_not_run(cast: Cast, state: str):
    assignment = owed(cast, campaign=running(cast, state=state), state=State.SUBMITTED)
    lin, mei = reach(cast.lin), reach(cast.mei)
    extension = ExtensionFactory(assignment=assignment, asked_by=cast.mei)
    handover = HandoverFactory(assignment=assignment, from_person=cast.mei, to_person=cast.gao)

    assert {
        code(rules.why_not_add(assignment, reach=mei)),
        code(rules.why_not_submit(assignment, reach=mei)),
        code(rules.why_not_decide(assignment, reach=lin)),
        code(rules.why_not_reopen(assignment, reach=lin)),
        code(rules.why_not_ask_time(assignment, reach=mei)),
        code(rules.why_not_hand_over(assignment, reach=mei)),
        code(rules.why_not_appoint(assignment, reach=lin)),
        code(rules.why_not_take_off(assignment, added_by=0, reach=mei)),
        code(rules.why_not_decide_time(extension, reach=lin)),
        code(rules.why_not_answer(handover, reach=reach(cast.gao))),
    } == {"not_running"}


@pytest.mark.parametrize(("who", "may"), [("sun", "-"), ("lin", "-"), ("he", "-"), ("chen", "not_yours")])
def test_who_stands_above_takes_off_only_what_they_have_added(cast: Cast, who: str, may: str):
    person = getattr(cast, who)

    assert code(rules.why_not_take_off(owed(cast), added_by=person.pk, reach=reach(person))) == may


@pytest.mark.parametrize(
    ("who", "may"), [("mei", "-"), ("sun", "you_decide"), ("lin", "you_decide"), ("chen", "not_yours")]
)
def test_who_decides_on_more_time_does_not_ask_for_it(cast: Cast, who: str, may: str):
    assert code(rules.why_not_ask_time(owed(cast), reach=reach(getattr(cast, who)))) == may


def test_a_street_that_owes_something_does_not_decide_on_itself(cast: Cast):
    assignment = owed(cast, cast.subdistrict, state=State.SUBMITTED)

    assert code(rules.why_not_decide(assignment, reach=reach(cast.sun))) == "not_deciding"
    assert code(rules.why_not_decide(assignment, reach=reach(cast.lin))) == "-"


def test_who_submitted_does_not_confirm(cast: Cast):
    assignment = owed(cast, state=State.SUBMITTED, submitted_by=cast.sun)

    assert code(rules.why_not_decide(assignment, reach=reach(cast.sun))) == "own_work"
    assert code(rules.why_not_decide(assignment, reach=reach(cast.lin))) == "-"


def test_an_auditor_who_sits_in_a_department_does_not_do_its_work(cast: Cast):
    auditor = PersonFactory()
    GrantFactory(person=auditor, role=Role.AUDITOR, area=cast.district, department=cast.civil_affairs)

    assert code(rules.why_not_add(owed(cast, cast.civil_affairs), reach=reach(auditor))) == "not_yours"


def test_an_operator_may_do_the_work_of_any_area(cast: Cast):
    assert code(rules.why_not_submit(owed(cast), reach=reach(PersonFactory(is_operator=True)))) == "-"


@pytest.mark.parametrize(
    "unit", ["community", "subdistrict", "village", "grid", "district", "civil_affairs", "mei"]
)
def test_the_staff_of_a_unit_is_the_same_by_rule_and_by_query(cast: Cast, unit: str):
    assignment = owed(cast, getattr(cast, unit))
    other_bureau = DepartmentFactory(area=cast.district)
    GrantFactory(person=cast.sun, role=Role.DEPARTMENT_OFFICER, area=cast.district, department=other_bureau)
    people = [getattr(cast, name) for name in EVERYONE]

    by_rule = {person.name for person in people if rules.of_unit(assignment, reach(person))}

    assert {person.name for person in around.staff(assignment, DAY)} == by_rule


# --- Who is told -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("unit", "names"),
    [
        ("community", ["梅芳"]),
        ("subdistrict", ["孙强"]),
        ("civil_affairs", ["何敏"]),
        ("chen", ["陈晨"]),
        ("village", []),
    ],
)
def test_a_decision_concerns_those_who_work_for_exactly_the_unit(cast: Cast, unit: str, names: list[str]):
    assert [person.name for person in around.in_charge(owed(cast, getattr(cast, unit)), DAY)] == names


def test_above_everything_there_is_nobody(cast: Cast):
    assert around.approving("", DAY) == []
