"""What an installation knows of days beyond what the program ships."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Year(models.Model):
    """A year whose working days were loaded here."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    # The announcement, in words: 国务院办公厅关于2027年部分节假日安排的通知.
    source = models.CharField(_("taken from"), max_length=200, blank=True, default="")
    loaded_at = models.DateTimeField(_("loaded at"))
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )

    class Meta:
        ordering = ["year"]
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        return f"{reverse('calendars:year')}?year={self.year}"


class Day(models.Model):
    """A day that differs from what is shipped. PLAIN makes it what its weekday says."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", pgettext_lazy("day", "Day off")
        WORKDAY = "workday", pgettext_lazy("day", "Make-up working day")
        PLAIN = "plain", pgettext_lazy("day", "As its weekday says")

    date = models.DateField(_("date"), unique=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    name = models.CharField(pgettext_lazy("day", "name"), max_length=20, blank=True, default="")

    class Meta:
        ordering = ["date"]
        verbose_name = pgettext_lazy("calendar", "day")
        verbose_name_plural = pgettext_lazy("calendar", "days")

    def __str__(self) -> str:
        return self.date.isoformat()

    def get_absolute_url(self) -> str:
        return reverse("calendars:day", args=[self.date.isoformat()])
