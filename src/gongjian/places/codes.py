"""Official codes: what is written is brought into one form, checked for its kind, and doubted aloud.

The statistical code (统计用区划代码, National Bureau of Statistics, 国统字〔2009〕91号) has 12 digits: county 6
(GB/T 2260), township-level 3 (GB/T 10114), village-level 3. Levels above the last are often written with zeros
to the end; we keep the part that counts. Grid codes follow local practice: the community's 12 and a serial of 3
(unit grids), up to 20 characters where a place uses a longer one. Buildings are numbered as each place likes.

A code is an attribute and never decides where an area stands: units are moved, entrusted (托管) and virtual
(498, 598) while their codes stay. What cannot be right is refused; what is merely unusual is a doubt.
"""

import re
import unicodedata
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from gongjian.places.kinds import Kind

LONGEST = 30
STATISTICAL = 12

DIGITS: dict[str, int] = {
    Kind.PROVINCE: 6,
    Kind.CITY: 6,
    Kind.DISTRICT: 6,
    Kind.SUBDISTRICT: 9,
    Kind.TOWNSHIP: 9,
    Kind.COMMUNITY: 12,
    Kind.VILLAGE: 12,
}
# How much of a code the codes below it begin with.
PREFIX: dict[str, int] = {Kind.PROVINCE: 2, Kind.CITY: 4}
SHAPE: dict[str, re.Pattern[str]] = {
    Kind.PROVINCE: re.compile(r"[1-9]\d0000"),
    Kind.CITY: re.compile(r"[1-9]\d\d\d00"),
    Kind.DISTRICT: re.compile(r"[1-9]\d{5}"),
    Kind.SUBDISTRICT: re.compile(r"[1-9]\d{8}"),
    Kind.TOWNSHIP: re.compile(r"[1-9]\d{8}"),
    Kind.COMMUNITY: re.compile(r"[1-9]\d{11}"),
    Kind.VILLAGE: re.compile(r"[1-9]\d{11}"),
    Kind.GRID: re.compile(r"\d{12}[0-9A-Z]{3,8}"),
    Kind.BUILDING: re.compile(r"[^\s<>\"']{1,30}"),
}
MUST: dict[str, StrOrPromise] = {
    Kind.PROVINCE: _("The code of a province has 6 digits and ends in 0000, like 110000."),
    Kind.CITY: _("The code of a city has 6 digits and ends in 00, like 370100."),
    Kind.DISTRICT: _("The code of a district has 6 digits, like 110101."),
    Kind.SUBDISTRICT: _("The code of a subdistrict has 9 digits, like 110101001."),
    Kind.TOWNSHIP: _("The code of a township has 9 digits, like 110111103."),
    Kind.COMMUNITY: _("The code of a community has 12 digits, like 110101001001."),
    Kind.VILLAGE: _("The code of a village has 12 digits, like 110111103201."),
    Kind.GRID: _("The code of a grid is the community's 12 digits and a serial of 3 to 8 characters."),
    Kind.BUILDING: _("The code of a building has at most 30 characters and no spaces."),
}
# The last three digits by kind (国统字〔2009〕91号): 001-099 subdistricts, 100-399 towns, 400-599 what is like them;
# 001-199 residents' committees, 200-399 village committees, 400-499 and 500-599 what is like them.
USUAL: dict[str, tuple[range, ...]] = {
    Kind.SUBDISTRICT: (range(1, 100), range(400, 600)),
    Kind.TOWNSHIP: (range(100, 600),),
    Kind.COMMUNITY: (range(1, 200), range(400, 500)),
    Kind.VILLAGE: (range(200, 400), range(500, 600)),
}
SENTENCES: dict[str, StrOrPromise] = {
    **{f"malformed-{kind}": sentence for kind, sentence in MUST.items()},
    "shortened": _(
        "The spreadsheet has shortened this code to %(code)s. Format the column as text and enter it again."
    ),
    "prefix": _("The code %(code)s does not begin with %(begin)s, the code of the upper area."),
    "range": _("The last three digits of %(code)s are unusual for this kind: %(kind)s."),
}
SHORTENED = re.compile(r"\d(\.\d+)?E\+?\d+")
TRAILING_FRACTION = re.compile(r"\.0+$")


def read(kind: str, text: str) -> str:
    """The code of an area of `kind` as it is kept; the empty string where there is none.

    Takes full-width digits, spaces, hyphens between the parts, a trailing `.0` of a spreadsheet, and zeros
    that fill it up to 12 digits.
    raises   ValidationError with a sentence that says what such a code looks like.
    """
    code = re.sub(r"[\s'’`]", "", unicodedata.normalize("NFKC", text)).upper()
    if kind != Kind.BUILDING:
        code = TRAILING_FRACTION.sub("", code).replace("-", "")
    if not code:
        return ""
    if SHORTENED.fullmatch(code):
        raise error("shortened", code=code)
    code = _without_fill(kind, code)
    if not SHAPE[kind].fullmatch(code):
        raise error(f"malformed-{kind}")
    return code


def error(sentence: str, **params: str) -> ValidationError:
    """One of SENTENCES with its places filled in."""
    return ValidationError(SENTENCES[sentence], code=sentence, params=params)


def _without_fill(kind: str, code: str) -> str:
    """110101000000 is the 12-digit writing of 110101."""
    digits = DIGITS.get(kind, 0)
    fill = code[digits:]
    return code[:digits] if digits and len(code) == STATISTICAL and set(fill) <= {"0"} else code


def doubts(kind: str, code: str, parent_kind: str | None, parent_code: str) -> Iterator[ValidationError]:
    """What is unusual about a well-formed code, each in a sentence; saving is not kept from it."""
    if not code or kind == Kind.BUILDING:
        return
    begin = begins_with(parent_kind, parent_code)
    if begin and not code.startswith(begin):
        yield error("prefix", code=code, begin=begin)
    usual = USUAL.get(kind)
    if usual and not any(int(code[-3:]) in numbers for numbers in usual):
        yield error("range", code=code, kind=str(Kind(kind).label))


def begins_with(kind: str | None, code: str) -> str:
    """What the codes below an area with this code begin with; empty when that cannot be said."""
    if kind is None or not code or kind == Kind.BUILDING:
        return ""
    if kind == Kind.GRID:
        return code[:STATISTICAL]
    # Municipalities are cities with the code of a province.
    if kind == Kind.CITY and code.endswith("0000"):
        return code[:2]
    return code[: PREFIX.get(kind, len(code))]


def kind_by_code(code: str) -> str | None:
    """The kind that a bare code speaks of, or None. Used where a table has no column for it."""
    code = code if not code.isdigit() or len(code) != STATISTICAL else _significant(code)
    last = int(code[-3:]) if code.isdigit() else 0
    if not code.isdigit():
        return None
    if len(code) == 6:
        return Kind.PROVINCE if code.endswith("0000") else Kind.CITY if code.endswith("00") else Kind.DISTRICT
    if len(code) == 9:
        return Kind.SUBDISTRICT if last < 100 else Kind.TOWNSHIP
    if len(code) == STATISTICAL:
        return (
            Kind.VILLAGE
            if last in USUAL[Kind.VILLAGE][0] or last in USUAL[Kind.VILLAGE][1]
            else Kind.COMMUNITY
        )
    return Kind.GRID if len(code) == 15 else None


def _significant(code: str) -> str:
    if code.endswith("000000"):
        return code[:6]
    return code[:9] if code.endswith("000") else code
