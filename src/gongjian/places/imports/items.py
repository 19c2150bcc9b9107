"""The areas of a list as they are written: one item an area, each knowing where in the sheet it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from gongjian.places import codes
from gongjian.places.imports import headings
from gongjian.places.imports.findings import Finding
from gongjian.places.imports.headings import Layout, Level
from gongjian.places.imports.sheets import Sheet
from gongjian.places.imports.vocabulary import ONE_KIND, REMARKS, TOTALS
from gongjian.places.kinds import Kind, Settlement
from gongjian.places.names import LONGEST, tidy

STEPS = re.compile(r"[/／>＞]")


@dataclass(slots=True, eq=False)
class Upper:
    """How a row names its upper area: by code, by name, or by names from the top down."""

    names: tuple[str, ...] = ()
    code: str = ""
    kinds: tuple[Kind, ...] = ()
    column: int | None = None


@dataclass(slots=True, eq=False)
class Item:
    """An area as a list has it.

    columns  where name, kind, code, settlement and upper area stand, for pointing at what is wrong.
    upper    how its upper area is named; None where nothing is said.
    parent   the item it stands under, where the layout itself tells.
    """

    row: int
    name: str
    kind: Kind
    code: str = ""
    settlement: str = ""
    upper: Upper | None = None
    parent: "Item | None" = None
    columns: dict[str, int] = field(default_factory=dict)


def items_of(sheet: Sheet, layout: Layout, findings: list[Finding]) -> list[Item]:
    """The items of a sheet from the top down; what is wrong in itself is added to `findings`, its row left out."""
    if layout.name is None:
        return list(_by_levels(sheet, layout, list(layout.levels), findings))
    return list(_by_rows(sheet, layout, findings))


# --- One area a row ---------------------------------------------------------------------------------------
def _by_rows(sheet: Sheet, layout: Layout, findings: list[Finding]) -> Iterator[Item]:
    assert layout.name is not None  # noqa: S101 - items_of chose
    columns = {
        name: column
        for name in ("name", "kind", "code", "settlement")
        if (column := getattr(layout, name)) is not None
    }
    for index in range(layout.heading + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        name = tidy(_cell(cells, layout.name))
        if _is_no_area(cells, name, layout):
            continue
        row = index + 1
        if fault := _fault_of_name(name):
            findings.append(Finding(row, layout.name, fault))
            continue
        kind = _kind(cells, layout, name, row, findings)
        if kind is None:
            continue
        code = _code(_cell(cells, layout.code), kind, row, layout.code, findings)
        settlement = _settlement(_cell(cells, layout.settlement), row, layout.settlement, findings)
        yield Item(row, name, kind, code, settlement, upper=_upper(cells, layout), columns=columns)


def _is_no_area(cells: list[str], name: str, layout: Layout) -> bool:
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    if not first or headings.word(first) in TOTALS or name.startswith(REMARKS):
        return True
    # A remark under the list, or the headings once more where a page was turned.
    return (not name and first.startswith(REMARKS)) or _repeats_heading(cells, layout)


def _repeats_heading(cells: list[str], layout: Layout) -> bool:
    said = {column: cell.strip() for column, cell in enumerate(cells) if cell.strip()}
    return len(said) > 1 and all(layout.titles.get(column) == text for column, text in said.items())


def _fault_of_name(name: str) -> str | None:
    if not name:
        return "no_name"
    return "long_name" if len(name) > LONGEST else None


def _kind(cells: list[str], layout: Layout, name: str, row: int, findings: list[Finding]) -> Kind | None:
    by_code = codes.kind_by_code(_plain_code(_cell(cells, layout.code)))
    text = _cell(cells, layout.kind).strip()
    if text:
        kinds = headings.kinds_of_word(text)
        if not kinds:
            findings.append(Finding(row, layout.kind, "unknown_kind", {"text": text[:30]}))
            return None
        # A plain 街道 in the kind column means it, whatever the name; only 街道/乡镇 leaves a choice.
        exact = len(kinds) == 1 or headings.word(text) in ONE_KIND
        return kinds[0] if exact else headings.decide(kinds, name, by_code)
    if layout.kinds:
        return headings.decide(layout.kinds, name, by_code)
    guessed = headings.guess(name, by_code)
    if guessed is None:
        findings.append(Finding(row, layout.name, "no_kind", {"name": name}))
    return guessed


def _plain_code(text: str) -> str:
    return re.sub(r"\D", "", tidy(text).removesuffix(".0"))


def _code(text: str, kind: Kind, row: int, column: int | None, findings: list[Finding]) -> str:
    try:
        return codes.read(kind, text)
    except ValidationError as error:
        findings.append(Finding(row, column, str(error.code), error.params or {}))
        return ""


def _settlement(text: str, row: int, column: int | None, findings: list[Finding]) -> str:
    text = tidy(text).removesuffix(".0")
    if not text:
        return ""
    for value in Settlement.values:
        if text.startswith(value):
            return value
    findings.append(Finding(row, column, "unknown_settlement", {"text": text[:30]}))
    return ""


def _upper(cells: list[str], layout: Layout) -> Upper | None:
    """What the row says of its upper area: the code counts more than the name, the nearest level more than the far."""
    code = tidy(_cell(cells, layout.parent_code)).removesuffix(".0").replace(" ", "").upper()
    if code:
        return Upper(code=code, column=layout.parent_code)
    text = _cell(cells, layout.parent)
    if text.strip():
        names = tuple(name for step in STEPS.split(text) if (name := tidy(step)))
        # 110101001 in the column of the upper area is its code.
        if len(names) == 1 and names[0].isdigit() and len(names[0]) >= 6:
            return Upper(code=names[0], column=layout.parent)
        return Upper(names=names, column=layout.parent) if names else None
    said = [(level, name) for level in layout.levels if (name := tidy(_cell(cells, level.column)))]
    if not said:
        return None
    nearest = said[-1][0]
    return Upper(names=tuple(name for _, name in said), kinds=nearest.kinds, column=nearest.column)


# --- One column a level -----------------------------------------------------------------------------------
def _by_levels(sheet: Sheet, layout: Layout, levels: list[Level], findings: list[Finding]) -> Iterator[Item]:
    made: dict[tuple[tuple[int, str], ...], Item] = {}
    standing: list[str] = [""] * len(levels)
    for index in range(layout.heading + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        said = [tidy(_cell(cells, level.column)) for level in levels]
        if not any(said) or next(filter(None, said)).startswith(REMARKS) or _repeats_heading(cells, layout):
            continue
        standing = _filled(said, standing)
        yield from _chain(index + 1, cells, standing, layout, levels, made, findings)


def _filled(said: list[str], before: list[str]) -> list[str]:
    """The row with its upper levels as above where they are blank.

    A blank repeats what stands above it only while everything to its left repeats too: under a new subdistrict, a
    blank community is none.
    """
    deepest = max(position for position, name in enumerate(said) if name)
    filled = [""] * len(said)
    repeating = True
    for position in range(deepest + 1):
        if said[position]:
            repeating = repeating and said[position] == before[position]
            filled[position] = said[position]
        elif repeating:
            filled[position] = before[position]
    return filled


def _chain(
    row: int,
    cells: list[str],
    filled: list[str],
    layout: Layout,
    levels: list[Level],
    made: dict[tuple[tuple[int, str], ...], Item],
    findings: list[Finding],
) -> Iterator[Item]:
    """The items that a row names for the first time, from the top down."""
    chain: tuple[tuple[int, str], ...] = ()
    parent: Item | None = None
    deepest = max(position for position, name in enumerate(filled) if name)
    for position, level in enumerate(levels):
        name = filled[position]
        if not name:
            continue
        chain = (*chain, (position, name))
        text = _cell(cells, level.code)
        known = made.get(chain)
        if known is None:
            if len(name) > LONGEST:
                findings.append(Finding(row, level.column, "long_name"))
                return
            kind = headings.decide(level.kinds, name, codes.kind_by_code(_plain_code(text)))
            columns = {"name": level.column, **({} if level.code is None else {"code": level.code})}
            known = made[chain] = Item(row, name, kind, parent=parent, columns=columns)
            yield known
        if not known.code and text.strip():
            known.code = _code(text, known.kind, row, level.code, findings)
        if position == deepest and not known.settlement:
            known.settlement = _settlement(_cell(cells, layout.settlement), row, layout.settlement, findings)
        parent = known


def _cell(cells: list[str], column: int | None) -> str:
    return cells[column] if column is not None and column < len(cells) else ""
