"""What is granted, as a form: role, area, department, days."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongjian.kernel.refusal import Refusal
from gongjian.people import queries, rules
from gongjian.people.models import Department
from gongjian.people.reach import Reach
from gongjian.people.terms import Terms
from gongjian.places.models import Area
from gongjian.places.queries.finding import find

MATCHES = 20
# Which field of the form a refusal of the action is about.
FIELD_OF = {
    "outside_reach": "area",
    "area_ended": "area",
    "too_high": "area",
    "beyond_own": "role",
    "separated": "role",
    "already_holds": "role",
    "no_department": "department",
    "department": "department",
    "other_department": "department",
    "ends_first": "ends",
    "over": "ends",
    "taken": "username",
}


class DepartmentChoice(forms.ModelChoiceField[Department]):
    def label_from_instance(self, department: Department) -> str:
        return f"{department.name}（{department.area.name}）"


class TermsForm(forms.Form):
    """`cleaned_data["terms"]` is what is granted.

    The area is one of the buttons, or what was typed where that can mean only one; `area_choices` are then the
    areas to choose from.
    """

    role = forms.ChoiceField(label=pgettext_lazy("role", "Role"))
    department = DepartmentChoice(
        label=gettext_lazy("Department"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
        help_text=gettext_lazy("Only for department officers."),
    )
    area = forms.ModelChoiceField(queryset=Area.objects.none(), required=False, label=gettext_lazy("Area"))
    area_text = forms.CharField(max_length=60, required=False)
    starts = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy(
            "The last day. Empty: until it is taken back. For a deputy: the end of the absence."
        ),
    )

    def __init__(self, *args: Any, reach: Reach, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = queries.areas_administered(reach)
        self.area_choices: list[Area] = []
        roles = [(role.value, role.label) for role in rules.grantable_roles(reach)]
        self.fields["role"].choices = [("", _("choose a role")), *roles]  # type: ignore[attr-defined]
        self.fields["department"].queryset = queries.departments_administered(reach)  # type: ignore[attr-defined]
        self.fields["area"].queryset = self.areas  # type: ignore[attr-defined]
        self.fields["starts"].initial = today

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        area = values.pop("area", None)
        text = values.pop("area_text", "")
        department = values.get("department")
        if area is None and not text and department is not None:
            area = department.area
        if area is None and "area" not in self.errors:
            area = self._found(text)
        if area is not None and not self.errors:
            names = ("role", "department", "starts", "ends")
            values["terms"] = Terms(area=area, **{name: values.pop(name) for name in names})
        return values

    def _found(self, text: str) -> Area | None:
        self.area_choices = find(text, self.areas, MATCHES)
        if len(self.area_choices) == 1:
            return self.area_choices[0]
        if self.area_choices:
            self.add_error("area", _("More than one area is called like that. Choose one below."))
        elif text:
            self.add_error("area", _("You administer no area called %(name)s.") % {"name": text})
        else:
            self.add_error("area", _("Choose an area."))
        return None

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal beside the field it is about."""
        field = FIELD_OF.get(refusal.code)
        self.add_error(field if field in self.fields else None, str(refusal))

    @property
    def chosen_area(self) -> int | None:
        """The key of the area whose button is pressed."""
        key = str(self["area"].value() or "")
        return int(key) if key.isdigit() else None
