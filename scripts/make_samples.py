"""Makes the .docx, .html and .pdf of the sample plans from their .txt.

    python scripts/make_samples.py

The .txt is what is written by hand; what is made from it is committed, and comes out the same byte for
byte each time. The .docx keeps its numbers where Word keeps them, outside the text.
"""

import re
import sys
import zipfile
import zlib
from dataclasses import dataclass
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

SAMPLES = Path(__file__).resolve().parent.parent / "src" / "gongjian" / "samples"

LABEL = re.compile(r"([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}[．.、](?!\d) ?)")
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Block:
    """A paragraph with its label, or a table; `level` 0 to 2 for numbered paragraphs, None for others."""

    text: str = ""
    label: str = ""
    level: int | None = None
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(text: str) -> list[Block]:
    """The title first, then everything else in order."""
    lines = [line for line in text.splitlines() if line.strip()]
    result: list[Block] = []
    for is_table, group in groupby(lines, key=lambda line: "\t" in line):
        if is_table:
            result.append(Block(rows=tuple(tuple(line.split("\t")) for line in group)))
        else:
            result.extend(_paragraph(line) for line in group)
    return result


def _paragraph(line: str) -> Block:
    match = LABEL.match(line)
    if match is None:
        return Block(text=line)
    label = match[1]
    level = 0 if label[0] in NUMERALS else 1 if label[0] == "（" else 2
    return Block(text=line[match.end() :], label=label, level=level)


# .docx


def word(text: str) -> bytes:
    """A .docx in the layout of official documents, its labels as automatic numbers."""
    title, *rest = blocks(text)
    document = Document()
    _set_page(document)
    list_id = _add_list(document, _decimal_mark(rest))
    heading = document.add_paragraph(title.text)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.runs[0].font.size = Pt(22)
    for block in rest:
        if block.rows:
            _add_table(document, block.rows)
        else:
            _add_paragraph(document, block, list_id)
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    stream = BytesIO()
    document.save(stream)
    return steady(stream.getvalue())


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    normal = document.styles["Normal"]
    normal.font.size = Pt(16)
    normal.font.name = "仿宋_GB2312"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    normal.paragraph_format.space_after = Pt(0)


def _decimal_mark(rest: list[Block]) -> str:
    return next((block.label.lstrip("0123456789") for block in rest if block.level == 2), "．")


def _add_list(document: WordDocument, mark: str) -> int:
    """A list of three levels: 一、 then （一） then 1．, as official documents number."""
    numbering = document.part.numbering_part.element
    patterns = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", f"%3{mark}"))
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText xml:space="preserve" w:val="{pattern}"/><w:lvlJc w:val="left"/></w:lvl>'
        for place, (style, pattern) in enumerate(patterns)
    )
    kind = '<w:multiLevelType w:val="multilevel"/>'
    # All definitions stand before the lists that use them.
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="900">{kind}{levels}</w:abstractNum>')
    )
    return int(numbering.add_num(900).numId)


def _add_paragraph(document: WordDocument, block: Block, list_id: int) -> None:
    paragraph = document.add_paragraph(block.text)
    paragraph.paragraph_format.first_line_indent = Pt(32)
    if block.level is None:
        return
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = block.level
    properties.get_or_add_numId().val = list_id


def _add_table(document: WordDocument, rows: tuple[tuple[str, ...], ...]) -> None:
    """With equal entries below each other in the first column merged, as such tables have it."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
            cell.paragraphs[0].runs[0].font.size = Pt(12)
    first = [cells[0] for cells in rows]
    for start, end in _runs(first):
        if end - start > 1:
            for place in range(start + 1, end):
                table.cell(place, 0).text = ""
            table.cell(start, 0).merge(table.cell(end - 1, 0)).text = first[start]


def _runs(values: list[str]) -> list[tuple[int, int]]:
    """Where equal values follow each other, as half-open ranges."""
    runs, start = [], 0
    for _, group in groupby(values):
        end = start + len(list(group))
        runs.append((start, end))
        start = end
    return runs


def steady(package: bytes) -> bytes:
    """The same package with a fixed time on every part, so that it comes out the same each time."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(package)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            steady_part = zipfile.ZipInfo(part.filename, date_time=(2026, 1, 1, 0, 0, 0))
            steady_part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(steady_part, source.read(part))
    return stream.getvalue()


# .html


def page(text: str) -> bytes:
    """A page as an office would publish it: menu above, foot below, equal entries of a table merged."""
    title, *rest = blocks(text)
    body = "\n".join(
        _table(block.rows) if block.rows else f"<p>{escape(block.label + block.text)}</p>" for block in rest
    )
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{escape(title.text)}</title>
<style>p {{ text-indent: 2em }}</style>
</head>
<body>
<ul class="nav"><li><a href="#">首页</a></li><li><a href="#">政务公开</a></li><li><a href="#">互动交流</a></li></ul>
<main>
<h1>{escape(title.text)}</h1>
{body}
</main>
<div class="footer">主办单位：清河区融媒体中心　网站标识码：0000000000</div>
<script>console.log("1、这里不是正文");</script>
</body>
</html>
""".encode()


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    spans = {start: end - start for start, end in _runs([cells[0] for cells in rows])}
    lines = []
    for place, cells in enumerate(rows):
        first = f'<td rowspan="{spans[place]}">{escape(cells[0])}</td>' if place in spans else ""
        lines.append(f"<tr>{first}{''.join(f'<td>{escape(cell)}</td>' for cell in cells[1:])}</tr>")
    return "<table>\n" + "\n".join(lines) + "\n</table>"


# .pdf


PAGE_WIDTH, PAGE_HEIGHT = 595, 842
LEFT, RIGHT, TOP, BOTTOM = 74, 74, 737, 99
BODY, PITCH, TITLE, CELL = 16, 29, 22, 10.5
FONT = (
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>"
)
FONT_MEASURES = (
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
    b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
)
NO_LINE_START = "，。、；：？！”’）》〉】〕"


def portable(text: str) -> bytes:
    """A PDF with a text layer. Its font is one that every reader has for Chinese, so none is embedded."""
    title, *rest = blocks(text)
    sheet = _Sheet()
    sheet.centre(title.text)
    for block in rest:
        if block.rows:
            sheet.table(block.rows)
        else:
            sheet.paragraph(block.label + block.text)
    return _document(sheet.finished())


class _Sheet:
    """Sets lines from the top down and begins a new page where the type area ends."""

    def __init__(self) -> None:
        self._pages: list[list[str]] = [[]]
        self._height = TOP

    def centre(self, text: str) -> None:
        for line in _broken(text, 18, 0):
            self._put((PAGE_WIDTH - _width(line) * TITLE) / 2, line, TITLE)
            self._down(PITCH * 1.3)

    def paragraph(self, text: str) -> None:
        for number, line in enumerate(_broken(text, 28, 2)):
            self._put(LEFT + (0 if number else 2 * BODY), line, BODY)
            self._down(PITCH)

    def table(self, rows: tuple[tuple[str, ...], ...]) -> None:
        widths = [max(_width(cells[place]) for cells in rows) + 2 for place in range(len(rows[0]))]
        size = min(CELL, (PAGE_WIDTH - LEFT - RIGHT) / sum(widths))
        for cells in rows:
            left = float(LEFT)
            for text, width in zip(cells, widths, strict=True):
                self._put(left, text, size)
                left += width * size
            self._down(PITCH * 0.8)

    def finished(self) -> list[bytes]:
        for number, page in enumerate(self._pages, start=1):
            self._height, mark = BOTTOM - 35, f"— {number} —"
            page.append(_shown((PAGE_WIDTH - _width(mark) * 14) / 2, self._height, mark, 14))
        return ["\n".join(page).encode("ascii") for page in self._pages]

    def _put(self, left: float, text: str, size: float) -> None:
        self._pages[-1].append(_shown(left, self._height, text, size))

    def _down(self, distance: float) -> None:
        self._height -= distance
        if self._height < BOTTOM:
            self._pages.append([])
            self._height = TOP


def _width(text: str) -> float:
    return sum(0.5 if character < "\x7f" else 1.0 for character in text)


def _broken(text: str, measure: int, indent: int) -> list[str]:
    """Lines of `measure` characters; closing marks hang over rather than open a line."""
    lines, line, room = [], "", measure - indent
    for character in text:
        if _width(line + character) > room and character not in NO_LINE_START:
            lines.append(line)
            line, room = "", measure
        line += character
    return [*lines, line]


def _shown(left: float, height: float, text: str, size: float) -> str:
    return f"BT /F1 {size:.2f} Tf {left:.2f} {height:.2f} Td <{text.encode('utf-16be').hex()}> Tj ET"


def _document(pages: list[bytes]) -> bytes:
    count = len(pages)
    kids = " ".join(f"{6 + 2 * place} 0 R" for place in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        FONT,
        FONT_MEASURES,
    ]
    for place, content in enumerate(pages):
        packed = zlib.compress(content, 9)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {PAGE_WIDTH} {PAGE_HEIGHT}]/Contents {7 + 2 * place} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>>>>>".encode()
        )
        objects.append(b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed))
    return _written(objects)


def _written(objects: list[bytes]) -> bytes:
    file, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return file + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(file))
    )


MADE = (("epidemic-free.docx", word), ("civilised.html", page), ("peaceful.pdf", portable))


def main() -> int:
    for name, make in MADE:
        target = SAMPLES / name
        target.write_bytes(make(target.with_suffix(".txt").read_text(encoding="utf-8")))
        print(f"{target.name}: {target.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
