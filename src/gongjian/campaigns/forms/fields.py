"""Fields that several forms of campaigns have."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.campaigns.models import Campaign, Pairing
from gongjian.campaigns.models.shared import Named
from gongjian.campaigns.queries import visible
from gongjian.campaigns.queries.units import Option, Unit
from gongjian.kernel.paths import depth, within
from gongjian.people.reach import Reach
from gongjian.places.models import Area
from gongjian.programmes import queries as programmes


def long_text() -> forms.Textarea:
    return forms.Textarea(attrs={"rows": 4})


def in_order(form: forms.Form, values: dict[str, Any]) -> None:
    starts, ends = values.get("starts"), values.get("ends")
    if starts and ends and ends < starts:
        form.add_error("ends", _("The last day must not lie before the first."))


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
    # Many to choose from: a script makes it a list to search in.
    widget = forms.Select(attrs={"data-search": ""})

    def label_from_instance(self, area: Area) -> str:
        return "\u3000" * max(depth(area.path) - self.top, 0) + area.name


class CommunitiesField(forms.ModelMultipleChoiceField[Area]):
    """Communities and villages of a campaign, as boxes to tick under their streets. One query."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, campaign: Campaign, **kwargs: Any) -> None:
        areas = Area.objects.filter(
            within(campaign.area_path), kind__in=visible.COMMUNITIES, valid_to=None
        ).select_related("parent")
        super().__init__(areas.order_by("path"), label=_("Communities"), required=False, **kwargs)
        groups: dict[str, list[tuple[int, str]]] = {}
        for area in areas.order_by("path"):
            groups.setdefault(area.parent.name if area.parent else "", []).append((area.pk, area.name))
        self.choices = list(groups.items())


LABELS = {
    "everyone": pgettext_lazy("group of units", "All areas of a kind"),
    "areas": pgettext_lazy("group of units", "Areas"),
    "departments": pgettext_lazy("group of units", "Departments"),
    "people": pgettext_lazy("group of units", "People"),
}


def grouped(options: Mapping[str, Sequence[Option]], *kinds: str) -> list[tuple[Any, list[tuple[str, str]]]]:
    """The options as the groups of a select."""
    return [
        (LABELS[kind], [(option.code, option.label) for option in options[kind]])
        for kind in kinds
        if options[kind]
    ]


class UnitField(forms.ChoiceField):
    """One unit; gives a `Unit`, or None where none was chosen."""

    def __init__(self, *, empty: Any = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["data-search"] = ""
        self.empty = empty
        self.units: dict[str, Unit] = {}

    def offer(self, options: Mapping[str, Sequence[Option]], *kinds: str) -> None:
        """Take the units to choose from."""
        self.units = {option.code: option.unit for kind in kinds for option in options[kind]}
        self.choices = [("", self.empty), *grouped(options, *kinds)]

    def clean(self, value: Any) -> Unit | None:
        return self.units.get(super().clean(value))


class UnitsField(forms.MultipleChoiceField):
    """Several units, as boxes to tick; gives their `Unit`s in the order shown."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.units: dict[str, Unit] = {}

    def offer(self, options: Mapping[str, Sequence[Option]], *kinds: str) -> None:
        """Take the units to choose from."""
        self.units = {option.code: option.unit for kind in kinds for option in options[kind]}
        self.choices = grouped(options, *kinds)

    def clean(self, value: Any) -> list[Unit]:
        chosen = set(super().clean(value))
        return [unit for code, unit in self.units.items() if code in chosen]


def code_of(row: Named | Pairing) -> str:
    """The code of whoever a row is bound to; empty while it is not."""
    for kind in ("person", "area", "department"):
        pk = getattr(row, f"{kind}_id", None)
        if pk and not (kind == "area" and isinstance(row, Pairing)):
            return f"{kind}-{pk}"
    return ""


def see_own(form: forms.Form, reach: Reach) -> None:
    """Let the form's `programme` and `standard` offer what the person may see."""
    for name, rows in (
        ("programme", programmes.programmes(reach)),
        ("standard", programmes.standards(reach)),
    ):
        field = form.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - both forms declare them so
        field.queryset = rows
