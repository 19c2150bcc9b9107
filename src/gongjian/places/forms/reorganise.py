"""Merging, splitting and moving: what is asked before the preview, and sent again to confirm it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongjian.places import codes
from gongjian.places.forms.areas import NameField
from gongjian.places.kinds import Kind, same_rank
from gongjian.places.models import Area
from gongjian.places.regrouping import NewArea

NEW = "new"
MOST_PARTS = 12


class ReasonForm(forms.Form):
    """Every reorganisation names what decided it."""

    reason = forms.CharField(
        label=_("Reason or document"),
        max_length=200,
        help_text=_("The document that decided it, with its number."),
    )


class MoveForm(ReasonForm):
    to = forms.ModelChoiceField(
        queryset=Area.objects.filter(valid_to=None),
        label=_("Move it under"),
        error_messages={
            "required": _("Choose where it is to stand."),
            "invalid_choice": _("This area is not there any more. Choose another."),
        },
        widget=forms.HiddenInput,
    )


class NewAreaForm(forms.Form):
    """An area that is to be made; the key of `new_area` is the caller's."""

    kind = forms.ChoiceField(label=_("Kind"))
    name = NameField(label=_("Name"), required=False)
    code = forms.CharField(label=_("Official code"), max_length=codes.LONGEST, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one, Kind(one).label) for one in same_rank(kind)]  # type: ignore[attr-defined]
        self.fields["kind"].initial = kind
        # A township and a subdistrict, a community and a village may turn into each other; a grid stays one.
        if len(same_rank(kind)) == 1:
            self.fields["kind"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("kind") and values.get("code"):
            try:
                values["code"] = codes.read(values["kind"], values["code"])
            except ValidationError as error:
                self.add_error("code", error)
        return values

    def new_area(self, key: str) -> NewArea:
        values = self.cleaned_data
        return NewArea(key, values["kind"], values["name"], values["code"])


class MergeForm(ReasonForm):
    """Which sisters become one, and which: `areas`, and `into` (an area, or a NewArea)."""

    areas = forms.ModelMultipleChoiceField(
        queryset=Area.objects.none(),
        label=_("Which areas become one"),
        error_messages={"required": _("Choose at least two areas to merge.")},
    )
    into = forms.CharField(label=_("What they become"))
    tell_apart = forms.BooleanField(
        label=_("Tell names apart that would stand twice"),
        help_text=_(
            "Two areas called 第一网格 become 滨河社区第一网格 and so on; the past keeps the old names."
        ),
        required=False,
    )

    def __init__(self, data: Any = None, *, area: Area, sisters: Sequence[Area]) -> None:
        super().__init__(data, initial={"areas": [area.pk], "into": str(area.pk), "tell_apart": True})
        self.sisters = sisters
        self.fields["areas"].queryset = Area.objects.filter(pk__in=[one.pk for one in sisters])  # type: ignore[attr-defined]
        self.new = NewAreaForm(data, prefix="new", kind=area.kind)

    @property
    def chosen(self) -> set[int]:
        """The areas that are ticked, as the page shows them."""
        return {int(pk) for pk in self["areas"].value() or [] if str(pk).isdigit()}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("into") == NEW:
            values["into"] = self._new_area()
        elif "areas" in values:
            among = {str(area.pk): area for area in values["areas"]}
            values["into"] = among.get(values.get("into", ""))
            if values["into"] is None:
                self.add_error("into", _("Choose which of the merged areas goes on, or a new one."))
        return values

    def _new_area(self) -> NewArea | None:
        if not self.new.is_valid():
            self.add_error("into", _("Correct what is marked of the new area."))
            return None
        if not self.new.cleaned_data["name"]:
            self.new.add_error("name", _("Enter the name of the new area."))
            self.add_error("into", _("Enter the name of the new area."))
            return None
        return self.new.new_area(NEW)


class SplitForm(ReasonForm):
    """What an area is split into, and which child goes where.

    Parts are numbered from 1 and are the keys; a part without a name is left out. `heir` is the part that inherits
    what hangs on the area itself, or empty when the area goes on.
    """

    goes_on = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[
            ("1", _("It goes on, and parts of it become areas of their own")),
            ("", _("It ends, and the new areas take its place")),
        ],
        required=False,
        initial="1",
        widget=forms.RadioSelect,
    )
    heir = forms.CharField(required=False)

    def __init__(
        self, data: Any = None, *, area: Area, children: Sequence[Area], typed: Any = None, parts: int = 2
    ) -> None:
        """`typed` is what was filled in so far, to be shown and not yet checked; `parts` the rows to begin with."""
        sent: Any = data if data is not None else (typed or {})
        super().__init__(
            data, initial={name: sent[name] for name in ("goes_on", "heir", "reason") if name in sent}
        )
        asked = str(sent.get("parts", parts))
        number = min(int(asked), MOST_PARTS) if asked.isdigit() and int(asked) else parts
        self.parts = [self._part(data, sent, str(key), area.kind) for key in range(1, number + 1)]
        self.children = children
        self.sent = sent

    @staticmethod
    def _part(data: Any, sent: Any, key: str, kind: str) -> NewAreaForm:
        prefix = f"part{key}"
        typed = {name: sent.get(f"{prefix}-{name}", "") for name in ("name", "code")}
        typed["kind"] = sent.get(f"{prefix}-kind", kind)
        return NewAreaForm(data, prefix=prefix, kind=kind, initial=typed)

    @property
    def rows(self) -> list[tuple[Area, str]]:
        """Each child and the key of the part it goes to; empty where it stays or goes to the heir."""
        return [(child, str(self.sent.get(f"child{child.pk}", ""))) for child in self.children]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if [part for part in self.parts if not part.is_valid()]:
            self.add_error(None, _("Correct what is marked of the new areas."))
            return values
        values["parts"] = [
            part.new_area(str(key)) for key, part in enumerate(self.parts, 1) if part.cleaned_data["name"]
        ]
        named = {part.key for part in values["parts"]}
        values["heir"] = None if values.pop("goes_on", "") else values.get("heir")
        if values["heir"] is not None and values["heir"] not in named:
            self.add_error("heir", _("Choose which new area inherits what hangs on the old one."))
        values["goes"] = {child.pk: key for child, key in self.rows if key}
        lost = [child.name for child, key in self.rows if key and key not in named]
        if lost:
            names = "、".join(lost[:10])
            self.add_error(None, _("These go to a new area that has no name: %(names)s.") % {"names": names})
        return values
