"""Tasks, who owes them, and what happens to each debt: notes, hand-overs, extensions, escalations."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.campaigns.models.campaign import Campaign, Phase
from gongjian.campaigns.models.shared import FromPlan, Named, at_most_one_of, exactly_one_of
from gongjian.kernel.paths import AreaPathField


class Task(FromPlan):
    """Something to be done in a campaign. Who has to do it, and how far they are, is in its assignments."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="tasks")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    phase = models.ForeignKey(
        Phase, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("phase")
    )
    item = models.ForeignKey(
        "programmes.StandardItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("standard item"),
    )
    # The working group that is to do it, where the plan gives the task to one.
    body = models.ForeignKey(
        "campaigns.Body", models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("body")
    )
    ordinal = models.PositiveIntegerField(_("order"))
    level = models.PositiveSmallIntegerField(_("level"), default=1)
    # The numbering of the plan, from the top: `三/(一)/1`; empty for tasks added by hand.
    label = models.CharField(_("number"), max_length=80, blank=True, default="")
    title = models.CharField(_("task"), max_length=200)
    text = models.TextField(_("what is to be done"), blank=True, default="")
    due = models.DateField(_("due"), null=True, blank=True)
    due_origin = models.CharField(max_length=20, blank=True, default="", editable=False)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)

    class Meta:
        ordering = ["campaign", "ordinal"]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [models.Index(fields=["campaign", "ordinal"], name="task_in_order")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaigns:task", args=[self.pk])


class Assignment(models.Model):
    """One unit owes one task: the row that progress, evidence, dates and answers hang on.

    `area_path` is where the owing unit stands: the area itself, the department's area, and for a person
    the area given when the work was assigned. It decides who sees the row.
    """

    class State(models.TextChoices):
        TODO = "todo", pgettext_lazy("assignment", "Not begun")
        DOING = "doing", pgettext_lazy("assignment", "Under way")
        SUBMITTED = "submitted", pgettext_lazy("assignment", "Submitted")
        RETURNED = "returned", pgettext_lazy("assignment", "Returned")
        DONE = "done", pgettext_lazy("assignment", "Done")
        CANCELLED = "cancelled", pgettext_lazy("assignment", "Cancelled")

    # from: {to, …}
    MOVES: dict[str, frozenset[str]] = {
        State.TODO: frozenset({State.DOING, State.SUBMITTED, State.CANCELLED}),
        State.DOING: frozenset({State.SUBMITTED, State.CANCELLED}),
        State.SUBMITTED: frozenset({State.DONE, State.RETURNED, State.CANCELLED}),
        State.RETURNED: frozenset({State.DOING, State.SUBMITTED, State.CANCELLED}),
        State.DONE: frozenset({State.RETURNED}),
        State.CANCELLED: frozenset({State.TODO}),
    }
    OPEN = (State.TODO, State.DOING, State.RETURNED)

    class Part(models.TextChoices):
        LEAD = "lead", pgettext_lazy("part in a task", "Leads")
        OWES = "owes", pgettext_lazy("part in a task", "Answers for it")
        ASSISTS = "assists", pgettext_lazy("part in a task", "Assists")

    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments")
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="assignments")
    part = models.CharField(_("part"), max_length=8, choices=Part.choices, default=Part.OWES)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    area = models.ForeignKey("places.Area", models.PROTECT, null=True, blank=True, related_name="+")
    department = models.ForeignKey(
        "people.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    area_path = AreaPathField(_("area path"))
    # Who does it inside the unit; changes by hand-over. Empty: anyone of the unit.
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person in charge"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.TODO)
    # The task's own date, until an extension moves it for this unit alone.
    due = models.DateField(_("due"), null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # Who submits does not confirm.
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["task", "area_path", "pk"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one_of("person", "area", "department"), name="assignment_to_one_unit"
            ),
            models.UniqueConstraint(
                fields=["task", "person"], condition=Q(person__isnull=False), name="assignment_person_once"
            ),
            models.UniqueConstraint(
                fields=["task", "area"], condition=Q(area__isnull=False), name="assignment_area_once"
            ),
            models.UniqueConstraint(
                fields=["task", "department"],
                condition=Q(department__isnull=False),
                name="assignment_department_once",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "area_path", "state"], name="assignment_board"),
            models.Index(fields=["campaign", "task", "state"], name="assignment_by_task"),
            models.Index(fields=["state", "due"], name="assignment_overdue"),
            models.Index(fields=["area_path", "state", "due"], name="assignment_today"),
        ]

    def __str__(self) -> str:
        return f"{self.task} · {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("campaigns:assignment", args=[self.pk])

    @property
    def unit(self) -> models.Model:
        """Who owes it. Reads a row unless it was selected along."""
        unit = self.area or self.department or self.person
        assert unit is not None  # noqa: S101 - the database holds it
        return unit

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @classmethod
    def is_late(cls, state: str, due: date | None, today: date) -> bool:
        """Whether what is in `state` and due on `due` is past its date, for lists that are read without rows."""
        return state in cls.OPEN and due is not None and due < today

    def is_overdue(self, today: date) -> bool:
        return self.is_late(self.state, self.due, today)


class Duty(FromPlan, Named):
    """Who answers for what, in the plan's own word. One row a name."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="duties")
    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="duties")
    phase = models.ForeignKey(Phase, models.CASCADE, null=True, blank=True, related_name="duties")
    item = models.ForeignKey(
        "programmes.StandardItem", models.PROTECT, null=True, blank=True, related_name="duties"
    )
    role = models.CharField(_("role"), max_length=40)
    ordinal = models.PositiveIntegerField(_("order"))

    class Meta:
        ordering = ["campaign", "ordinal"]
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [
            models.CheckConstraint(
                condition=at_most_one_of("person", "area", "department"), name="duty_bound_to_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.name}"


class ProgressNote(models.Model):
    """What was done on an assignment, told by whoever did it."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="notes")
    text = models.TextField(_("what was done"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("progress note")
        verbose_name_plural = _("progress notes")

    def __str__(self) -> str:
        return self.text[:60]


class Extension(models.Model):
    """More time asked for one assignment. Who asks does not decide."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("extension", "Asked")
        GRANTED = "granted", pgettext_lazy("extension", "Granted")
        REFUSED = "refused", pgettext_lazy("extension", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("extension", "Withdrawn")

    # from: {to, …}
    MOVES: dict[str, frozenset[str]] = {
        State.ASKED: frozenset({State.GRANTED, State.REFUSED, State.WITHDRAWN}),
        State.GRANTED: frozenset(),
        State.REFUSED: frozenset(),
        State.WITHDRAWN: frozenset(),
    }

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="extensions")
    reason = models.CharField(_("reason"), max_length=300)
    old_due = models.DateField(_("due until now"))
    new_due = models.DateField(_("asked until"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state="asked"), name="extension_one_open"
            ),
            models.CheckConstraint(condition=Q(new_due__gt=F("old_due")), name="extension_is_later"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(state="withdrawn") | ~Q(decided_by=F("asked_by")),
                name="extension_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} → {self.new_due}"


class Handover(models.Model):
    """One person passing an assignment to another, who takes it or not."""

    class State(models.TextChoices):
        OFFERED = "offered", pgettext_lazy("hand-over", "Offered")
        ACCEPTED = "accepted", pgettext_lazy("hand-over", "Accepted")
        DECLINED = "declined", pgettext_lazy("hand-over", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("hand-over", "Withdrawn")

    # from: {to, …}
    MOVES: dict[str, frozenset[str]] = {
        State.OFFERED: frozenset({State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
        State.ACCEPTED: frozenset(),
        State.DECLINED: frozenset(),
        State.WITHDRAWN: frozenset(),
    }

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="handovers")
    from_person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    to_person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OFFERED)
    offered_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True, default="")

    class Meta:
        ordering = ["-offered_at", "-pk"]
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state="offered"), name="handover_one_open"
            ),
            models.CheckConstraint(condition=~Q(from_person=F("to_person")), name="handover_to_someone_else"),
        ]
        indexes = [models.Index(fields=["to_person", "state"], name="handover_waiting")]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.from_person} → {self.to_person}"


class Escalation(models.Model):
    """An overdue assignment passed up to the area above, once a level and due date."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="escalations")
    to_area = models.ForeignKey("places.Area", models.PROTECT, related_name="+")
    area_path = AreaPathField(_("area path"))
    # How many levels above the owing unit: 1 is the next one.
    level = models.PositiveSmallIntegerField()
    due = models.DateField(_("due"))
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints = [
            # An extension gives a new date, and with it a new chance to be late.
            models.UniqueConstraint(fields=["assignment", "level", "due"], name="escalation_once_a_level"),
        ]
        indexes = [models.Index(fields=["area_path", "-at"], name="escalation_by_area")]

    def __str__(self) -> str:
        return f"{self.assignment} ↑ {self.level}"
