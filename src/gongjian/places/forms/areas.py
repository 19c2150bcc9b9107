"""Making, naming and closing one area."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongjian.places import codes, rules
from gongjian.places.kinds import RANK, Kind, Settlement, kinds_under, same_rank
from gongjian.places.models import Area
from gongjian.places.names import LONGEST, tidy

NEIGHBOURHOOD = RANK[Kind.COMMUNITY]


class NameField(forms.CharField):
    """A name, tidied."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class AreaForm(forms.Form):
    """What an area is: `cleaned_data` are the keywords of `actions.create`."""

    kind = forms.ChoiceField(label=_("Kind"))
    name = NameField(label=_("Name"))
    code = forms.CharField(
        label=_("Official code"),
        max_length=codes.LONGEST,
        required=False,
        help_text=_("The statistical code without the zeros at its end; leave it empty where there is none."),
    )
    settlement = forms.ChoiceField(
        label=_("Urban-rural class"),
        required=False,
        choices=[("", "—"), *Settlement.choices],
        help_text=_("For communities and villages, as the statistics office gives it."),
    )

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind, Kind(kind).label) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["kind"].initial = choices[0][0]
        if all(RANK[kind] != NEIGHBOURHOOD for kind in kinds):
            del self.fields["settlement"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        values.setdefault("settlement", "")
        if values.get("kind") and RANK[values["kind"]] != NEIGHBOURHOOD:
            values["settlement"] = ""
        if values.get("kind") and values.get("code"):
            try:
                values["code"] = codes.read(values["kind"], values["code"])
            except ValidationError as error:
                self.add_error("code", error)
        return values


def create_form(parent: Area | None, data: Any = None, **initial: Any) -> AreaForm:
    """A form for an area under `parent`."""
    return AreaForm(data, kinds=kinds_under(parent.kind if parent else None), initial=initial)


class AmendForm(AreaForm):
    """`cleaned_data` are the keywords of `actions.amend`."""

    correction = forms.ChoiceField(
        label=_("Since when"),
        choices=[
            ("", _("From today on: the old name stays in the past")),
            ("1", _("A correction: it was written wrongly all along")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason or document"),
        max_length=200,
        required=False,
        help_text=_("The document that decided it, with its number."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, area: Area) -> None:
        initial = {
            "kind": area.kind,
            "name": area.name,
            "code": area.code,
            "settlement": area.settlement,
            "correction": "",
            "seen": rules.look_of(area),
        }
        super().__init__(data, kinds=same_rank(area.kind), initial=initial)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        values["correction"] = values.get("correction") == "1"
        return values


class CloseForm(forms.Form):
    """`cleaned_data` are the keywords of `actions.close`."""

    with_below = forms.BooleanField(required=False)
    reason = forms.CharField(
        label=_("Reason or document"),
        max_length=200,
        help_text=_("Why it ends: pulled down, abolished, entered by mistake; with the document's number."),
    )

    def __init__(self, data: Any = None, *, below: int) -> None:
        super().__init__(data)
        if below:
            self.fields["with_below"].label = _("Close the %(number)s areas below it too") % {"number": below}
        else:
            self.fields["with_below"].widget = forms.HiddenInput()
