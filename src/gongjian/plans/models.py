"""A plan document, the plans it holds, what was read from each, and every change a reviewer made to that."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.files.models import StoredFile
from gongjian.jobs.models import Job
from gongjian.kernel.paths import AreaPathField
from gongjian.places.models import Area


class Reading(models.TextChoices):
    """How far the reading of a document has come."""

    UPLOADED = "uploaded", pgettext_lazy("plan document", "Waiting to be read")
    READING = "reading", pgettext_lazy("plan document", "Being read")
    READ = "read", pgettext_lazy("plan document", "Read")
    UNREADABLE = "unreadable", pgettext_lazy("plan document", "Cannot be read")


class PlanDocument(models.Model):
    """A file that holds one plan or several. The original is kept as it came."""

    title = models.CharField(_("title"), max_length=120)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name=_("file"))
    sha256 = models.CharField("SHA-256", max_length=64)
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="plan_documents", verbose_name=_("for the area")
    )
    area_path = AreaPathField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    state = models.CharField(_("reading"), max_length=10, choices=Reading.choices, default=Reading.UPLOADED)
    # The sentence of the reader, as people see it.
    error = models.TextField(_("why it cannot be read"), blank=True, default="")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    # Of the reader that read it: a newer one may read more, and is offered.
    reader_version = models.CharField(max_length=20, blank=True, default="")
    encoding = models.CharField(max_length=40, blank=True, default="")
    # As `engines.plans.model.Repairs`.
    repairs = models.JSONField(default=dict)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("plan document")
        verbose_name_plural = _("plan documents")
        constraints = [
            models.UniqueConstraint(fields=["area", "sha256"], name="plan_document_once_in_area"),
        ]
        indexes = [models.Index(fields=["area_path", "-uploaded_at"], name="plan_document_by_area")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:document", args=[self.pk])

    @property
    def is_being_read(self) -> bool:
        """Whether its first reading waits or goes on; someone may have cancelled it."""
        is_unread = self.state in (Reading.UPLOADED, Reading.READING)
        return is_unread and self.job is not None and self.job.is_active


class Plan(models.Model):
    """One plan of a document. Spans of its entries count code points of `text`."""

    document = models.ForeignKey(PlanDocument, models.CASCADE, related_name="plans")
    position = models.PositiveSmallIntegerField(_("place in the document"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    area_path = AreaPathField()
    # When a campaign was started from it.
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    class Meta:
        ordering = ["document", "position"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="plan_one_at_a_position"),
        ]
        indexes = [models.Index(fields=["area_path"], name="plan_by_area")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:review", args=[self.pk])


class EntryKind(models.TextChoices):
    """The lists of `gongjian-plan/1`, in the order a reviewer takes them."""

    WARNING = "warning", pgettext_lazy("plan entry", "Query")
    ITEM = "item", pgettext_lazy("plan entry", "Item")
    PHASE = "phase", pgettext_lazy("plan entry", "Phase")
    TARGET = "target", pgettext_lazy("plan entry", "Target")
    CADENCE = "cadence", pgettext_lazy("plan entry", "Cadence")
    DEADLINE = "deadline", pgettext_lazy("plan entry", "Deadline")
    DUTY = "duty", pgettext_lazy("plan entry", "Duty")
    REFERENCE = "reference", pgettext_lazy("plan entry", "Reference")


class EntryState(models.TextChoices):
    OPEN = "open", pgettext_lazy("plan entry", "To review")
    ACCEPTED = "accepted", pgettext_lazy("plan entry", "Accepted")
    CORRECTED = "corrected", pgettext_lazy("plan entry", "Corrected")
    REJECTED = "rejected", pgettext_lazy("plan entry", "Rejected")
    MERGED = "merged", pgettext_lazy("plan entry", "Merged")


MOVES: dict[str, set[str]] = {
    EntryState.OPEN: {EntryState.ACCEPTED, EntryState.CORRECTED, EntryState.REJECTED, EntryState.MERGED},
    EntryState.ACCEPTED: {EntryState.OPEN, EntryState.CORRECTED, EntryState.REJECTED, EntryState.MERGED},
    EntryState.CORRECTED: {EntryState.OPEN, EntryState.CORRECTED, EntryState.REJECTED, EntryState.MERGED},
    EntryState.REJECTED: {EntryState.OPEN},
    EntryState.MERGED: {EntryState.OPEN},
}
# What stands as part of the plan, reviewed or not.
STANDING = (EntryState.OPEN, EntryState.ACCEPTED, EntryState.CORRECTED)


class Origin(models.TextChoices):
    READ = "read", pgettext_lazy("plan entry", "Read by the machine")
    ADDED = "added", pgettext_lazy("plan entry", "Added by a person")


class Entry(models.Model):
    """One thing read from a plan, or added to it: an item, a target, a duty…

    `data` is what stands now, `read` what the reader gave (None for an added entry): both hold the fields of
    the engine's value of that kind without its span, as `plans.values` turns them. An entry of kind
    `reference` has only `text`.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="entries")
    kind = models.CharField(_("kind"), max_length=9, choices=EntryKind.choices)
    data = models.JSONField(encoder=DjangoJSONEncoder)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    origin = models.CharField(max_length=5, choices=Origin.choices, default=Origin.READ)
    read = models.JSONField(encoder=DjangoJSONEncoder, null=True, blank=True)
    read_start = models.PositiveIntegerField(null=True, blank=True)
    read_end = models.PositiveIntegerField(null=True, blank=True)
    # What a newer reader makes of the same words, where a person's correction was kept instead.
    offered = models.JSONField(encoder=DjangoJSONEncoder, null=True, blank=True)

    state = models.CharField(_("state"), max_length=9, choices=EntryState.choices, default=EntryState.OPEN)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged_from"
    )
    # Counts the changes; a form sends back the one it was shown.
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["plan", F("start").asc(nulls_last=True), "-end", "pk"]
        verbose_name = _("entry of a plan")
        verbose_name_plural = _("entries of a plan")
        constraints = [
            models.CheckConstraint(
                condition=Q(start=None, end=None) | Q(start__isnull=False, end__gte=F("start")),
                name="plan_entry_span_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(state="merged"), name="plan_entry_merged_only_when_merged"
            ),
        ]
        indexes = [models.Index(fields=["plan", "kind", "start"], name="plan_entry_in_order")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.summary}"

    def get_absolute_url(self) -> str:
        return f"{reverse('plans:review', args=[self.plan_id])}#entry-{self.pk}"

    @property
    def summary(self) -> str:
        """The words one knows the entry by, at most 60 characters."""
        data = self.data
        words = (
            data.get("head")
            or data.get("name")
            or data.get("quote")
            or data.get("text")
            or data.get("message")
        )
        return str(words or self.pk)[:60]

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING

    @property
    def is_reviewed(self) -> bool:
        return self.state != EntryState.OPEN


class Change(models.Model):
    """One step of a review, with what it takes to undo it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="changes")
    what = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # Entry number → its changed fields as they were; None for an entry that this step made.
    before = models.JSONField(encoder=DjangoJSONEncoder)
    # Entry number → its version right after, so that nobody undoes what another has built upon.
    versions = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["plan", "by", "-id"], name="plan_change_of_person")]

    def __str__(self) -> str:
        return f"{self.what} {self.plan_id}"


class Rereading(models.Model):
    """What a newer reader made of a document, waiting for someone to look at what would change."""

    document = models.OneToOneField(PlanDocument, models.CASCADE, related_name="rereading")
    # As `engines.plans.model.Reading.as_json`.
    reading = models.JSONField()
    reader_version = models.CharField(max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.document} {self.reader_version}"
