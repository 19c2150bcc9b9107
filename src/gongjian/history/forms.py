"""What an auditor searches by."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.history import queries
from gongjian.history.queries import Wanted
from gongjian.kernel.collect import offers

if TYPE_CHECKING:
    from gongjian.people.reach import Reach


# Words of the auditor; the others are chosen from what there is.
TYPED = ("person", "record", "area", "text")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=60, required=False, widget=forms.SearchInput())


class SearchForm(forms.Form):
    """What cannot be read narrows nothing; the page says so beside the field."""

    person = _text(_("Person"))
    verb = forms.ChoiceField(label=_("Action"), required=False)
    kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    record = forms.CharField(
        label=pgettext_lazy("history", "Record"), max_length=60, required=False, widget=forms.SearchInput()
    )
    area = forms.CharField(label=_("Area"), max_length=60, required=False, widget=forms.SearchInput())
    since = _day(_("From"))
    until = _day(_("Until"))
    text = forms.CharField(
        label=pgettext_lazy("history", "Words"), max_length=60, required=False, widget=forms.SearchInput()
    )
    # The number of one record, set by links; with its kind.
    number = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, reach: "Reach", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        self.fields["verb"].choices = [("", _("any action")), *queries.verbs_in_use()]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("any kind")), *queries.kinds_in_use()]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What is asked for, as the queries take it. One query where an area is."""
        self.is_valid()
        given = {name: self.cleaned_data.get(name) for name in self.fields}
        area = given.pop("area") or ""
        paths = self._paths(area.strip()) if area.strip() else None
        return Wanted(area_paths=paths, **{name: value for name, value in given.items() if value})

    def _paths(self, text: str) -> tuple[str, ...]:
        return tuple(path for find in offers("history_areas", "find") for path in find(text, self.reach))

    def is_narrowing(self) -> bool:
        return any(self.cleaned_data.values())

    def noted(self) -> dict[str, str | bool]:
        """What the page was narrowed to, for the record of an export: see `kernel.tables.hand_out`."""
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: True if name in TYPED else str(value) for name, value in asked.items()}
