"""The rows of a spreadsheet, whatever program wrote it."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from python_calamine import CalamineWorkbook

from gongjian.engines.plans.model import UnreadableError
from gongjian.engines.plans.readers.encodings import decode

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
# Sheets shrink to a tenth, sheets of one repeated row to a fiftieth; what shrinks further was made to harm.
MOST_TIMES = 100
SMALL = 20 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 60
# Where the heading may stand under titles and remarks.
HEADING_WITHIN = 20

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class UnreadableSheetError(Exception):
    """A file that is no list we can read, with a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as text. Row 0 is the sheet's first row, cell 0 its column A; rows may differ in length.

    merged  whether the file tells which cells are merged; their value then stands in each of them.
    """

    name: str
    rows: list[list[str]]
    merged: bool


def sheets(content: bytes) -> Iterator[Sheet]:
    """The sheets of a workbook, or the one of a text file.

    raises   UnreadableSheetError for what is too large, protected, damaged or no table.
    """
    if not content.strip(b"\x00 \r\n\t"):
        raise UnreadableSheetError(_("The file is empty. Choose the list of areas and upload it again."))
    if len(content) > MOST_BYTES:
        raise UnreadableSheetError(_("The file is larger than 20 MB. Split it, one district a file."))
    if content.startswith((ZIP, OLE)):
        yield from _workbook(content)
    else:
        yield _text(content)


def _workbook(content: bytes) -> Iterator[Sheet]:
    if content.startswith(ZIP):
        _refuse_bombs(content)
    elif ENCRYPTED in content:
        raise UnreadableSheetError(
            _("The workbook is protected by a password. Save it without one and upload it again.")
        )
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            yield _sheet(name, book.get_sheet_by_name(name))
    except UnreadableSheetError:
        raise
    except BaseException as error:  # the reader is Rust: what it stumbles on arrives as a PanicException
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise UnreadableSheetError(
            _("The workbook is damaged or of another format. Save it as .xlsx and upload it again.")
        ) from error


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableSheetError(
            _("The workbook is damaged or of another format. Save it as .xlsx and upload it again.")
        ) from error
    if unpacked > MOST_UNPACKED or unpacked > max(SMALL, MOST_TIMES * len(content)):
        raise UnreadableSheetError(
            _("The workbook is too large when unpacked. Copy the list alone into a new one and upload that.")
        )


def _sheet(name: str, sheet: Any) -> Sheet:
    if sheet.total_height > MOST_ROWS + HEADING_WITHIN:
        refuse_length()
    rows = [
        [_text_of(value) for value in row[:MOST_COLUMNS]] for row in sheet.to_python(skip_empty_area=False)
    ]
    ranges = sheet.merged_cell_ranges or []
    for (top, left), (bottom, right) in ranges:
        _spread(rows, top, left, bottom, min(right, MOST_COLUMNS - 1))
    return Sheet(name, rows, merged=bool(ranges))


def _spread(rows: list[list[str]], top: int, left: int, bottom: int, right: int) -> None:
    """The value of a merged range into each of its cells."""
    if top >= len(rows) or left >= len(rows[top]):
        return
    for row in rows[top : bottom + 1]:
        row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])


def _text_of(value: Any) -> str:
    """110101 for the number 110101.0: a code is never a fraction."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value)


def _text(content: bytes) -> Sheet:
    try:
        text = decode(content).text
    except UnreadableError as error:
        raise UnreadableSheetError(
            _("This is no list of areas. Upload it as .xlsx, .xls or .csv; the template shows the columns.")
        ) from error
    lines = text.split("\n", HEADING_WITHIN)[:HEADING_WITHIN]
    try:
        rows = [
            row[:MOST_COLUMNS]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(lines), strict=False)
        ]
    except csv.Error as error:
        raise UnreadableSheetError(
            _("The text file cannot be read as a table. Save it as .xlsx and upload it again.")
        ) from error
    if len(rows) > MOST_ROWS + HEADING_WITHIN:
        refuse_length()
    return Sheet("", rows, merged=False)


def _delimiter(lines: list[str]) -> str:
    """What the first lines are parted by: the sign that most of them hold."""
    return max(",\t;，|", key=lambda sign: (sum(sign in line for line in lines), -",\t;，|".index(sign)))


def refuse_length() -> NoReturn:
    """Stop at a list that is too long to be one list."""
    raise UnreadableSheetError(
        _("The list has more than %(most)s rows. Split it, one district a file.") % {"most": f"{MOST_ROWS:,}"}
    )


def letter(column: int) -> str:
    """The name of a column as spreadsheets have it: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
