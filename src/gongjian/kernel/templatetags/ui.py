"""What templates need to show things our way."""

from datetime import date
from typing import Any

from django import template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField, Field, ModelChoiceField, Select
from django.http import QueryDict
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

register = template.Library()

SPRITE = "vendor/icons.svg"
TONES = ("ok", "warn", "bad", "info", "muted")
SOON_DAYS = 3


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite. Decoration unless it has a label; `size` is "", "sm", "lg" or "xl"."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    kind = f"icon icon-{size}" if size else "icon"
    return format_html(
        '<svg class="{}" {}><use href="{}#{}"></use></svg>', kind, spoken, static(SPRITE), name
    )


@register.simple_tag
def status(code: str, label: Any, tone: str = "muted") -> SafeString:
    """A state in words with a dot of its colour; the colour is never the only sign.

    raises   ValueError for a tone that is none of ok, warn, bad, info, muted.
    """
    if tone not in TONES:
        raise ValueError(f"no tone {tone!r}")
    return format_html('<span class="state state-{}" data-state="{}">{}</span>', tone, code, label)


@register.simple_tag
def due(day: date | None, today: date) -> SafeString:
    """A due date and how far it is: bad when past, warn within three days."""
    if day is None:
        return format_html('<span class="text-secondary">{}</span>', _("no date"))
    tone = "late" if day < today else "soon" if (day - today).days <= SOON_DAYS else "calm"
    return format_html(
        '<span class="due due-{}"><time datetime="{}">{}</time> <span class="due-far">{}</span></span>',
        tone,
        day.isoformat(),
        day.isoformat(),
        far(day, today),
    )


def far(day: date, today: date) -> str:
    """How far `day` is from `today`, in words."""
    days = (day - today).days
    if days == 0:
        return _("due today")
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    return ngettext("%(days)s day overdue", "%(days)s days overdue", -days) % {"days": -days}


CONTROL_CLASSES = {"checkbox": "form-check-input", "select": "form-select", "selectmultiple": "form-select"}


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's own input with the class its kind is styled by; classes the form has set stay.

    Where Django writes dashes for "nothing is chosen", this says it in words.
    """
    _say_the_empty_choice(field.field)
    kind = CONTROL_CLASSES.get(field.widget_type, "form-control")
    classes = f"{field.field.widget.attrs.get('class', '')} {kind}".strip()
    return field.as_widget(attrs={"class": classes})


DASHES = BLANK_CHOICE_DASH[0][1]


def _say_the_empty_choice(field: Field) -> None:
    words = _("Please choose") if field.required else pgettext("choice", "none")
    if isinstance(field, ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = words
    elif isinstance(field.widget, Select):
        dashes = ("", DASHES)
        field.widget.choices = [
            ("", words) if choice == dashes else choice for choice in field.widget.choices
        ]


@register.simple_tag(takes_context=True)
def query_with(context: RequestContext, **changes: Any) -> str:
    """The current query string with some words changed; None takes one out. Begins with "?"."""
    request = context.get("request")
    query: QueryDict = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.filter
def percent(part: float, whole: float) -> int:
    """`part` of `whole` in whole percent, rounded down so that 100 means all; 0 where there is nothing."""
    return int(100 * part / whole) if whole else 0


@register.filter
def unbroken(text: object) -> SafeString:
    """The text on one line: browsers break a date at its hyphens."""
    return format_html('<span class="text-nowrap">{}</span>', text)
