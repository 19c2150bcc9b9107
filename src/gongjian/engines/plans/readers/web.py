"""Reads .html: blocks become lines, tables rows, `<ol>` gets its numbers; scripts and menus are left out.

The page is read as a stream of tags, so memory follows its text and not its markup.
"""

import re
from collections.abc import Callable, Mapping
from io import StringIO
from typing import cast

from lxml import etree

from gongjian.engines.plans.readers import limits
from gongjian.engines.plans.readers.numbering import number_text
from gongjian.engines.plans.readers.refusals import corrupt
from gongjian.engines.plans.readers.tables import Cell, table_lines
from gongjian.engines.plans.readers.word_values import number

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hgroup", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip

# Never part of what the page says.
_SKIPPED = frozenset(
    {
        "script", "style", "head", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "math",
        "select", "textarea", "button", "audio", "video", "canvas", "map", "del", "rt", "rp", "datalist",
    }
)  # fmt: skip

# Around what the page says, by element or by the words in its class and id.
_AROUND = frozenset({"nav", "footer", "aside"})
_AROUND_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navi|navigation|menu|topbar|toolbar|sidebar|side|foot|footer|breadcrumbs?|crumbs?"
    r"|position|location|copyright|share|related|recommend|comments?|search|login|pager|pagination|qrcode)(?=$|[\s_-])",
    re.IGNORECASE,
)
_NEVER_AROUND = frozenset({"html", "body", "main", "article", "p", "td", "tr", "table", "span", "a"})
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)

_LIST_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?([a-z-]+-[a-z-]+|none|decimal|circle|disc|square)", re.I
)
_LIST_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "decimal": "decimal", "lower-alpha": "lowerLetter", "upper-alpha": "upperLetter", "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman", "cjk-ideographic": "chineseCounting", "cjk-decimal": "ideographDigital",
    "simp-chinese-informal": "chineseCounting", "trad-chinese-informal": "chineseCounting",
    "simp-chinese-formal": "chineseLegalSimplified", "cjk-heavenly-stem": "ideographTraditional",
}  # fmt: skip

# A list item that brings its own number: the page hides the list's.
_OWN_LABEL = re.compile(
    r"\s*(?:[(（]?(?:[一二三四五六七八九十百]+|\d+)[)）、.．]|[①-⑳]|第[一二三四五六七八九十\d]+)"
)

_SPACE = re.compile(r"[ \t\r\n\f]+")

# What menus are: several links on end, each a few words.
_MENU_LINKS = 3
_MENU_WORDS = 16


class Line(str):
    """A line of the page, and whether it is nothing but links or stands around what the page says."""

    __slots__ = ("is_around", "links", "unlinked")
    is_around: bool
    links: int
    unlinked: int

    def __new__(cls, text: str, *, is_around: bool, links: int, unlinked: int) -> "Line":
        line = super().__new__(cls, text)
        line.is_around, line.links, line.unlinked = is_around, links, unlinked
        return line


_CHUNK = 65536


def read_page(text: str) -> str:
    """The text of a page that is already decoded. Raises UnreadableError `too-long`."""
    page = _Page()
    # The parser is told the encoding, so that a declaration inside, true of the file, is not believed.
    parser = etree.HTMLParser(
        target=cast("etree.ParserTarget", page), encoding="utf-8", huge_tree=True, no_network=True
    )
    for start in range(0, len(text), _CHUNK):
        parser.feed(text[start : start + _CHUNK].encode("utf-8"))
    parser.close()
    return "\n".join(_main_lines(page.lines))


def _main_lines(lines: list[str]) -> list[str]:
    """Without what stands around, unless that is most of the page: then the names misled us."""
    main = _without_menus([line for line in lines if not getattr(line, "is_around", False)])
    if sum(map(len, main)) * 2 < sum(map(len, lines)):
        return lines
    return main


def _without_menus(lines: list[str]) -> list[str]:
    kept: list[str] = []
    menu: list[str] = []
    for line in [*lines, ""]:
        if _is_link(line):
            menu.append(line)
            continue
        if len(menu) < _MENU_LINKS:
            kept += menu
        menu = []
        if not _is_menu(line):
            kept.append(line)
    return kept[:-1]


def _is_link(line: str) -> bool:
    return (
        isinstance(line, Line)
        and line.links == 1
        and line.unlinked == 0
        and len(line) <= _MENU_WORDS
        and not _OWN_LABEL.match(line)
    )


def _is_menu(line: str) -> bool:
    """A row of links with little between them."""
    return isinstance(line, Line) and line.links >= _MENU_LINKS and line.unlinked * 4 < len(line)


class _Table:
    def __init__(self) -> None:
        self.rows: list[list[Cell]] = []
        self.has_open_cell = False


class _List:
    """An `<ol>` or `<ul>`; `format` None when its items have no numbers."""

    def __init__(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.format = _list_format(attributes) if tag == "ol" else None
        self.step = -1 if "reversed" in attributes else 1
        self.next = number(attributes.get("start", ""), 1)

    def label(self, attributes: Mapping[str, str]) -> str:
        current = number(attributes.get("value", ""), self.next)
        self.next = current + self.step
        return f"{number_text(current, self.format)}、" if self.format else ""


def _list_format(attributes: Mapping[str, str]) -> str | None:
    style = _LIST_STYLE.search(attributes.get("style", ""))
    if style:
        return _LIST_FORMATS.get(style[1].lower())
    return _LIST_FORMATS.get(attributes.get("type", "1"), "decimal")


class _Page:
    """What the parser tells its events to."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._flows = [self.lines]
        self._tables: list[_Table] = []
        self._lists: list[_List] = []
        self._label = ""
        self._text = StringIO()
        self._links = self._linked = self._length = 0
        # How many open elements ask to be skipped, stand around the content, are links or keep line ends.
        self._depths = {"skipped": 0, "around": 0, "link": 0, "pre": 0}
        self._open: list[tuple[str, tuple[str, ...]]] = []
        self._meter = limits.Meter()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._meter.add_tag()
        if len(self._open) > limits.DEPTH:
            raise corrupt()
        kinds = _kinds(tag, attributes)
        self._open.append((tag, kinds))
        for kind in kinds:
            if kind == "around":
                self._flush()
            self._depths[kind] += 1
        if self._depths["skipped"]:
            return
        if tag in _BLOCKS or tag == "br":
            self._flush()
        if tag == "a":
            self._links += 1
        if opener := _OPENERS.get(tag):
            opener(self, attributes)

    def end(self, tag: str) -> None:
        kinds = self._open.pop()[1] if self._open else ()
        if not self._depths["skipped"]:
            if tag in _BLOCKS or "around" in kinds:
                self._flush()
            if closer := _CLOSERS.get(tag):
                closer(self)
        for kind in kinds:
            self._depths[kind] -= 1

    def data(self, text: str) -> None:
        if self._depths["skipped"]:
            return
        self._meter.add_characters(len(text))
        if self._depths["pre"] and "\n" in text:
            first, *rest = text.split("\n")
            self._add(first)
            for line in rest:
                self._flush()
                self._add(line)
        else:
            self._add(text)

    def close(self) -> None:
        self._flush()
        while self._tables:
            self._close_table()

    def _add(self, text: str) -> None:
        self._text.write(text)
        if self._depths["link"]:
            self._linked += len(text.strip())
        self._length += len(text.strip())

    def _flush(self) -> None:
        """Ends the line, if it has any words."""
        if not self._text.tell():
            return
        text = _collapsed(self._text.getvalue())
        if text.strip("\u3000 "):
            label = "" if _OWN_LABEL.match(text) else self._label
            self._flows[-1].append(
                Line(
                    label + text,
                    is_around=self._depths["around"] > 0,
                    links=self._links,
                    unlinked=self._length - self._linked,
                )
            )
            self._label = ""
            self._meter.add_lines(1)
        self._text = StringIO()
        self._links = self._linked = self._length = 0

    # Lists

    def _open_ordered(self, attributes: Mapping[str, str]) -> None:
        self._lists.append(_List("ol", attributes))

    def _open_bullets(self, attributes: Mapping[str, str]) -> None:
        self._lists.append(_List("ul", attributes))

    def _close_list(self) -> None:
        if self._lists:
            self._lists.pop()

    def _open_item(self, attributes: Mapping[str, str]) -> None:
        self._label = self._lists[-1].label(attributes) if self._lists else ""

    def _close_item(self) -> None:
        self._label = ""

    # Tables

    def _open_table(self, attributes: Mapping[str, str]) -> None:
        self._tables.append(_Table())

    def _open_row(self, attributes: Mapping[str, str]) -> None:
        if self._tables:
            self._close_cell()
            self._meter.add_cell()
            self._tables[-1].rows.append([])

    def _open_cell(self, attributes: Mapping[str, str]) -> None:
        if not self._tables:
            return
        self._close_cell()
        self._meter.add_cell()
        table = self._tables[-1]
        table.rows = table.rows or [[]]
        cell = Cell(
            columns=number(attributes.get("colspan", ""), 1), rows=number(attributes.get("rowspan", ""), 1)
        )
        table.rows[-1].append(cell)
        table.has_open_cell = True
        self._flows.append(cell.lines)

    def _close_cell(self) -> None:
        if self._tables and self._tables[-1].has_open_cell:
            self._flush()
            self._tables[-1].has_open_cell = False
            self._flows.pop()

    def _close_table(self) -> None:
        if not self._tables:
            return
        self._close_cell()
        table = self._tables.pop()
        self._flows[-1].extend(table_lines(table.rows))
        if self._tables and self._tables[-1].has_open_cell:
            self._tables[-1].rows[-1][-1].holds_table = True


def _kinds(tag: str, attributes: Mapping[str, str]) -> tuple[str, ...]:
    kinds = []
    if tag in _SKIPPED or "hidden" in attributes or _HIDDEN.search(attributes.get("style", "")):
        kinds.append("skipped")
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    if tag in _AROUND or (tag not in _NEVER_AROUND and _AROUND_NAMES.search(names)):
        kinds.append("around")
    if tag == "a":
        kinds.append("link")
    if tag == "pre":
        kinds.append("pre")
    return tuple(kinds)


def _collapsed(text: str) -> str:
    """Runs of white space as the browser shows them; a line end between Chinese characters is no space."""

    def space(run: re.Match[str]) -> str:
        before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
        return "" if "\n" in run[0] and before > "\u2e7f" and after > "\u2e7f" else " "

    return _SPACE.sub(space, text).strip(" \xa0").replace("\xa0", " ")


_OPENERS: dict[str, Callable[[_Page, Mapping[str, str]], None]] = {
    "ol": _Page._open_ordered,
    "ul": _Page._open_bullets,
    "li": _Page._open_item,
    "table": _Page._open_table,
    "tr": _Page._open_row,
    "td": _Page._open_cell,
    "th": _Page._open_cell,
}
_CLOSERS: dict[str, Callable[[_Page], None]] = {
    "ol": _Page._close_list,
    "ul": _Page._close_list,
    "li": _Page._close_item,
    "table": _Page._close_table,
    "td": _Page._close_cell,
    "th": _Page._close_cell,
}
