"""One form for each kind of entry; its `data` is what the action stores."""

import re
from collections.abc import Mapping
from typing import Any, get_args

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.engines.plans import model
from gongjian.plans import dates
from gongjian.plans.models import EntryKind
from gongjian.plans.presenting import role_name

OPS = [
    (">=", pgettext_lazy("comparison", "at least (≥)")),
    (">", pgettext_lazy("comparison", "more than (>)")),
    ("=", pgettext_lazy("comparison", "exactly (=)")),
    ("<=", pgettext_lazy("comparison", "at most (≤)")),
    ("<", pgettext_lazy("comparison", "less than (<)")),
]
BETWEEN = ("between", pgettext_lazy("comparison", "between"))
PERS = [
    ("day", pgettext_lazy("every", "day")),
    ("week", pgettext_lazy("every", "week")),
    ("half-month", pgettext_lazy("every", "half-month")),
    ("month", pgettext_lazy("every", "month")),
    ("quarter", pgettext_lazy("every", "quarter")),
    ("half-year", pgettext_lazy("every", "half-year")),
    ("year", pgettext_lazy("every", "year")),
]
_BETWEEN_NAMES = re.compile(r"[、,，;；\n\t]+")


class DateField(forms.CharField):
    """A date as a person writes it, kept as EDTF: `2013-11-07`, `6月20日`, `2014年10月`."""

    def __init__(self, *, last: bool = False, **kwargs: Any) -> None:
        self.last = last
        super().__init__(max_length=30, **kwargs)

    def to_python(self, value: Any) -> str:
        words = super().to_python(value)
        if not words:
            return ""
        try:
            return dates.parse(words, last=self.last)
        except ValueError as error:
            raise ValidationError(_("Write a date such as 2026-06-20, 2026年6月20日 or 6月20日.")) from error

    def prepare_value(self, value: Any) -> Any:
        """In the reader's words, where these are understood when they come back."""
        shown = dates.show(value)
        try:
            return shown if dates.parse(shown) == value else value
        except ValueError:
            return value


class NamesField(forms.CharField):
    """Names in one line, with 、 between them; cleans to a list without repetitions."""

    def to_python(self, value: Any) -> Any:
        names = (name.strip() for name in _BETWEEN_NAMES.split(super().to_python(value) or ""))
        return list(dict.fromkeys(name for name in names if name))

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, (list, tuple)) else value


DATES = _("Such as 2026-06-20, 2026年6月20日 or 6月20日; without a year it is that of the campaign.")


class EntryForm(forms.Form):
    """What every kind has: the version that was shown, and the words it stands on."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, length: int, **kwargs: Any) -> None:
        """`length` is that of the plan's text: no span reaches beyond it."""
        super().__init__(*args, **kwargs)
        self.length = length

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if (start is None) != (end is None) or (
            start is not None and end is not None and not start < end <= self.length
        ):
            raise ValidationError(_("Mark the words in the text once more: that stretch does not exist."))
        return cleaned

    @property
    def data_of_kind(self) -> dict[str, Any]:
        """The fields of the kind, ready for the action."""
        return {name: self.cleaned_data[name] for name in self.fields if name not in EntryForm.base_fields}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """The initial values that show `data`."""
        return dict(data)


class ItemForm(EntryForm):
    path = forms.CharField(
        label=_("Number"),
        max_length=80,
        help_text=_("From the top, with “/” between the levels: 四/(一)/1"),
    )
    head = forms.CharField(label=_("Title"), max_length=120)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", "—"), *((role, lazy(role_name, str)(role)) for role in get_args(model.Role))],
        required=False,
        help_text=_("What the chapter is about; only items at the top have one."),
    )

    def clean_path(self) -> str:
        labels = [label.strip() for label in self.cleaned_data["path"].replace("／", "/").split("/")]
        if not all(labels):
            raise ValidationError(_("A level of the number is empty. Write it like 四/(一)/1."))
        return "/".join(labels)

    def clean_role(self) -> str | None:
        return self.cleaned_data["role"] or None


class PhaseForm(EntryForm):
    name = forms.CharField(label=_("Name"), max_length=60)
    start_date = DateField(label=_("From"), required=False, help_text=DATES)
    end_date = DateField(label=_("Until"), required=False, last=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and start[:4] == end[:4] and end < start[: len(end)]:
            self.add_error("end_date", _("The phase ends before it starts."))
        return cleaned

    @property
    def data_of_kind(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "start": cleaned["start_date"] or None,
            "end": cleaned["end_date"] or None,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        # `start` and `end` of a phase are dates, those of the form its place in the text.
        return {"name": data["name"], "start_date": data["start"], "end_date": data["end"]}


class TargetForm(EntryForm):
    subject = forms.CharField(label=_("What is measured"), max_length=120)
    op = forms.ChoiceField(label=_("Comparison"), choices=[*OPS, BETWEEN])
    value = forms.FloatField(label=_("Value"))
    upper = forms.FloatField(label=_("Upper value"), required=False)
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        low, high = cleaned.get("value"), cleaned.get("upper")
        if cleaned.get("op") == "between" and (high is None or (low is not None and high <= low)):
            self.add_error("upper", _("Give the upper value, above the lower one."))
        return cleaned

    @property
    def data_of_kind(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        value: Any = _number(cleaned["value"])
        if cleaned["op"] == "between":
            value = [value, _number(cleaned["upper"])]
        return {
            "quote": "",
            "subject": cleaned["subject"],
            "op": cleaned["op"],
            "value": value,
            "unit": cleaned["unit"],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        value = data["value"]
        low, high = value if isinstance(value, (list, tuple)) else (value, None)
        return {**data, "value": low, "upper": high}


class CadenceForm(EntryForm):
    activity = forms.CharField(label=_("What is done"), max_length=120)
    op = forms.ChoiceField(label=_("Comparison"), choices=OPS)
    times = forms.FloatField(label=_("Times"), min_value=0.01)
    per = forms.ChoiceField(label=_("In every"), choices=PERS)

    @property
    def data_of_kind(self) -> dict[str, Any]:
        data = super().data_of_kind
        return {"quote": "", **data, "times": _number(data["times"])}


class DeadlineForm(EntryForm):
    date = DateField(label=_("Date"), last=True, help_text=DATES)

    @property
    def data_of_kind(self) -> dict[str, Any]:
        return {"quote": "", **super().data_of_kind}


class DutyForm(EntryForm):
    role = forms.CharField(
        label=_("Duty"), max_length=30, help_text=_("In the plan's own word: 牵头单位、责任单位、组长…")
    )
    names = NamesField(
        label=_("Who"),
        max_length=2000,
        help_text=_("Several with 、 between them."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def data_of_kind(self) -> dict[str, Any]:
        return {"quote": "", **super().data_of_kind}


class ReferenceForm(EntryForm):
    text = forms.CharField(label=_("Number or name of the document"), max_length=200)


FORMS: dict[str, type[EntryForm]] = {
    EntryKind.ITEM: ItemForm,
    EntryKind.PHASE: PhaseForm,
    EntryKind.TARGET: TargetForm,
    EntryKind.CADENCE: CadenceForm,
    EntryKind.DEADLINE: DeadlineForm,
    EntryKind.DUTY: DutyForm,
    EntryKind.REFERENCE: ReferenceForm,
}


def form_for(
    kind: str,
    *,
    length: int,
    posted: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    start: int | None = None,
    end: int | None = None,
    version: int | None = None,
) -> EntryForm:
    """The form of a kind: filled with what was `posted`, or showing `data` at its place."""
    form = FORMS[kind]
    if posted is not None:
        return form(posted, length=length)
    initial = form.from_data(data or {}) | {"start": start, "end": end, "version": version}
    return form(initial=initial, length=length)


def _number(value: float) -> float | int:
    """Whole numbers stay whole: 200, not 200.0."""
    return int(value) if value == int(value) else value
