"""Sheets as a plain Word document, A4 landscape. The official layout comes with the documents of step five."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from gongjian.reports.sheets import Cell, Sheet

HAN = "宋体"
LATIN = "Times New Roman"
# Word lays tables out on opening; beyond this it takes minutes. The workbook has them all.
ROWS_SHOWN = 2000


def document(title: str, subtitle: str, sheets: Sequence[Sheet], too_long: str) -> bytes:
    """The document's bytes. Sheets of signs are left out: they have no room on a page.

    too_long   the sentence under a table that was cut, with %(n)s for the rows left out.
    """
    doc = Document()
    _set_up(doc)
    heading = doc.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(title)
    run.bold, run.font.size = True, Pt(18)
    below = doc.add_paragraph(subtitle)
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for sheet in sheets:
        if sheet.narrow:
            continue
        if len(sheets) > 1:
            part = doc.add_paragraph()
            part.paragraph_format.keep_with_next = True
            words = part.add_run(sheet.title)
            words.bold, words.font.size = True, Pt(13)
        _table(doc, sheet)
        if len(sheet.rows) > ROWS_SHOWN:
            doc.add_paragraph(too_long % {"n": len(sheet.rows) - ROWS_SHOWN})
    out = BytesIO()
    doc.save(out)
    return out.getvalue()


def _set_up(doc: Any) -> None:
    section = doc.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    style = doc.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), HAN)
    style.paragraph_format.space_after = Pt(3)


def _table(doc: Any, sheet: Sheet) -> None:
    rows = sheet.rows[:ROWS_SHOWN]
    table = doc.add_table(rows=1, cols=len(sheet.headers), style="Table Grid")
    table.autofit = False
    room, total = 25.7, sum(sheet.widths)
    widths = [Cm(room * width / total) for width in sheet.widths]
    for column, (cell, header) in enumerate(zip(table.rows[0].cells, sheet.headers, strict=True)):
        cell.width = widths[column]
        run = cell.paragraphs[0].add_run(header)
        run.bold = True
    _repeat(table.rows[0])
    # `table.add_row` looks the whole table up again for every row; writing the XML row by row does not.
    for row in rows:
        table._tbl.append(_row(row, widths))


def _repeat(row: Any) -> None:
    """Show the header again on every page."""
    properties = row._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _row(values: Sequence[Cell], widths: Sequence[Any]) -> Any:
    tr = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    tr.append(properties)
    for value, width in zip(values, widths, strict=True):
        tc = OxmlElement("w:tc")
        tc_properties = OxmlElement("w:tcPr")
        tc_width = OxmlElement("w:tcW")
        tc_width.set(qn("w:w"), str(int(width.twips)))
        tc_width.set(qn("w:type"), "dxa")
        tc_properties.append(tc_width)
        tc.append(tc_properties)
        for line in said(value).split("\n"):
            tc.append(_paragraph(line))
        tr.append(tc)
    return tr


def _paragraph(line: str) -> Any:
    paragraph = OxmlElement("w:p")
    if line:
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = _printable(line)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
        paragraph.append(run)
    return paragraph


def _printable(line: str) -> str:
    """The line without the control characters that XML does not know."""
    return "".join(c for c in line if c >= " " or c == "\t")


def said(value: Cell) -> str:
    """A cell in words."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)
