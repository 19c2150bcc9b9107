"""One row an upload; the bytes are kept once per content, under their SHA-256."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongjian.kernel.paths import AreaPathField


class StoredFile(models.Model):
    """A file someone uploaded. Its number cannot be guessed, yet that opens nothing: see `rules`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Of the bytes we keep; the bytes stand in the storage under this name, once however often they came.
    sha256 = models.CharField("SHA-256", max_length=64)
    # Of the bytes as they came; differs where a picture was turned upright and freed of its metadata.
    original_sha256 = models.CharField(_("SHA-256 as uploaded"), max_length=64)
    name = models.CharField(_("file name"), max_length=120)
    media = models.CharField(_("kind of file"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    width = models.PositiveIntegerField(_("width in pixels"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height in pixels"), null=True, blank=True)
    keeps_location = models.BooleanField(_("location kept"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    area_path = AreaPathField(blank=True, default="")

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [
            models.Index(fields=["sha256"], name="file_by_content"),
            models.Index(fields=["uploaded_at"], name="file_by_time"),
            models.Index(fields=["area_path"], name="file_by_area"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:download", args=[self.pk])

    @classmethod
    def users(cls) -> Iterator[tuple[QuerySet[Any], str]]:
        """Every table, of whatever app, that points to files, with the name of its column."""
        for relation in cls._meta.get_fields(include_hidden=True):
            if isinstance(relation, ForeignObjectRel):
                table: Any = relation.related_model
                yield table._base_manager.all(), relation.field.name

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    @property
    def blob(self) -> str:
        """The name of the bytes in the storage."""
        return f"blobs/{self.sha256[:2]}/{self.sha256}"

    @property
    def thumbnail(self) -> str:
        """The name of the small picture in the storage; pictures only."""
        return f"thumbs/{self.sha256[:2]}/{self.sha256}.webp"
