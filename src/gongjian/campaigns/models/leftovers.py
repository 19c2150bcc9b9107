"""What of the plan was not made into anything, so that nothing of it is lost."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.campaigns.models.campaign import Campaign
from gongjian.campaigns.models.shared import FromPlan
from gongjian.campaigns.models.work import Task


class Leftover(FromPlan):
    """An entry of the plan that no row of the campaign was made from, and why."""

    class Reason(models.TextChoices):
        LEFT_OUT = "left-out", pgettext_lazy("leftover", "Left out when the campaign was started")
        NO_PLACE = "no-place", pgettext_lazy("leftover", "Nothing in a campaign is made of it")
        STANDARD = "standard", pgettext_lazy("leftover", "The campaign works on another standard")
        HEADING = "heading", pgettext_lazy("leftover", "A heading; what stands under it was used")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="leftovers")
    ordinal = models.PositiveIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=20)
    label = models.CharField(_("number"), max_length=80, blank=True, default="")
    head = models.CharField(_("head"), max_length=200, blank=True, default="")
    reason = models.CharField(_("why"), max_length=10, choices=Reason.choices)
    # Set when someone made a task of it after all.
    task = models.ForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["campaign", "ordinal"]
        verbose_name = _("leftover")
        verbose_name_plural = _("leftovers")

    def __str__(self) -> str:
        return self.head or self.quote[:60]
