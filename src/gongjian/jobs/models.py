"""A job as people see it, the workers that do them, and the clock of those that come by themselves.

What waits to be done stands in the queue of `django_tasks_db`; a row here outlives it and tells how it went.
"""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.kernel.paths import AreaPathField


class State(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("job", "Waiting")
    RUNNING = "running", pgettext_lazy("job", "Running")
    DONE = "done", pgettext_lazy("job", "Done")
    FAILED = "failed", pgettext_lazy("job", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("job", "Cancelled")


# Where a job may go from each state. Running falls back to waiting for a retry, or when its worker died.
MOVES: dict[str, set[str]] = {
    State.QUEUED: {State.RUNNING, State.CANCELLED},
    State.RUNNING: {State.DONE, State.FAILED, State.CANCELLED, State.QUEUED},
    State.FAILED: {State.QUEUED},
    State.CANCELLED: {State.QUEUED},
    State.DONE: set(),
}
ACTIVE = (State.QUEUED, State.RUNNING)


class Worker(models.Model):
    """A running worker process. The row goes when it stops; a stale `beat_at` says that it was killed."""

    host = models.CharField(max_length=120)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.host}/{self.pid}"


class Job(models.Model):
    """A piece of long work. `kind` names the function (`plans.read`), `arguments` are its JSON keywords."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(_("work"), max_length=200)
    # While a job with a key waits or runs, the same key is not queued again.
    key = models.CharField(max_length=120, blank=True, default="")
    arguments = models.JSONField(encoder=DjangoJSONEncoder, default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked for by"),
        help_text=_("Empty when the system acts by itself."),
    )
    area_path = AreaPathField(blank=True, default="")

    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True, default="")
    result = models.JSONField(encoder=DjangoJSONEncoder, null=True, blank=True)
    error = models.TextField(_("what went wrong"), blank=True, default="")
    # Where the outcome is seen; shown as a link once the job is done.
    url = models.CharField(max_length=200, blank=True, default="")
    # Runs since it was last asked for; and the number of the one entry of the queue that may start the next.
    attempts = models.PositiveSmallIntegerField(default=0)
    ticket = models.PositiveIntegerField(default=0)
    worker = models.ForeignKey(Worker, models.SET_NULL, null=True, blank=True, related_name="+")

    created_at = models.DateTimeField(_("asked for at"))
    not_before = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(key="") & Q(state__in=("queued", "running")),
                name="job_key_once_while_active",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(state__in=("done", "failed", "cancelled")),
                name="job_finished_has_an_end_state",
            ),
        ]
        indexes = [
            models.Index(fields=["by", "-created_at"], name="job_of_person"),
            models.Index(fields=["state", "created_at"], name="job_by_state"),
            models.Index(fields=["area_path", "-created_at"], name="job_by_area"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("jobs:list")

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def percent(self) -> int | None:
        """0 to 100, or None while it cannot be said."""
        if self.state == State.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else None


class Timer(models.Model):
    """When a timed job comes next. The rows are made from `schedule.timed` by the worker."""

    name = models.CharField(primary_key=True, max_length=60)
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = [F("next_at").asc()]

    def __str__(self) -> str:
        return self.name
