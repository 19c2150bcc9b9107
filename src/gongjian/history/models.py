"""One table that only grows: the database itself refuses to change or delete a row."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.kernel.paths import AreaPathField


class ReadableJSON(DjangoJSONEncoder):
    """Chinese as it is written: half the size of escapes on SQLite, and it can be searched."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


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
    subject_label = models.CharField(pgettext_lazy("history", "record"), max_length=200)
    # "As then": a reorganised tree does not rewrite the past.
    area_path = AreaPathField(_("area path"), follows=False, blank=True, default="")
    before = models.JSONField(_("before"), encoder=ReadableJSON, default=dict)
    after = models.JSONField(_("after"), encoder=ReadableJSON, default=dict)
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        # None by area: a large area is found along the time, a small one within a window of it (see queries).
        indexes = [
            models.Index(fields=["-at", "-id"], name="history_by_time"),
            models.Index(fields=["by", "-at", "-id"], name="history_by_person"),
            models.Index(fields=["verb", "-at", "-id"], name="history_by_verb"),
            models.Index(fields=["subject_type", "subject_id", "-at"], name="history_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_label}"
