"""The steps of a review, as its page sends them."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cast import Cast
from factories import plans as make
from factories.plans import EntryFactory, PlanDocumentFactory, PlanFactory
from gongjian.plans import actions
from gongjian.plans.models import Entry, EntryKind, EntryState, Plan

HTMX = {"HX-Request": "true"}


@pytest.fixture
def plan(cast: Cast) -> Plan:
    made: Plan = PlanFactory(document=PlanDocumentFactory(area=cast.subdistrict))
    return made


@pytest.fixture
def as_sun(cast: Cast) -> Client:
    return cast.client(cast.sun)


def address(name: str, of: Entry | Plan) -> str:
    return reverse(f"plans:{name}", args=[of.pk])


def told(response: HttpResponse) -> dict[str, Any]:
    """What a step tells the page's script."""
    step: dict[str, Any] = json.loads(response["HX-Trigger-After-Swap"])["plan-step"]
    return step


def state_of(entry: Entry) -> str:
    return Entry.objects.get(pk=entry.pk).state


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("accept", "open", "accepted"), ("reject", "open", "rejected"), ("restore", "accepted", "open")],
)
def test_a_step_sends_back_its_row_in_place(
    plan: Plan, as_sun: Client, name: str, before: str, after: str
) -> None:
    entry = EntryFactory(plan=plan, state=before)

    response = as_sun.post(address(name, entry), {"version": 1}, headers=HTMX)

    page = response.content.decode()
    assert response.status_code == 200
    assert f'id="entry-{entry.pk}"' in page
    assert f'data-state="{after}" data-version="2"' in page
    assert 'hx-swap-oob="true"' in page
    assert "<html" not in page
    assert told(response) | {"since": 0} == {
        "said": "",
        "refused": "",
        "byOthers": False,
        "changed": [entry.pk],
        "made": [],
        "since": 0,
    }


@pytest.mark.parametrize("name", ["accept", "reject"])
def test_a_step_without_script_leads_back_to_the_entry(plan: Plan, as_sun: Client, name: str) -> None:
    entry = EntryFactory(plan=plan)

    response = as_sun.post(address(name, entry), {"version": 1})

    assert response["Location"] == f"{plan.get_absolute_url()}#entry-{entry.pk}"
    assert state_of(entry) != EntryState.OPEN


def test_what_another_changed_meanwhile_is_shown_fresh_with_a_sentence(
    cast: Cast, plan: Plan, as_sun: Client
) -> None:
    entry = EntryFactory(plan=plan)
    as_sun_too = cast.client(cast.lin)
    as_sun_too.post(address("reject", entry), {"version": 1}, headers=HTMX)

    response = as_sun.post(address("accept", entry), {"version": 1}, headers=HTMX)

    assert response.status_code == 422
    assert cast.lin.name in told(response)["refused"]
    assert 'data-state="rejected" data-version="2"' in response.content.decode()
    assert state_of(entry) == EntryState.REJECTED


def test_a_refusal_without_script_is_a_message(plan: Plan, as_sun: Client) -> None:
    entry = EntryFactory(plan=plan, state=EntryState.REJECTED)

    response = as_sun.post(address("accept", entry), {"version": 1}, follow=True)

    assert [str(message) for message in response.context["messages"]]


def test_a_form_that_lost_its_version_is_refused(plan: Plan, as_sun: Client) -> None:
    entry = EntryFactory(plan=plan)

    response = as_sun.post(address("accept", entry), {}, headers=HTMX)

    assert (response.status_code, state_of(entry)) == (422, "open")


def test_a_row_that_is_gone_is_taken_away(
    plan: Plan, as_sun: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = EntryFactory(plan=plan)

    def vanish(*args: object, **kwargs: object) -> None:
        Entry.objects.all().delete()
        raise actions.reviewing.Refused(actions.reviewing.rules.GONE)

    monkeypatch.setattr(actions, "accept", vanish)
    response = as_sun.post(address("accept", entry), {"version": 1}, headers=HTMX)

    assert f'id="entry-{entry.pk}" hx-swap-oob="delete"' in response.content.decode()


ALL = [
    ("accept", "entry"),
    ("reject", "entry"),
    ("restore", "entry"),
    ("merge", "entry"),
    ("split", "entry"),
    ("indent", "entry"),
    ("offer", "entry"),
    ("edit", "entry"),
    ("add", "plan"),
    ("accept-rest", "plan"),
    ("undo", "plan"),
]


@pytest.mark.parametrize(("name", "of"), ALL)
def test_a_neighbour_is_told_why_not_and_a_stranger_finds_nothing(
    plan: Plan, as_mei: Client, as_zhou: Client, name: str, of: str
) -> None:
    entries = [
        make.target(plan),
        make.quoted(plan, EntryKind.TARGET, "200人", subject="", op="=", value=1, unit=""),
    ]
    before = list(Entry.objects.values())
    where = address(name, entries[0] if of == "entry" else plan)
    data = {
        "version": 1,
        "at_offset": entries[0].start + 3,
        "kind": "reference",
        "text": "x",
        "subject": "y",
        "op": "=",
        "value": "2",
        "start": entries[0].start,
        "end": entries[0].end,
    }

    response = as_mei.post(where, data, headers=HTMX)

    words = "只有负责谋划该区域工作的人员才能核对"
    assert response.status_code == 422
    assert words in told(response)["refused"]
    assert as_zhou.post(where, data, headers=HTMX).status_code == 404
    assert list(Entry.objects.values()) == before


def test_merging_takes_the_next_of_its_kind(plan: Plan, as_sun: Client) -> None:
    first = make.quoted(plan, EntryKind.DUTY, "牵头单位:综治办", role="牵头单位", names=["综治办"])
    make.target(plan)
    second = make.quoted(plan, EntryKind.DUTY, "民政局", role="牵头单位", names=["民政局"])

    response = as_sun.post(address("merge", first), {"version": 1}, headers=HTMX)

    assert set(told(response)["changed"]) == {first.pk, second.pk}
    assert (state_of(first), state_of(second)) == ("corrected", "merged")


def test_merging_takes_the_one_that_was_named(plan: Plan, as_sun: Client) -> None:
    first, _second, third = EntryFactory.create_batch(3, plan=plan)

    as_sun.post(address("merge", first), {"version": 1, "other": third.pk}, headers=HTMX)

    assert state_of(third) == "merged"


def test_merging_the_last_one_is_refused(plan: Plan, as_sun: Client) -> None:
    response = as_sun.post(address("merge", make.target(plan)), {"version": 1}, headers=HTMX)

    assert response.status_code == 422
    assert told(response)["refused"]


def test_splitting_offers_places_and_puts_the_new_row_behind(plan: Plan, as_sun: Client) -> None:
    duty = make.duty(plan)
    at = plan.text.index("民政局")

    form = as_sun.get(address("split", duty), headers=HTMX)
    response = as_sun.post(address("split", duty), {"version": 1, "at_offset": at}, headers=HTMX)

    assert f'value="{at}"' in form.content.decode()
    (made,) = told(response)["made"]
    assert f'hx-swap-oob="afterend:#entry-{duty.pk}"' in response.content.decode()
    assert Entry.objects.get(pk=made).data["names"] == ["民政局"]


def test_splitting_at_a_place_marked_in_the_text(plan: Plan, as_sun: Client) -> None:
    target = make.target(plan)

    response = as_sun.post(
        address("split", target), {"version": 1, "at_offset": target.start + 4}, headers=HTMX
    )

    assert response.status_code == 200
    assert Entry.objects.get(pk=target.pk).data["quote"] == "志愿者达"


def test_words_without_punctuation_say_how_else_to_split(plan: Plan, as_sun: Client) -> None:
    page = as_sun.get(address("split", make.reference(plan)))

    assert page.context["form"].fields["at_offset"].choices == []


def test_splitting_nowhere_keeps_the_form(plan: Plan, as_sun: Client) -> None:
    response = as_sun.post(address("split", make.duty(plan)), {"version": 1}, headers=HTMX)

    assert response.status_code == 422
    assert "slot-form" in response.content.decode()


def test_an_item_is_set_in_with_its_children(plan: Plan, as_sun: Client) -> None:
    items = make.items(plan)

    response = as_sun.post(address("indent", items["二/(二)"]), {"version": 1, "deeper": 1}, headers=HTMX)

    assert response.status_code == 200
    assert Entry.objects.get(pk=items["二/(二)"].pk).data["path"] == "二/(一)/(二)"


def test_an_offer_is_shown_and_taken(plan: Plan, as_sun: Client) -> None:
    offered = {"data": {"quote": "4月20日", "date": "2026-04-20"}, "start": 5, "end": 9}
    entry = EntryFactory(plan=plan, state=EntryState.CORRECTED, offered=offered)

    page = as_sun.get(plan.get_absolute_url()).content.decode()
    as_sun.post(address("offer", entry), {"version": 1, "take": "1"}, headers=HTMX)

    assert "2026年4月20日" in page
    assert Entry.objects.get(pk=entry.pk).data["date"] == "2026-04-20"
