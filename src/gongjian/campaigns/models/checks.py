"""The self-check of each standard item by each community, and the evidence that shows it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.campaigns.models.campaign import Campaign
from gongjian.campaigns.models.shared import exactly_one_of
from gongjian.campaigns.models.work import Assignment
from gongjian.kernel.paths import AreaPathField


class ItemCheck(models.Model):
    """How a community stands on one item, by its own word. No row means: not answered yet.

    `version` counts the answers; a form sends the one it was filled on, so that of two people answering at
    once the second is told instead of overwriting the first.
    """

    class State(models.TextChoices):
        MET = "met", pgettext_lazy("self-check", "Met")
        SHORT = "short", pgettext_lazy("self-check", "Falls short")
        NOT_YET = "not-yet", pgettext_lazy("self-check", "Not yet")
        NOT_APPLICABLE = "not-applicable", pgettext_lazy("self-check", "Not applicable")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="checks")
    item = models.ForeignKey("programmes.StandardItem", models.PROTECT, related_name="checks")
    area = models.ForeignKey("places.Area", models.PROTECT, related_name="+")
    area_path = AreaPathField(_("area path"))
    state = models.CharField(_("state"), max_length=14, choices=State.choices)
    remark = models.TextField(_("remark"), blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["campaign", "area_path", "item"]
        verbose_name = _("self-check of an item")
        verbose_name_plural = _("self-checks")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "area", "item"], name="item_check_once"),
        ]
        indexes = [models.Index(fields=["campaign", "area_path"], name="item_check_matrix")]

    def __str__(self) -> str:
        return f"{self.area} {self.item}"


class Evidence(models.Model):
    """A file that shows something, kept once by the area it comes from and used by many."""

    area = models.ForeignKey("places.Area", models.PROTECT, related_name="+")
    area_path = AreaPathField(_("area path"))
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    # Of the file's bytes: the same photograph uploaded twice is still one piece of evidence.
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    caption = models.CharField(_("what it shows"), max_length=200, blank=True, default="")
    # When what it shows happened; the day of the upload says nothing about that.
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [models.UniqueConstraint(fields=["area", "sha256"], name="evidence_kept_once")]
        indexes = [models.Index(fields=["area_path", "-at"], name="evidence_by_area")]

    def __str__(self) -> str:
        return self.caption or str(self.file)


class EvidenceUse(models.Model):
    """One piece of evidence serving one assignment or one item check."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="uses")
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, null=True, blank=True, related_name="evidence_uses"
    )
    item_check = models.ForeignKey(
        ItemCheck, models.CASCADE, null=True, blank=True, related_name="evidence_uses"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("use of evidence")
        verbose_name_plural = _("uses of evidence")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one_of("assignment", "item_check"), name="evidence_serves_one_thing"
            ),
            models.UniqueConstraint(
                fields=["evidence", "assignment"],
                condition=Q(assignment__isnull=False),
                name="evidence_serves_assignment_once",
            ),
            models.UniqueConstraint(
                fields=["evidence", "item_check"],
                condition=Q(item_check__isnull=False),
                name="evidence_serves_check_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.evidence_id)
