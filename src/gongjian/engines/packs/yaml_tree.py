"""YAML to plain values with the place of each: the part of YAML 1.2 that a person needs for data.

Anchors, aliases, tags and several documents in one file are refused: a pack is read by people, and none of them
is worth a bomb. Scalars follow the core schema of YAML 1.2, as editors read it: `no` is a word, `2026-01-01` too.
Link: https://yaml.org/spec/1.2.2/#103-core-schema
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from gongjian.engines.packs.faults import Fault, Mark
from gongjian.engines.packs.wording import Said

MOST_BYTES = 1024 * 1024
MOST_NODES = 50_000
MOST_DEPTH = 30

# The compiled parser is thirty times faster; both count characters.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path = tuple[str | int, ...]

_NOTHING = re.compile(r"|~|null|Null|NULL")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LOOKS_LIKE_NUMBER = re.compile(r"[-+.]?[0-9]|[-+]?\.")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
# A folded text has a blank where a line ended; between Chinese characters none is wanted.
_WIDE = r"[\u2014-\u2027\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]"
_FOLDED = re.compile(rf"(?<={_WIDE}) (?={_WIDE})")
_LONGEST_NUMBER = 30


@dataclass(frozen=True, slots=True)
class Tree:
    """A file as read.

    value   dicts, lists, strings, ints, Decimals, bools, None.
    values  where the value at a path begins.
    keys    where the key of the value at a path begins; entries of lists have none.
    """

    file: str
    value: object
    values: dict[Path, Mark]
    keys: dict[Path, Mark]

    def at(self, path: Path) -> Mark:
        """Where the value at `path` begins, or the nearest thing around it that is there."""
        while path not in self.values:
            path = path[:-1]
        return self.values[path]

    def at_key(self, path: Path) -> Mark:
        return self.keys.get(path) or self.at(path)


def read(file: str, data: bytes) -> tuple[Tree | None, tuple[Fault, ...]]:
    """The tree of a file, or None and what is wrong with it as YAML. A doubled key leaves a tree as well."""
    if len(data) > MOST_BYTES:
        return None, (Fault(file, Mark(), "too-large", more={"limit": MOST_BYTES // 1024}),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = data[: error.start].decode("utf-8-sig")
        found = data[error.start : error.start + 1].hex().upper()
        return None, (Fault(file, _mark_after(start), "not-utf-8", found=found),)
    if odd := _UNPRINTABLE.search(text):
        mark = _mark_after(text[: odd.start()])
        return None, (Fault(file, mark, "unprintable", found=f"U+{ord(odd[0]):04X}"),)
    return _Reader(file).read(text)


def _mark_after(text: str) -> Mark:
    lines = _LINE_END.split(text)
    return Mark(len(lines), len(lines[-1]) + 1)


class _Stop(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read; `key` is the key whose value comes next."""

    path: Path
    value: dict[str, object] | list[object]
    key: str | None = None
    # Whether what comes next is the value of a key that stood before, or of no word: it is read and dropped.
    drops: bool = False


@dataclass(slots=True)
class _Reader:
    file: str
    values: dict[Path, Mark] = field(default_factory=dict)
    keys: dict[Path, Mark] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    nodes: int = 0
    documents: int = 0
    value: object = None

    def read(self, text: str) -> tuple[Tree | None, tuple[Fault, ...]]:
        try:
            for event in self._events(text):
                self._take(event)
        except _Stop as stop:
            return None, (*self.faults, stop.fault)
        if not self.documents or self.value is None:
            return None, (Fault(self.file, Mark(), "empty-file"),)
        return Tree(self.file, self.value, self.values, self.keys), tuple(self.faults)

    def _events(self, text: str) -> Iterator[Any]:
        try:
            yield from yaml.parse(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            raise _Stop(self._syntax(error)) from error

    def _syntax(self, error: yaml.MarkedYAMLError) -> Fault:
        place = error.problem_mark or error.context_mark
        mark = Mark(place.line + 1, place.column + 1) if place else Mark()
        words = f"{error.context or ''} {error.problem or ''}"
        if "depth" in words:
            return Fault(self.file, mark, "too-deep", more={"limit": MOST_DEPTH})
        why = next((said for part, said in _PROBLEMS if part in words), None)
        return Fault(self.file, mark, "syntax", more={"why": why or Said(words.strip(), words.strip())})

    def _stop(self, event: Any, code: str, found: str = "", **more: object) -> _Stop:
        return _Stop(Fault(self.file, _mark(event), code, found=found, more=more))

    def _take(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self._stop(event, "several-documents")
        elif isinstance(event, yaml.AliasEvent):
            raise self._stop(event, "alias", found=f"*{event.anchor}")
        elif isinstance(event, yaml.NodeEvent):
            self._take_node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()

    def _take_node(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise self._stop(event, "too-many-values", limit=MOST_NODES)
        if event.anchor:
            raise self._stop(event, "anchor", found=f"&{event.anchor}")
        if event.tag is not None:
            raise self._stop(event, "tag", found=event.tag)
        around = self.open[-1] if self.open else None
        if around is not None and isinstance(around.value, dict) and around.key is None:
            self._take_key(around, event)
            return
        path = self._path(around)
        if around is None or not around.drops:
            self.values[path] = _mark(event)
        if isinstance(event, yaml.ScalarEvent):
            self._put(self._scalar(event))
            return
        if len(self.open) >= MOST_DEPTH:
            raise self._stop(event, "too-deep", limit=MOST_DEPTH)
        dropped = around is not None and around.drops
        value: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.open.append(_Open(path, value, drops=dropped))

    def _take_key(self, around: _Open, event: Any) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._stop(event, "key-is-no-word")
        key = str(event.value)
        path = (*around.path, key)
        if key == "<<":
            raise self._stop(event, "merge-key", found=key)
        if key in around.value:
            first = self.keys.get(path, Mark())
            self.faults.append(
                Fault(self.file, _mark(event), "duplicate-key", found=key, more={"line": first.line})
            )
            # What follows is read, for its own faults, and dropped: the first one stands, with its marks.
            around.drops = True
        elif not around.drops:
            self.keys[path] = _mark(event)
        around.key = key

    def _path(self, around: _Open | None) -> Path:
        if around is None:
            return ()
        if isinstance(around.value, dict):
            return (*around.path, around.key or "")
        return (*around.path, len(around.value))

    def _close(self) -> None:
        done = self.open.pop()
        self._put(done.value)

    def _put(self, value: object) -> None:
        if not self.open:
            self.value = value
            return
        around = self.open[-1]
        if isinstance(around.value, list):
            around.value.append(value)
            return
        key = around.key or ""
        around.value.setdefault(key, value)
        around.key = None
        around.drops = len(self.open) > 1 and self.open[-2].drops

    def _scalar(self, event: Any) -> object:
        text = str(event.value)
        if not event.implicit[0]:
            return _FOLDED.sub("", text) if event.style == ">" else text
        if _NOTHING.fullmatch(text):
            return None
        if _TRUE.fullmatch(text) or _FALSE.fullmatch(text):
            return text[0] in "tT"
        if not _LOOKS_LIKE_NUMBER.match(text):
            return text
        return self._number(event, text)

    def _number(self, event: Any, text: str) -> object:
        is_number = _WHOLE.fullmatch(text) or _OTHER_BASE.fullmatch(text) or _DECIMAL.fullmatch(text)
        if _NO_NUMBER.fullmatch(text) or (is_number and len(text) > _LONGEST_NUMBER):
            raise self._stop(event, "no-number", found=text[:_LONGEST_NUMBER])
        if not is_number:
            return text
        if _OTHER_BASE.fullmatch(text):
            return int(text[2:], 8 if text[1] == "o" else 16)
        if _WHOLE.fullmatch(text):
            return int(text)
        number = Decimal(text)
        if abs(number.adjusted()) > _LONGEST_NUMBER:
            raise self._stop(event, "no-number", found=text)
        return number


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


# What the parser says, in words of ours. Both parsers' sentences; the first that is found counts.
_PROBLEMS: tuple[tuple[str, Said], ...] = (
    (
        "block scalar",
        Said(
            '以“>”或“|”开头的文字要加引号，例如 ">= 90 %"',
            'text that begins with “>” or “|” needs quotes: ">= 90 %"',
        ),
    ),
    ("'\\t'", Said("缩进要用空格，不能用制表符", "indent with spaces, not with tabs")),
    ("tab character", Said("缩进要用空格，不能用制表符", "indent with spaces, not with tabs")),
    (
        "mapping values are not allowed",
        Said(
            "这里多出一个冒号：文字里有“: ”时请加引号，或检查上一行的缩进",
            "a colon too many: put text that holds “: ” in quotes, or see how the line before is indented",
        ),
    ),
    ("quoted scalar", Said("引号没有配对，或引号后面还有文字", "a quotation mark has no partner")),
    (
        "could not find expected ':'",
        Said("名称后面少了冒号和空格", "a colon and a space are missing after the name"),
    ),
    ("block sequence", Said("列表的“- ”没有对齐", "the “- ” of the list do not line up")),
    ("block mapping", Said("这一行的缩进与同级的各行不一致", "this line is indented unlike its neighbours")),
    (
        "block collection",
        Said("这一行的缩进与同级的各行不一致", "this line is indented unlike its neighbours"),
    ),
    ("block end", Said("这一行的缩进与同级的各行不一致", "this line is indented unlike its neighbours")),
    (
        "flow sequence",
        Said("方括号没有配对，或少了逗号", "a square bracket has no partner, or a comma is missing"),
    ),
    ("flow mapping", Said("花括号没有配对，或少了逗号", "a brace has no partner, or a comma is missing")),
    (
        "cannot start any token",
        Said("文字以特殊符号开头，请加引号", "text that begins with a special sign needs quotes"),
    ),
)
