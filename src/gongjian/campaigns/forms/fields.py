"""Fields that several forms of campaigns have."""

from typing import Any

from django import forms

from gongjian.kernel.paths import depth
from gongjian.places.models import Area


class DateInput(forms.DateInput):
    """The browser's own calendar; it wants and sends ISO dates whatever the language."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DayField(forms.DateField):
    """A day, written as 2026-03-01."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DateInput(), input_formats=["%Y-%m-%d"], **kwargs)


class AreaField(forms.ModelChoiceField[Area]):
    """One of several areas, each set in to its place in the tree.

    top   the level that stands at the edge.
    """

    top = 1

    def label_from_instance(self, area: Area) -> str:
        return "\u3000" * max(depth(area.path) - self.top, 0) + area.name
