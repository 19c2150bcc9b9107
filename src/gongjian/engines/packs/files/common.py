"""Shapes that several files share, and how their values are made."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gongjian.engines.measures.definitions import Comparator, Test
from gongjian.engines.packs.model import Citation, Words
from gongjian.engines.packs.shapes import (
    INVALID,
    Either,
    Field,
    ListOf,
    Matching,
    Notes,
    Number,
    OneOf,
    Record,
    Text,
)
from gongjian.engines.packs.wording import Said
from gongjian.engines.packs.yaml_tree import Path

# From the top down, as the platform knows them; those of one rank replace each other.
AREA_KINDS: Mapping[str, Said] = {
    "province": Said("省", "province"),
    "city": Said("市", "city"),
    "district": Said("区县", "district"),
    "subdistrict": Said("街道", "subdistrict"),
    "township": Said("乡镇", "township"),
    "community": Said("社区", "community"),
    "village": Said("村", "village"),
    "grid": Said("网格", "grid"),
    "building": Said("楼栋", "building"),
}
RANKS: Mapping[str, int] = {
    "province": 0, "city": 1, "district": 2, "subdistrict": 3, "township": 3, "community": 4, "village": 4,
    "grid": 5, "building": 6,
}  # fmt: skip
ROLES: Mapping[str, Said] = {
    "district-administrator": Said("区级管理员", "district administrator"),
    "department-officer": Said("部门干部", "department officer"),
    "subdistrict-officer": Said("街道（乡镇）干部", "subdistrict officer"),
    "community-worker": Said("社区工作者", "community worker"),
    "grid-worker": Said("网格员", "grid worker"),
    "inspector": Said("检查员", "inspector"),
    "archivist": Said("档案员", "archivist"),
    "auditor": Said("审计员", "auditor"),
}

ID = Matching(
    r"[a-z][a-z0-9]*(-[a-z0-9]+)*",
    Said(
        "小写字母、数字和连字符，如 volunteer-share", "small letters, digits and hyphens, as volunteer-share"
    ),
    most=60,
)
FACT = Matching(
    r"[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*",
    Said(
        "小写字母、数字、连字符和点，如 meeting.held",
        "small letters, digits, hyphens and dots, as meeting.held",
    ),
    most=80,
)
AREA = OneOf(AREA_KINDS, Said("一种区域", "a kind of area"))
ROLE = OneOf(ROLES, Said("一种角色", "a role"))


def words(most: int = 200) -> Either:
    """Chinese alone, or both languages."""
    both = Record(
        {
            "zh": Field(Text(most), Said("中文", "Chinese"), required=True),
            "en": Field(Text(most * 3), Said("英文", "English")),
        }
    )
    return Either((Text(most), both), Said("文字，或一组zh和en", "text, or a group of zh and en"))


WORDS = words()
LONG_WORDS = words(600)


def make_words(value: Any) -> Words:
    return Words(value) if isinstance(value, str) else Words(value["zh"], value.get("en", ""))


def maybe_words(value: Any) -> Words | None:
    return None if value is None else make_words(value)


# --- Days -------------------------------------------------------------------------------------------------
class _Day(Matching):
    def check(self, value: object, path: Path, notes: Notes) -> Any:
        text = super().check(value, path, notes)
        if text is INVALID:
            return INVALID
        try:
            return date.fromisoformat(text)
        except ValueError:
            notes.value(path, "no-such-day", found=text)
            return INVALID


DAY = _Day(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", Said("日期，如 2026-01-31", "a day, as 2026-01-31"))

# --- Figures and tests ------------------------------------------------------------------------------------
_FIGURE = r"[0-9]{1,12}(\.[0-9]{1,6})?(/[0-9]{1,12})?( ?%)?"
_SIGNS = {"≥": ">=", "≤": "<="}


class _Figure(Matching):
    """`0.9`, `90 %`, `2/3`, as text."""

    def check(self, value: object, path: Path, notes: Notes) -> Any:
        text = super().check(value, path, notes)
        return INVALID if text is INVALID else _fraction(text, text, path, notes)


class _Test(Matching):
    """A comparing sign and a figure."""

    def check(self, value: object, path: Path, notes: Notes) -> Any:
        text = super().check(value, path, notes)
        if text is INVALID:
            return INVALID
        found = re.match(r"[<>=≥≤]+", text)
        assert found is not None  # noqa: S101 - the pattern begins with it
        number = _fraction(text[found.end() :].strip(), text, path, notes)
        return INVALID if number is INVALID else Test(Comparator(_SIGNS.get(found[0], found[0])), number)


def _fraction(text: str, whole: str, path: Path, notes: Notes) -> Any:
    number = text.removesuffix("%").strip()
    above, _, below = number.partition("/")
    if below and int(below) == 0:
        notes.value(path, "divided-by-zero", found=whole)
        return INVALID
    return Fraction(above) / int(below or 1) / (100 if text.endswith("%") else 1)


TEST = _Test(
    rf"(>=|<=|>|<|=|≥|≤) ?{_FIGURE}",
    Said('比较，如 ">= 90 %"、"> 3"、"= 0"', 'a comparison, as ">= 90 %", "> 3", "= 0"'),
)
FIGURE = Either(
    (_Figure(_FIGURE, Said('数，如 "90 %"、"2/3"', 'a figure, as "90 %" or "2/3"')), Number(least=0)),
    Said('数，如 0.9 或 "90 %"', 'a figure, as 0.9 or "90 %"'),
)
POINTS = Number(least=0, most=100_000, wanted=Said("分值（数）", "points (a number)"))


def make_figure(value: Any) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(value)


def test_text(test: Test) -> str:
    """The test as a person writes it: `>= 90%`, `> 3`."""
    return f"{test.comparator.value} {figure_text(test.value)}"


def figure_text(number: Fraction) -> str:
    """What lies between 0 and 1 as a percentage where that is exact: `90%`, `2/3`, `200`, `1.5`."""
    if (number * 10_000).denominator != 1:
        return str(number)
    part = number * 100 if 0 < number < 1 else number
    return plain(Decimal(part.numerator) / part.denominator) + ("%" if 0 < number < 1 else "")


def plain(number: Decimal) -> str:
    """Without exponent and without zeros that say nothing."""
    return f"{number.normalize():f}" if number else "0"


# --- Citations --------------------------------------------------------------------------------------------
CITES = ListOf(
    Record(
        {
            "source": Field(ID, Said("pack.yaml中sources的id", "id of a source in pack.yaml"), required=True),
            "at": Field(Text(80), Said("第几条、第几项", "article, item")),
        }
    )
)


def make_cites(value: Any) -> tuple[Citation, ...]:
    return tuple(Citation(one["source"], one.get("at", "")) for one in value or ())
