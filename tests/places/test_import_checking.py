"""A list against the tree: what it would do."""

import pytest

from factories.area_lists import csv, xlsx
from factories.places import AreaFactory
from gongjian.places.imports.checking import check
from gongjian.places.imports.findings import tell
from gongjian.places.imports.reading import read
from gongjian.places.imports.sheets import letter
from gongjian.places.models import Area, Kind

pytestmark = pytest.mark.django_db


def outcome(text, base):
    content = text if isinstance(text, bytes) else csv(text)
    return check(read(content), base)


def added(found):
    above = {id(p): p.above.item.name if p.above else p.under.name if p.under else "" for p in found.added}
    return [f"{p.kind.value} {p.item.name} < {above[id(p)]}" for p in found.added]


def errors(found):
    return [
        (f.row, None if f.column is None else letter(f.column), f.code) for f in found.findings if f.fatal
    ]


def doubts(found):
    return [(f.row, letter(f.column), f.code) for f in found.findings if not f.fatal]


def test_new_areas_stand_under_those_of_the_list_and_those_of_the_tree(cast):
    found = outcome(
        """
        名称,类型,上级
        临江社区,社区,望江街道
        第一网格,网格,临江社区
        古城街道,街道,
        南门社区,社区,古城街道
        """,
        cast.district,
    )

    assert errors(found) == []
    assert added(found) == [
        "subdistrict 古城街道 < 清河区",
        "community 临江社区 < 望江街道",
        "community 南门社区 < 古城街道",
        "grid 第一网格 < 临江社区",
    ]


def test_the_order_of_the_rows_does_not_matter(cast):
    found = outcome(
        """
        名称,类型,上级
        第一网格,网格,南门社区
        南门社区,社区,古城街道
        古城街道,街道,清河区
        """,
        cast.district,
    )

    assert [line.split()[1] for line in added(found)] == ["古城街道", "南门社区", "第一网格"]


def test_what_is_there_is_told_apart_from_what_changes(cast):
    Area.objects.filter(pk=cast.community.pk).update(code="370102001001")
    found = outcome(
        """
        名称,类型,代码,上级
        望江街道,街道,370102001,
        幸福社区,社区,370102001001,望江街道
        滨河社区,社区,370102001002,望江街道
        松林街道,街道,,
        柳溪村,村,,松林镇
        """,
        cast.district,
    )

    assert errors(found) == []
    assert added(found) == ["subdistrict 松林街道 < 清河区"]
    assert [(p.known.name, p.changes()) for p in found.changed] == [
        ("望江街道", {"code": ("", "370102001")}),
        ("幸福里社区", {"name": ("幸福里社区", "幸福社区")}),
        ("滨河社区", {"code": ("", "370102001002")}),
    ]
    assert found.unchanged == 1


def test_a_blank_cell_empties_nothing_and_a_kind_of_the_same_level_changes(cast):
    Area.objects.filter(pk=cast.village.pk).update(code="370102101201", settlement="220")
    found = outcome(
        """
        名称,类型,代码,城乡分类,上级代码
        柳溪社区,社区,370102101201,,370102101
        松林镇,乡镇,370102101,,
        """,
        cast.district,
    )

    assert errors(found) == []
    assert [p.changes() for p in found.changed] == [
        {"code": ("", "370102101")},
        {"kind": ("village", "community"), "name": ("柳溪村", "柳溪社区")},
    ]


def test_the_base_and_what_stands_above_it_may_be_named(cast):
    found = outcome(
        xlsx(
            ["市", "区县", "街道", "社区"],
            ["云州市", "清河区", "望江街道", "幸福里社区"],
            [None, None, None, "临江社区"],
        ),
        cast.district,
    )

    assert errors(found) == []
    assert added(found) == ["community 临江社区 < 望江街道"]
    assert (found.changed, found.unchanged) == ([], 3)


def test_a_list_for_an_empty_tree():
    found = outcome(
        xlsx(["区县", "街道", "社区"], ["清河区", "望江街道", "幸福里社区"], [None, None, "滨河社区"]), None
    )

    assert errors(found) == []
    assert added(found) == [
        "district 清河区 < ",
        "subdistrict 望江街道 < 清河区",
        "community 幸福里社区 < 望江街道",
        "community 滨河社区 < 望江街道",
    ]


def test_upper_areas_of_one_name_are_told_apart_by_steps_or_by_their_levels(cast):
    AreaFactory(kind=Kind.GRID, name="第一网格", parent=cast.next_community)
    by_steps = outcome(
        """
        名称,类型,上级
        1号楼,楼栋,滨河社区/第一网格
        """,
        cast.district,
    )
    by_level = outcome(
        """
        所属社区,所属网格,楼栋名称
        幸福里社区,第一网格,2号楼
        滨河社区,第一网格,3号楼
        """,
        cast.district,
    )

    assert [(errors(found), added(found)) for found in (by_steps, by_level)] == [
        ([], ["building 1号楼 < 第一网格"]),
        ([], ["building 2号楼 < 第一网格", "building 3号楼 < 第一网格"]),
    ]
    assert [p.under.pk for p in by_level.added] == [
        cast.grid.pk,
        Area.objects.get(parent=cast.next_community).pk,
    ]


ERRORS = [
    ("no such upper area", "临江社区,社区,,望江路街道", [(2, "D", "no_parent")]),
    ("no such code", "临江社区,社区,,370102009", [(2, "D", "no_parent_code")]),
    ("under what it cannot", "第二网格,网格,,清河区", [(2, "D", "no_parent")]),
    ("twice", "临江社区,社区,,望江街道\n临江社区,社区,,望江街道", [(3, "A", "repeated")]),
    (
        "one code twice",
        "甲社区,社区,370102001009,望江街道\n乙社区,社区,370102001009,望江街道",
        [(3, "C", "code_repeated")],
    ),
    ("a circle", "甲网格,网格,,乙网格\n乙网格,网格,,甲网格", [(3, "D", "circle")]),
    ("itself", "甲网格,网格,,甲网格", [(2, "D", "no_parent")]),
    ("elsewhere", "北门社区,社区,370103001001,望江街道", [(2, "C", "elsewhere")]),
    ("a grid straight under the base", "大网格,网格,,", [(2, "B", "misplaced")]),
    ("several of the name", "1号楼,楼栋,,第一网格", [(2, "D", "many_parents")]),
    ("two faults", "a,街区,,\n,社区,,望江街道", [(2, "B", "unknown_kind"), (3, "A", "no_name")]),
]


@pytest.mark.parametrize(("case", "rows", "expected"), ERRORS)
def test_errors_name_row_and_column(cast, case, rows, expected):
    AreaFactory(kind=Kind.GRID, name="第一网格", parent=cast.next_community)
    Area.objects.filter(pk=cast.far_community.pk).update(code="370103001001")

    found = outcome("名称,类型,代码,上级\n" + rows, cast.district)

    assert errors(found) == expected


def test_a_code_of_another_level_is_an_error(cast):
    Area.objects.filter(pk=cast.city.pk).update(code="370100")
    city = Area.objects.get(pk=cast.city.pk)

    found = outcome("名称,类型,代码,上级\n新区,区县,370100,云州市", city)

    assert errors(found) == [(2, "C", "other_rank")]


def test_what_is_outside_the_base_is_an_error(cast):
    Area.objects.filter(pk=cast.next_subdistrict.pk).update(code="370103001")

    found = outcome("名称,类型,上级代码\n新社区,社区,370103001", cast.district)

    assert errors(found) == [(2, "C", "outside")]


def test_buildings_may_carry_a_number_that_is_a_code_elsewhere(cast):
    Area.objects.filter(pk=cast.grid.pk).update(code="370102001001001")

    found = outcome("名称,类型,代码,上级\n塔楼,楼栋,370102001001001,第一网格", cast.district)

    assert errors(found) == []


@pytest.mark.slow
def test_a_chain_of_a_thousand_rows_is_an_error_not_the_end(cast):
    rows = "\n".join(f"{number}网格,网格,{number + 1}网格" for number in range(1_000))

    found = outcome(f"名称,类型,上级\n{rows}\n1000网格,网格,幸福里社区", cast.district)

    assert {code for _row, _column, code in errors(found)} == {"too_deep"}


@pytest.mark.slow
def test_thousands_of_one_name_are_told_apart_by_what_stands_above(cast):
    communities = [f"{number}社区,社区,望江街道" for number in range(1_500)]
    grids = [f"第一网格,网格,{number}社区" for number in range(1_500)]
    buildings = [f"{house}号楼,楼栋,{number}社区/第一网格" for number in range(1_500) for house in (1, 2)]

    found = outcome("\n".join(["名称,类型,上级", *communities, *grids, *buildings]), cast.district)

    assert errors(found) == []
    assert len(found.added) == 6_000


def test_a_grid_of_the_bases_own_name_below_another_is_not_the_base(cast):
    second = AreaFactory(kind=Kind.GRID, name="第二网格", parent=cast.grid)

    found = outcome("名称,类型,上级\n第一网格,网格,第二网格", cast.grid)

    assert [(p.item.name, p.under.pk) for p in found.added] == [("第一网格", second.pk)]


def test_what_stands_under_something_wrong_is_not_complained_of(cast):
    found = outcome(
        """
        名称,类型,上级
        甲社区,社区,没有的街道
        一网格,网格,甲社区
        1号楼,楼栋,一网格
        """,
        cast.district,
    )

    assert errors(found) == [(2, "C", "no_parent")]
    assert added(found) == []


def test_doubts_do_not_keep_a_list_from_being_imported(cast):
    Area.objects.filter(pk=cast.subdistrict.pk).update(code="370102001")
    found = outcome(
        """
        名称,类型,代码,上级
        临江社区,社区,370199001201,望江街道
        """,
        cast.district,
    )

    assert doubts(found) == [(2, "C", "prefix"), (2, "C", "range")]
    assert found.is_sound


def test_buildings_of_one_number_in_one_place_are_an_error(cast):
    AreaFactory(kind=Kind.BUILDING, name="旧楼", code="1", parent=cast.grid)
    found = outcome(
        """
        名称,类型,代码,上级
        1号楼,楼栋,1,第一网格
        2号楼,楼栋,2,第一网格
        3号楼,楼栋,2,第一网格
        """,
        cast.district,
    )

    assert errors(found) == [(4, "C", "code_repeated"), (2, "C", "code_taken")]


def test_a_new_name_that_a_sister_has_is_an_error(cast):
    Area.objects.filter(pk=cast.community.pk).update(code="370102001001")

    found = outcome("名称,类型,代码,上级\n滨河社区,社区,370102001001,望江街道", cast.district)

    assert errors(found) == [(2, "A", "twin")]


def test_every_finding_is_told_in_a_sentence(cast):
    found = outcome("名称,类型,代码,上级\n大网格,网格,,\n甲社区,社区,37,望江街道", cast.district)

    stored = found.as_json()

    told = [tell(finding, stored["titles"]) for finding in stored["errors"]]
    assert [(one.row, one.column, one.heading) for one in told] == [(2, "B", "类型"), (3, "C", "代码")]
    assert all(one.sentence.endswith(("。", ".")) and "%" not in one.sentence for one in told)


@pytest.mark.parametrize("many", [1, 300])
def test_a_check_takes_as_many_queries_whatever_its_length(cast, django_assert_num_queries, many):
    rows = "\n".join(f"{number}网格,网格,清河区/望江街道/幸福里社区" for number in range(many))
    written = read(csv(f"名称,类型,上级\n{rows}"))

    with django_assert_num_queries(3):
        found = check(written, cast.district)

    assert len(found.added) == many
