"""The page of the matrix: communities × items."""

from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from cast import Cast
from factories.campaigns import ItemCheckFactory, StandardItemFactory, standard_of
from factories.places import AreaFactory
from factories.work import running
from gongjian.campaigns.models import Campaign, ItemCheck
from gongjian.history.models import Entry


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    campaign = running(cast, standard=standard_of("楼道无杂物", "垃圾日产日清"))
    item = campaign.standard.items.get(label="一/1")
    ItemCheckFactory(campaign=campaign, item=item, area=cast.community, state="short")
    ItemCheckFactory(campaign=campaign, item=item, area=cast.village, state="met")
    return campaign


def english(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


def page(client: Client, campaign: Campaign, query: str = "") -> str:
    response = english(client).get(f"/campaigns/{campaign.pk}/checks/matrix/{query}")
    assert response.status_code == 200
    return response.content.decode()


def rows(text: str) -> list[str]:
    return [name for name in ("幸福里社区", "滨河社区", "柳溪村") if f">{name}</a>" in text]


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("lin", ["幸福里社区", "滨河社区", "柳溪村"]),
        ("wu", ["幸福里社区", "滨河社区", "柳溪村"]),
        ("sun", ["幸福里社区", "滨河社区"]),
        ("mei", ["幸福里社区"]),
        ("gao", []),
    ],
)
def test_everyone_sees_the_rows_of_their_communities(
    cast: Cast, campaign: Campaign, who: str, found: list[str]
):
    assert rows(page(cast.client(getattr(cast, who)), campaign)) == found


def test_a_stranger_finds_no_matrix(as_zhou: Client, campaign: Campaign):
    assert as_zhou.get(f"/campaigns/{campaign.pk}/checks/matrix/").status_code == 404


def test_every_state_has_its_sign_and_its_word(as_lin: Client, campaign: Campaign):
    text = page(as_lin, campaign)

    assert [sign for sign in ("✓", "!", "○", "–", "·") if f">{sign}</span>" in text] == [
        "✓",
        "!",
        "○",
        "–",
        "·",
    ]
    assert '<td class="c-short">!</td>' in text
    assert '<td class="c-met">✓</td>' in text
    assert text.count('<td class="c-none">·</td>') == 4


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?show=short", ["幸福里社区"]),
        ("?show=none", ["幸福里社区", "滨河社区", "柳溪村"]),
        ("?show=not-yet", []),
        ("?show=nonsense", ["幸福里社区", "滨河社区", "柳溪村"]),
        ("?street={township}", ["柳溪村"]),
        ("?street={subdistrict}&show=met", []),
        ("?street=nonsense", ["幸福里社区", "滨河社区", "柳溪村"]),
    ],
)
def test_it_is_narrowed(cast: Cast, as_lin: Client, campaign: Campaign, query: str, found: list[str]):
    asked = query.format(township=cast.township.pk, subdistrict=cast.subdistrict.pk)

    assert rows(page(as_lin, campaign, asked)) == found


def test_another_districts_street_narrows_nothing(cast: Cast, as_lin: Client, campaign: Campaign):
    assert len(rows(page(as_lin, campaign, f"?street={cast.next_subdistrict.pk}"))) == 3


@pytest.mark.parametrize(
    ("query", "standard", "words"),
    [
        ("?show=not-yet", True, "No community has such an answer"),
        ("", False, "This campaign has no standard items"),
    ],
)
def test_an_empty_matrix_says_why(
    cast: Cast, as_lin: Client, campaign: Campaign, query: str, standard: bool, words: str
):
    assert words in page(as_lin, campaign if standard else running(cast), query)


def test_who_has_no_community_is_told(cast: Cast, campaign: Campaign):
    assert "No community of yours takes part" in page(cast.client(cast.gao), campaign)


def test_it_is_exported_as_it_is_shown_in_words(cast: Cast, as_lin: Client, campaign: Campaign):
    response = english(as_lin).get(
        f"/campaigns/{campaign.pk}/checks/matrix/?as=xlsx&street={cast.subdistrict.pk}"
    )

    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert book.get_sheet_by_index(0).to_python() == [
        ["Subdistrict", "Community", "Met", "Answered", "1 楼道无杂物", "2 垃圾日产日清"],
        ["望江街道", "幸福里社区", 0, 1, "Falls short", "Not answered"],
        ["望江街道", "滨河社区", 0, 0, "Not answered", "Not answered"],
    ]
    entry = Entry.objects.get()
    assert (entry.verb, entry.by, entry.area_path, entry.after) == (
        "list.exported",
        cast.lin,
        cast.district.path,
        {"rows": 2, "street": "望江街道"},
    )


@pytest.mark.parametrize("more", [0, 10])
def test_the_page_takes_as_many_queries_for_few_as_for_many(
    cast: Cast, as_lin: Client, campaign: Campaign, django_assert_num_queries, more: int
):
    for number in range(3, 3 + more):
        item = StandardItemFactory(standard=campaign.standard, ordinal=number + 1, label=f"一/{number}")
        ItemCheckFactory(campaign=campaign, item=item, area=AreaFactory(parent=cast.subdistrict))
    page(as_lin, campaign)

    with django_assert_num_queries(11):
        page(as_lin, campaign)


@pytest.mark.slow
def test_two_hundred_communities_and_sixty_items_are_one_page(
    cast: Cast, as_lin: Client, django_assert_num_queries
):
    campaign = running(cast, standard=standard_of(*[f"第{n}项要求" for n in range(60)]))
    areas = [AreaFactory(parent=cast.subdistrict) for _ in range(227)]
    items = list(campaign.standard.items.filter(is_leaf=True))
    states = ItemCheck.State.values
    ItemCheck.objects.bulk_create(
        ItemCheck(
            campaign=campaign, item=item, area=area, area_path=area.path, by=cast.mei,
            at=campaign.started_at, state=states[(n + m) % 4],
        )
        for n, area in enumerate(areas)
        for m, item in enumerate(items)
    )  # fmt: skip
    page(as_lin, campaign)

    with django_assert_num_queries(11):
        text = page(as_lin, campaign)

    assert (text.count("<tr data-area"), text.count('class="c-')) == (230, 230 * 60)
    assert len(text) < 600_000
