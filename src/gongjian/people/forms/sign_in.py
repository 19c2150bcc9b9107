"""Signing in, and choosing a password of one's own."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gongjian.people import usernames
from gongjian.people.models import Person


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("Account"),
        max_length=150,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "autocorrect": "off",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_username(self) -> str:
        return usernames.normalise(self.cleaned_data["username"])


class OwnPasswordForm(forms.Form):
    """`old_password` is checked against `person`, the new one against the rules stated on the page."""

    old_password = forms.CharField(
        label=_("Present password"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if not self.person.check_password(old):
            raise ValidationError(_("This is not your present password."), code="wrong")
        return old

    def clean_new_password(self) -> str:
        new: str = self.cleaned_data["new_password"]
        validate_password(new, self.person)
        if new == self.cleaned_data.get("old_password"):
            raise ValidationError(_("The new password must differ from the present one."), code="same")
        return new

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if "new_password" in values and values["new_password"] != values.get("again"):
            self.add_error("again", _("The two new passwords differ. Please type the new one twice."))
        return values
