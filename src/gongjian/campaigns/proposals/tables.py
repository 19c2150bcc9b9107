"""Tables of a plan: each row of a task breakdown table (任务分解表) is a task, of a score table an item.

A table is a run of lines whose cells are joined by TABs (`engines.plans.reading`), cells of a merged block
repeated in every row. Its first line names the columns; what they are called decides what its rows are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongjian.campaigns.proposals.values import Make, Row
from gongjian.engines.plans.model import Span

NUMBER = re.compile(r"^(?:序号|编号|序|项次|NO\.?)$", re.IGNORECASE)
WHO = re.compile(r"单位|部门|责任|牵头|配合|承办|主办|领导|负责|联系|人员?$")
WHEN = re.compile(r"时间|时限|期限|日期|进度|节点|截止")
POINTS = re.compile(r"^(?:标准)?(?:分值|分数|满分|权重|标准分|得分)")
WHAT = re.compile(
    r"任务|工作|内容|项目|事项|措施|要求|目标|指标|标准|举措|重点|活动|环节|类别|名称|方法|依据|步骤"
)
# Tables of working groups, of batches and of pairings are read elsewhere.
OTHER = re.compile(r"组长|成员|批次|挂点|包联|联系(?:领导|部门|社区|村|点)")
REMARK = re.compile(r"备注|得分|扣分|评分(?!标准)|签字|自评|考评")
MARKS = re.compile(r"^[\s(（]*[\d一二三四五六七八九十]+[)）.、\s]+")


@dataclass(frozen=True, slots=True)
class Header:
    """What the columns of a table are: those that say what is to be done, and the one of the points."""

    what: tuple[int, ...]
    points: int | None
    makes: Make


def rows(text: str) -> list[Row]:
    """A row for each line of the tables that give tasks or items, in the order of the text.

    Tables of other things (addresses, who answers for which place) give none.
    """
    return [row for table in tables(text) for row in _of_table(table)]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: where it begins, its words, its cells."""

    start: int
    words: str
    cells: tuple[str, ...]

    @property
    def span(self) -> Span:
        return self.start, self.start + len(self.words)


def tight(cell: str) -> str:
    """A column's name without spaces and what stands in brackets: `联系社区(村)` is 联系社区."""
    return re.sub(r"[(（][^)）]*[)）]|\s", "", cell)


def tables(text: str) -> Iterator[list[Line]]:
    """The tables of a text, each as its lines."""
    at, table = 0, list[Line]()
    for line in text.splitlines(keepends=True):
        words = line.rstrip("\r\n")
        cells = tuple(cell.strip() for cell in words.split("\t"))
        if len(cells) > 1:
            table.append(Line(at, words, cells))
        elif table:
            yield table
            table = []
        at += len(line)
    if table:
        yield table


def header_of(cells: Sequence[str]) -> Header | None:
    """What a table's first line says of its columns; None where its rows are neither tasks nor items."""
    names = [tight(cell) for cell in cells]
    if any(len(cell) > 12 or OTHER.search(cell) for cell in names):
        return None
    points = next((n for n, cell in enumerate(names) if POINTS.search(cell)), None)
    who = [
        n for n, cell in enumerate(names) if WHO.search(cell) and not WHAT.search(cell.removesuffix("单位"))
    ]
    when = [n for n, cell in enumerate(names) if WHEN.search(cell)]
    what = tuple(
        n
        for n, cell in enumerate(names)
        if WHAT.search(cell)
        and n != points
        and n not in who
        and n not in when
        and not NUMBER.match(cell)
        and not REMARK.search(cell)
    )
    if not what or not (who or when or points is not None):
        return None
    return Header(what, points, Make.ITEM if points is not None and not who else Make.TASK)


def _of_table(table: Sequence[Line]) -> Iterator[Row]:
    header = header_of(table[0].cells)
    if header is None:
        return
    body = [line for line in table[1:] if len(line.cells) > max(header.what)]
    title = _title_column(header, body)
    for line in body:
        cells = line.cells
        said = MARKS.sub("", cells[title])
        if not said or header_of(cells) == header:
            continue  # an empty row, or the header again on the next page
        rest = dict.fromkeys(cells[n] for n in header.what if n != title and cells[n])
        yield Row(
            key=f"row-{line.start}",
            entry=None,
            make=header.makes,
            may=(Make.TASK, Make.ITEM, Make.NOTHING),
            title=said[:200],
            text="\n".join(rest),
            quote=line.words.strip(),
            span=line.span,
            extra={"points": _points(cells, header)},
        )


def _title_column(header: Header, body: Sequence[Line]) -> int:
    """The first column of what is to be done that is not repeated from row to row (as merged cells are)."""
    for column in header.what:
        said = [line.cells[column] for line in body]
        if len(set(said)) == len(said):
            return column
    return header.what[-1]


def _points(cells: Sequence[str], header: Header) -> Decimal | None:
    if header.points is None or header.points >= len(cells):
        return None
    found = re.match(r"\d{1,5}(?:\.\d{1,2})?", cells[header.points])
    return Decimal(found[0]) if found else None
