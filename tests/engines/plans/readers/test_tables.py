import pytest

from gongjian.engines.plans.readers.tables import Cell, table_lines


def row(*texts: str) -> list[Cell]:
    return [Cell([text]) for text in texts]


def test_a_row_is_a_line_of_cells_joined_by_tab():
    assert table_lines([row("任务", "牵头单位"), row("建台账", "街道办")]) == [
        "任务\t牵头单位",
        "建台账\t街道办",
    ]


def test_line_breaks_and_tabs_inside_a_cell_become_spaces():
    assert table_lines([row("任务", "单位"), [Cell(["建立", "台 账\t好"]), Cell(["街道"])]]) == [
        "任务\t单位",
        "建立 台 账 好\t街道",
    ]


def test_a_merged_cell_stands_in_every_row_it_reaches():
    rows = [
        row("批次", "社区"),
        [Cell(["试点"], rows=2), Cell(["东风社区"])],
        [Cell(["光明社区"])],
        row("推广", "滨河社区"),
    ]

    assert table_lines(rows) == ["批次\t社区", "试点\t东风社区", "试点\t光明社区", "推广\t滨河社区"]


def test_a_cell_that_continues_the_one_above_repeats_it():
    rows = [row("任务", "单位"), row("建账", "街道"), [Cell(["整治"]), Cell(continues=True)]]

    assert table_lines(rows) == ["任务\t单位", "建账\t街道", "整治\t街道"]


def test_a_cell_of_several_columns_is_followed_by_empty_ones():
    rows = [
        [Cell(["任务"]), Cell(["单位"], columns=2), Cell(["时限"])],
        row("建账", "街道", "社区", "6月底前"),
    ]

    assert table_lines(rows) == ["任务\t单位\t\t时限", "建账\t街道\t社区\t6月底前"]


def test_a_merged_cell_at_the_right_reaches_down_too():
    rows = [[Cell(["甲"]), Cell(["6月底前"], rows=2)], [Cell(["乙"])]]

    assert table_lines(rows) == ["甲\t6月底前", "乙\t6月底前"]


def test_empty_cells_keep_their_columns_and_empty_rows_go():
    assert table_lines([row("", "甲", ""), row("", ""), row("乙", "", "丙")]) == ["\t甲", "乙\t\t丙"]


@pytest.mark.parametrize(
    "rows",
    [
        [[Cell(["第一段", "第二段"])], [Cell(["第三段"])]],
        [[Cell(["第一段", "第二段"]), Cell(["第三段"], holds_table=True)]],
    ],
)
def test_a_table_that_only_arranges_the_page_gives_its_lines(rows):
    assert table_lines(rows) == ["第一段", "第二段", "第三段"]


def test_a_cell_too_long_for_an_entry_makes_it_an_arrangement():
    assert table_lines([[Cell(["导航"]), Cell(["长" * 1501, "完"])]]) == ["导航", "长" * 1501, "完"]


def test_absurd_spans_are_held_in_bounds():
    lines = table_lines(
        [[Cell(["甲" * 1000], columns=10**9, rows=10**9), Cell(["乙"])], *([row("丙")] * 2000)]
    )

    assert len(lines) == 2001
    assert sum(line.count("甲") for line in lines) <= 501_000


def test_a_cell_that_continues_nothing_is_empty():
    assert table_lines([[Cell(continues=True), Cell(["甲"])]]) == ["\t甲"]
