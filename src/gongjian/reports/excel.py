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


def workbook(title: str, sheets: Sequence[Sheet]) -> bytes:
    """The workbook's bytes; `title` stands at the foot of every page."""
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
    formats = {
        "head": book.add_format(
            {
                "bold": True,
                "bg_color": "#EEF1F6",
                "border": 1,
                "text_wrap": True,
                "valign": "vcenter",
                "align": "center",
            }
        ),
        "text": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
        "day": book.add_format({"border": 1, "num_format": "yyyy-mm-dd", "valign": "top", "align": "center"}),
        "sign": book.add_format({"border": 1, "valign": "vcenter", "align": "center"}),
        "turned": book.add_format(
            {
                "bold": True,
                "bg_color": "#EEF1F6",
                "border": 1,
                "text_wrap": True,
                "valign": "top",
                "rotation": 270,
            }
        ),
    }
    taken: set[str] = set()
    for sheet in sheets:
        _write(book.add_worksheet(_name(sheet.title, taken)), sheet, title, formats)
    book.close()
    return out.getvalue()


def _name(title: str, taken: set[str]) -> str:
    """A sheet name: 31 characters at most, none of []:*?/\\, each once."""
    stem = "".join(c for c in title if c not in "[]:*?/\\'")[:28] or "1"
    name, number = stem, 2
    while name.lower() in taken:
        name, number = f"{stem}{number}", number + 1
    taken.add(name.lower())
    return name


LEADING = 3  # of a narrow sheet: street, community, how far


def _write(page: Any, sheet: Sheet, title: str, formats: dict[str, Any]) -> None:
    for column, header in enumerate(sheet.headers):
        is_turned = sheet.narrow and column >= LEADING
        page.write_string(0, column, header, formats["turned" if is_turned else "head"])
        page.set_column(column, column, sheet.widths[column] * PER_CHARACTER)
    if sheet.narrow:
        page.set_row(0, 220)
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _cell(page, number, column, value, formats, sheet.narrow and column >= LEADING)
    page.freeze_panes(1, LEADING if sheet.narrow else 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), max(len(sheet.headers) - 1, 0))
    page.repeat_rows(0)
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
