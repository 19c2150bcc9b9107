"""Lists that sort, page and export what they show, from one description of their columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Excel takes a text that begins with these for a formula; ours is never one.
WIDEST = 60
# Sent when a list leaves the system, before its file does: where it cannot be noted, nothing is handed out. The
# history listens. The sender is the model of the rows; receivers get `request`, `name` and `rows` (what the file
# is called and how many records it holds), `filters` and `area_path` (as `hand_out` was given them).
list_exported = Signal()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    name    what stands in the address: `?sort=name`, `?sort=-name`.
    label   the translated header.
    value   what the export writes for a row: text, number, date or None; a column without one is not exported.
    sort    the fields the rows are ordered by; a column without any does not sort.
    end     numbers stand at the right edge.
    """

    name: str
    label: str | Promise
    value: Callable[[Any], Any] | None = None
    sort: Sequence[str] = ()
    end: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """A column's head as the page shows it; `direction` is "ascending", "descending" or "none"."""

    label: str | Promise
    query: str
    direction: str
    end: bool


class Table:
    """One page of `rows`, in the order the address asks for.

    Two queries: the count and the page. An unknown sort word or page number falls back to the first.
    """

    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        columns: Sequence[Column],
        *,
        sort: str = "",
        per_page: int = 50,
    ) -> None:
        self.request, self.columns, self.per_page = request, columns, per_page
        self.sorted_by = self._asked() or sort
        self.rows = self._ordered(rows)

    def _asked(self) -> str:
        asked = self.request.GET.get("sort", "")
        return asked if any(c.sort and c.name == asked.removeprefix("-") for c in self.columns) else ""

    def _ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        down = self.sorted_by.startswith("-")
        for column in self.columns:
            if column.sort and column.name == self.sorted_by.removeprefix("-"):
                fields = [_turned(field) if down else field for field in column.sort]
                # The key last, so that equal rows keep one order from page to page.
                return rows.order_by(*fields, "pk")
        return rows

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.rows, self.per_page).get_page(self.request.GET.get("page"))

    @property
    def headers(self) -> list[Header]:
        return [self._header(column) for column in self.columns]

    def _header(self, column: Column) -> Header:
        if not column.sort:
            return Header(column.label, "", "", column.end)
        now = {column.name: "ascending", f"-{column.name}": "descending"}.get(self.sorted_by, "none")
        query = self.request.GET.copy()
        query["sort"] = f"-{column.name}" if now == "ascending" else column.name
        query.pop("page", None)
        return Header(column.label, query.urlencode(), now, column.end)

    @property
    def wants_xlsx(self) -> bool:
        """Whether the address asks for the list as a workbook: `?as=xlsx`."""
        return self.request.GET.get("as") == "xlsx"

    def as_xlsx(
        self, title: str, *, filters: Mapping[str, Any], area_path: str | None = None
    ) -> HttpResponse:
        """Every row the list shows, all pages of it, as a workbook; see `hand_out`."""
        columns = [column for column in self.columns if column.value is not None]
        lines = (
            [column.value(row) for column in columns if column.value] for row in self.rows.iterator(2000)
        )
        headers = [str(column.label) for column in columns]
        return hand_out(
            self.request, self.rows.model, title, headers, lines, filters=filters, area_path=area_path
        )


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def hand_out(
    request: HttpRequest,
    model: type[Model],
    title: str,
    headers: Sequence[str],
    lines: Iterable[Sequence[Any]],
    *,
    filters: Mapping[str, Any],
    area_path: str | None = None,
) -> HttpResponse:
    """A list of records of `model` as a workbook, noted as taken out by whoever asks.

    filters    what the list was narrowed to, by name. Codes stand as they are; of words that somebody typed only
               whether there were any, `bool(text)`: they may name a person, and the history forgets nothing.
    area_path  where the list belongs; None where it is of all that the person sees.
    """
    taken = list(lines)
    response = xlsx_response(title, headers, taken)
    list_exported.send(
        sender=model, request=request, name=title, rows=len(taken), filters=filters, area_path=area_path
    )
    return response


def xlsx_response(title: str, headers: Sequence[str], lines: Iterable[Sequence[Any]]) -> HttpResponse:
    """A workbook of one sheet as a download named after `title`: a form to fill in. Records go by `hand_out`."""
    response = HttpResponse(workbook(title, headers, lines), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{title}.xlsx") or "attachment"
    return response


def workbook(title: str, headers: Sequence[str], lines: Iterable[Sequence[Any]]) -> bytes:
    """A sheet with a frozen header, filters, widths that fit Chinese, set up for A4 landscape."""
    import xlsxwriter  # late: it takes 11 MB, and most web workers never write a workbook

    out = BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    # Sheet names take 31 characters and none of []:*?/\
    sheet = book.add_worksheet("".join(c for c in title if c not in "[]:*?/\\")[:31] or "1")
    head = book.add_format(
        {"bold": True, "bg_color": "#EEF1F6", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
    )
    cell = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"})
    widths = [_width(header) for header in headers]
    sheet.write_row(0, 0, headers, head)
    last = 0
    for last, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            _write(sheet, last, column, value, cell, day, moment)
            widths[column] = max(widths[column], _width(value))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width + 2, WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, max(len(headers) - 1, 0))
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, cell: Any, day: Any, moment: Any) -> None:
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        sheet.write_datetime(row, column, local.replace(tzinfo=None), moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a day
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(row, column, value, cell)
    elif value is not None and value != "":
        sheet.write_string(row, column, str(value), cell)


def _width(value: Any) -> int:
    """Columns a value takes: a Chinese character takes two. Only the longest line of a text counts."""
    if isinstance(value, datetime):
        return 16
    lines = str("" if value is None else value).splitlines() or [""]
    return max(sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in lines)
