"""Uploading and confirming a list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.places.imports.sheets import MOST_BYTES
from gongjian.places.models import Area


class UploadForm(forms.Form):
    """A list, and what its areas stand under where it does not say."""

    under = forms.ModelChoiceField(
        queryset=Area.objects.none(),
        required=False,
        label=_("Import under"),
        empty_label=_("the top of the tree"),
    )
    file = forms.FileField(
        label=_("List"),
        allow_empty_file=True,
        error_messages={"required": _("Choose the list that is to be imported.")},
    )

    def __init__(self, *args: Any, bases: Any, may_top: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["under"]
        field.queryset = bases  # type: ignore[attr-defined]
        field.required = not may_top
        if not may_top:
            field.empty_label = None  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 20 MB. Split it, one district a file."), code="large"
            )
        return file


class ConfirmForm(forms.Form):
    """`cleaned_data` are the keywords of `actions.confirm`."""

    fingerprint = forms.CharField(widget=forms.HiddenInput)
    correction = forms.ChoiceField(
        choices=[
            ("", _("From today on: the old names stay in the past")),
            ("1", _("A correction: they were written wrongly all along")),
        ],
        required=False,
        widget=forms.RadioSelect,
        label=_("What changes holds"),
    )

    def clean_correction(self) -> bool:
        return bool(self.cleaned_data["correction"] == "1")
