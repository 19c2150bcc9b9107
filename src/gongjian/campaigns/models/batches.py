"""Communities that go together: the pilot first, then the spread."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.models.campaign import Campaign
from gongjian.campaigns.models.shared import FromPlan
from gongjian.kernel.paths import AreaPathField


class Batch(FromPlan):
    """Communities that start and finish together, and what share of them has to get there."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="batches")
    ordinal = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=120)
    is_pilot = models.BooleanField(_("pilot"), default=False)
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    # Percent of the batch's communities that have to reach what it asks; at least that many.
    share = models.DecimalField(
        _("share to be reached"), max_digits=5, decimal_places=2, default=Decimal(100)
    )
    text = models.TextField(_("what it asks"), blank=True, default="")

    class Meta:
        ordering = ["campaign", "ordinal"]
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "ordinal"], name="batch_order_once"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=100), name="batch_share_in_percent"),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")),
                name="batch_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BatchArea(models.Model):
    """A community in a batch, and the day it reached what the batch asks."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="members")
    area = models.ForeignKey("places.Area", models.PROTECT, related_name="+")
    area_path = AreaPathField(_("area path"))
    reached_on = models.DateField(_("reached on"), null=True, blank=True)

    class Meta:
        ordering = ["batch", "area_path"]
        verbose_name = _("community of a batch")
        verbose_name_plural = _("communities of a batch")
        constraints = [models.UniqueConstraint(fields=["batch", "area"], name="batch_area_once")]

    def __str__(self) -> str:
        return str(self.area_id)
