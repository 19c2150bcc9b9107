"""What a campaign wants in figures and dates: targets with their tallies, cadences, deadlines."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.campaigns.models.batches import Batch
from gongjian.campaigns.models.campaign import Campaign, Phase
from gongjian.campaigns.models.shared import FromPlan
from gongjian.campaigns.models.work import Task


class Op(models.TextChoices):
    """How a value compares. 以上 includes its bound, 超过 does not: `≥` and `>` are two things."""

    AT_LEAST = ">=", pgettext_lazy("comparison", "at least")
    MORE = ">", pgettext_lazy("comparison", "more than")
    AT_MOST = "<=", pgettext_lazy("comparison", "at most")
    LESS = "<", pgettext_lazy("comparison", "less than")
    EXACTLY = "=", pgettext_lazy("comparison", "exactly")
    BETWEEN = "between", pgettext_lazy("comparison", "between")


class Per(models.TextChoices):
    DAY = "day", pgettext_lazy("period", "day")
    WEEK = "week", pgettext_lazy("period", "week")
    HALF_MONTH = "half-month", pgettext_lazy("period", "half-month")
    MONTH = "month", pgettext_lazy("period", "month")
    QUARTER = "quarter", pgettext_lazy("period", "quarter")
    HALF_YEAR = "half-year", pgettext_lazy("period", "half-year")
    YEAR = "year", pgettext_lazy("period", "year")


class Target(FromPlan):
    """A figure to be reached: `subject op low[–high] unit`, by `due` where the plan says when."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="targets")
    task = models.ForeignKey(
        Task, models.SET_NULL, null=True, blank=True, related_name="targets", verbose_name=_("task")
    )
    phase = models.ForeignKey(
        Phase, models.SET_NULL, null=True, blank=True, related_name="targets", verbose_name=_("phase")
    )
    item = models.ForeignKey(
        "programmes.StandardItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("standard item"),
    )
    batch = models.ForeignKey(
        Batch, models.SET_NULL, null=True, blank=True, related_name="targets", verbose_name=_("batch")
    )
    ordinal = models.PositiveIntegerField(_("order"))
    subject = models.CharField(_("what"), max_length=200)
    op = models.CharField(_("comparison"), max_length=8, choices=Op.choices)
    low = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    high = models.DecimalField(_("up to"), max_digits=16, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True, default="")
    due = models.DateField(_("to be reached by"), null=True, blank=True)

    class Meta:
        ordering = ["campaign", "ordinal"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.CheckConstraint(
                condition=Q(op="between", high__isnull=False, high__gte=F("low"))
                | (~Q(op="between") & Q(high=None)),
                name="target_upper_bound_with_between",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def is_met_by(self, value: Decimal) -> bool:
        """Whether `value` satisfies the target, bounds taken exactly."""
        if self.op == Op.BETWEEN:
            return self.high is not None and self.low <= value <= self.high
        return {
            Op.AT_LEAST: value >= self.low,
            Op.MORE: value > self.low,
            Op.AT_MOST: value <= self.low,
            Op.LESS: value < self.low,
            Op.EXACTLY: value == self.low,
        }[Op(self.op)]


class Tally(models.Model):
    """What a target stood at on a day, as someone counted it. The latest is the one that is shown."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="tallies")
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    on = models.DateField(_("on"))
    note = models.CharField(_("how it was counted"), max_length=300, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        indexes = [models.Index(fields=["target", "-on"], name="tally_latest")]

    def __str__(self) -> str:
        return f"{self.value} {self.on}"


class Cadence(FromPlan):
    """What recurs: `times` in one `per`."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="cadences")
    task = models.ForeignKey(
        Task, models.SET_NULL, null=True, blank=True, related_name="cadences", verbose_name=_("task")
    )
    item = models.ForeignKey(
        "programmes.StandardItem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cadences",
        verbose_name=_("standard item"),
    )
    ordinal = models.PositiveIntegerField(_("order"))
    activity = models.CharField(_("activity"), max_length=200)
    times = models.DecimalField(_("how often"), max_digits=8, decimal_places=2)
    op = models.CharField(_("comparison"), max_length=8, choices=Op.choices)
    per = models.CharField(_("in each"), max_length=10, choices=Per.choices)

    class Meta:
        ordering = ["campaign", "ordinal"]
        verbose_name = _("cadence")
        verbose_name_plural = _("cadences")
        constraints = [models.CheckConstraint(condition=Q(times__gt=0), name="cadence_happens")]

    def __str__(self) -> str:
        return self.activity


class Deadline(FromPlan):
    """A single due date of the plan. It sets the date of the task it stands in, where there is one."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="deadlines")
    task = models.ForeignKey(
        Task, models.CASCADE, null=True, blank=True, related_name="deadlines", verbose_name=_("task")
    )
    ordinal = models.PositiveIntegerField(_("order"))
    what = models.CharField(_("what"), max_length=200)
    origin = models.CharField(max_length=20, blank=True, default="", editable=False)
    on = models.DateField(_("due"), null=True, blank=True)

    class Meta:
        ordering = ["campaign", "on", "ordinal"]
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")

    def __str__(self) -> str:
        return self.what
