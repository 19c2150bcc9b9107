"""Who answers for which place: 挂点, 包联, 挂钩, 包保 in sentences and in tables.

A table is a run of lines whose cells are joined by TABs (`engines.plans.reading`); its first line names the
columns. Plain `联系` in a sentence says too many other things and counts in a table's header only.
"""

import re
from collections.abc import Iterator, Sequence

from gongjian.campaigns.proposals.tables import Line, tables, tight
from gongjian.campaigns.proposals.values import Make, Row

VERB = r"(?:挂点联系|挂点包联|挂点|包联|挂包|包保|挂钩联系|挂钩|包抓|结对共建|结对帮扶|联点)"
# `包联部门每季度到社区…` speaks of those who are paired, and pairs nobody.
NOUN = r"(?!部门|单位|领导|干部|人员|责任|制度|机制|工作|共建|服务)"
PLACE = r"(?:社区|村|街道|镇|乡|小区|居委会|网格|片区)"
SENTENCE = re.compile(
    rf"(?P<who>[\w()（）·]{{2,30}}?(?:、[\w()（）·]{{2,30}}?)*)(?:同志)?(?:负责)?(?P<verb>{VERB})(?:联系)?{NOUN}(?P<place>[\w()（）·]{{1,30}}?{PLACE}(?:、[\w()（）·]{{1,30}}?{PLACE})*)"
)
# Of a table: `挂点领导`, `包联部门`, `联系领导`; `责任领导` beside a column that is called 挂点社区.
RANK = r"(?:县级|区级|处级|科级|党政)?"
WHO_COLUMN = re.compile(
    rf"^{VERB}{RANK}(?:领导|干部|单位|部门|人员?|党员)|^联系{RANK}(?:领导|干部|单位|部门)"
)
WHO_BESIDE = re.compile(r"领导|干部|^单位|部门|^姓名$|责任单位")
PLACE_COLUMN = re.compile(r"(?:社区|村|街道|乡镇|镇街?|小区|网格|联系点|片区|挂点)(?:名称)?$")
PLACE_OF_PAIR = re.compile(rf"{VERB}|联系点")
FILLER = re.compile(r"^(?:实行|落实|建立|完善|按照|由|各|请|将|以|每名|每个|全体)")
GENERAL = re.compile(
    r"制度|机制|工作$|责任制|^[一二三四五六七八九十]是$|挂点|^(?:区|县|市|街道|镇|乡)?(?:领导|部门|单位|干部|党员)$"
)
NO_PLACE = re.compile(r"每|各|到|对|为|所有|全部|^(?:社区|村|街道|镇|乡|小区)")


def pairings(text: str) -> list[Row]:
    """The rows of the pairings that tables and sentences of the plan tell of, one a place."""
    rows = [*_from_tables(text), *_from_sentences(text)]
    rows.sort(key=lambda row: row.span or (0, 0))
    return [
        Row(
            key=f"pairing-{number}",
            entry=None,
            make=Make.PAIRING,
            may=(Make.PAIRING, Make.NOTHING),
            title=f"{row.names[0]} → {row.extra['place']}",
            quote=row.quote,
            span=row.span,
            role=row.role,
            names=row.names,
            extra=row.extra,
        )
        for number, row in enumerate(rows)
    ]


def _row(who: str, role: str, place: str, quote: str, start: int) -> Row:
    return Row(
        key="",
        entry=None,
        make=Make.PAIRING,
        may=(),
        title="",
        quote=quote,
        span=(start, start + len(quote)),
        role=role[:40],
        names=(who[:200],),
        extra={"place": place[:200]},
    )


def _from_sentences(text: str) -> Iterator[Row]:
    for match in SENTENCE.finditer(text):
        if "\t" in _line_at(text, match.start()):
            continue
        for who in match["who"].split("、"):
            name = FILLER.sub("", who).strip()
            if len(name) < 2 or GENERAL.search(name):
                continue
            for place in match["place"].split("、"):
                if NO_PLACE.search(place):
                    continue
                yield _row(name, match["verb"], place, match[0], match.start())


def _line_at(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : len(text) if end < 0 else end]


def _from_tables(text: str) -> Iterator[Row]:
    for table in tables(text):
        columns = _columns(table[0].cells)
        if columns is not None:
            for line in table[1:]:
                yield from _table_row(line, *columns)


def _columns(cells: Sequence[str]) -> tuple[list[int], int, list[str]] | None:
    """The columns of who and the column of where, when the line is the header of such a table."""
    names = [tight(cell) for cell in cells]
    if "批次" in names:
        return None
    place = next((n for n, name in enumerate(names) if PLACE_COLUMN.search(name)), None)
    if place is None:
        return None
    who = [n for n, name in enumerate(names) if WHO_COLUMN.search(name) and n != place]
    if not who and PLACE_OF_PAIR.search(names[place]):
        who = [n for n, name in enumerate(names) if WHO_BESIDE.search(name) and n != place]
    return (who, place, names) if who else None


def _table_row(line: Line, who: list[int], place: int, titles: list[str]) -> Iterator[Row]:
    cells = line.cells
    if place >= len(cells) or not cells[place]:
        return
    for column in who:
        names = cells[column] if column < len(cells) else ""
        for name in filter(None, re.split(r"[、,，;；/\s]+", names)):
            for where in filter(None, re.split(r"[、,，;；/]+", cells[place])):
                yield _row(name, titles[column], where.strip(), line.words, line.start)
