"""Programmes, the packs that are installed, the versions of standards, and the items of a standard as a tree."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.history.models import ReadableJSON
from gongjian.kernel.paths import AreaPathField


class Programme(models.Model):
    """Something a district can pursue again and again: 文明社区, 安全社区, 无疫小区."""

    class Kind(models.TextChoices):
        CREATION = "creation", pgettext_lazy("programme", "Creation campaign")
        CONSTRUCTION = "construction", pgettext_lazy("programme", "Construction")
        CLEAN_UP = "clean-up", pgettext_lazy("programme", "Clean-up")
        ACTIVITY = "activity", pgettext_lazy("programme", "Activity")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.CREATION)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programmes:programme", args=[self.pk])


class Pack(models.Model):
    """A version of a pack as it was installed: its files, with those of the packs that it is built on.

    Kept whole, so that a running campaign reads what it began with, whatever is installed later.
    files   pack id → file name → text; its own and those of its bases.
    """

    code = models.CharField(_("code"), max_length=60)
    version = models.CharField(_("version"), max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=80)
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="packs", verbose_name=_("programme")
    )
    files = models.JSONField(encoder=ReadableJSON)
    # Of the files, so that the same pack is known again.
    sha256 = models.CharField("SHA-256", max_length=64)
    installed_at = models.DateTimeField(_("installed at"))
    installed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )

    class Meta:
        ordering = ["code", "-installed_at", "-pk"]
        verbose_name = pgettext_lazy("programme", "pack")
        verbose_name_plural = pgettext_lazy("programme", "packs")
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="pack_version_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("programmes:pack", args=[self.pk])


class Measure(models.Model):
    """A measure of an installed pack: a number for what the pack's files say under `code`."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="measures", verbose_name=_("pack"))
    code = models.CharField(_("code"), max_length=120)
    title = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ["pack", "code"]
        verbose_name = pgettext_lazy("pack", "measure")
        verbose_name_plural = pgettext_lazy("pack", "measures")
        constraints = [models.UniqueConstraint(fields=["pack", "code"], name="measure_once")]

    def __str__(self) -> str:
        return self.title


class Standard(models.Model):
    """One version of what a programme asks. Once frozen its items stay as they are for ever.

    A campaign works on a frozen standard, so that a newer wording never rewrites what was already judged.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="standards", verbose_name=_("programme")
    )
    # Where it came with a pack, that says how its items are scored.
    pack = models.OneToOneField(
        Pack, models.PROTECT, null=True, blank=True, related_name="standard", verbose_name=_("pack")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    # Whose it is, where it was read from a plan of an area; empty for everyone's, as those of packs are.
    area_path = AreaPathField(blank=True, default="")
    # In words, since the documents are kept by an app above this one.
    source = models.CharField(_("taken from"), max_length=300, blank=True, default="")
    created_at = models.DateTimeField(_("created at"))
    frozen_at = models.DateTimeField(_("frozen at"), null=True, blank=True)

    class Meta:
        ordering = ["programme", "-version"]
        verbose_name = _("standard")
        verbose_name_plural = _("standards")
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="standard_version_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programmes:standard", args=[self.pk])

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


class StandardItem(models.Model):
    """A node of a standard. What is judged are the leaves (`is_leaf`); the rest are headings.

    label    the numbering as the document writes it, from the top: `四/(一)/1`.
    ordinal  the place in the whole standard, from 1; a parent stands before its children.
    """

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    label = models.CharField(_("number"), max_length=80)
    ordinal = models.PositiveIntegerField(_("order"))
    level = models.PositiveSmallIntegerField(_("level"))
    is_leaf = models.BooleanField(_("is judged"))
    head = models.CharField(_("item"), max_length=200)
    text = models.TextField(_("full text"), blank=True, default="")
    points = models.DecimalField(_("points"), max_digits=7, decimal_places=2, null=True, blank=True)
    # What the pack calls it; empty for items of a plan.
    indicator = models.CharField(_("indicator"), max_length=80, blank=True, default="", editable=False)
    # Where it stands in the text it was taken from; empty for items written by hand.
    span_start = models.PositiveIntegerField(null=True, blank=True, editable=False)
    span_end = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["standard", "ordinal"]
        verbose_name = _("standard item")
        verbose_name_plural = _("standard items")
        constraints = [
            models.UniqueConstraint(fields=["standard", "ordinal"], name="standard_item_order_once"),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gte=0), name="standard_item_points_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_label} {self.head}"

    @property
    def short_label(self) -> str:
        """The last part of the number, as a reader of the item's own list needs it."""
        return self.label.rpartition("/")[2]
