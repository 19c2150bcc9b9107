"""One table that only grows: the database itself refuses to change or delete a row."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongjian.kernel.paths import AreaPathField


class Entry(models.Model):
    """One action. `before` and `after` hold only the fields that changed, never a sealed value."""

    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
        help_text=_("Empty when the system acted by itself."),
    )
    verb = models.CharField(_("action"), max_length=60)
    subject_type = models.CharField(_("kind of record"), max_length=60)
    subject_id = models.CharField(_("record number"), max_length=40)
    subject_label = models.CharField(_("record"), max_length=200)
    # "As then": a reorganised tree does not rewrite the past.
    area_path = AreaPathField(_("area path"), follows=False, blank=True, default="")
    before = models.JSONField(_("before"), encoder=DjangoJSONEncoder, default=dict)
    after = models.JSONField(_("after"), encoder=DjangoJSONEncoder, default=dict)
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-at"], name="history_by_subject"),
            models.Index(fields=["by", "-at"], name="history_by_person"),
            models.Index(fields=["area_path", "-at"], name="history_by_area"),
            models.Index(fields=["-at"], name="history_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_label}"
