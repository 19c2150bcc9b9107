"""What people type on an assignment and on a self-check."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.models import Assignment, ItemCheck
from gongjian.people.models import Person

NOTE_LENGTH = 2000


class ReportForm(forms.Form):
    """What was done, with the files that show it; the button says whether it is submitted with that."""

    text = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A few words, a picture or a file: one of them is needed."),
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

    def __init__(self, *args: Any, is_own: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_own:
            self.fields["text"].label = _("Remark")


class DecideForm(forms.Form):
    """A remark when it is confirmed, the reason when it is returned."""

    text = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you return it."),
    )

    def __init__(self, *args: Any, returning: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.returning = returning

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if self.returning and not text:
            raise forms.ValidationError(_("When you return it, write down why."), code="no_reason")
        return text


class TimeForm(forms.Form):
    """A later date, and why."""

    new_due = forms.DateField(label=_("New date"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, assignment: Assignment, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = max(assignment.due + timedelta(days=1) if assignment.due else today, today)
        self.fields["new_due"].widget.attrs |= {
            "min": first.isoformat(),
            "max": assignment.campaign.ends.isoformat(),
        }


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = forms.TypedChoiceField(label=_("Hand over to"))
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, *args: Any, colleagues: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["to"], colleagues, _("Choose a colleague"))


class AppointForm(forms.Form):
    """Who of the unit is in charge from now on, and why."""

    to = forms.TypedChoiceField(label=_("Person in charge"), required=False, empty_value=None)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, staff: Sequence[Person], holder: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["to"], staff, _("Anyone of the unit"))
        self.fields["to"].initial = holder


def _offer(field: forms.Field, people: Sequence[Person], nobody: str | Promise) -> None:
    """Let one of `people` be chosen; the form gives the person."""
    assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared so
    by_key = {str(person.pk): person for person in people}
    named = [(key, f"{person.name} {person.post}".strip()) for key, person in by_key.items()]
    field.choices = [("", nobody), *named]
    field.coerce = lambda key: by_key[str(key)]


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
