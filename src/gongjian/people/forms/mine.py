"""What a person says about themselves, and how pages look to them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gongjian.kernel.crypto import mask
from gongjian.people.models import Person
from gongjian.people.phones import PHONE


class LookForm(forms.Form):
    """Each press of a button sends one of these."""

    theme = forms.ChoiceField(choices=[(code, code) for code in ("light", "dark", "auto")], required=False)
    type = forms.ChoiceField(choices=[("normal", "normal"), ("large", "large")], required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)


class MineForm(forms.Form):
    """The post and telephone of `person`. The number is sealed and never comes back: an empty field keeps it."""

    post = forms.CharField(
        label=_("Post"),
        max_length=60,
        required=False,
        help_text=_("As colleagues know you: community clerk, head of the grid."),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        required=False,
        validators=[PHONE],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    forget_phone = forms.BooleanField(label=_("Remove my telephone number"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"post": person.post}
        keep_phone(self, person)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        return phone_or_keep(values)


def keep_phone(form: forms.Form, person: Person) -> None:
    """Say on the form which number is kept when its field stays empty."""
    if person.phone:
        form.fields["phone"].help_text = _("Kept now: %(phone)s. Leave empty to keep it.") % {
            "phone": mask(person.phone)
        }
    else:
        del form.fields["forget_phone"]


def phone_or_keep(values: dict[str, Any]) -> dict[str, Any]:
    """The telephone as actions take it: None keeps the present one, an empty text removes it."""
    forget = values.pop("forget_phone", False)
    values["phone"] = values.get("phone") or ("" if forget else None)
    return values
