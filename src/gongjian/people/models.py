"""Accounts and grants."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.kernel.crypto import SealedTextField
from gongjian.kernel.paths import AreaPathField
from gongjian.people.roles import Role
from gongjian.places.models import Area

if TYPE_CHECKING:
    from gongjian.people.reach import Reach


class PersonManager(BaseUserManager["Person"]):
    """Django asks the user model's manager for `get_by_natural_key`; accounts are issued by actions."""


class Person(AbstractBaseUser):
    """Someone with an account. Accounts are issued, never registered."""

    username = models.CharField(
        _("account name"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]{2,}$", _("Use lower-case letters, digits, dots and hyphens.")
            )
        ],
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=40)
    post = models.CharField(_("post"), max_length=60, blank=True, default="")
    phone = SealedTextField(_("telephone"), blank=True, default="")
    is_active = models.BooleanField(_("account is open"), default=True)
    # The operator of the installation: sees every area, and is the one who begins when there is none yet.
    is_operator = models.BooleanField(_("operator"), default=False)
    must_change_password = models.BooleanField(_("must change the password"), default=True)
    password_changed_at = models.DateTimeField(_("password changed at"), null=True, blank=True)
    created_at = models.DateTimeField(_("issued at"))
    language = models.CharField(_("language"), max_length=8, blank=True, default="")
    theme = models.CharField(_("theme"), max_length=5, blank=True, default="")
    large_type = models.BooleanField(_("large type"), default=False)
    # Raised to end every session of the person at once; it is part of what a session is checked against.
    session_round = models.PositiveIntegerField(default=0, editable=False)
    # Raised by every change of the account, so that two administrators cannot overwrite each other unseen.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["username"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.pk])

    def reach_on(self, day: date) -> "Reach":
        """What the person holds on `day`, for the apps below, which know no more than the user model. One query."""
        from gongjian.people.reach import reach_of  # it reads this module's tables

        return reach_of(self, on=day)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django checks each request's session against this: a new password or a new round ends the others.
        return salted_hmac(
            "gongjian.people.session",
            f"{self.password}|{self.session_round}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class Department(models.Model):
    """A department of an area's government (区民政局): who leads and answers for tasks, beside the tree."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="departments", verbose_name=_("area"))
    area_path = AreaPathField(_("area path"))
    name = models.CharField(_("name"), max_length=60)
    # Plan documents use short forms (民政局, 区民政); each on a line of its own.
    aliases = models.TextField(_("other names"), blank=True, default="")
    is_open = models.BooleanField(_("still exists"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["area_path", "name"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="department_name_once_in_area")]
        indexes = [models.Index(fields=["area_path", "name"], name="department_by_area")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:department", args=[self.pk])

    @property
    def alias_list(self) -> list[str]:
        return self.aliases.splitlines()


class Grant(models.Model):
    """A role that a person holds on an area and everything below it, from a day to a day (both included)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="grants", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=24, choices=Role.choices)
    area = models.ForeignKey(Area, models.PROTECT, related_name="grants", verbose_name=_("area"))
    area_path = AreaPathField(_("area path"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name=_("department")
    )
    starts = models.DateField(pgettext_lazy("period", "from"))
    ends = models.DateField(pgettext_lazy("period", "until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("granted by")
    )
    # Taken back at once, whatever day the period ends; the period stays as it was promised.
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken back by")
    )

    class Meta:
        ordering = ["person", "starts"]
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="grant_ends_after_it_starts"
            )
        ]
        indexes = [
            models.Index(fields=["person", "starts"], name="grant_of_person"),
            models.Index(fields=["area_path", "role"], name="grant_by_area"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.area}"

    def stands_on(self, day: date) -> bool:
        """Whether the role is held on `day`; both ends of the period count."""
        begun = self.starts <= day
        return begun and self.revoked_at is None and (self.ends is None or self.ends >= day)
