"""The self-check's pages: a community's sheet, one answer, one item."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from factories.campaigns import (
    EvidenceFactory,
    EvidenceUseFactory,
    ItemCheckFactory,
    StandardItemFactory,
    standard_of,
)
from factories.places import AreaFactory
from factories.uploads import picture
from factories.work import AT, running
from gongjian.campaigns.models import Campaign, Evidence, EvidenceUse, ItemCheck
from gongjian.history.models import Entry
from gongjian.people.models import Person
from gongjian.programmes.models import StandardItem

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return running(cast, standard=standard_of("楼道无杂物", "垃圾日产日清"))


def english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


def leaf(campaign: Campaign, number: int = 1) -> StandardItem:
    assert campaign.standard is not None
    return campaign.standard.items.get(label=f"一/{number}")


def sheet(campaign: Campaign, area=None) -> str:
    return f"/campaigns/{campaign.pk}/checks/{f'?area={area.pk}' if area else ''}"


def of_item(campaign: Campaign, area, verb: str = "") -> str:
    return f"/campaigns/{campaign.pk}/checks/{leaf(campaign).pk}/{verb}?area={area.pk}"


def answered(cast: Cast, campaign: Campaign, **changes: object) -> ItemCheck:
    given = {"campaign": campaign, "item": leaf(campaign), "area": cast.community, "by": cast.mei}
    check: ItemCheck = ItemCheckFactory(**given | changes)
    return check


def page(client: Client, address: str) -> str:
    response = english(client).get(address)
    assert response.status_code == 200
    return response.content.decode()


def has(text: str, *words: str) -> list[str]:
    return [word for word in words if word in text]


# --- The sheet --------------------------------------------------------------------------------------------
def test_the_sheet_of_ones_own_community(cast: Cast, as_mei: Client, campaign: Campaign):
    answered(cast, campaign, state="short", remark="缺两个灭火器")

    text = page(as_mei, sheet(campaign))

    wanted = (
        "幸福里社区", "环境整洁", "楼道无杂物", "垃圾日产日清", "缺两个灭火器", "1 of 2 answered", "0 met",
        'aria-pressed="true"', "Remark: what is missing?",
    )  # fmt: skip
    assert has(text, *wanted) == list(wanted)
    assert text.count("data-check ") == 2
    assert "data-auto" not in text  # one community: nothing to choose


@pytest.mark.parametrize(
    ("who", "status"),
    [("lin", 200), ("sun", 200), ("mei", 200), ("gao", 404), ("chen", 404), ("wu", 200), ("zhou", 404)],
)
def test_who_sees_the_sheet_of_a_community(cast: Cast, campaign: Campaign, who: str, status: int):
    client = cast.client(getattr(cast, who))

    assert client.get(sheet(campaign, cast.community)).status_code == status
    assert client.get(of_item(campaign, cast.community)).status_code == status


@pytest.mark.parametrize("area", ["0", "x", "999999999999"])
def test_a_community_that_is_none_is_not_found(as_mei: Client, campaign: Campaign, area: str):
    assert as_mei.get(f"/campaigns/{campaign.pk}/checks/?area={area}").status_code == 404


@pytest.mark.parametrize(
    ("who", "name"), [("mei", "幸福里社区"), ("chen", "滨河社区"), ("lin", "幸福里社区")]
)
def test_without_asking_one_gets_ones_own(cast: Cast, campaign: Campaign, who: str, name: str):
    assert f"Self-check · {name}" in page(cast.client(getattr(cast, who)), sheet(campaign))


def test_who_has_two_communities_gets_the_one_they_work_for(cast: Cast, campaign: Campaign):
    AreaFactory(
        kind="community", name="最前社区", parent=cast.subdistrict, path=cast.subdistrict.path + "0000"
    )

    assert "Self-check · 幸福里社区" in page(cast.client(cast.mei), sheet(campaign))
    assert "Self-check · 最前社区" in page(cast.client(cast.lin), sheet(campaign))


def test_an_auditor_may_look_and_is_told_why_not_touch(cast: Cast, campaign: Campaign):
    answered(cast, campaign, remark="都好")

    text = page(cast.client(cast.wu), sheet(campaign, cast.community))

    assert has(text, "the community itself fills in its check", "check-button", "都好") == [
        "the community itself fills in its check",
        "都好",
    ]


@pytest.mark.parametrize("address", ["checks/", "checks/{item}/"])
def test_who_has_no_community_taking_part_is_told(cast: Cast, campaign: Campaign, address: str):
    where = f"/campaigns/{campaign.pk}/{address.format(item=leaf(campaign).pk)}"

    assert "No community of yours takes part" in page(cast.client(cast.gao), where)


def test_a_campaign_without_items_says_where_they_come_from(cast: Cast, as_mei: Client):
    assert "This campaign has no standard items" in page(as_mei, sheet(running(cast)))


# --- Answering --------------------------------------------------------------------------------------------
def say(client: Client, campaign: Campaign, area, headers=None, **sent):
    given = {"state": "met", "version": 0} | sent
    return english(client).post(of_item(campaign, area, "answer/"), given, headers=headers)


def test_an_answer_without_script_leads_back_to_its_line(cast: Cast, as_mei: Client, campaign: Campaign):
    response = say(as_mei, campaign, cast.community)

    check = ItemCheck.objects.get()
    assert (check.state, check.remark, check.by) == ("met", "", cast.mei)
    assert response.status_code == 302
    assert response["Location"] == f"{sheet(campaign, cast.community)}#item-{leaf(campaign).pk}"


def test_an_answer_by_htmx_brings_its_line_and_the_progress(cast: Cast, as_mei: Client, campaign: Campaign):
    response = say(as_mei, campaign, cast.community, HTMX, state="short")

    text = response.content.decode()
    assert response.status_code == 200
    assert text.lstrip().startswith(f'<article class="check check-short" id="item-{leaf(campaign).pk}"')
    wanted = ('hx-swap-oob="true"', "1 of 2 answered", 'name="version" value="1"', "data-remark")
    assert has(text, "<h1", *wanted) == list(wanted)


def test_a_remark_that_is_not_sent_stays(cast: Cast, as_mei: Client, campaign: Campaign):
    answered(cast, campaign, state="short", remark="缺两个灭火器")

    say(as_mei, campaign, cast.community, HTMX, version=1)
    say(as_mei, campaign, cast.community, HTMX, version=2, remark="已补齐")

    check = ItemCheck.objects.get()
    assert (check.state, check.remark, check.version) == ("met", "已补齐", 3)


@pytest.mark.parametrize(("headers", "status"), [(HTMX, 422), (None, 302)])
def test_a_colleague_was_quicker(cast: Cast, as_mei: Client, campaign: Campaign, headers, status: int):
    answered(cast, campaign, state="short", remark="缺灭火器", by=cast.sun)

    response = say(as_mei, campaign, cast.community, headers, remark="我写了很多")

    assert response.status_code == status
    text = response.content.decode() if headers else page(as_mei, sheet(campaign))
    assert has(text, "A colleague has answered this meanwhile", "缺灭火器") == [
        "A colleague has answered this meanwhile",
        "缺灭火器",
    ]
    assert (ItemCheck.objects.get().state, Entry.objects.count()) == ("short", 0)
    assert ("Your remark was: “我写了很多”" in text) is bool(headers)


@pytest.mark.parametrize("sent", [{"state": "perfect"}, {"version": "-1"}, {"version": "x"}])
def test_an_answer_that_is_none_is_told(cast: Cast, as_mei: Client, campaign: Campaign, sent):
    response = say(as_mei, campaign, cast.community, HTMX, **sent)

    assert response.status_code == 422
    assert "Choose one of the four answers." in response.content.decode()
    assert not ItemCheck.objects.exists()


def test_the_neighbour_and_the_stranger_answer_nothing(cast: Cast, campaign: Campaign):
    statuses = [
        say(cast.client(person), campaign, cast.community, HTMX).status_code
        for person in (cast.chen, cast.zhou)
    ]
    looking = say(cast.client(cast.wu), campaign, cast.community, HTMX)

    assert statuses == [404, 404]
    assert looking.status_code == 422
    assert "the community itself fills in its check" in looking.content.decode()
    assert not ItemCheck.objects.exists()


def test_who_has_no_community_is_led_back(cast: Cast, campaign: Campaign):
    response = cast.client(cast.gao).post(
        f"/campaigns/{campaign.pk}/checks/{leaf(campaign).pk}/answer/", {"state": "met", "version": 0}
    )

    assert (response.status_code, response["Location"]) == (302, sheet(campaign))


def test_an_item_of_another_standard_is_not_found(cast: Cast, as_mei: Client, campaign: Campaign):
    elsewhere = StandardItemFactory()

    response = as_mei.post(
        f"/campaigns/{campaign.pk}/checks/{elsewhere.pk}/answer/?area={cast.community.pk}",
        {"state": "met", "version": 0},
    )

    assert response.status_code == 404


# --- One item ---------------------------------------------------------------------------------------------
def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("楼道.jpg", picture(), "image/jpeg")


def evidence_address(check: ItemCheck, verb: str = "") -> str:
    return f"/campaigns/answers/{check.pk}/evidence/{verb}"


@pytest.mark.parametrize(
    ("who", "is_answered", "words"),
    [
        ("mei", False, ["Answer it on the self-check first"]),
        ("mei", True, ["Add evidence", "No evidence yet"]),
        ("wu", False, ["The community has not answered this yet", "the community itself fills in"]),
        ("wu", True, ["the community itself fills in", "No evidence yet"]),
    ],
)
def test_what_the_item_offers_to_whom(
    cast: Cast, campaign: Campaign, who: str, is_answered: bool, words: list[str]
):
    if is_answered:
        answered(cast, campaign)

    text = page(cast.client(getattr(cast, who)), of_item(campaign, cast.community))

    asked = (
        "Answer it on the self-check first", "The community has not answered this yet", "Add evidence",
        "the community itself fills in",
    )  # fmt: skip
    assert sorted(has(text, *asked)) == sorted(word for word in words if word in asked)
    assert has(text, *words) == words


def test_the_panel_is_a_part_of_the_page(cast: Cast, campaign: Campaign):
    check = answered(cast, campaign, state="short", remark="缺两个灭火器")
    EvidenceUseFactory(item_check=check, evidence=EvidenceFactory(area=cast.community, caption="灭火器"))

    response = english(cast.client(cast.sun)).get(of_item(campaign, cast.community), headers=HTMX)

    text = response.content.decode()
    wanted = ("幸福里社区", "缺两个灭火器", "灭火器", "Open")
    assert has(text, "<h1", "<form", *wanted) == list(wanted)


def test_a_heading_has_no_page(cast: Cast, as_mei: Client, campaign: Campaign):
    heading = campaign.standard.items.get(is_leaf=False)

    assert as_mei.get(f"/campaigns/{campaign.pk}/checks/{heading.pk}/").status_code == 404


def test_evidence_for_an_answer(cast: Cast, as_mei: Client, campaign: Campaign):
    check = answered(cast, campaign)

    response = as_mei.post(evidence_address(check, "add/"), {"files": [photo()], "caption": "楼道"})

    assert response["Location"] == of_item(campaign, cast.community)
    assert [use.evidence.caption for use in check.evidence_uses.all()] == ["楼道"]
    assert not Evidence.objects.get().file.keeps_location


def test_place_and_time_are_kept_when_asked_for(cast: Cast, as_mei: Client, campaign: Campaign):
    check = answered(cast, campaign)
    located = SimpleUploadedFile("楼道.jpg", picture(located=True), "image/jpeg")

    as_mei.post(evidence_address(check, "add/"), {"files": [located], "keep_location": "1"}, headers=HTMX)

    assert Evidence.objects.get().file.keeps_location


@pytest.mark.parametrize("headers", [HTMX, None])
@pytest.mark.parametrize(
    ("files", "words"),
    [([], "Choose a picture or a file first."), ([b"\xff\xd8\xff"], "This file is damaged")],
)
def test_a_wrong_file_is_told(cast: Cast, as_mei: Client, campaign: Campaign, headers, files, words: str):
    check = answered(cast, campaign)
    uploads = [SimpleUploadedFile("坏.jpg", data, "image/jpeg") for data in files]

    response = english(as_mei).post(
        evidence_address(check, "add/"), {"files": uploads}, headers=headers, follow=True
    )

    assert response.status_code == (422 if headers else 200)
    assert words in response.content.decode()
    assert not Evidence.objects.exists()


def test_evidence_that_is_there_is_found_and_used(cast: Cast, as_mei: Client, campaign: Campaign):
    check = answered(cast, campaign)
    drill = EvidenceFactory(area=cast.grid, caption="消防演练")
    EvidenceFactory(area=cast.community, caption="楼道清理")

    found = english(as_mei).get(evidence_address(check), {"q": "演练"}).content.decode()
    as_mei.post(evidence_address(check, "use/"), {"evidence": [drill.pk]})

    assert has(found, "消防演练", "楼道清理") == ["消防演练"]
    assert check.evidence_uses.get().evidence == drill


def test_evidence_is_taken_off_an_answer(cast: Cast, as_mei: Client, campaign: Campaign):
    use = EvidenceUseFactory(
        item_check=answered(cast, campaign), evidence=EvidenceFactory(area=cast.community)
    )

    response = as_mei.post(f"/campaigns/check-evidence/{use.pk}/take-off/")

    assert (response["Location"], EvidenceUse.objects.count()) == (of_item(campaign, cast.community), 0)


def test_the_neighbour_and_the_stranger_touch_no_evidence(cast: Cast, campaign: Campaign):
    check = answered(cast, campaign)
    use = EvidenceUseFactory(item_check=check, evidence=EvidenceFactory(area=cast.community))

    def statuses(person: Person) -> list[int]:
        client = cast.client(person)
        return [
            client.get(evidence_address(check)).status_code,
            client.post(evidence_address(check, "add/")).status_code,
            client.post(evidence_address(check, "use/")).status_code,
            client.post(f"/campaigns/check-evidence/{use.pk}/take-off/").status_code,
        ]

    assert statuses(cast.chen) == statuses(cast.zhou) == [404] * 4
    looking = english(cast.client(cast.wu)).post(f"/campaigns/check-evidence/{use.pk}/take-off/", follow=True)
    assert "the community itself fills in its check" in looking.content.decode()
    assert EvidenceUse.objects.exists()


# --- Always the same number of queries --------------------------------------------------------------------
@pytest.mark.parametrize("more", [0, 10])
def test_a_sheet_takes_as_many_queries_for_two_items_as_for_many(
    cast: Cast, as_mei: Client, campaign: Campaign, django_assert_num_queries, more: int
):
    for number in range(3, 3 + more):
        item = StandardItemFactory(standard=campaign.standard, ordinal=number + 1, label=f"一/{number}")
        answered(cast, campaign, item=item)
    answered(cast, campaign)
    as_mei.get(sheet(campaign))

    with django_assert_num_queries(10):
        as_mei.get(sheet(campaign))


@pytest.mark.parametrize("pieces", [1, 5])
def test_an_item_takes_as_many_queries_for_much_as_for_little(
    cast: Cast, as_mei: Client, campaign: Campaign, django_assert_num_queries, pieces: int
):
    check = answered(cast, campaign)
    for _ in range(pieces):
        EvidenceUseFactory(item_check=check, evidence=EvidenceFactory(area=cast.community))
        EvidenceFactory(area=cast.community)
    as_mei.get(of_item(campaign, cast.community))

    with django_assert_num_queries(12):
        as_mei.get(of_item(campaign, cast.community))
