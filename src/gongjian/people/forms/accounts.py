"""Issuing, finding and administering accounts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.people import usernames
from gongjian.people.forms.mine import keep_phone, phone_or_keep
from gongjian.people.forms.terms import TermsForm
from gongjian.people.models import Person
from gongjian.people.phones import PHONE
from gongjian.people.roles import Role

STATES = [
    ("", _("any state")),
    ("open", pgettext_lazy("account", "open")),
    ("first", _("first password not used yet")),
    ("roleless", _("without a role today")),
    ("locked", pgettext_lazy("account", "locked")),
    ("closed", pgettext_lazy("account", "closed")),
]


class FilterForm(forms.Form):
    """What the list of accounts is narrowed to; what cannot be read narrows nothing."""

    q = forms.CharField(
        label=_("Name, account or post"), max_length=60, required=False, widget=forms.SearchInput()
    )
    area = forms.CharField(label=_("Area"), max_length=60, required=False, widget=forms.SearchInput())
    role = forms.ChoiceField(
        label=pgettext_lazy("role", "Role"), choices=[("", _("any role")), *Role.choices], required=False
    )
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)

    def values(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class WhoForm(forms.Form):
    """Name, post and telephone of somebody else."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=40)
    post = forms.CharField(label=_("Post"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        required=False,
        validators=[PHONE],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class IssueForm(WhoForm, TermsForm):
    username = forms.CharField(
        label=_("Account"),
        max_length=40,
        required=False,
        help_text=_("Leave empty to have one made from the name: 王建国 becomes wang.jianguo."),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )

    def clean_username(self) -> str:
        username = usernames.normalise(self.cleaned_data["username"])
        if username:
            Person._meta.get_field("username").run_validators(username)
        return username

    field_order = ("name", "username", "post", "phone", "role", "department", "area", "starts", "ends")


class EditForm(WhoForm):
    forget_phone = forms.BooleanField(label=_("Remove the telephone number"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"name": person.name, "post": person.post, "version": person.version}
        keep_phone(self, person)

    def clean(self) -> dict[str, Any]:
        return phone_or_keep(super().clean() or {})


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("It is kept in the history: retired, moved to 滨河社区."),
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if len(reason) < 2:
            raise ValidationError(_("Give the reason in a few words."))
        return reason


class PhoneReasonForm(ReasonForm):
    reason = forms.CharField(
        label=_("Why do you need the number?"),
        max_length=200,
        help_text=_("It is kept in the history: to agree on the visit tomorrow."),
    )


class NothingForm(forms.Form):
    """For pages that only ask whether one is sure."""
