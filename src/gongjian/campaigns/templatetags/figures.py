"""Showing figures and boards of campaigns."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gongjian.campaigns.models import Assignment
from gongjian.campaigns.queries.board import SIGNS, Cell, UnitRow

register = template.Library()


@register.filter
def figure(value: Decimal | None) -> str:
    """A stored figure without the zeros that only the storage needs: 200, 66.67."""
    if value is None:
        return ""
    return str(localize(value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()))


@register.filter
def unlocalized(value: float | Decimal) -> str:
    """A number as HTML and SVG want it, whatever the language."""
    return f"{value:g}"


@register.simple_tag
def board_row(
    unit: UnitRow, cells: Sequence[Cell | None], tasks_url: str, labels: dict[str, str], is_now: bool
) -> SafeString:
    """A row of units × tasks. Written here and not in a template: there are thousands of cells.

    is_now   every cell leads to what stands behind it; as of an earlier day it only says what it was.
    """
    base = reverse("campaigns:assignment", args=[0])
    name = (
        format_html('<a href="{}?unit={}">{}</a>', tasks_url, unit.code, unit.name) if is_now else unit.name
    )
    head = format_html('<th scope="row">{}{}</th>', name, _gone(unit))
    # Only numbers and our own codes go in below; the labels are escaped once.
    written = {code: format_html('title="{}"', label) for code, label in labels.items()}
    tag, end = ("a", "</a>") if is_now else ("span", "</span>")

    def written_out(cell: Cell) -> str:
        href = f' href="{base.replace("/0/", f"/{cell.pk}/")}"' if is_now else ""
        return f'<{tag} class="board-{cell.state}" {written[cell.state]}{href}>{SIGNS[cell.state]}{end}'

    parts = ["<td></td>" if cell is None else f"<td>{written_out(cell)}</td>" for cell in cells]
    opening = '<tr class="is-gone">' if unit.gone else "<tr>"
    return mark_safe(f"{opening}{head}{''.join(parts)}</tr>")  # noqa: S308 - escaped above


def _gone(unit: UnitRow) -> SafeString:
    return format_html("<br><small>{}</small>", unit.gone) if unit.gone else mark_safe("")


@register.simple_tag
def board_labels() -> dict[str, str]:
    """What the signs of a board mean, in words."""
    return {code: str(_("Overdue") if code == "late" else Assignment.State(code).label) for code in SIGNS}


@register.filter
def sign_of(code: str) -> str:
    return SIGNS[code]
