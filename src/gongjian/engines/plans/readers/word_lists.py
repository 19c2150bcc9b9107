"""The parts of a .docx that say how paragraphs are numbered: `numbering.xml` and `styles.xml`."""

from dataclasses import dataclass, field, replace

from gongjian.engines.plans.readers.numbering import Definition, Level, Lists, WordList
from gongjian.engines.plans.readers.word_values import is_on, number

# Deeper than any real chain of styles, and an end to one that loops.
_STYLE_DEPTH = 20


@dataclass(slots=True)
class Style:
    """A paragraph or numbering style: what it adds about numbering, None where it says nothing."""

    name: str = ""
    based_on: str | None = None
    list_id: str | None = None
    level: int | None = None


@dataclass(slots=True)
class Styles:
    """Handler for `styles.xml`."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: str | None = None
    _style: Style | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "style":
            self._style = self.by_id.setdefault(attributes.get("styleId", ""), Style())
            if attributes.get("type") == "paragraph" and is_on(attributes.get("default", "0")):
                self.default = attributes.get("styleId")
        elif self._style is None:
            return
        elif name == "name":
            self._style.name = value.lower()
        elif name == "basedOn":
            self._style.based_on = value
        elif name == "numId":
            self._style.list_id = value
        elif name == "ilvl":
            self._style.level = number(value, 0)

    def end(self, name: str) -> None:
        if name == "style":
            self._style = None

    def text(self, data: str) -> None:
        pass

    def numbering(self, style_id: str | None) -> tuple[str, int | None, str] | None:
        """The list of a style, its level where one is named, and the style in its ancestry that says so."""
        for _ in range(_STYLE_DEPTH):
            style = self.by_id.get(style_id or "")
            if style is None or style_id is None:
                return None
            if style.list_id is not None:
                return style.list_id, style.level, style_id
            style_id = style.based_on
        return None

    def is_contents(self, style_id: str | None) -> bool:
        """Whether a style is one of a table of contents, whose lines only repeat the headings."""
        style = self.by_id.get(style_id or "")
        return style is not None and style.name.startswith("toc ")


@dataclass(slots=True)
class NumberingPart:
    """Handler for `numbering.xml`."""

    styles: Styles
    lists: Lists = field(default_factory=Lists)
    _definition: Definition | None = None
    _list: WordList | None = None
    _number: int | None = None
    _level: Level | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        match name:
            case "abstractNum":
                self._definition = Definition()
                self.lists.definitions[attributes.get("abstractNumId", "")] = self._definition
            case "numStyleLink" if self._definition is not None:
                self._definition.style = value
                self._link(value)
            case "num":
                self._list = WordList(definition="")
                self.lists.lists[attributes.get("numId", "")] = self._list
            case "abstractNumId" if self._list is not None:
                self._list.definition = value
            case "lvlOverride":
                self._number = number(attributes.get("ilvl", ""), 0)
            case "startOverride" if self._list is not None and self._number is not None:
                self._list.starts[self._number] = number(value, 1)
            case "lvl":
                self._number = number(attributes.get("ilvl", ""), 0)
                self._level = Level()
            case _ if self._level is not None:
                self._level = _changed(self._level, name, value, attributes)

    def end(self, name: str) -> None:
        match name:
            case "lvl" if self._level is not None and self._number is not None:
                owner = self._list or self._definition
                if owner is not None:
                    owner.levels[self._number] = self._level
                self._level = None
            case "abstractNum":
                self._definition = None
            case "num":
                self._list = None

    def text(self, data: str) -> None:
        pass

    def _link(self, style: str) -> None:
        found = self.styles.numbering(style)
        if found is not None:
            self.lists.styles[style] = found[0]


def _changed(level: Level, name: str, value: str, attributes: dict[str, str]) -> Level:
    match name:
        case "start":
            return replace(level, start=number(value, 1))
        case "numFmt":
            return replace(level, format=_format(value, attributes.get("format", "")))
        case "lvlText":
            return replace(level, pattern=value)
        case "suff":
            return replace(level, suffix=value)
        case "lvlRestart":
            return replace(level, restart=number(value, 0))
        case "isLgl":
            return replace(level, is_legal=is_on(value or "1"))
        case "pStyle":
            return replace(level, style=value)
    return level


def _format(value: str, custom: str) -> str:
    """`custom` with a model such as `001, 002, 003, ...`: of those only leading zeros matter to us."""
    return "decimalZero" if value == "custom" and custom.startswith("0") else value
