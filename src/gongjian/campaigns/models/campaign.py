"""A campaign and its phases."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.campaigns.models.shared import FromPlan
from gongjian.kernel.paths import AreaPathField


class Campaign(models.Model):
    """A programme pursued by an area (and everything below it) in a period."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("campaign", "Draft")
        RUNNING = "running", pgettext_lazy("campaign", "Running")
        CLOSED = "closed", pgettext_lazy("campaign", "Closed")
        CANCELLED = "cancelled", pgettext_lazy("campaign", "Cancelled")

    # from: {to, …}
    MOVES: dict[str, frozenset[str]] = {
        State.DRAFT: frozenset({State.RUNNING, State.CANCELLED}),
        State.RUNNING: frozenset({State.CLOSED, State.CANCELLED}),
        State.CLOSED: frozenset({State.RUNNING}),
        State.CANCELLED: frozenset(),
    }

    class TakingPart(models.TextChoices):
        ALL = "all", pgettext_lazy("who takes part", "All communities of the area")
        BATCHES = "batches", pgettext_lazy("who takes part", "Only communities of a batch")

    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, related_name="campaigns", verbose_name=_("programme")
    )
    standard = models.ForeignKey(
        "programmes.Standard",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("standard"),
    )
    # What it was started from; empty for a campaign made by hand.
    plan = models.ForeignKey(
        "plans.Plan",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        verbose_name=_("plan"),
    )
    title = models.CharField(_("title"), max_length=200)
    area = models.ForeignKey("places.Area", models.PROTECT, related_name="campaigns", verbose_name=_("area"))
    area_path = AreaPathField(_("area path"))
    starts = models.DateField(_("starts"))
    ends = models.DateField(_("ends"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    taking_part = models.CharField(
        _("who takes part"), max_length=8, choices=TakingPart.choices, default=TakingPart.ALL
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        ordering = ["-starts", "-pk"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="campaign_ends_after_start"),
            # Two people starting the same plan at once make one campaign.
            models.UniqueConstraint(
                fields=["plan", "area"],
                condition=Q(plan__isnull=False) & ~Q(state="cancelled"),
                name="campaign_once_a_plan_and_area",
            ),
        ]
        indexes = [models.Index(fields=["area_path", "state"], name="campaign_by_area")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaigns:campaign", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING


# Before the first full stop of a phase's words: its number, its name, and its days (（2026年3月1日至2026年3月31日）).
HEADING_ROOM = 32


class Phase(FromPlan):
    """A stage of a campaign. Dates are None until someone gives the ones the plan leaves open.

    Its dates say where it stands among the others; `ordinal` is the order of the plan, for those without.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="phases")
    ordinal = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("what is to be done"), blank=True, default="")
    # As the plan writes them (EDTF): `20XX-04`, empty where it gives none.
    start_origin = models.CharField(max_length=20, blank=True, default="")
    end_origin = models.CharField(max_length=20, blank=True, default="")
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["campaign", F("starts").asc(nulls_last=True), "ordinal"]
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "ordinal"], name="phase_order_once"),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")),
                name="phase_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_dated(self) -> bool:
        return self.starts is not None and self.ends is not None

    @property
    def told(self) -> str:
        """What is to be done, without the number, name and dates that stand before it in the plan's words."""
        first, _mark, rest = self.text.partition("。")
        return (
            rest.strip() if self.name in first and len(first) <= len(self.name) + HEADING_ROOM else self.text
        )

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the phase; an undated phase holds no day."""
        return self.starts is not None and self.ends is not None and self.starts <= day <= self.ends
