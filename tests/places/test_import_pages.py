"""The pages of an import: what is uploaded, what is wrong with it, and what comes of confirming it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from factories.area_lists import csv, xlsx
from gongjian.places.imports.checking import check
from gongjian.places.imports.headings import layout_of
from gongjian.places.imports.reading import read
from gongjian.places.imports.sheets import sheets
from gongjian.places.models import Area, ImportDraft

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def url(name, *args):
    return reverse(f"places:{name}", args=args)


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

    done = as_lin.post(
        url("import-confirm", draft.pk), {"fingerprint": draft.fingerprint, "correction": ""}, follow=True
    )
    assert Area.objects.filter(name="临江社区", parent=cast.subdistrict).exists()
    assert [str(message) for message in done.context["messages"]] == []
    assert "notice-success" in text(done)
    assert "名录.csv" in text(as_lin.get(url("import")))


def test_the_page_shows_rows_of_both_layouts(cast, as_lin):
    page = as_lin.get(url("import"))

    cells = [
        f'<td class="text-nowrap">{cell}</td>' for cell in ("望江街道", "370102001001", "清河区", "2号楼")
    ]
    assert [cell in text(page) for cell in cells] == [True] * 4
    assert [len(page.context[rows]) for rows in ("by_row", "by_level")] == [4, 4]


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


def test_the_workbook_can_be_imported_again(cast, as_lin):
    Area.objects.filter(pk=cast.subdistrict.pk).update(code="370102001")
    content = as_lin.get(cast.district.get_absolute_url(), {"show": "community", "as": "xlsx"}).content

    draft = upload(as_lin, cast.district, "名录.xlsx", content)

    assert (draft.state, draft.outcome["errors"], draft.outcome["unchanged"]) == ("ready", [], 2)
