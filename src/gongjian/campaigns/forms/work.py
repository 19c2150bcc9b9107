"""What people type on an assignment and on a self-check."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.models import ItemCheck
from gongjian.people.models import Person

NOTE_LENGTH = 2000


class ReportForm(forms.Form):
    """What was done, with the files that show it; the button says whether it is submitted with that."""

    text = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    happened_on = forms.DateField(
        label=_("Day that the pictures or files are of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    keep_location = forms.BooleanField(
        label=_("Keep the place and time noted in pictures"),
        required=False,
        help_text=_("They are taken out unless you ask for them."),
    )


class ReasonForm(forms.Form):
    """A reason, for confirming or returning."""

    text = forms.CharField(
        label=_("Remark"), required=False, max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 2})
    )


class TimeForm(forms.Form):
    """A later date, and why."""

    new_due = forms.DateField(label=_("New date"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(
        self, *args: Any, after: date | None = None, until: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        limits = {"min": after, "max": until}
        self.fields["new_due"].widget.attrs |= {k: v.isoformat() for k, v in limits.items() if v}


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = forms.ModelChoiceField(
        Person.objects.none(), label=_("Hand over to"), empty_label=_("Choose a colleague")
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, *args: Any, colleagues: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = colleagues


class AnswerForm(forms.Form):
    """An answer to a request: `accept` is the button that was pressed."""

    accept = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes")
    answer = forms.CharField(required=False, max_length=300)


class CheckForm(forms.Form):
    """One answer of the self-check. A remark that is not sent stays as it is."""

    state = forms.ChoiceField(choices=ItemCheck.State.choices)
    remark = forms.CharField(required=False, max_length=NOTE_LENGTH, strip=True)
    version = forms.IntegerField(min_value=0)

    def clean_remark(self) -> str | None:
        return self.cleaned_data["remark"] if "remark" in self.data else None
