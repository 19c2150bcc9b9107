"""Departments."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongjian.people import queries
from gongjian.people.models import Department
from gongjian.people.reach import Reach
from gongjian.places.models import Area
from gongjian.places.names import tidy

LONGEST_NAME = 60


class DepartmentForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, help_text=_("In full, as plans name it: 区民政局.")
    )
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: 民政局, 区民政. A plan that says one of these means this department."),
    )

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def clean_aliases(self) -> list[str]:
        """Each name once, in the order given."""
        written = re.split(r"[\n、，,；;]+", self.cleaned_data["aliases"])
        names = list(dict.fromkeys(filter(None, map(tidy, written))))
        for name in names:
            if len(name) > LONGEST_NAME:
                raise ValidationError(
                    _("A name has at most %(most)d characters: %(name)s"),
                    params={"most": LONGEST_NAME, "name": name},
                )
        return [name for name in names if name != self.cleaned_data.get("name")]


class AddDepartmentForm(DepartmentForm):
    area = forms.ModelChoiceField(label=_("Belongs to"), queryset=Area.objects.none())
    field_order = ("area", "name", "aliases")

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = queries.governments(reach)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.fields["area"].empty_label = None  # type: ignore[attr-defined]


class EditDepartmentForm(DepartmentForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, department: Department, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "name": department.name,
            "aliases": department.aliases,
            "version": department.version,
        }
