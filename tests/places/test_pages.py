"""The pages: what each of the cast sees, and what comes of pressing the buttons."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factories.area_lists import csv, xlsx
from factories.people import GrantFactory, PersonFactory
from factories.places import AreaFactory
from gongjian.people.reach import reach_of
from gongjian.places.imports.checking import check
from gongjian.places.imports.headings import layout_of
from gongjian.places.imports.reading import read
from gongjian.places.imports.sheets import sheets
from gongjian.places.models import Area, Change, ImportDraft, Kind
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


def test_the_workbook_can_be_imported_again(cast, as_lin):
    Area.objects.filter(pk=cast.subdistrict.pk).update(code="370102001")
    content = as_lin.get(cast.district.get_absolute_url(), {"show": "community", "as": "xlsx"}).content

    draft = upload(as_lin, cast.district, "名录.xlsx", content)

    assert (draft.state, draft.outcome["errors"], draft.outcome["unchanged"]) == ("ready", [], 2)


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


# --- Reorganising -----------------------------------------------------------------------------------------
def hidden(page):
    """What a preview sends again when it is confirmed."""
    pairs = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page)
    sent = {}
    for name, value in pairs:
        sent.setdefault(name, []).append(value)
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def test_moving_in_two_steps(cast, as_lin):
    choose = text(as_lin.get(url("move", cast.community.pk)))
    assert f'value="{cast.township.pk}"' in choose
    asked = {"to": cast.township.pk, "reason": "清政发〔2026〕3号"}

    preview = as_lin.post(url("move", cast.community.pk), asked)
    assert Area.objects.get(pk=cast.community.pk).parent == cast.subdistrict
    done = as_lin.post(url("move", cast.community.pk), hidden(text(preview)))

    assert Area.objects.get(pk=cast.community.pk).parent == cast.township
    assert done.headers["Location"] == Change.objects.get().get_absolute_url()
    page = text(as_lin.get(done.headers["Location"]))
    assert "清政发〔2026〕3号" in page
    assert "松林镇" in page


@pytest.mark.slow
def test_merging_in_two_steps(cast, as_lin):
    asked = {
        "areas": [cast.community.pk, cast.next_community.pk],
        "into": "new",
        "new-kind": "community",
        "new-name": "江滨社区",
        "new-code": "",
        "tell_apart": "on",
        "reason": "清民发〔2026〕8号",
    }

    preview = as_lin.post(url("merge", cast.community.pk), asked)
    assert preview.status_code == 200
    as_lin.post(url("merge", cast.community.pk), hidden(text(preview)))

    made = Area.objects.get(name="江滨社区")
    assert set(made.predecessors.all()) == {cast.community, cast.next_community}


@pytest.mark.slow
def test_splitting_in_two_steps(cast, as_lin):
    second = AreaFactory(kind=Kind.GRID, name="第二网格", parent=cast.community)
    asked = {
        "goes_on": "",
        "parts": "2",
        "part1-kind": "community",
        "part1-name": "幸福东社区",
        "part1-code": "",
        "part2-kind": "community",
        "part2-name": "幸福西社区",
        "part2-code": "",
        "heir": "1",
        f"child{second.pk}": "2",
        "reason": "清民发〔2026〕9号",
    }

    preview = as_lin.post(url("split", cast.community.pk), asked)
    assert preview.status_code == 200
    as_lin.post(url("split", cast.community.pk), hidden(text(preview)))

    where = {
        area.name: area.parent.name for area in Area.objects.filter(kind="grid").select_related("parent")
    }
    assert where == {"第一网格": "幸福东社区", "第二网格": "幸福西社区"}


MERGE_WRONG = [
    ({"areas": [], "into": "new"}, {"areas", "into"}),
    ({"into": "0"}, {"into"}),
    ({"into": "new", "new-name": ""}, {"into"}),
    ({"into": "new", "new-name": "江滨社区", "new-code": "12"}, {"into"}),
    ({"into": "new", "new-name": "江滨社区", "reason": ""}, {"reason"}),
]


@pytest.mark.parametrize(("changed", "fields"), MERGE_WRONG)
def test_what_is_wrong_with_a_merger_is_said_at_its_field(cast, as_lin, changed, fields):
    asked = {
        "areas": [cast.community.pk, cast.next_community.pk],
        "into": str(cast.community.pk),
        "new-kind": "community",
        "reason": "文件",
    }

    response = as_lin.post(url("merge", cast.community.pk), asked | changed)

    assert (response.status_code, set(response.context["form"].errors)) == (422, fields)


SPLIT_WRONG = [
    ({"goes_on": "", "heir": ""}, {"heir"}),
    ({"goes_on": "1", "child": "2"}, {"__all__"}),  # the second part has no name
    ({"goes_on": "1", "part1-code": "12"}, {"__all__"}),
    ({"goes_on": "1", "part1-name": "滨河社区"}, {"__all__"}),
]


@pytest.mark.parametrize(("changed", "fields"), SPLIT_WRONG)
def test_what_is_wrong_with_a_split_is_said(cast, as_lin, changed, fields):
    asked = {
        "parts": "2",
        "part1-kind": "community",
        "part1-name": "新社区",
        "part2-kind": "community",
        "reason": "文件",
    }
    asked |= {name.replace("child", f"child{cast.grid.pk}"): value for name, value in changed.items()}

    response = as_lin.post(url("split", cast.community.pk), asked)

    assert (response.status_code, set(response.context["form"].errors)) == (422, fields)


def test_a_confirmation_that_a_rule_forbids_by_then_is_said(cast, as_lin):
    asked = {"to": cast.township.pk, "reason": "文件"}
    sent = hidden(text(as_lin.post(url("move", cast.community.pk), asked)))
    Area.objects.filter(pk=cast.township.pk).update(valid_to="2026-01-01")

    response = as_lin.post(url("move", cast.community.pk), sent)

    assert response.status_code == 422
    assert Area.objects.get(pk=cast.community.pk).parent == cast.subdistrict


def test_one_more_part_checks_nothing_yet(cast, as_lin):
    response = as_lin.post(url("split", cast.community.pk), {"parts": "2", "more": "1"})

    assert response.status_code == 200
    assert len(response.context["form"].parts) == 3
    assert "field-error" not in text(response)


def test_back_from_the_preview_keeps_what_was_filled_in(cast, as_lin):
    asked = {"to": cast.township.pk, "reason": "清政发〔2026〕3号"}
    sent = hidden(text(as_lin.post(url("move", cast.community.pk), asked)))

    page = as_lin.post(url("move", cast.community.pk), sent | {"back": "1"})

    assert (page.status_code, page.context["preview"]) == (200, None)
    assert "清政发〔2026〕3号" in text(page)


@pytest.mark.slow
def test_a_preview_that_someone_overtook_is_shown_anew(cast, as_lin):
    asked = {"to": cast.township.pk, "reason": "清政发〔2026〕3号"}
    sent = hidden(text(as_lin.post(url("move", cast.community.pk), asked)))
    AreaFactory(kind=Kind.GRID, name="新网格", parent=cast.community)

    stale = as_lin.post(url("move", cast.community.pk), sent)
    assert stale.status_code == 422
    assert Area.objects.get(pk=cast.community.pk).parent == cast.subdistrict

    as_lin.post(url("move", cast.community.pk), hidden(text(stale)))
    assert Area.objects.get(pk=cast.community.pk).parent == cast.township


@pytest.mark.parametrize("name", ["move", "merge", "split"])
def test_an_empty_form_says_what_is_missing(cast, as_lin, name):
    response = as_lin.post(url(name, cast.community.pk), {})

    assert response.status_code == 422
    assert "field-error" in text(response)


def test_places_to_move_to_are_found_while_typing(cast, as_lin, as_zhou):
    page = text(as_lin.get(url("pick"), {"area": cast.community.pk, "q": "松林"}))

    assert "松林镇" in page
    assert "古塔街道" not in text(as_lin.get(url("pick"), {"area": cast.community.pk, "q": "古塔"}))
    assert as_zhou.get(url("pick"), {"area": cast.community.pk, "q": "松林"}).status_code == 404
    assert as_lin.get(url("pick"), {"area": "x"}).status_code == 404


def test_changes_are_listed_for_those_who_see_the_areas(cast, as_lin, as_zhou):
    sent = hidden(
        text(as_lin.post(url("move", cast.community.pk), {"to": cast.township.pk, "reason": "文件"}))
    )
    as_lin.post(url("move", cast.community.pk), sent)
    change = Change.objects.get()

    assert "文件" in text(as_lin.get(url("changes")))
    assert "文件" not in text(as_zhou.get(url("changes")))
    assert as_zhou.get(change.get_absolute_url()).status_code == 404


# --- Importing --------------------------------------------------------------------------------------------
LIST = "名称,类型,上级\n临江社区,社区,望江街道\n"


def upload(client, base, name, content):
    response = client.post(url("import"), {"under": base.pk, "file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302
    return ImportDraft.objects.latest("pk")


def test_upload_look_and_confirm(cast, as_lin):
    draft = upload(as_lin, cast.district, "名录.csv", csv(LIST))

    page = text(as_lin.get(draft.get_absolute_url()))
    assert "临江社区" in page
    assert not Area.objects.filter(name="临江社区").exists()

    as_lin.post(url("import-confirm", draft.pk), {"fingerprint": draft.fingerprint, "correction": ""})
    assert Area.objects.filter(name="临江社区", parent=cast.subdistrict).exists()
    assert "名录.csv" in text(as_lin.get(url("import")))


def test_every_error_is_shown_with_row_and_column_and_as_a_workbook(cast, as_lin):
    content = xlsx(["名称", "类型", "上级"], ["临江社区", "小区", "望江街道"], ["", "社区", "望江街道"])
    draft = upload(as_lin, cast.district, "名录.xlsx", content)

    page = as_lin.get(draft.get_absolute_url())
    assert [(one.row, one.column, one.heading) for one in page.context["told"]] == [
        (2, "B", "类型"),
        (3, "A", "名称"),
    ]
    assert url("import-confirm", draft.pk) not in text(page)
    book = as_lin.get(draft.get_absolute_url(), {"as": "xlsx"})
    assert book.headers["Content-Type"].endswith("sheet")


def test_lists_are_their_uploaders_own(cast, as_lin, as_zhou, as_mei):
    draft = upload(as_lin, cast.district, "名录.csv", csv(LIST))

    for client in (as_zhou, as_mei):
        assert client.get(draft.get_absolute_url()).status_code == 404
        assert client.post(url("import-confirm", draft.pk), {"fingerprint": "x"}).status_code == 404
        assert client.get(url("import")).status_code == 404


def test_changes_are_shown_before_and_after(cast, as_lin):
    Area.objects.filter(pk=cast.village.pk).update(code="370102101201")
    content = csv("名称,类型,代码,上级\n柳溪社区,社区,370102101201,松林镇\n望江街道,街道,370102001,")

    draft = upload(as_lin, cast.district, "名录.csv", content)
    page = as_lin.get(draft.get_absolute_url())

    assert page.context["asks_since"]
    assert [[tuple(map(str, field)) for field in row["fields"]] for row in page.context["changed_rows"]] == [
        [("区划代码", "", "370102001")],
        [("类型", "村", "社区"), ("名称", "柳溪村", "柳溪社区")],
    ]


def test_confirming_what_was_checked_anew_meanwhile_is_refused(cast, as_lin):
    draft = upload(as_lin, cast.district, "名录.csv", csv(LIST))

    page = as_lin.post(
        url("import-confirm", draft.pk), {"fingerprint": "older", "correction": ""}, follow=True
    )

    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert not Area.objects.filter(name="临江社区").exists()


def test_an_imported_list_is_not_put_away_nor_imported_twice(cast, as_lin):
    draft = upload(as_lin, cast.district, "名录.csv", csv(LIST))
    for _ in range(2):
        as_lin.post(url("import-confirm", draft.pk), {"fingerprint": draft.fingerprint, "correction": ""})
    as_lin.post(url("import-discard", draft.pk))

    assert ImportDraft.objects.get().state == "done"
    assert Area.objects.filter(name="临江社区").count() == 1


def test_a_list_under_another_district_is_refused(cast, as_lin):
    response = as_lin.post(
        url("import"), {"under": cast.next_district.pk, "file": SimpleUploadedFile("a.csv", csv(LIST))}
    )

    assert (response.status_code, ImportDraft.objects.count()) == (422, 0)


def test_putting_a_list_away(cast, as_lin):
    draft = upload(as_lin, cast.district, "名录.csv", csv(LIST))

    as_lin.post(url("import-discard", draft.pk))

    assert ImportDraft.objects.count() == 0


def test_the_template_reads_as_an_empty_list_and_its_examples_as_good_ones(cast, as_lin):
    content = as_lin.get(url("import-template")).content
    found = {sheet.name: layout_of(sheet) for sheet in sheets(content)}

    assert found["区域名录"].name == 0
    assert found["填写说明"] is None
    rows = next(sheet for sheet in sheets(content) if sheet.name.startswith("示例一")).rows
    assert check(read(xlsx(*rows)), cast.district).is_sound
