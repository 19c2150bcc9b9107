"""Who runs a campaign (leading group, office, working groups) and who answers for which place (挂点包联)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.campaigns.models.campaign import Campaign
from gongjian.campaigns.models.shared import FromPlan, Named, at_most_one_of
from gongjian.kernel.paths import AreaPathField


class Body(FromPlan):
    """A body of a campaign: 领导小组, its 办公室, a 工作组."""

    class Kind(models.TextChoices):
        LEADING_GROUP = "leading-group", pgettext_lazy("body", "Leading group")
        OFFICE = "office", pgettext_lazy("body", "Office")
        WORKING_GROUP = "working-group", pgettext_lazy("body", "Working group")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="bodies")
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("belongs to"),
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    ordinal = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("what it does"), blank=True, default="")

    class Meta:
        ordering = ["campaign", "ordinal"]
        verbose_name = _("body")
        verbose_name_plural = _("bodies")

    def __str__(self) -> str:
        return self.name


class Membership(FromPlan, Named):
    """A seat in a body from a day to a day (both included), in the plan's own word: 组长, 成员, 联络员."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="memberships")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=40)
    post = models.CharField(_("post"), max_length=100, blank=True, default="")
    is_liaison = models.BooleanField(_("liaison officer"), default=False)
    ordinal = models.PositiveIntegerField(_("order"))
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["body", "ordinal"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="membership_ends_after_start"
            ),
            models.CheckConstraint(
                condition=at_most_one_of("person", "area", "department"), name="membership_bound_to_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.name}"


class Pairing(FromPlan):
    """A leader or a department that answers for a place: 挂点, 包联.

    Both sides are names until they are bound.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="pairings")
    ordinal = models.PositiveIntegerField(_("order"))
    role = models.CharField(_("role"), max_length=40)
    name = models.CharField(_("who"), max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    department = models.ForeignKey(
        "people.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    area_name = models.CharField(_("place"), max_length=200)
    area = models.ForeignKey("places.Area", models.PROTECT, null=True, blank=True, related_name="+")
    area_path = AreaPathField(_("area path"), blank=True, default="")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["campaign", "ordinal"]
        verbose_name = _("pairing")
        verbose_name_plural = _("pairings")
        constraints = [
            models.CheckConstraint(
                condition=at_most_one_of("person", "department"), name="pairing_bound_to_one"
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="pairing_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.area_name}"


class Visit(models.Model):
    """One visit of a pairing to its place."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="visits")
    on = models.DateField(_("on"))
    note = models.TextField(_("what was seen and done"), blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self) -> str:
        return str(self.on)


class Problem(models.Model):
    """A problem raised on a visit, and how it was solved."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="problems")
    text = models.CharField(_("problem"), max_length=300)
    solved_on = models.DateField(_("solved on"), null=True, blank=True)
    solution = models.CharField(_("how it was solved"), max_length=300, blank=True, default="")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("problem")
        verbose_name_plural = _("problems")

    def __str__(self) -> str:
        return self.text

    @property
    def is_solved(self) -> bool:
        return self.solved_on is not None
