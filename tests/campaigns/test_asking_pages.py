"""The pages to ask for more time and to pass a task into other hands."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from cast import Cast
from factories.campaigns import (
    ExtensionFactory,
    HandoverFactory,
)
from factories.work import AT, owed
from gongjian.campaigns.models import Assignment, Extension, Handover


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


def to(assignment: Assignment, verb: str) -> str:
    return f"{assignment.get_absolute_url()}{verb}/"


# --- Time ------------------------------------------------------------------------------------------------
def test_asking_for_time_and_granting_it(cast: Cast, as_mei: Client):
    assignment = owed(cast)

    asked = as_mei.post(to(assignment, "ask-time"), {"new_due": "2026-04-15", "reason": "下雨"})
    extension = Extension.objects.get()
    granted = cast.client(cast.sun).post(f"/campaigns/extensions/{extension.pk}/decide/", {"accept": "yes"})

    assignment.refresh_from_db()
    assert (asked.status_code, granted.status_code) == (302, 302)
    assert assignment.due.isoformat() == "2026-04-15"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"new_due": "2026-03-31", "reason": "下雨"}, "must be later than the present one"),
        ({"new_due": "2027-01-01", "reason": "下雨"}, "The campaign ends before that day"),
        ({"new_due": "", "reason": "下雨"}, "This field is required"),
    ],
)
def test_a_wrong_request_for_time_is_told(cast: Cast, as_mei: Client, sent: dict[str, str], words: str):
    response = english(as_mei).post(to(owed(cast), "ask-time"), sent)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Extension.objects.exists()


def test_refusing_time_without_a_word_is_asked_for_one(cast: Cast):
    extension = ExtensionFactory(assignment=owed(cast), asked_by=cast.mei)
    address = f"/campaigns/extensions/{extension.pk}/decide/"

    response = english(cast.client(cast.sun)).post(address, {"accept": "no", "answer": ""})

    assert response.status_code == 422
    assert "When you refuse it, write down why" in response.content.decode()


def test_a_request_is_taken_back_once(cast: Cast, as_mei: Client):
    extension = ExtensionFactory(assignment=owed(cast), asked_by=cast.mei)
    address = f"/campaigns/extensions/{extension.pk}/withdraw/"

    first = english(as_mei).post(address, follow=True).content.decode()
    second = english(as_mei).post(address, follow=True).content.decode()

    assert has(first, "Taken back.") == ["Taken back."]
    assert has(second, "Taken back.", "Someone was quicker") == ["Someone was quicker"]


# --- Into other hands ------------------------------------------------------------------------------------
def test_handing_over_and_taking_over(cast: Cast, as_mei: Client):
    assignment = owed(cast)

    as_mei.post(to(assignment, "hand-over"), {"to": cast.gao.pk, "reason": "去培训"})
    handover = Handover.objects.get()
    taken = cast.client(cast.gao).post(f"/campaigns/handovers/{handover.pk}/answer/", {"accept": "yes"})

    assignment.refresh_from_db()
    assert (taken["Location"], assignment.holder) == (assignment.get_absolute_url(), cast.gao)


def test_only_colleagues_can_be_chosen(cast: Cast, as_mei: Client):
    assignment = owed(cast)

    text = page(as_mei, assignment.get_absolute_url())
    response = as_mei.post(to(assignment, "hand-over"), {"to": cast.chen.pk})

    assert has(text, f'<option value="{cast.gao.pk}">', f'<option value="{cast.chen.pk}">') == [
        f'<option value="{cast.gao.pk}">'
    ]
    assert (response.status_code, Handover.objects.count()) == (422, 0)


def test_who_is_alone_is_told_that_nobody_can_take_it(cast: Cast):
    assignment = owed(cast, cast.next_community)

    assert "Nobody else of the unit has an account" in page(
        cast.client(cast.chen), assignment.get_absolute_url()
    )


def test_who_declines_is_led_back_to_the_day(cast: Cast):
    handover = HandoverFactory(assignment=owed(cast), from_person=cast.mei, to_person=cast.gao)

    response = cast.client(cast.gao).post(
        f"/campaigns/handovers/{handover.pk}/answer/", {"accept": "no", "answer": "忙"}
    )

    handover.refresh_from_db()
    assert (response.status_code, response["Location"], handover.state) == (302, "/today/", "declined")


def test_declining_without_a_word_is_asked_for_one(cast: Cast):
    handover = HandoverFactory(assignment=owed(cast), from_person=cast.mei, to_person=cast.gao)

    response = english(cast.client(cast.gao)).post(
        f"/campaigns/handovers/{handover.pk}/answer/", {"accept": "no"}
    )

    assert response.status_code == 422
    assert "When you decline, write down why" in response.content.decode()


def test_an_offer_is_taken_back(cast: Cast, as_mei: Client):
    handover = HandoverFactory(assignment=owed(cast), from_person=cast.mei, to_person=cast.gao)

    as_mei.post(f"/campaigns/handovers/{handover.pk}/withdraw/")

    handover.refresh_from_db()
    assert handover.state == Handover.State.WITHDRAWN


@pytest.mark.parametrize("to_whom", ["gao", ""])
def test_the_street_puts_somebody_in_charge(cast: Cast, to_whom: str):
    assignment = owed(cast, holder=cast.mei)
    chosen = getattr(cast, to_whom).pk if to_whom else ""

    cast.client(cast.sun).post(to(assignment, "appoint"), {"to": chosen, "reason": "休假"})

    assignment.refresh_from_db()
    assert assignment.holder == (cast.gao if to_whom else None)


def test_an_appointment_without_a_reason_is_asked_for_one(cast: Cast):
    assignment = owed(cast)

    response = english(cast.client(cast.sun)).post(to(assignment, "appoint"), {"to": cast.gao.pk})

    assert response.status_code == 422
    assert "This field is required" in response.content.decode()
