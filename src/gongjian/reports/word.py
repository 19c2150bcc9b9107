"""Sheets as a plain Word document, A4 landscape. The official layout comes with the documents of step five."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from gongjian.reports.sheets import Cell, Sheet

HAN = "宋体"
HEI = "黑体"
LATIN = "Times New Roman"
# Word lays tables out on opening; beyond this it takes minutes. The workbook has them all.
ROWS_SHOWN = 2000
IN_TABLE = "In table"
TABLE_POINTS = 10
# In centimetres: between the margins of the page, a character of the table, the space at both sides of a cell.
ROOM, CHARACTER, PADDING = 25.7, TABLE_POINTS * 2.54 / 72, 0.5
# In characters: a column that wants no more than this stands on one line.
SHORT = 13


def document(title: str, subtitle: str, sheets: Sequence[Sheet], too_long: str) -> bytes:
    """The document's bytes. Sheets of signs are left out: they have no room on a page.

    too_long   the sentence under a table that was cut, with %(n)s for the rows left out.
    """
    doc = Document()
    _set_up(doc, title)
    doc.add_paragraph(title, style="Heading 1")
    doc.add_paragraph(subtitle).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for sheet in sheets:
        if sheet.is_of_signs:
            continue
        if len(sheets) > 1:
            doc.add_paragraph(sheet.title, style="Heading 2")
        _table(doc, sheet)
        if len(sheet.rows) > ROWS_SHOWN:
            doc.add_paragraph(too_long % {"n": len(sheet.rows) - ROWS_SHOWN})
    out = BytesIO()
    doc.save(out)
    return out.getvalue()


def _set_up(doc: Any, title: str) -> None:
    doc.core_properties.title = title
    doc.core_properties.author = ""
    section = doc.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    _style(doc.styles["Normal"], HAN, 10.5)
    doc.styles["Normal"].paragraph_format.space_after = Pt(3)
    _style(doc.styles["Heading 1"], HEI, 18).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _style(doc.styles["Heading 2"], HEI, 13).space_before = Pt(12)
    table = doc.styles.add_style(IN_TABLE, WD_STYLE_TYPE.PARAGRAPH)
    table.base_style = doc.styles["Normal"]
    spaced = _style(table, HAN, TABLE_POINTS)
    spaced.space_before = spaced.space_after = Pt(1.5)
    _number_pages(section)


def _style(style: Any, han: str, points: float) -> Any:
    """Set typeface and size of a style, in black; returns its paragraph format."""
    style.font.name, style.font.size = LATIN, Pt(points)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # A face of the theme goes before a named one; the headings of the template have one.
    for face in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{face}"), None)
    fonts.set(qn("w:eastAsia"), han)
    return style.paragraph_format


def _number_pages(section: Any) -> None:
    """At the foot of every page: its number, and of how many."""
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for number, code in enumerate(("PAGE", "NUMPAGES")):
        if number:
            foot.add_run(" / ")
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), code)
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        field.append(run)
        foot._p.append(field)


def _table(doc: Any, sheet: Sheet) -> None:
    rows = sheet.rows[:ROWS_SHOWN]
    table = doc.add_table(rows=1, cols=len(sheet.headers), style="Table Grid")
    table.autofit = False
    widths = [Cm(width) for width in column_widths(sheet.headers, rows)]
    for column, (cell, header) in enumerate(zip(table.rows[0].cells, sheet.headers, strict=True)):
        # Word goes by the cells, others by the grid.
        cell.width = table.columns[column].width = widths[column]
        paragraph = cell.paragraphs[0]
        paragraph.style = IN_TABLE
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(header).bold = True
    _repeat(table.rows[0])
    # `table.add_row` looks the whole table up again for every row; writing the XML row by row does not.
    style = doc.styles[IN_TABLE].style_id
    for row in rows:
        table._tbl.append(_row(row, widths, style))


def column_widths(headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[float]:
    """Widths in centimetres that fill the page: what is short stands on one line, the rest shares what is left.

    The long columns share by the square root of what they say, so that one long text does not squeeze the others.
    """
    said_in = [[said(row[n]) for row in rows] for n in range(len(headers))]
    wanted = [_longest([header, *texts]) for header, texts in zip(headers, said_in, strict=True)]
    # Two headers a line apart are no harm; a date or a figure that breaks is.
    short = {n for n, width in enumerate(wanted) if width <= SHORT}
    left = ROOM - sum(wanted[n] * CHARACTER + PADDING for n in short)
    weights = {n: max(sum(map(_length, said_in[n])), 1) ** 0.5 for n in range(len(headers)) if n not in short}
    if not weights:
        spare = left / len(headers) if headers else 0
        return [width * CHARACTER + PADDING + spare for width in wanted]
    total = sum(weights.values())
    return [
        wanted[n] * CHARACTER + PADDING if n in short else max(left * weights[n] / total, 1.0)
        for n in range(len(headers))
    ]


def _longest(texts: Sequence[str]) -> float:
    return max((_length(line) for text in texts for line in text.split("\n")), default=0)


def _length(text: str) -> float:
    """In Chinese characters: a Latin letter or a digit takes half of one."""
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text)


def _repeat(row: Any) -> None:
    """Show the header again on every page."""
    properties = row._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _row(values: Sequence[Cell], widths: Sequence[Any], style: str) -> Any:
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
            tc.append(_paragraph(line, style))
        tr.append(tc)
    return tr


def _paragraph(line: str, style: str) -> Any:
    paragraph = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    name = OxmlElement("w:pStyle")
    name.set(qn("w:val"), style)
    properties.append(name)
    paragraph.append(properties)
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
