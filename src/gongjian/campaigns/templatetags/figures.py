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
    unit: UnitRow, cells: Sequence[Cell | None], tasks_url: str, labels: dict[str, str]
) -> SafeString:
    """A row of units × tasks. Written here and not in a template: there are thousands of cells."""
    base = reverse("campaigns:assignment", args=[0])
    head = format_html('<th scope="row"><a href="{}?unit={}">{}</a></th>', tasks_url, unit.code, unit.name)
    # Only numbers and our own codes go in below; the labels are escaped once.
    written = {code: format_html('title="{}"', label) for code, label in labels.items()}
    parts = [
        "<td></td>"
        if cell is None
        else f'<td><a class="board-{cell.state}" {written[cell.state]} '
        f'href="{base.replace("/0/", f"/{cell.pk}/")}">{SIGNS[cell.state]}</a></td>'
        for cell in cells
    ]
    return mark_safe(f"<tr>{head}{''.join(parts)}</tr>")  # noqa: S308 - escaped above


@register.simple_tag
def board_labels() -> dict[str, str]:
    """What the signs of a board mean, in words."""
    return {code: str(_("Overdue") if code == "late" else Assignment.State(code).label) for code in SIGNS}


@register.filter
def sign_of(code: str) -> str:
    return SIGNS[code]
