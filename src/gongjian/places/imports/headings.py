"""Which column is what, told by its heading.

Lists come in two layouts. *Rows*: one area a row, with columns for name, kind, code and upper area. *Levels*: one
column a level (区县 | 街道 | 社区 | 网格 | 楼栋), the upper ones merged or left blank where they repeat. A list of
communities with 所属街道 beside 社区名称 is of the first layout: the subdistricts must be there already.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from gongjian.places.imports.sheets import HEADING_WITHIN, Sheet
from gongjian.places.imports.vocabulary import ENDINGS, FIELDS, KINDS, SIMPLE
from gongjian.places.kinds import Kind

# The kinds between which the name of each area decides.
STREET = (Kind.SUBDISTRICT, Kind.TOWNSHIP)
NEIGHBOURHOOD = (Kind.COMMUNITY, Kind.VILLAGE)
OF_UPPER = re.compile(r"^(所属|所在|隶属|上级)(.+)$")
OF_NAME = re.compile(r"^(.+?)(名称|名)$")
OF_CODE = re.compile(r"^(.+?)(代码|编码|编号|区划代码|统计用区划代码|统计代码)$")
BRACKETED = re.compile(r"[（(【\[].*?[)）】\]]")
SIGNS = re.compile(r"[\s*＊:：/／、|\\·．.—_-]+")


@dataclass(frozen=True, slots=True)
class Level:
    """A column that names areas of one level.

    kinds   what its areas are; of two, the name of each decides.
    code    the column of their codes, if there is one.
    upper   the column says 所属…: it names areas that are there already and makes none.
    """

    column: int
    kinds: tuple[Kind, ...]
    code: int | None = None
    upper: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands in a sheet.

    heading   the row of the headings, counted from 0.
    titles    the headings as they are written, by column.
    levels    of the second layout: from the top down. Of the first: the 所属… columns.
    name …    of the first layout; `name` is None in the second.
    kinds     of the first layout, where the heading of the name tells (社区名称): the kinds of all its areas.
    unread    headings that say nothing to us.
    """

    heading: int
    titles: dict[int, str]
    levels: tuple[Level, ...] = ()
    name: int | None = None
    kinds: tuple[Kind, ...] = ()
    kind: int | None = None
    code: int | None = None
    parent: int | None = None
    parent_code: int | None = None
    settlement: int | None = None
    unread: tuple[str, ...] = ()


def word(text: str) -> str:
    """A heading or a kind without brackets, signs and spaces: `*街道/乡镇（必填）` is 街道乡镇."""
    text = unicodedata.normalize("NFKC", text).translate(SIMPLE).casefold()
    # A heading that is all bracket keeps what stands inside.
    return SIGNS.sub("", BRACKETED.sub("", text)) or SIGNS.sub("", text.strip("()[]【】 "))


def layout_of(sheet: Sheet) -> Layout | None:
    """The layout of a sheet; None where no row among the first reads as headings."""
    best: Layout | None = None
    for index, row in enumerate(sheet.rows[:HEADING_WITHIN]):
        found = _layout(index, row)
        if found and (best is None or _known(found) > _known(best)):
            best = found
    return best


def _known(layout: Layout) -> int:
    return len(layout.titles) - len(layout.unread)


def _layout(index: int, row: list[str]) -> Layout | None:
    titles = {column: text.strip() for column, text in enumerate(row) if text.strip()}
    # A title that is merged over the whole width is no row of headings.
    if len(set(titles.values())) < len(titles) and len(set(titles.values())) == 1:
        return None
    single, levels, level_codes, unread = _sort(titles)
    levels = [replace(level, code=level_codes.get(_key(level.kinds))) for level in levels]
    own = [level for level in levels if not level.upper]
    upper = [level for level in levels if level.upper]
    plain = Layout(index, titles, settlement=single.get("settlement"), unread=tuple(unread))
    if "name" not in single:
        if len(own) > 1:
            return replace(plain, levels=tuple(levels))
        if not own:
            return None
    naming = own[0] if "name" not in single else None
    return replace(
        plain,
        levels=tuple(upper) if naming else (*upper, *own),
        name=naming.column if naming else single["name"],
        kinds=naming.kinds if naming else (),
        kind=single.get("kind"),
        code=single.get("code", naming.code if naming else None),
        parent=single.get("parent"),
        parent_code=single.get("parent_code"),
    )


def _sort(
    titles: dict[int, str],
) -> tuple[dict[str, int], list[Level], dict[tuple[Kind, ...], int], list[str]]:
    """The columns by what they are: single fields, levels, codes of a level, and those we do not know."""
    single: dict[str, int] = {}
    levels: list[Level] = []
    level_codes: dict[tuple[Kind, ...], int] = {}
    unread: list[str] = []
    for column, title in titles.items():
        plain = word(title)
        field = FIELDS.get(plain)
        if field and field not in single:
            single[field] = column
        elif level := _level(column, plain):
            levels.append(level)
        elif (match := OF_CODE.match(plain)) and match[1] in KINDS:
            level_codes.setdefault(_key(KINDS[match[1]]), column)
        else:
            unread.append(title)
    return single, levels, level_codes, unread


def _level(column: int, plain: str) -> Level | None:
    upper = OF_UPPER.match(plain)
    if upper:
        plain = upper[2]
    if plain not in KINDS and (named := OF_NAME.match(plain)):
        plain = named[1]
    kinds = KINDS.get(plain)
    return Level(column, kinds, upper=bool(upper)) if kinds else None


def _key(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    return tuple(sorted(kinds))


def kinds_of_word(text: str) -> tuple[Kind, ...]:
    """What a cell of the kind column means, or nothing: 街道, 社区/村, community, 网格（专属）."""
    plain = word(text)
    if plain in KINDS:
        return KINDS[plain]
    if plain in set(Kind.values):
        return (Kind(plain),)
    return next((KINDS[plain[:-1]] for ending in "级" if plain.endswith(ending) and plain[:-1] in KINDS), ())


def decide(kinds: tuple[Kind, ...], name: str, by_code: str | None) -> Kind:
    """Which of the kinds an area is: the code tells, else the ending of the name, else the first."""
    if by_code in kinds and len(kinds) > 1:
        named = [kind for kind in kinds if _ends(name, kind)]
        return named[0] if len(named) == 1 else Kind(by_code)
    for kind in kinds:
        if len(kinds) > 1 and _ends(name, kind):
            return kind
    return kinds[0]


def _ends(name: str, kind: Kind) -> bool:
    return name.translate(SIMPLE).endswith(ENDINGS[kind])


def guess(name: str, by_code: str | None) -> Kind | None:
    """What an area is where nothing says so: by its code, else by how its name ends."""
    if by_code:
        pair = next((kinds for kinds in (STREET, NEIGHBOURHOOD) if by_code in kinds), None)
        return decide(pair, name, by_code) if pair else Kind(by_code)
    for kind in ENDINGS:
        if _ends(name, kind):
            return kind
    if name.endswith("网格"):
        return Kind.GRID
    if re.search(r"\d+(号|#)?(楼|栋|幢)$", name):
        return Kind.BUILDING
    if name.endswith(("区", "县", "旗")):
        return Kind.DISTRICT
    return None
