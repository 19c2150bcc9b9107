"""Bringing plan documents in."""

import re
from typing import Any

from django import forms
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _

from gongjian.kernel.paths import depth
from gongjian.people.reach import Reach
from gongjian.places.models import Area
from gongjian.plans import queries

AREAS_SHOWN = 500
MOST_FILES = 20
# What stands in a form field is read into memory, 2.5 MB of it at most: three bytes a character.
MOST_WORDS = 700_000


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; cleans to a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, (list, tuple)) else [data]
        # Empty files are let through: the action says which one it was.
        return [file for file in given if file]


class AreaChoice(forms.ModelChoiceField[Area]):
    """Areas set in to their place in the tree."""

    top = 1

    def label_from_instance(self, area: Area) -> str:
        return "\u3000" * max(depth(area.path) - self.top, 0) + area.name


class UploadForm(forms.Form):
    area = AreaChoice(
        label=_("For the area"),
        queryset=Area.objects.none(),
        help_text=_("Whose plan it is. The areas below it can read it too."),
    )
    documents = FilesField(label=_("Files"), required=False, allow_empty_file=True)
    words = forms.CharField(
        label=_("Or paste the words of a plan"),
        required=False,
        strip=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = queries.areas_to_upload_for(reach)[:AREAS_SHOWN]
        field = self.fields["area"]
        assert isinstance(field, AreaChoice)  # noqa: S101 - it is declared above
        shown = list(areas)
        field.queryset = Area.objects.filter(pk__in=[area.pk for area in shown]).order_by("path")
        field.top = min((depth(area.path) for area in shown), default=1)
        field.empty_label = None if shown else _("None")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        files = [*cleaned.get("documents", [])]
        words = cleaned.get("words") or ""
        if words.strip():
            files.append(_as_file(words))
        if not files:
            self.add_error("documents", _("Choose at least one file, or paste the words of a plan."))
        if len(files) > MOST_FILES:
            self.add_error("documents", _("At most %(n)s files at a time.") % {"n": MOST_FILES})
        cleaned["uploads"] = files
        return cleaned


def _as_file(words: str) -> File:  # type: ignore[type-arg]
    """Pasted words as a text file, named by their first line."""
    first = re.sub(r"\s+", "", words.strip().splitlines()[0])[:40]
    return ContentFile(words.encode(), name=f"{first}.txt")


class RenameForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
