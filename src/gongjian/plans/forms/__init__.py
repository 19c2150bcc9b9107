"""From strings to the arguments of one action."""

from gongjian.plans.forms.entries import FORMS, EntryForm, form_for
from gongjian.plans.forms.steps import KindForm, RejectForm, SplitForm, VersionForm
from gongjian.plans.forms.upload import RenameForm, UploadForm

__all__ = [
    "FORMS",
    "EntryForm",
    "KindForm",
    "RejectForm",
    "RenameForm",
    "SplitForm",
    "UploadForm",
    "VersionForm",
    "form_for",
]
