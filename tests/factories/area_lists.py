"""Lists as spreadsheets, written for a test."""

import io

import xlsxwriter


def xlsx(*rows, merge=(), sheet="Sheet1", more=()):
    """A workbook; `merge` holds (first row, first column, last row, last column, text), counted from 0."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, lines, merged in [(sheet, rows, merge), *more]:
        page = book.add_worksheet(name)
        for number, row in enumerate(lines):
            for column, value in enumerate(row):
                if value is not None:
                    page.write(number, column, value)
        for top, left, bottom, right, text in merged:
            page.merge_range(top, left, bottom, right, text)
    book.close()
    return out.getvalue()


def csv(text, encoding="utf-8"):
    return "\n".join(line.strip() for line in text.strip().splitlines()).encode(encoding)
