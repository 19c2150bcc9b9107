"""Sheets as a workbook: frozen header, widths that fit Chinese, A4 landscape on as many pages as it takes."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from gongjian.reports.sheets import Cell, Sheet

A4 = 9
# A Chinese character takes two of Excel's column units.
PER_CHARACTER = 2.1


def workbook(title: str, sheets: Sequence[Sheet], subtitle: str = "") -> bytes:
    """The workbook's bytes; `title` and `subtitle` stand over every sheet, the title at the foot of every page."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title})
    formats = {name: book.add_format(look) for name, look in LOOKS.items()}
    taken: set[str] = set()
    for sheet in sheets:
        page = book.add_worksheet(_name(sheet.title, taken))
        over = _over(page, sheet, title, subtitle, formats)
        _write(page, sheet, over, formats)
        _set_up(page, sheet, over, title)
    book.close()
    return out.getvalue()


HEAD = {"bold": True, "bg_color": "#EEF1F6", "border": 1, "text_wrap": True}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14, "valign": "vcenter"},
    "subtitle": {"font_color": "#555555", "valign": "vcenter"},
    "head": {**HEAD, "valign": "vcenter", "align": "center"},
    "turned": {**HEAD, "valign": "top", "rotation": 270},
    "text": {"border": 1, "text_wrap": True, "valign": "top"},
    "day": {"border": 1, "num_format": "yyyy-mm-dd", "valign": "top", "align": "center"},
    "sign": {"border": 1, "valign": "vcenter", "align": "center"},
}


def _name(title: str, taken: set[str]) -> str:
    """A sheet name: 31 characters at most, none of []:*?/\\, each once."""
    stem = "".join(c for c in title if c not in "[]:*?/\\'")[:28] or "1"
    name, number = stem, 2
    while name.lower() in taken:
        name, number = f"{stem}{number}", number + 1
    taken.add(name.lower())
    return name


def _over(page: Any, sheet: Sheet, title: str, subtitle: str, formats: dict[str, Any]) -> int:
    """Write what stands over the table; returns the row of its header, counted from 0."""
    page.write_string(0, 0, title if sheet.title in title else f"{title} · {sheet.title}", formats["title"])
    page.set_row(0, 24)
    row = 1
    for line in filter(None, (subtitle, sheet.legend)):
        page.write_string(row, 0, line, formats["subtitle"])
        row += 1
    if sheet.groups:
        column = sheet.leading or 0
        for number in range(column):
            page.write_blank(row, number, None, formats["head"])
        for head, span in sheet.groups:
            if span > 1:
                page.merge_range(row, column, row, column + span - 1, head, formats["head"])
            else:
                page.write_string(row, column, head, formats["head"])
            column += span
        page.set_row(row, 32)
        row += 1
    return row


def _write(page: Any, sheet: Sheet, over: int, formats: dict[str, Any]) -> None:
    leading = len(sheet.headers) if sheet.leading is None else sheet.leading
    for column, header in enumerate(sheet.headers):
        page.write_string(over, column, header, formats["head" if column < leading else "turned"])
        page.set_column(column, column, sheet.widths[column] * PER_CHARACTER)
    if sheet.is_of_signs:
        page.set_row(over, 220)
    for number, row in enumerate(sheet.rows, start=over + 1):
        for column, value in enumerate(row):
            _cell(page, number, column, value, formats, column >= leading)


def _set_up(page: Any, sheet: Sheet, over: int, title: str) -> None:
    """What stays in sight, what can be filtered, and the paper."""
    page.freeze_panes(over + 1, min(sheet.leading or 0, 2))
    page.autofilter(over, 0, over + max(len(sheet.rows), 1), max(len(sheet.headers) - 1, 0))
    page.repeat_rows(over - len(sheet.groups[:1]), over)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    # An ampersand would be read as a code of the footer.
    page.set_footer(f"&L{title.replace('&', '&&')[:120]}&R&P / &N")


def _cell(page: Any, row: int, column: int, value: Cell, formats: dict[str, Any], is_sign: bool) -> None:
    text = formats["sign" if is_sign else "text"]
    if value is None or value == "":
        page.write_blank(row, column, None, text)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, (int, Decimal)):
        page.write_number(row, column, float(value), text)
    else:
        page.write_string(row, column, value[:32_000], text)
