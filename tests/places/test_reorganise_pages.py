"""The pages of merging, splitting and moving: a form, a preview, a confirmation."""

import re

import pytest
from django.urls import reverse

from factories.places import AreaFactory
from gongjian.places.models import Area, Change, Kind

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def url(name, *args):
    return reverse(f"places:{name}", args=args)


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


@pytest.mark.parametrize(("into", "opens"), [("old", False), ("new", True)])
def test_the_new_area_of_a_merger_is_folded_unless_it_is_chosen(cast, as_lin, into, opens):
    address = url("merge", cast.community.pk)
    sent = {"areas": [cast.community.pk], "into": "new" if into == "new" else str(cast.community.pk)}

    pages = [text(as_lin.get(address)), text(as_lin.post(address, sent))]

    assert ["data-new-area open" in page for page in pages] == [False, opens]
    assert all("data-new-area" in page for page in pages)


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
