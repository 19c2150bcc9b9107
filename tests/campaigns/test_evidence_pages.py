"""Evidence on the page of an assignment."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from cast import Cast
from factories.campaigns import (
    EvidenceFactory,
    EvidenceUseFactory,
)
from factories.work import AT, owed
from gongjian.campaigns.models import Assignment, EvidenceUse


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


def has(text: str, *words: str) -> list[str]:
    """Which of the words are there."""
    return [word for word in words if word in text]


def to(assignment: Assignment, verb: str) -> str:
    return f"{assignment.get_absolute_url()}{verb}/"


def test_evidence_that_is_there_is_found_by_its_words_and_used(cast: Cast, as_mei: Client):
    assignment = owed(cast)
    drill = EvidenceFactory(area=cast.community, caption="消防演练")
    EvidenceFactory(area=cast.community, caption="楼道清理")
    EvidenceFactory(area=cast.next_community, caption="消防演练二")

    found = english(as_mei).get(to(assignment, "evidence"), {"q": "演练"}).content.decode()
    as_mei.post(to(assignment, "evidence/use"), {"evidence": [drill.pk]})

    assert has(found, "消防演练", "楼道清理", "消防演练二", "<h1") == ["消防演练"]
    assert [use.evidence for use in assignment.evidence_uses.all()] == [drill]


def test_words_that_find_nothing_say_so(cast: Cast, as_mei: Client):
    found = english(as_mei).get(to(owed(cast), "evidence"), {"q": "没有的"}).content.decode()

    assert "Nothing with “没有的” is there." in found


@pytest.mark.parametrize("chosen", ["none", "strange", "nonsense"])
def test_evidence_that_cannot_be_used_is_told(cast: Cast, as_mei: Client, chosen: str):
    assignment = owed(cast)
    strange = EvidenceFactory(area=cast.next_community)
    sent = {"none": [], "strange": [strange.pk], "nonsense": ["x; drop table"]}[chosen]

    text = (
        english(as_mei).post(to(assignment, "evidence/use"), {"evidence": sent}, follow=True).content.decode()
    )

    assert len(has(text, "Choose at least one piece", "Someone was quicker")) == 1
    assert not EvidenceUse.objects.exists()


def test_evidence_is_taken_off(cast: Cast, as_mei: Client):
    assignment = owed(cast)
    use = EvidenceUseFactory(assignment=assignment, evidence=EvidenceFactory(area=cast.community))

    response = as_mei.post(f"/campaigns/evidence/{use.pk}/take-off/")

    assert (response["Location"], EvidenceUse.objects.count()) == (assignment.get_absolute_url(), 0)
