"""Lists that sort, page and export what they show."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.test import RequestFactory
from python_calamine import load_workbook

from factories.people import PersonFactory
from factories.places import AreaFactory
from gongjian.kernel.tables import Column, Table, list_exported, workbook
from gongjian.people.reach import NO_REACH
from gongjian.places.models import Area, Kind

COLUMNS = [
    Column("name", "名称", value=lambda area: area.name, sort=["name"]),
    Column("kind", "类型", value=lambda area: area.kind, sort=["kind", "name"]),
    Column("tools", ""),
]


def table(query: str = "", **options: object) -> Table:
    return Table(RequestFactory().get(f"/areas/?{query}"), Area.objects.all(), COLUMNS, **options)


def names(shown: Table) -> list[str]:
    return [area.name for area in shown.page]


@pytest.fixture
def areas(db: None) -> None:
    city = AreaFactory(kind=Kind.CITY, name="b", parent=None)
    for name in ("c", "a"):
        AreaFactory(kind=Kind.DISTRICT, name=name, parent=city)


@pytest.mark.parametrize(
    ("query", "sort", "expected"),
    [
        ("", "", ["b", "c", "a"]),
        ("", "name", ["a", "b", "c"]),
        ("sort=name", "", ["a", "b", "c"]),
        ("sort=-name", "", ["c", "b", "a"]),
        ("sort=kind", "", ["b", "a", "c"]),
        ("sort=-kind", "", ["c", "a", "b"]),
        ("sort=password", "", ["b", "c", "a"]),
        ("sort=tools", "name", ["a", "b", "c"]),
    ],
)
def test_rows_stand_in_the_order_the_address_asks_for(
    areas: None, query: str, sort: str, expected: list[str]
):
    assert names(table(query, sort=sort)) == expected


@pytest.mark.parametrize(
    ("query", "expected"), [("page=2", ["c"]), ("page=9", ["c"]), ("page=x", ["a", "b"])]
)
def test_a_page_number_that_is_none_falls_back(areas: None, query: str, expected: list[str]):
    assert names(table(query, sort="name", per_page=2)) == expected


def test_a_header_turns_the_order_and_forgets_the_page(areas: None):
    headers = table("sort=name&page=2&q=x").headers

    assert [(header.query, header.direction) for header in headers] == [
        ("sort=-name&q=x", "ascending"),
        ("sort=kind&q=x", "none"),
        ("", ""),
    ]


def test_the_workbook_holds_every_page_and_only_columns_with_values(areas: None):
    shown = table("sort=name&as=xlsx", per_page=1)
    shown.request.user, shown.request.reach = PersonFactory(), NO_REACH

    response = shown.as_xlsx("区域[1]", filters={})
    sheet = load_workbook(BytesIO(response.content)).get_sheet_by_index(0)

    assert sheet.to_python() == [["名称", "类型"], ["a", "district"], ["b", "city"], ["c", "district"]]
    assert sheet.name == "区域1"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_what_cannot_be_noted_is_not_handed_out(areas: None, monkeypatch: pytest.MonkeyPatch):
    def fails(**news: object) -> None:
        raise RuntimeError("the history is full")

    monkeypatch.setattr(list_exported, "receivers", [])
    list_exported.connect(fails, weak=False)

    with pytest.raises(RuntimeError):
        table("as=xlsx").as_xlsx("区域", filters={})


def test_a_workbook_writes_each_value_as_what_it_is():
    values = ["=1+1", 3, 2.5, True, None, "", date(2026, 3, 1), datetime(2026, 3, 1, 16, 30, tzinfo=UTC)]
    book = workbook("", [str(n) for n in range(8)], [values])

    row = load_workbook(BytesIO(book)).get_sheet_by_index(0).to_python()[1]

    # Times are written as the clock in the district showed them.
    assert row == ["=1+1", 3.0, 2.5, "True", "", "", date(2026, 3, 1), datetime(2026, 3, 2, 0, 30)]
