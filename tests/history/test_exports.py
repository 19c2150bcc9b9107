"""A list that is taken out is noted: by whom, which, how many rows, narrowed to what."""

import pytest
from django.test import Client

from cast import Cast
from factories.campaigns import CampaignFactory
from factories.plans import PlanDocumentFactory
from gongjian.history import words
from gongjian.history.models import Entry
from gongjian.history.queries import in_words

LISTS = [
    ("/areas/{district}/?show=community", "places.area", {"rows": 2, "show": "community"}),
    ("/areas/{district}/?show=nonsense", "places.area", {"rows": 2}),
    (
        "/people/?q=梅&role=community-worker",
        "people.person",
        {"rows": 1, "q": True, "role": "community-worker"},
    ),
    ("/plans/?q=平安&state=uploaded", "plans.plandocument", {"rows": 1, "q": True, "state": "uploaded"}),
    ("/plans/?state=nonsense", "plans.plandocument", {"rows": 1}),
    ("/campaigns/?q=文明&state=running", "campaigns.campaign", {"rows": 1, "q": True, "state": "running"}),
    ("/campaigns/?state=nonsense", "campaigns.campaign", {"rows": 1}),
]


@pytest.mark.parametrize(("address", "model", "after"), LISTS)
def test_every_list_is_noted_without_the_words_that_were_typed(
    cast: Cast, as_lin: Client, address: str, model: str, after: dict[str, object]
) -> None:
    PlanDocumentFactory(area=cast.district, title="平安社区方案", state="uploaded")
    CampaignFactory(area=cast.district, title="文明社区创建", state="running")
    path = address.format(district=cast.district.pk)

    response = as_lin.get(f"{path}&as=xlsx")

    assert response.content[:2] == b"PK"
    entry = Entry.objects.get()
    assert (entry.verb, entry.by, entry.subject_type) == ("list.exported", cast.lin, model)
    assert (entry.area_path, entry.after) == (cast.district.path, after)


def test_looking_at_a_list_is_not_noted(cast: Cast, as_lin: Client) -> None:
    for path in ("/people/", "/plans/", "/campaigns/", f"/areas/{cast.district.pk}/"):
        assert as_lin.get(path).status_code == 200

    assert Entry.objects.count() == 0


def test_an_auditor_reads_it_in_words(cast: Cast, as_lin: Client) -> None:
    as_lin.get(f"/areas/{cast.district.pk}/?show=community&as=xlsx")

    (line,) = in_words(Entry.objects.all())

    assert (line.by, line.verb, line.record) == (
        "林静",
        words.verb_in_words("list.exported"),
        "清河区的下级区域",
    )
    assert [(change.label, change.after) for change in line.changes] == [("行数", "2"), ("显示范围", "社区")]
