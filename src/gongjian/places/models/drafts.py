"""A list of areas that was uploaded: kept between its preview and its confirmation."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.places.models.tree import Area


class ImportDraft(models.Model):
    """An uploaded list, what would come of it, and how far it is.

    The file stays as it came: confirming reads it once more, against the tree of that moment.
    """

    class State(models.TextChoices):
        CHECKING = "checking", pgettext_lazy("import", "Being checked")
        UNREADABLE = "unreadable", pgettext_lazy("import", "Cannot be read")
        FAULTY = "faulty", pgettext_lazy("import", "To be corrected")
        READY = "ready", pgettext_lazy("import", "Ready to import")
        IMPORTING = "importing", pgettext_lazy("import", "Being imported")
        DONE = "done", pgettext_lazy("import", "Imported")

    base = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("import under")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(_("uploaded at"))
    name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CHECKING)
    # One sentence: why the file cannot be read, or why a confirmation did not go through.
    message = models.CharField(max_length=300, blank=True, default="")
    # What the check found (places.imports.outcome.Outcome.as_json); empty until then.
    outcome = models.JSONField(encoder=DjangoJSONEncoder, default=dict)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    # The background job that checks or imports, where one does.
    job = models.UUIDField(null=True, blank=True)
    finished_at = models.DateTimeField(_("imported at"), null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("list of areas")
        verbose_name_plural = _("lists of areas")
        indexes = [models.Index(fields=["by", "-at"], name="import_of_person")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("places:import-draft", args=[self.pk])
