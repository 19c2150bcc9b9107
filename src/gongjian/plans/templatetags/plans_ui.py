"""What the templates of plans need beside the shell's tags."""

from collections.abc import Mapping
from typing import Any

from django import template

from gongjian.plans.models import Entry, EntryKind
from gongjian.plans.presenting import one_line

register = template.Library()


@register.simple_tag
def place(behind: Mapping[int, int], entry: Entry) -> str:
    """Where htmx puts a new row: behind the row of its elder, or at the top of its kind's list."""
    elder = behind[entry.pk]
    return f"afterend:#entry-{elder}" if elder else f"afterbegin:#list-{entry.kind}"


@register.simple_tag
def in_words(kind: str, data: Mapping[str, Any]) -> str:
    """An entry in one line: its kind, its words, what it comes down to."""
    return f"{EntryKind(kind).label} {one_line(kind, data)}"
