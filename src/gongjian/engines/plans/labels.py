"""Where items are numbered: `一、` `（一）` `1、` `1.` `（1）` `①` `一是` `第一、` `第一阶段：` `第一条`.

A label opens a line, or stands inside a paragraph behind a mark that ends a phrase (`…：1、甲；2、乙。`).
Not labels: decimals (`面积1、2平方公里`), bibliography (`[1]`), lists of numerals (`一、二、三等奖`),
numerals in the middle of a phrase (`安全第一、预防为主`), the cells of a table, a list of annexes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from gongjian.engines.plans.wording import Wording
from gongjian.engines.text.numerals import to_number

CN = "一二三四五六七八九十"


class Kind(IntEnum):
    """How a label is written; the value is its usual rank, the highest first."""

    CHAPTER = 0
    NUMERAL = 1
    ARTICLE = 2
    STAGE = 3
    BRACKETED_NUMERAL = 4
    ORDINAL = 5
    DIGIT = 6
    BRACKETED_DIGIT = 7
    CIRCLED = 8
    POINT = 9


@dataclass(frozen=True, slots=True)
class Label:
    """A label at text[start:end].

    name        what it adds to a path: `一`, `(一)`, `1`, `①`, `一是`, `第一阶段`
    number      its place in its series
    opens_line  whether it is the first thing in its line
    is_weak     whether it counts only where its series goes on: it lost its mark, or stands behind a blank
    """

    kind: Kind
    name: str
    number: int
    start: int
    end: int
    opens_line: bool
    is_weak: bool


_SIGNS = {chr(0x2474 + n): (Kind.BRACKETED_DIGIT, f"({n + 1})", n + 1) for n in range(20)}
_SIGNS |= {chr(0x2488 + n): (Kind.DIGIT, f"{n + 1}", n + 1) for n in range(20)}
_SIGNS |= {chr(0x3220 + n): (Kind.BRACKETED_NUMERAL, f"({c})", n + 1) for n, c in enumerate(CN)}
_SIGNS |= {chr(0x2460 + n): (Kind.CIRCLED, chr(0x2460 + n), n + 1) for n in range(20)}

_SIGN = "".join(_SIGNS)
_FORMS = "|".join(
    (
        rf"(?P<CHAPTER>第[{CN}]{{1,3}}(?:章|部分|编|节))(?=[\s:、])[ :、]*",
        rf"(?P<ARTICLE>第[{CN}百零]{{1,5}}条)(?=[\s:、])[ :、]*",
        rf"(?P<STAGE>第[{CN}]{{1,2}}(?:阶段|步))(?=[ :、,(为])[ :、,]*",
        rf"(?P<ORDINAL>第[{CN}]{{1,2}})[、,:](?!\s*第[{CN}])",
        rf"(?P<NUMERAL>[{CN}]{{1,3}})\s?[、.](?!\s*[{CN}]{{1,3}}[、等])",
        rf"\(\s*(?P<BRACKETED_NUMERAL>[{CN}]{{1,3}})\s*\)[、.:,]?",
        r"\(\s*(?P<BRACKETED_DIGIT>\d{1,2})\s*\)[、.:,]?|(?P<HALF_BRACKETED>\d{1,2})\)[、.:,]?",
        r"(?P<DIGIT>\d{1,3})\s?(?:、(?!\s*\d)|\.(?!\s*\d)|[、.](?=\s*(?:20\d\d\s*年|\d{1,2}月)))",
        rf"(?P<POINT>[{CN}]{{1,2}}是)(?![否不])",
        rf"(?P<SIGN>[{_SIGN}])[、.]?",
        rf"(?P<LOOSE_NUMERAL>[{CN}]{{1,3}})(?:[,:]|[ \t]+)(?=[㐀-鿿“《\"])",
        r"(?P<LOOSE_DIGIT>\d{1,2})(?:[,:]|[ \t]+)?(?![年月日号时点分个名人户家次岁项])(?=[㐀-鿿“《\"])",
        r"(?P<LOOSE_LISTED>\d{1,2})、(?=\d+(?:\.\d+)?(?:%|[个名户家所处支条项座栋辆人]))",
    )
)
_LINE_START = r"(?P<line>^[ \t]*(?:(?:\?{2,}|#{1,6})[ \t]*)?)"
_MARK = r"(?<=[。;:!?,”\"')】 ])[ ]*"
# The first of a series may follow its heading without a mark: 二、工作目标1、…；2、….
_GLUED = r"(?<=[㐀-鿿])(?=(?:1\s?[、.]|\(1\)|\(一\)|一是))"
_LABEL = re.compile(rf"(?:{_LINE_START}|{_MARK}|(?=[{_SIGN}])|{_GLUED})(?:{_FORMS})", re.MULTILINE)
_HEADING = re.compile(rf"(?:^|[。;:!?\s])(?:[{CN}]{{1,3}}[、.]|\([{CN}]{{1,3}}\))\s*[㐀-鿿、]{{2,14}}$")

_ENDS_A_PHRASE = "。;:!?"
_CLOSES = "”\"')】"
_ONLY_AT_LINE_START = frozenset({"CHAPTER", "ARTICLE", "LOOSE_NUMERAL", "LOOSE_DIGIT", "LOOSE_LISTED"})
_KIND_OF = {
    "HALF_BRACKETED": Kind.BRACKETED_DIGIT,
    "LOOSE_NUMERAL": Kind.NUMERAL,
    "LOOSE_DIGIT": Kind.DIGIT,
    "LOOSE_LISTED": Kind.DIGIT,
}
_BRACKETED = frozenset({"BRACKETED_NUMERAL", "BRACKETED_DIGIT", "HALF_BRACKETED"})
_FLATTENED = frozenset(
    {"NUMERAL", "BRACKETED_NUMERAL", "BRACKETED_DIGIT", "DIGIT", "POINT", "ORDINAL", "STAGE"}
)
_BEHIND_COMMA = frozenset({"POINT", "BRACKETED_DIGIT"})

# Lines whose numbers are no items: table rows, and what stands behind 参考文献 or 附件：.
_TABLE_ROW = re.compile(r"(?m)^[^\n\t]*\t[^\n]*")
_BIBLIOGRAPHY = re.compile(r"(?m)^[ \t]*(?:主要)?参考(?:文献|资料)[ :]*$")
_ANNEXES = re.compile(r"(?m)^[ \t]*附(?:件|表)?:\s*1?[、.]?[^\n]*(?:\n[ \t]*\d{1,2}[、.][^\n]*)*")


def labels(wording: Wording) -> Iterator[Label]:
    """The labels of a plan in order; weak ones still have to be borne out by their neighbours."""
    text = wording.folded
    closed = _regions_without_items(text)
    region = next(closed, None)
    for match in _LABEL.finditer(text):
        while region and region[1] <= match.start():
            region = next(closed, None)
        if region and region[0] <= match.end() - 1:
            continue
        if label := _label(text, match):
            yield label


def _regions_without_items(text: str) -> Iterator[tuple[int, int]]:
    end = len(text)
    if bibliography := _BIBLIOGRAPHY.search(text):
        end = bibliography.start()
    rows = _TABLE_ROW.finditer(text, 0, end) if "\t" in text else iter(())
    annexes = _ANNEXES.finditer(text, 0, end) if "附" in text else iter(())
    yield from sorted(match.span() for matches in (rows, annexes) for match in matches)
    yield end, len(text) + 1


def _label(text: str, match: re.Match[str]) -> Label | None:
    form = match.lastgroup or ""
    opens_line = match["line"] is not None
    start = match.start(form) - (form in _BRACKETED and form != "HALF_BRACKETED")
    weak = form.startswith("LOOSE")
    if not opens_line and form != "SIGN":
        allowed = _may_follow(text, start, form)
        if allowed is None:
            return None
        weak = weak or not allowed
    kind, name, number = _read(form, match[form])
    return Label(kind, name, number, start, match.end(), opens_line, weak) if number else None


def _may_follow(text: str, start: int, form: str) -> bool | None:
    """Whether a label may stand behind what precedes it: True, False when weak, None when not."""
    if form in _ONLY_AT_LINE_START:
        return None
    at = start - 1
    while at >= 0 and text[at] == " ":
        at -= 1
    before = text[at] if at >= 0 else "\n"
    if before in _CLOSES and at > 0:
        before = text[at - 1]
    if before in _ENDS_A_PHRASE:
        return True
    if before == "," and form in _BEHIND_COMMA:
        return True
    # A page flattened to one line keeps a blank before its headings, or at least their brackets.
    flattened = text[start - 1] in " )" or bool(_HEADING.search(text, max(0, start - 24), start))
    return False if flattened and form in _FLATTENED else None


def _read(form: str, written: str) -> tuple[Kind, str, int]:
    if form == "SIGN":
        return _SIGNS[written]
    kind = _KIND_OF.get(form) or Kind[form]
    number = to_number(re.sub(r"[第章部分编节条阶段步是]", "", written))
    name = f"({written})" if form in _BRACKETED else written
    return kind, name, int(number or 0)
