"""A workbook to fill in: the columns, what goes into them, and an example of each layout."""

import io
from typing import Any

HEADINGS = ("名称", "类型", "统计用区划代码", "上级名称", "上级代码", "城乡分类代码")
WIDTHS = (26, 12, 22, 26, 18, 14)
KINDS = ("省", "市", "区县", "街道", "乡镇", "社区", "村", "网格", "楼栋")
ROWS_READY = 2_000
NOTES = (
    ("名称", "必填。写全称，如“幸福里社区”“第一网格”“3号楼”，不超过60个字。"),
    ("类型", "从下拉列表中选择。留空时按代码或名称的末尾判断。"),
    (
        "统计用区划代码",
        "区县6位、街道和乡镇9位、社区和村12位，末尾补零也能识别；网格为社区代码加顺序码；没有可留空。",
    ),
    (
        "上级名称",
        "本表或系统中已有的上级。同名的有几个时连再上一级一起写：望江街道/幸福里社区。留空为导入位置。",
    ),
    ("上级代码", "可代替“上级名称”；两项都填时以代码为准。"),
    ("城乡分类代码", "仅社区和村：111、112、121、122、123、210、220。"),
    ("", ""),
    ("导入规则", "只新增和更正，不删除、不移动。要移动、合并、拆分或撤销，请在该区域的页面上办理。"),
    ("", "上传后先预览，逐条列出行号和列号；确认之前不改动任何数据。有一处错误，整张表都不导入。"),
    (
        "",
        "也可以不用本表：一列一级（区县、街道、社区、网格、楼栋）的名录，合并单元格或留空表示同上，都能直接导入。",
    ),
)
EXAMPLE = (
    ("望江街道", "街道", "370102001", "", "", ""),
    ("幸福里社区", "社区", "370102001001", "望江街道", "", "111"),
    ("第一网格", "网格", "370102001001001", "幸福里社区", "", ""),
    ("3号楼", "楼栋", "", "幸福里社区/第一网格", "", ""),
)
LEVELS = (
    ("区县", "街道", "社区", "社区代码", "网格", "楼栋"),
    ("清河区", "望江街道", "幸福里社区", "370102001001", "第一网格", "1号楼"),
    ("", "", "", "", "", "2号楼"),
    ("", "", "", "", "第二网格", "3号楼"),
    ("", "松林镇", "柳溪村", "370102101201", "", ""),
)

# What the page of the import shows of the two: the columns nobody does without, and a few rows.
BY_ROW = tuple(row[:4] for row in (HEADINGS, *EXAMPLE[:3]))
BY_LEVEL = tuple(tuple(cell for n, cell in enumerate(row) if n != 3) for row in LEVELS[:4])


def template_of() -> bytes:
    """The workbook. Its words are Chinese whatever the reader's language: so are the lists."""
    import xlsxwriter  # late: it takes 11 MB, and most web workers never write a workbook

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    head = book.add_format({"bold": True, "bg_color": "#EEF1F6", "bottom": 1, "valign": "vcenter"})
    text = book.add_format({"num_format": "@"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    _list(book, head, text)
    _notes(book, wrapped)
    _examples(book, head, text)
    book.close()
    return out.getvalue()


def _list(book: Any, head: Any, text: Any) -> None:
    sheet = book.add_worksheet("区域名录")
    for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        # As text, or a spreadsheet shortens a code of twelve digits.
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, heading, head)
    sheet.freeze_panes(1, 0)
    sheet.data_validation(
        1,
        1,
        ROWS_READY,
        1,
        {
            "validate": "list",
            "source": list(KINDS),
            "error_title": "类型",
            "error_message": "请从下拉列表中选择。",
        },
    )


def _notes(book: Any, wrapped: Any) -> None:
    sheet = book.add_worksheet("填写说明")
    sheet.set_column(0, 0, 110)
    # Heading and note in one cell: a column of headings would read as a list itself.
    for row, (heading, note) in enumerate(NOTES):
        sheet.write_string(row, 0, f"【{heading}】{note}" if heading else note, wrapped)


def _examples(book: Any, head: Any, text: Any) -> None:
    for name, rows in (("示例一 逐行填写", (HEADINGS, *EXAMPLE)), ("示例二 一列一级", LEVELS)):
        sheet = book.add_worksheet(name)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width, text)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell, head if row == 0 else text)
