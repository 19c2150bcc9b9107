"""What is wrong or doubtful in a list, kept as words and places so that each reader gets it in their language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from gongjian.places import codes
from gongjian.places.imports.sheets import letter
from gongjian.places.kinds import Kind

SENTENCES: dict[str, StrOrPromise] = {
    **codes.SENTENCES,
    "no_name": _("The name is missing."),
    "long_name": _("The name has more than 60 characters."),
    "no_kind": _("It cannot be told what “%(name)s” is. Add a column 类型 with 街道, 社区, 网格…"),
    "unknown_kind": _("“%(text)s” is no kind of area. Write 区县, 街道, 乡镇, 社区, 村, 网格 or 楼栋."),
    "unknown_settlement": _("“%(text)s” is no urban-rural class. Write 111, 112, 121, 122, 123, 210 or 220."),
    "no_parent": _("No area called “%(text)s” is in this list or in the tree. Correct the name or add it."),
    "no_parent_code": _("No area with the code %(text)s is in this list or in the tree."),
    "many_parents": _(
        "%(number)s areas are called “%(text)s”. Write the one above it too, like 望江街道/%(text)s, or its code."
    ),
    "circle": _("“%(name)s” would stand under itself: follow the upper areas from row to row."),
    "misplaced": _("%(kind)s cannot stand under “%(parent)s” (%(parent_kind)s)."),
    "misplaced_top": _("%(kind)s cannot stand at the top of the tree. Name the upper area."),
    "repeated": _("“%(name)s” stands already in row %(other)s, under the same upper area."),
    "code_repeated": _("The code %(code)s stands already in row %(other)s."),
    "code_taken": _("%(code)s is the code of %(owner)s already."),
    "twin": _("An area of this kind called “%(name)s” stands there already."),
    "elsewhere": _(
        "%(owner)s has this code and stands under %(parent)s. An import does not move areas: move it on its own page."
    ),
    "other_rank": _("%(owner)s has this code but is of another level: %(kind)s."),
    "outside": _("“%(name)s” does not stand under %(base)s, into which this list is imported."),
    "too_deep": _("The tree has at most 16 levels."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one cell.

    row     as the spreadsheet counts, from 1.
    column  from 0, or None where the whole row is meant.
    code    one of SENTENCES.
    fatal   an error keeps the list from being imported; a doubt does not.
    """

    row: int
    column: int | None
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    fatal: bool = True

    def as_json(self) -> list[Any]:
        return [self.row, self.column, self.code, dict(self.params), self.fatal]


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as a person reads it."""

    row: int
    column: str
    heading: str
    sentence: str
    fatal: bool


def tell(stored: list[Any], titles: Mapping[str, str]) -> Told:
    """The finding that `as_json` gave, in the language of the moment; `titles` are the headings by column."""
    row, column, code, params, fatal = stored
    shown = {name: _kind(value) if name.endswith("kind") else value for name, value in params.items()}
    return Told(
        row,
        "" if column is None else letter(column),
        "" if column is None else titles.get(str(column), ""),
        str(SENTENCES[code]) % shown,
        fatal,
    )


def _kind(value: str) -> str:
    return str(Kind(value).label) if value in set(Kind.values) else value
