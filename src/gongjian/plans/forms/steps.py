"""The small forms of a review: which version was shown, and what the step needs beside it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.plans.models import EntryKind


class VersionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class RejectForm(VersionForm):
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)


class SplitForm(VersionForm):
    at_offset = forms.TypedChoiceField(label=_("Split before"), coerce=int, widget=forms.RadioSelect)


class KindForm(forms.Form):
    """Which kind; empty for all."""

    kind = forms.ChoiceField(choices=[("", ""), *EntryKind.choices], required=False)
