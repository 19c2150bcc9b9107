"""Forms of the working calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.calendars.models import Day

MOST_BYTES = 1024 * 1024


class LoadForm(forms.Form):
    file = forms.FileField(label=_("List of days"))
    source = forms.CharField(label=_("Announcement"), max_length=200, required=False)

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The list of one year is not that large. Choose the right file."))
        content: bytes = file.read()
        return content


class DayForm(forms.Form):
    kind = forms.ChoiceField(
        label=pgettext_lazy("day", "This day is"), choices=Day.Kind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label=pgettext_lazy("day", "Name"), max_length=20, required=False)
