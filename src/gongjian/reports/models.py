"""What was handed out: one row a report that someone asked for."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.campaigns.models import Campaign
from gongjian.files.models import StoredFile
from gongjian.jobs.models import Job


class Report(models.Model):
    """A report of a campaign as far as the reach of who asked for it goes. The file belongs to that person."""

    class Kind(models.TextChoices):
        BREAKDOWN = "breakdown", pgettext_lazy("report", "Task breakdown table")
        STATE = "state", pgettext_lazy("report", "State of the campaign")

    class Format(models.TextChoices):
        XLSX = "xlsx", pgettext_lazy("report", "Excel")
        DOCX = "docx", pgettext_lazy("report", "Word")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="reports")
    kind = models.CharField(_("report"), max_length=10, choices=Kind.choices)
    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    # The day it is read as of; empty as now.
    on = models.DateField(_("as of"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked for at"))
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        indexes = [models.Index(fields=["asked_by", "campaign", "-asked_at"], name="report_of_person")]

    def __str__(self) -> str:
        day = self.on.isoformat() if self.on else ""
        return " ".join(filter(None, [self.get_kind_display(), str(self.campaign), day]))

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.pk])
