"""The page of an assignment: who sees it, what it offers, reporting and deciding."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from cast import Cast
from factories.campaigns import (
    EvidenceFactory,
    EvidenceUseFactory,
    ExtensionFactory,
    HandoverFactory,
    TaskFactory,
)
from factories.people import PersonFactory
from factories.places import AreaFactory
from factories.uploads import picture
from factories.work import AT, DUE, owed, running
from gongjian.campaigns.actions import assignments as actions
from gongjian.campaigns.models import Assignment, Campaign, Evidence, EvidenceUse
from gongjian.history.models import Entry

State = Assignment.State


HTMX = {"HX-Request": "true"}


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


# --- Who sees it -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lin", 200), ("sun", 200), ("mei", 200), ("gao", 404), ("chen", 404), ("he", 200), ("wu", 200),
        ("zhou", 404),
    ],
)  # fmt: skip
def test_an_assignment_is_seen_by_its_own_and_those_above(cast: Cast, who: str, status: int):
    assignment = owed(cast)

    assert cast.client(getattr(cast, who)).get(assignment.get_absolute_url()).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("lin", 200), ("mei", 200), ("chen", 200), ("gao", 200), ("wu", 200), ("zhou", 404)],
)
def test_a_task_is_seen_by_all_of_the_campaign(cast: Cast, who: str, status: int):
    task = owed(cast).task

    assert cast.client(getattr(cast, who)).get(task.get_absolute_url()).status_code == status


def test_a_draft_is_seen_only_by_those_who_plan_it(cast: Cast):
    assignment = owed(cast, campaign=running(cast, state=Campaign.State.DRAFT))

    statuses = {
        who: cast.client(getattr(cast, who)).get(assignment.get_absolute_url()).status_code
        for who in ("lin", "mei", "sun")
    }

    assert statuses == {"lin": 200, "mei": 404, "sun": 404}


ADDRESSES = [
    "report", "decide", "ask-time", "hand-over", "appoint", "evidence/use",
]  # fmt: skip


@pytest.mark.parametrize("verb", ADDRESSES)
def test_a_stranger_posts_into_nothing(cast: Cast, verb: str):
    assignment = owed(cast)

    response = cast.client(cast.zhou).post(to(assignment, verb), {"text": "x"})

    assert (response.status_code, Entry.objects.count()) == (404, 0)


def test_a_stranger_decides_on_nothing(cast: Cast):
    assignment = owed(cast)
    extension = ExtensionFactory(assignment=assignment, asked_by=cast.mei)
    handover = HandoverFactory(assignment=assignment, from_person=cast.mei, to_person=cast.gao)
    use = EvidenceUseFactory(assignment=assignment, evidence=EvidenceFactory(area=cast.community))
    zhou = cast.client(cast.zhou)

    statuses = [
        zhou.post(f"/campaigns/{address}/").status_code
        for address in (
            f"extensions/{extension.pk}/decide",
            f"extensions/{extension.pk}/withdraw",
            f"handovers/{handover.pk}/answer",
            f"handovers/{handover.pk}/withdraw",
            f"evidence/{use.pk}/take-off",
        )
    ]

    assert statuses == [404] * 5
    assert EvidenceUse.objects.exists()


def test_an_auditor_may_look_and_is_told_why_not_touch(cast: Cast):
    assignment = owed(cast)

    text = page(cast.client(cast.wu), assignment.get_absolute_url())
    response = english(cast.client(cast.wu)).post(to(assignment, "report"), {"text": "改一下"})

    assert has(text, "it is the work of another unit", "Record what was done", "Ask for more time") == [
        "it is the work of another unit"
    ]
    assert response.status_code == 422
    assert "it is the work of another unit" in response.content.decode()
    assert not Entry.objects.exists()


# --- What the page offers --------------------------------------------------------------------------------
OFFERS = (
    "Record what was done", "Submit as done", "Save, not done yet", "Add a remark or evidence",
    "Submit it for the unit", "Confirm or return", "Confirmed by mistake?", "Ask for more time",
    "Hand over to a colleague", "Put somebody else in charge", "Take the task away from this unit",
)  # fmt: skip


OWN = ["Record what was done", "Submit as done", "Save, not done yet"]


ASK = ["Ask for more time", "Hand over to a colleague"]


@pytest.mark.parametrize(
    ("who", "state", "offers"),
    [
        ("mei", State.TODO, [*OWN, *ASK]),
        ("mei", State.RETURNED, [*OWN, *ASK]),
        ("mei", State.SUBMITTED, ["Record what was done"]),
        ("mei", State.DONE, []),
        ("mei", State.CANCELLED, []),
        (
            "sun",
            State.TODO,
            [
                "Add a remark or evidence", "Submit it for the unit",
                "Put somebody else in charge", "Take the task away from this unit",
            ],
        ),
        ("sun", State.SUBMITTED, ["Add a remark or evidence", "Confirm or return"]),
        ("sun", State.DONE, ["Confirmed by mistake?"]),
        ("wu", State.TODO, []),
    ],
)  # fmt: skip
def test_what_the_page_offers_to_whom(cast: Cast, who: str, state: str, offers: list[str]):
    assignment = owed(cast, state=state, submitted_by=cast.mei, submitted_at=AT, done_at=AT)

    text = page(cast.client(getattr(cast, who)), assignment.get_absolute_url())

    assert has(text, *OFFERS) == offers


def test_the_page_tells_what_there_is(cast: Cast):
    assignment = owed(cast, holder=cast.mei, due=AT.date() - timedelta(days=2), state=State.RETURNED)
    assignment.task.text = "清理楼道内堆放的杂物。"
    assignment.task.save()
    owed(cast, cast.next_community, task=assignment.task)
    EvidenceUseFactory(assignment=assignment, evidence=EvidenceFactory(area=cast.community, caption="清理前"))

    text = page(cast.client(cast.sun), assignment.get_absolute_url())

    wanted = (
        "整治楼道环境", "清理楼道内堆放的杂物。", "幸福里社区", "2026年文明社区创建", "梅芳", "2 days overdue",
        "It was returned.", "清理前", "1 more",
    )  # fmt: skip
    assert has(text, *wanted) == list(wanted)


def test_a_submitted_one_says_for_whom_it_waits(cast: Cast):
    assignment = owed(cast, state=State.SUBMITTED, submitted_by=cast.mei, submitted_at=AT)

    assert "it waits for 望江街道 to confirm it" in page(cast.client(cast.mei), assignment.get_absolute_url())


@pytest.mark.parametrize("unit", ["district", "civil_affairs"])
def test_at_the_top_it_waits_for_the_campaigns_own_area(cast: Cast, unit: str):
    assignment = owed(cast, getattr(cast, unit), state=State.SUBMITTED, submitted_by=cast.he, submitted_at=AT)

    assert "it waits for 清河区 to confirm it" in page(cast.client(cast.he), assignment.get_absolute_url())


def test_somebody_elses_hands_are_named(cast: Cast):
    assignment = owed(cast, holder=cast.gao)

    text = page(cast.client(cast.mei), assignment.get_absolute_url())

    assert has(text, "Submit as done", "Someone else has this in hand") == ["Someone else has this in hand"]


def test_an_offer_is_shown_to_both_sides(cast: Cast):
    assignment = owed(cast)
    HandoverFactory(assignment=assignment, from_person=cast.mei, to_person=cast.gao, reason="去培训")
    words = ("去培训", "Take it over", "Take back the offer")

    assert has(page(cast.client(cast.gao), assignment.get_absolute_url()), *words) == [
        "去培训",
        "Take it over",
    ]
    assert has(page(cast.client(cast.mei), assignment.get_absolute_url()), *words) == [
        "去培训",
        "Take back the offer",
    ]
    assert has(page(cast.client(cast.sun), assignment.get_absolute_url()), *words) == ["去培训"]


def test_a_request_for_time_is_shown_to_both_sides(cast: Cast):
    assignment = owed(cast)
    ExtensionFactory(assignment=assignment, asked_by=cast.mei)
    words = ("连日下雨", "Grant", "Take back the request", "望江街道 decides on it")

    assert has(page(cast.client(cast.sun), assignment.get_absolute_url()), *words) == ["连日下雨", "Grant"]
    assert has(page(cast.client(cast.mei), assignment.get_absolute_url()), *words) == [
        "连日下雨",
        "Take back the request",
    ]
    assert has(page(cast.client(cast.wu), assignment.get_absolute_url()), *words) == [
        "连日下雨",
        "望江街道 decides on it",
    ]


# --- Reporting -------------------------------------------------------------------------------------------
def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("楼道.jpg", picture(), "image/jpeg")


def test_a_report_with_a_picture_is_submitted(cast: Cast, as_mei: Client):
    assignment = owed(cast)

    response = as_mei.post(
        to(assignment, "report"),
        {"text": "清理完毕。", "happened_on": "2026-03-19", "files": [photo()], "then": "submit"},
    )

    assignment.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, assignment.get_absolute_url())
    assert assignment.state == State.SUBMITTED
    assert Evidence.objects.get().happened_on.isoformat() == "2026-03-19"


def test_a_report_by_htmx_leads_to_the_page(cast: Cast, as_mei: Client):
    assignment = owed(cast)

    response = as_mei.post(to(assignment, "report"), {"text": "做了一半。", "then": "note"}, headers=HTMX)

    assignment.refresh_from_db()
    assert (response.status_code, response["HX-Redirect"]) == (200, assignment.get_absolute_url())
    assert assignment.state == State.DOING


def test_a_wrong_report_comes_back_whole_without_script(cast: Cast, as_mei: Client):
    response = english(as_mei).post(
        to(owed(cast), "report"), {"text": "", "then": "submit", "happened_on": "2026-13-40"}
    )

    text = response.content.decode()
    assert response.status_code == 422
    assert has(text, "<h1", "Enter a valid date.") == ["<h1", "Enter a valid date."]


def test_a_wrong_report_by_htmx_is_only_what_is_wrong(cast: Cast, as_mei: Client):
    response = english(as_mei).post(to(owed(cast), "report"), {"text": "", "then": "submit"}, headers=HTMX)

    text = response.content.decode()
    assert response.status_code == 422
    assert has(text, "<h1", "Please say in a few words", 'role="alert"') == [
        "Please say in a few words",
        'role="alert"',
    ]
    assert not Evidence.objects.exists()


def test_a_wrong_field_is_named_by_htmx(cast: Cast, as_mei: Client):
    response = english(as_mei).post(
        to(owed(cast), "report"), {"text": "完成", "happened_on": "2026-13-40"}, headers=HTMX
    )

    assert "Enter a valid date." in response.content.decode()


# --- Deciding --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("then", "state"), [("confirm", State.DONE), ("return", State.RETURNED)])
def test_the_button_decides(cast: Cast, then: str, state: str):
    assignment = owed(cast, state=State.SUBMITTED, submitted_by=cast.mei, submitted_at=AT)

    response = cast.client(cast.sun).post(to(assignment, "decide"), {"text": "看过了", "then": then})

    assignment.refresh_from_db()
    assert (response.status_code, assignment.state) == (302, state)


def test_returning_without_a_word_is_asked_for_one(cast: Cast):
    assignment = owed(cast, state=State.SUBMITTED, submitted_by=cast.mei, submitted_at=AT)

    response = english(cast.client(cast.sun)).post(to(assignment, "decide"), {"then": "return"})

    text = response.content.decode()
    assert response.status_code == 422
    assert has(text, "When you return it, write down why.", "Please say in a few words") == [
        "When you return it, write down why."
    ]


@pytest.mark.parametrize(
    ("then", "stands"), [("confirm", "Nothing more is to be done"), ("return", "It was returned.")]
)
def test_a_decision_is_said_once_and_the_next_one_is_offered(cast: Cast, then: str, stands: str):
    assignment = owed(cast, state=State.SUBMITTED, submitted_by=cast.mei, submitted_at=AT)
    later, sooner = (
        owed(
            cast, area, state=State.SUBMITTED, submitted_by=cast.chen, submitted_at=AT - timedelta(days=days)
        )
        for area, days in ((cast.next_community, 1), (cast.community, 2))
    )
    client = english(cast.client(cast.sun))

    response = client.post(to(assignment, "decide"), {"text": "看过了", "then": then}, follow=True)

    text = response.content.decode()
    assert [str(message) for message in response.context["messages"]] == []
    assert has(text, stands, "Next one to confirm", later.get_absolute_url(), sooner.get_absolute_url()) == [
        stands,
        "Next one to confirm",
        sooner.get_absolute_url(),
    ]
    assert "Next one to confirm" not in page(client, sooner.get_absolute_url())
    assert "Next one to confirm" not in page(cast.client(cast.mei), assignment.get_absolute_url())


def test_what_is_submitted_is_said_once(cast: Cast, as_mei: Client):
    response = english(as_mei).post(
        to(owed(cast), "report"), {"text": "清理完毕。", "then": "submit"}, follow=True
    )

    assert [str(message) for message in response.context["messages"]] == []
    assert "it waits for 望江街道 to confirm it" in response.content.decode()


def test_what_was_returned_late_says_so_in_one_notice(cast: Cast):
    assignment = owed(cast, due=AT.date() - timedelta(days=2), state=State.RETURNED)
    words = ("It was returned.", "This is overdue", "It is overdue: submit it again")

    assert has(page(cast.client(cast.sun), assignment.get_absolute_url()), *words) == ["It was returned."]
    assert has(page(cast.client(cast.mei), assignment.get_absolute_url()), *words) == [
        "It was returned.",
        "It is overdue: submit it again",
    ]


def test_those_above_take_off_only_their_own_evidence(cast: Cast):
    assignment = owed(cast, state=State.RETURNED)
    theirs, own = (
        EvidenceUseFactory(assignment=assignment, evidence=EvidenceFactory(area=cast.community), by=person)
        for person in (cast.mei, cast.sun)
    )
    ways = [f"/campaigns/evidence/{use.pk}/take-off/" for use in (theirs, own)]

    assert has(page(cast.client(cast.sun), assignment.get_absolute_url()), *ways) == ways[1:]
    assert has(page(cast.client(cast.mei), assignment.get_absolute_url()), *ways) == ways


def test_the_second_to_decide_sees_how_it_stands_now(cast: Cast):
    assignment = owed(cast, state=State.SUBMITTED, submitted_by=cast.mei, submitted_at=AT)
    actions.confirm(assignment, by=cast.lin, at=AT)

    response = english(cast.client(cast.sun)).post(to(assignment, "decide"), {"then": "confirm"})

    text = response.content.decode()
    assert response.status_code == 422
    assert has(text, "Someone was quicker", "Nothing more is to be done") == [
        "Someone was quicker",
        "Nothing more is to be done",
    ]


def task_of_three(cast: Cast):
    task = TaskFactory(campaign=running(cast), title="整治楼道环境", due=DUE)
    owed(cast, cast.community, task=task, state=State.SUBMITTED, submitted_at=AT)
    owed(cast, cast.next_community, task=task, due=AT.date() - timedelta(days=1))
    owed(cast, cast.civil_affairs, task=task, state=State.DONE, part=Assignment.Part.LEAD)
    return task


def rows(text: str) -> list[str]:
    names = ("幸福里社区", "滨河社区", "区民政局")
    return [name for name in names if f">{name}</a>" in text]


# --- Always the same number of queries -------------------------------------------------------------------
def queries_of(client: Client, address: str, django_assert_num_queries, number: int) -> None:
    client.get(address)  # what is asked once a session
    with django_assert_num_queries(number):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("more", [0, 8])
def test_a_task_takes_as_many_queries_for_three_units_as_for_many(
    cast: Cast, django_assert_num_queries, more: int
):
    task = task_of_three(cast)
    for _ in range(more):
        owed(cast, AreaFactory(parent=cast.subdistrict), task=task, holder=cast.mei)

    queries_of(cast.client(cast.lin), task.get_absolute_url(), django_assert_num_queries, 11)


@pytest.mark.parametrize("many", [1, 6])
@pytest.mark.parametrize(("who", "number"), [("sun", 14), ("mei", 14)])
def test_an_assignment_takes_as_many_queries_for_much_as_for_little(
    cast: Cast, django_assert_num_queries, who: str, number: int, many: int
):
    assignment = owed(cast)
    for n in range(many):
        actions.add_note(assignment, text=f"第{n}次。", by=cast.mei, at=AT)
        EvidenceUseFactory(assignment=assignment, evidence=EvidenceFactory(area=cast.community))
        EvidenceFactory(area=cast.community)
        owed(cast, AreaFactory(parent=cast.subdistrict), task=assignment.task)
    HandoverFactory(assignment=assignment, from_person=cast.mei, to_person=cast.gao)
    ExtensionFactory(assignment=assignment, asked_by=cast.mei)

    client = cast.client(getattr(cast, who))
    queries_of(client, assignment.get_absolute_url(), django_assert_num_queries, number)


def test_the_words_are_chinese_for_those_who_say_nothing(cast: Cast, as_mei: Client):
    with translation.override("zh-hans"):
        text = as_mei.get(owed(cast).get_absolute_url()).content.decode()

    assert has(text, "Record what was done") == []


def test_an_operator_sees_every_unit_and_every_draft(cast: Cast):
    operator = cast.client(PersonFactory(is_operator=True))
    task = task_of_three(cast)
    draft = owed(cast, campaign=running(cast, state=Campaign.State.DRAFT))

    assert rows(page(operator, task.get_absolute_url())) == ["幸福里社区", "滨河社区", "区民政局"]
    assert operator.get(draft.get_absolute_url()).status_code == 200
    assert operator.get(draft.campaign.get_absolute_url()).status_code == 200
