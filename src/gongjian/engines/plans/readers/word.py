"""Reads .docx: paragraphs with the labels Word numbers them by, tables, text boxes, notes.

Left out: tracked deletions, hidden text, readings above characters, tables of contents, headers and
footers. The document is read as a stream, so memory follows its text and not its markup.
"""

from dataclasses import dataclass, field

from gongjian.engines.plans.readers import limits, xml_events
from gongjian.engines.plans.readers.numbering import Counter
from gongjian.engines.plans.readers.packages import Package
from gongjian.engines.plans.readers.refusals import corrupt
from gongjian.engines.plans.readers.tables import Cell, table_lines
from gongjian.engines.plans.readers.word_lists import NumberingPart, Styles
from gongjian.engines.plans.readers.word_values import is_on, number

# Elements whose whole content is not part of the text as it stands: deletions, what was changed from,
# readings over characters, the older twin of a drawing, field codes.
_SKIPPED = frozenset(
    {
        "del", "moveFrom", "rt", "mc:Fallback", "instrText", "delText", "delInstrText", "pPrChange",
        "rPrChange", "tblPrChange", "tblGridChange", "trPrChange", "tcPrChange", "sectPrChange",
        "numberingChange", "tblPrExChange", "object", "background",
    }
)  # fmt: skip

_BREAKS = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}

# Nesting beyond this is no document; Word itself stops far earlier.
_DEPTH = 500


def read_word(data: bytes) -> str:
    """The text of a .docx.

    raises  UnreadableError `corrupt`, `encrypted`, `zip-bomb`, `too-long`.
    """
    package = Package(data)
    main = package.word_part()
    if main is None:
        raise corrupt()
    folder = main.rpartition("/")[0]
    styles, lists = Styles(), NumberingPart(Styles())
    _parse(package, f"{folder}/styles.xml", styles)
    lists.styles = styles
    _parse(package, f"{folder}/numbering.xml", lists)
    body = _Body(styles, Counter(lists.lists), lists)
    _parse(package, main, body)
    for part in ("footnotes", "endnotes"):
        notes = _Body(styles, Counter(lists.lists), lists)
        _parse(package, f"{folder}/{part}.xml", notes)
        body.lines += notes.lines
    return "\n".join(body.lines)


def _parse(package: Package, part: str, handler: xml_events.Handler) -> None:
    if package.has(part):
        most = limits.PART_BYTES if isinstance(handler, _Body) else limits.SETTINGS_BYTES
        with package.open(part, most) as stream:
            xml_events.parse(stream, handler)


@dataclass(slots=True)
class _Paragraph:
    style: str | None = None
    list_id: str | None = None
    level: int | None = None
    # Its mark is deleted: Word shows it as one with the next.
    runs_on: bool = False
    parts: list[str] = field(default_factory=list)
    # Of the text boxes anchored in it.
    boxes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    rows: list[list[Cell]] = field(default_factory=list)
    is_deleted_row: bool = False


class _Body:
    """Handler for `document.xml` and the notes: collects `lines`."""

    def __init__(self, styles: Styles, counter: Counter, lists: NumberingPart) -> None:
        self.lines: list[str] = []
        self._styles, self._counter, self._lists = styles, counter, lists
        self._path: list[str] = []
        self._skipped = 0
        # Where lines go: the document, or the cells and text boxes that are open, innermost last.
        self._flows = [self.lines]
        self._paragraphs: list[_Paragraph] = []
        self._tables: list[_Table] = []
        self._carried = ""
        self._is_hidden = False
        self._meter = limits.Meter()
        # Notes are told apart by their number, `[1]`, before the first line of each.
        self._notes = 0
        self._mark = ""

    # Events

    def start(self, name: str, attributes: dict[str, str]) -> None:
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if len(self._path) > _DEPTH:
            raise corrupt()
        if self._skipped:
            self._skipped += 1
        elif name in ("del", "moveFrom") and parent in ("rPr", "trPr"):
            self._mark_deleted(parent)
        elif name in _SKIPPED:
            self._skipped = 1
        elif name in _BREAKS and parent == "r":
            self._add(_BREAKS[name])
        else:
            self._open(name, parent, attributes)

    def end(self, name: str) -> None:
        if self._path:
            self._path.pop()
        if self._skipped:
            self._skipped -= 1
        elif name == "p" and self._paragraphs:
            self._close_paragraph(self._paragraphs.pop())
        elif name == "txbxContent" and len(self._flows) > 1:
            self._close_box(self._flows.pop())
        elif name == "tc" and self._tables and len(self._flows) > 1:
            self._flows.pop()
        elif name == "tr" and self._tables and self._tables[-1].is_deleted_row:
            del self._tables[-1].rows[-1:]
            self._tables[-1].is_deleted_row = False
        elif name == "tbl" and self._tables:
            self._close_table(self._tables.pop())

    def text(self, data: str) -> None:
        if not self._skipped and self._path and self._path[-1] in ("t", "m:t"):
            self._add(data)

    # What opens

    def _open(self, name: str, parent: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        match name:
            case "p":
                self._paragraphs.append(_Paragraph())
            case "r":
                self._is_hidden = False
            case "vanish" if "r" in self._path[-3:-2]:
                self._is_hidden = is_on(value or "1")
            case "pStyle" | "numId" | "ilvl" if self._paragraphs:
                self._set_property(self._paragraphs[-1], name, value)
            case "txbxContent":
                self._flows.append([])
            case "footnote" | "endnote" if "type" not in attributes:
                self._notes += 1
                self._mark = f"[{self._notes}]"
            case "tbl":
                self._tables.append(_Table())
            case _ if self._tables:
                self._open_in_table(self._tables[-1], name, value)

    def _set_property(self, paragraph: _Paragraph, name: str, value: str) -> None:
        if name == "pStyle":
            paragraph.style = value
        elif name == "numId":
            paragraph.list_id = value
        else:
            paragraph.level = number(value, 0)

    def _open_in_table(self, table: _Table, name: str, value: str) -> None:
        match name:
            case "tr":
                table.rows.append([])
                self._meter.add_cell()
            case "gridBefore" if table.rows:
                table.rows[-1].append(Cell(columns=number(value, 1)))
            case "tc":
                table.rows = table.rows or [[]]
                cell = Cell()
                self._meter.add_cell()
                table.rows[-1].append(cell)
                self._flows.append(cell.lines)
            case "gridSpan" if table.rows and table.rows[-1]:
                table.rows[-1][-1].columns = number(value, 1)
            case "vMerge" if table.rows and table.rows[-1]:
                table.rows[-1][-1].continues = value != "restart"

    def _mark_deleted(self, parent: str) -> None:
        if parent == "trPr" and self._tables:
            self._tables[-1].is_deleted_row = True
        elif parent == "rPr" and "pPr" in self._path[-3:-2] and self._paragraphs:
            self._paragraphs[-1].runs_on = True

    def _add(self, data: str) -> None:
        if self._paragraphs and not self._is_hidden:
            self._meter.add_characters(len(data))
            self._paragraphs[-1].parts.append(data)

    # What closes

    def _close_paragraph(self, paragraph: _Paragraph) -> None:
        text = self._carried + "".join(paragraph.parts)
        self._carried = ""
        if paragraph.runs_on:
            self._carried = text
        elif not self._styles.is_contents(paragraph.style):
            self._write(self._label(paragraph) + text)
        self._flows[-1].extend(paragraph.boxes)

    def _write(self, text: str) -> None:
        # A TAB is what keeps the cells of a table apart, and nothing else.
        for part in text.replace("\t", " ").split("\n"):
            if part.strip():
                self._meter.add_lines(1)
                self._flows[-1].append(self._mark + part.rstrip())
                self._mark = ""

    def _label(self, paragraph: _Paragraph) -> str:
        list_id, level = paragraph.list_id, paragraph.level
        # The empty style is the default one, which may be numbered too.
        inherited = self._styles.numbering(paragraph.style or self._styles.default)
        if list_id is None and inherited is not None:
            list_id, styled_level, style = inherited
            if level is None:
                level = styled_level or self._lists.lists.level_of_style(list_id, style)
        return self._counter.label(list_id, level or 0) if list_id else ""

    def _close_box(self, lines: list[str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].boxes.extend(lines)
        else:
            self._flows[-1].extend(lines)

    def _close_table(self, table: _Table) -> None:
        self._flows[-1].extend(table_lines(table.rows))
        # The table that this one stands in a cell of, if any, is only there to arrange the page.
        if self._tables and self._tables[-1].rows and self._tables[-1].rows[-1]:
            self._tables[-1].rows[-1][-1].holds_table = True
