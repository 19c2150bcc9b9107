"""The pages: what each of the cast sees, and what comes of pressing the buttons."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories.people import GrantFactory, PersonFactory
from factories.places import AreaFactory
from gongjian.people.reach import reach_of
from gongjian.places.models import Area, Kind
from gongjian.places.search import find
from gongjian.places.views import browsing

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def url(name, *args):
    return reverse(f"places:{name}", args=args)


# --- Looking ----------------------------------------------------------------------------------------------
def test_everyone_begins_at_their_own_area(cast, as_lin, as_mei):
    assert as_lin.get(url("list")).headers["Location"] == cast.district.get_absolute_url()
    assert as_mei.get(url("list")).headers["Location"] == cast.community.get_absolute_url()


def test_an_operator_with_several_tops_chooses(cast):
    AreaFactory(kind=Kind.CITY, name="海州市")
    operator = PersonFactory(is_operator=True)

    page = text(cast.client(operator).get(url("list")))

    assert "云州市" in page
    assert "海州市" in page


def test_an_empty_tree_says_what_to_do(cast):
    operator = PersonFactory(is_operator=True)
    for model in ("grants", "departments"):
        for area in Area.objects.order_by("-path"):
            getattr(area, model).all().delete()
    for area in Area.objects.order_by("-path"):
        area.delete()

    assert url("import") in text(cast.client(operator).get(url("list")))
    assert url("import") not in text(cast.client(cast.zhou).get(url("list")))


def test_the_page_of_an_area(cast, as_lin):
    page = text(as_lin.get(cast.subdistrict.get_absolute_url()))

    for words in (
        "望江街道",
        "幸福里社区",
        "滨河社区",
        "清河区",
        "云州市",
        url("create", cast.subdistrict.pk),
    ):
        assert words in page


def test_importing_below_is_a_button_of_its_own_for_those_who_may(cast, as_lin, as_mei):
    button = f'<a class="btn" href="{reverse("places:import")}?under='

    pages = [
        client.get(area.get_absolute_url()).content.decode()
        for client, area in ((as_lin, cast.subdistrict), (as_mei, cast.community))
    ]

    assert [button in page for page in pages] == [True, False]


def test_the_worker_sees_the_way_up_and_what_is_below_and_no_neighbour(cast, as_mei):
    page = text(as_mei.get(cast.community.get_absolute_url()))

    assert "云州市" in page
    assert "第一网格" in page
    assert "滨河社区" not in page
    assert url("create", cast.community.pk) not in page
    above = text(as_mei.get(cast.subdistrict.get_absolute_url()))
    assert "滨河社区" not in above


def test_a_stranger_gets_404_everywhere(cast, as_zhou):
    names = ("area", "branch", "create", "amend", "close", "move", "merge", "split")

    assert {name: as_zhou.get(url(name, cast.community.pk)).status_code for name in names} == dict.fromkeys(
        names, 404
    )


def test_one_who_may_look_but_not_touch_gets_the_reason(cast, as_mei):
    for name in ("create", "amend", "close", "move", "merge", "split"):
        response = as_mei.get(url(name, cast.community.pk))
        assert response.status_code == 403
        assert cast.community.name in text(response)


def test_the_list_shows_all_of_a_kind_what_ended_and_a_workbook(cast, as_lin):
    here = cast.district.get_absolute_url()

    assert "柳溪村" in text(as_lin.get(here, {"show": "village"}))
    assert "柳溪村" not in text(as_lin.get(here))
    Area.objects.filter(pk=cast.village.pk).update(valid_to="2026-01-01")
    assert "柳溪村" in text(as_lin.get(here, {"show": "ended"}))
    response = as_lin.get(here, {"show": "community", "as": "xlsx"})
    assert response.headers["Content-Type"].endswith("sheet")


def test_a_workbook_of_too_many_rows_is_refused(cast, as_lin, monkeypatch):
    monkeypatch.setattr(browsing, "MOST_EXPORTED", 1)

    response = as_lin.get(cast.district.get_absolute_url(), {"show": "community", "as": "xlsx"}, follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_one_with_two_areas_of_their_own_chooses(cast, as_mei):
    GrantFactory(person=cast.mei, area=cast.village)

    page = text(as_mei.get(url("list")))

    assert cast.community.get_absolute_url() in page
    assert cast.village.get_absolute_url() in page


@pytest.mark.slow
def test_branches_open_in_pieces(cast, as_lin):
    for number in range(150):
        AreaFactory(kind=Kind.BUILDING, name=f"{number}号楼", parent=cast.grid)

    first = text(as_lin.get(url("branch", cast.grid.pk)))
    after = Area.objects.filter(parent=cast.grid).order_by("path")[99].path
    rest = text(as_lin.get(url("branch", cast.grid.pk), {"after": after}))

    assert (first.count("tree-node"), f"after={after}" in first) == (100, True)
    assert (rest.count("tree-node"), "after=" in rest) == (50, False)
    last = Area.objects.filter(parent=cast.grid).order_by("-path").first()
    assert text(as_lin.get(last.get_absolute_url())).count('aria-current="page"') >= 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("幸福", ["幸福里社区"]),
        ("社区", ["幸福里社区", "滨河社区"]),
        ("xfl", ["幸福里社区"]),
        ("XFLSQ", ["幸福里社区"]),
        ("370102", ["清河区", "幸福里社区"]),
        ("北门", []),
        ("", []),
        ("%", []),
    ],
)
def test_finding_by_name_letters_and_code(cast, as_lin, words, found):
    Area.objects.filter(pk=cast.district.pk).update(code="370102")
    Area.objects.filter(pk=cast.community.pk).update(code="370102001001")

    page = text(as_lin.get(url("find"), {"q": words}, headers={"HX-Request": "true"}))

    shown = [area.name for area in Area.objects.order_by("path") if area.get_absolute_url() in page]
    assert shown == found


def test_the_search_box_finds_areas_within_reach(cast):
    reach = reach_of(cast.mei, on=cast.community.valid_from.replace(year=2026))

    assert [(hit.title, hit.subtitle) for hit in find("第一", reach, 10)] == [
        ("第一网格", "网格 · 云州市/清河区/望江街道/幸福里社区")
    ]
    assert find("滨河", reach, 10) == []


@pytest.mark.parametrize("many", [1, 60])
def test_a_page_takes_as_many_queries_whatever_stands_below(cast, as_lin, many):
    for number in range(many):
        AreaFactory(kind=Kind.COMMUNITY, name=f"{number}社区", parent=cast.township)
    as_lin.get(cast.township.get_absolute_url())

    with CaptureQueriesContext(connection) as captured:
        as_lin.get(cast.township.get_absolute_url())

    assert len(captured) == 19


# --- Changing ---------------------------------------------------------------------------------------------
def test_adding_an_area_and_one_more(cast, as_lin):
    response = as_lin.post(
        url("create", cast.subdistrict.pk),
        {"kind": "community", "name": "临江社区", "code": "370102001003", "again": "1"},
    )

    made = Area.objects.get(name="临江社区")
    assert response.headers["Location"] == url("create", cast.subdistrict.pk) + "?kind=community"
    assert (made.parent, made.code) == (cast.subdistrict, "370102001003")


def test_what_is_wrong_with_a_new_area_is_said_at_its_field(cast, as_lin):
    response = as_lin.post(
        url("create", cast.subdistrict.pk), {"kind": "community", "name": "滨河社区", "code": "12"}
    )

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"code"}
    response = as_lin.post(url("create", cast.subdistrict.pk), {"kind": "community", "name": "滨河社区"})
    assert response.context["form"].errors.keys() == {"__all__"}


def test_adding_at_the_top_is_the_operators(cast, as_lin):
    assert as_lin.get(url("create-top")).status_code == 403
    operator = cast.client(PersonFactory(is_operator=True))

    operator.post(url("create-top"), {"kind": "city", "name": "海州市", "code": "370200000000"})

    assert Area.objects.get(name="海州市").code == "370200"


def test_a_doubtful_code_is_saved_and_said(cast, as_lin):
    Area.objects.filter(pk=cast.subdistrict.pk).update(code="370102001")

    response = as_lin.post(
        url("create", cast.subdistrict.pk),
        {"kind": "community", "name": "临江社区", "code": "370199009003"},
        follow=True,
    )

    assert [message.level_tag for message in response.context["messages"]] == ["success", "warning"]


def test_changing_name_and_code(cast, as_lin):
    page = as_lin.get(url("amend", cast.community.pk))
    seen = page.context["form"]["seen"].value()
    wanted = {"kind": "community", "name": "幸福社区", "code": "", "settlement": "111", "seen": seen}

    response = as_lin.post(url("amend", cast.community.pk), wanted | {"correction": ""})
    assert response.headers["Location"] == cast.community.get_absolute_url()
    assert Area.objects.get(pk=cast.community.pk).name == "幸福社区"

    again = as_lin.post(url("amend", cast.community.pk), wanted | {"name": "又一名", "correction": "1"})
    assert again.status_code == 422  # the page it was sent from shows the name of before
    assert Area.objects.get(pk=cast.community.pk).name == "幸福社区"


def test_closing(cast, as_lin):
    refused = as_lin.post(url("close", cast.community.pk), {"reason": "拆迁"})
    assert refused.status_code == 422

    as_lin.post(url("close", cast.community.pk), {"reason": "拆迁", "with_below": "on"})

    assert Area.objects.filter(pk__in=[cast.community.pk, cast.grid.pk], valid_to=None).count() == 0
    assert "拆迁" in text(as_lin.get(cast.community.get_absolute_url()))
