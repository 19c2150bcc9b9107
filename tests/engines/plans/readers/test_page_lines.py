"""Pages are drawn with characters of 10 points on a type area from 100 to 400: thirty to a line."""

import pytest

from gongjian.engines.plans.readers.page_lines import paragraphs
from gongjian.engines.plans.readers.page_pieces import Page, Piece, Rule

LEFT, EM = 100.0, 10.0


def piece(text: str, height: float, *, left: float = LEFT, em: float = EM) -> Piece:
    width = sum(em / 2 if character < "\u2e80" else em for character in text)
    return Piece(text, left, height, left + width, height + em)


def page(*lines: str | tuple[str, float] | tuple[str, float, float], top: float = 700.0) -> Page:
    """Lines from the top down; a leading full-width space indents, a tuple names the left edge and the size."""
    pieces = []
    for place, line in enumerate(lines):
        text, left, em = (line, LEFT, EM) if isinstance(line, str) else (*line, EM)[:3]
        indent = len(text) - len(text.lstrip("　"))
        pieces.append(piece(text.lstrip("　"), top - 20 * place, left=left + indent * em, em=em))
    return Page(pieces, [])


FULL = "坚持以人为本共建共享动员居民参与社区治理形成人人有责的新格局"[:30]


def test_lines_of_an_indented_paragraph_are_joined():
    pages = [
        page(
            "　　" + FULL[:28],
            FULL,
            "到此结束。",
            "　　第二段也有一整行那么多的字一直写到这一行的最右边为",
            "止。",
        )
    ]

    assert paragraphs(pages) == [
        FULL[:28] + FULL + "到此结束。",
        "第二段也有一整行那么多的字一直写到这一行的最右边为止。",
    ]


def test_a_line_that_ends_early_because_a_word_had_no_room_goes_on():
    early = "　　" + FULL[:24] + "达到"

    assert paragraphs([page("　　" + FULL[:28], FULL, "完。", early, "100%。")]) == [
        FULL[:28] + FULL + "完。",
        FULL[:24] + "达到100%。",
    ]


def test_headings_keep_to_themselves():
    pages = [
        page(
            "一、指导思想", "　　" + FULL[:28], FULL, "完。", "　　（一）总体目标", "　　" + FULL[:28], "完。"
        )
    ]

    assert paragraphs(pages) == [
        "一、指导思想",
        FULL[:28] + FULL + "完。",
        "（一）总体目标",
        FULL[:28] + "完。",
    ]


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_go():
    pages = [
        page("　　" + FULL[:28], FULL, ("— 1 —", 240.0)),
        page(FULL, "完。", ("— 2 —", 240.0)),
        page("　　" + FULL[:28], "完。", ("第 3 页 共 3 页", 240.0)),
    ]

    assert paragraphs(pages) == [FULL[:28] + FULL + FULL + "完。", FULL[:28] + "完。"]


def test_a_head_that_comes_again_on_each_page_goes():
    pages = [
        page("清河区人民政府文件", f"　　{word}{FULL[:27]}", f"第{word}段完。", str(number))
        for number, word in enumerate("甲乙丙丁", 1)
    ]

    assert paragraphs(pages) == [f"{word}{FULL[:27]}第{word}段完。" for word in "甲乙丙丁"]


def test_a_number_within_the_text_is_no_page_number():
    assert paragraphs([page("　　" + FULL[:28], "20", "　　完。", ("1", 240.0))])[0] == FULL[:28] + "20"


def test_a_title_of_two_larger_lines_is_one():
    pages = [
        page(
            ("清河区老旧小区改造", 175.0, 16.0),
            ("工作方案", 218.0, 16.0),
            "　　" + FULL[:28],
            FULL,
            FULL,
            "完。",
        )
    ]

    assert paragraphs(pages)[0] == "清河区老旧小区改造工作方案"


def test_centred_lines_of_the_size_of_the_text_are_each_their_own():
    pages = [page("　　" + FULL[:28], FULL, FULL, "完。", ("清河区办公室", 220.0), ("二〇二六年一月", 215.0))]

    assert paragraphs(pages)[1:] == ["清河区办公室", "二〇二六年一月"]


def test_documents_without_indents_part_at_sentence_ends_and_labels():
    pages = [page(FULL, FULL[:29] + "。", FULL, "完。", FULL[:29] + "；", "2、乙。")]

    assert paragraphs(pages) == [FULL + FULL[:29] + "。", FULL + "完。", FULL[:29] + "；", "2、乙。"]


def test_latin_words_are_parted_by_the_space_that_the_line_end_was():
    words = "according to the standard of the community named in "
    pages = [Page([piece("AQ/T and so on " * 4 + "the", 700.0), piece("end of it", 680.0)], [])]

    assert paragraphs(pages) == ["AQ/T and so on " * 4 + "the end of it"]
    assert paragraphs([page(words.rstrip())]) == [words.rstrip()]


@pytest.mark.parametrize(
    ("gap", "expected"),
    [(1.0, "街道办建台账"), (4.0, "街道办 建台账"), (10.0, "街道办\t建台账"), (60.0, "街道办\t建台账")],
)
def test_gaps_part_words_and_columns(gap, expected):
    pages = [Page([piece("街道办", 700.0), piece("建台账", 700.0, left=130.0 + gap)], [])]

    assert paragraphs(pages) == [expected]


def test_a_gap_between_chinese_and_digits_is_air():
    assert paragraphs(
        [Page([piece("自", 700.0), piece("2026", 700.0, left=113.0), piece("年", 700.0, left=136.0)], [])]
    ) == ["自2026年"]


def test_a_narrow_gap_is_a_column_where_the_next_row_has_one():
    pieces = [
        piece("街道", 700.0),
        piece("建台账", 700.0, left=140.0),
        piece("街道办", 680.0),
        piece("搞整治", 680.0, left=136.0),
    ]
    pieces[1] = piece("建台账", 700.0, left=136.0)

    assert paragraphs([Page(pieces, [])]) == ["街道\t建台账", "街道办\t搞整治"]


def test_quotes_set_in_another_font_after_the_line_find_their_places():
    pieces = [
        piece("实现", 700.0),
        piece("五个确保", 700.0, left=130.0),
        piece("：完", 700.0, left=180.0),
        piece("“", 700.0, left=120.0, em=20.0),
        piece("”", 700.0, left=170.0, em=20.0),
    ]

    assert paragraphs([Page(pieces, [])]) == ["实现“五个确保”：完"]


def test_empty_pages_give_nothing():
    assert paragraphs([]) == []
    assert paragraphs([Page([], []), Page([piece("  ", 700.0)], [])]) == []


# Ruled tables: fields 100 points wide and 40 high


def ruled(columns: int, rows: int, *, without: tuple[Rule, ...] = ()) -> list[Rule]:
    right, bottom = LEFT + 100 * columns, 700 - 40 * rows
    upright = [
        Rule(LEFT + 100 * column, 700 - 40 * row - 40, LEFT + 100 * column, 700 - 40 * row)
        for column in range(columns + 1)
        for row in range(rows)
    ]
    level = [
        Rule(LEFT + 100 * column, 700 - 40 * row, LEFT + 100 * column + 100, 700 - 40 * row)
        for column in range(columns)
        for row in range(rows + 1)
    ]
    assert right > LEFT
    assert bottom < 700
    return [rule for rule in upright + level if rule not in without]


def in_field(text: str, row: int, column: int, *, line: int = 0) -> Piece:
    return piece(text, 700 - 40 * row - 15 - 12 * line, left=LEFT + 100 * column + 5)


def test_cells_of_a_ruled_table_are_put_together_and_joined_by_tab():
    pieces = [
        in_field("任务", 0, 0), in_field("单位", 0, 1),
        in_field("建立健康", 1, 0), in_field("台账", 1, 0, line=1),
        in_field("各街道、松林", 1, 1), in_field("镇", 1, 1, line=1),
    ]  # fmt: skip

    assert paragraphs([Page(pieces, ruled(2, 2))]) == ["任务\t单位", "建立健康台账\t各街道、松林镇"]


def test_a_missing_rule_makes_one_cell_of_two_fields():
    below_pilot = Rule(100.0, 620.0, 200.0, 620.0)
    pieces = [
        in_field("批次", 0, 0),
        in_field("社区", 0, 1),
        in_field("试点", 1, 0),
        in_field("东风", 1, 1),
        in_field("光明", 2, 1),
    ]

    assert paragraphs([Page(pieces, ruled(2, 3, without=(below_pilot,)))]) == [
        "批次\t社区",
        "试点\t东风",
        "试点\t光明",
    ]


def test_text_before_and_after_a_table_keeps_its_place():
    pieces = [
        piece("前", 720.0),
        in_field("甲", 0, 0),
        in_field("乙", 0, 1),
        in_field("丙", 1, 0),
        in_field("丁", 1, 1),
        piece("后", 600.0),
    ]

    assert paragraphs([Page(pieces, ruled(2, 2))]) == ["前", "甲\t乙", "丙\t丁", "后"]


@pytest.mark.parametrize(
    "rules",
    [
        [Rule(90.0, 690.0, 410.0, 690.0)],  # an underline
        ruled(1, 1),  # a frame
        ruled(1, 3),  # one column
        [Rule(90.0 + step, 500.0, 90.0 + step, 710.0) for step in range(0, 300, 4)],  # hatching
    ],
)
def test_other_lines_on_a_page_are_no_table(rules):
    assert paragraphs([Page([in_field("甲。", 0, 0), in_field("乙。", 1, 0)], rules)]) == ["甲。", "乙。"]
