"""Uploading a list of accounts, and confirming what would come of it."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 5 * 1024 * 1024


class UploadForm(forms.Form):
    file = forms.FileField(label=_("List of accounts"), allow_empty_file=True)

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size is not None and file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 5 MB. Copy the list alone into a new workbook."))
        return file


class ConfirmForm(forms.Form):
    """The list as it was shown, sealed, so that nothing else can be confirmed."""

    sealed = forms.CharField(widget=forms.HiddenInput, max_length=2_000_000)
