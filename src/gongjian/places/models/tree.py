"""The area tree, and every change it has gone through."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.kernel.paths import AreaPathField, depth
from gongjian.places import codes
from gongjian.places.fields import ByteOrderField
from gongjian.places.kinds import ICONS, Kind, Settlement, may_stand_under


class Area(models.Model):
    """A node of the tree. It holds from `valid_from` up to, not including, `valid_to`.

    An area that ended with a successor is filed under it, so that everything that still hangs on it lies in
    the successor's subtree: reading by `path` is reading "as now". "As then" is read from `Placement`.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = ByteOrderField(_("name"), max_length=60)
    # The letters the name is found by; kept by the actions.
    initials = ByteOrderField(max_length=60, blank=True, default="", editable=False)
    # Official codes are attributes, not keys: they change, and many grids have none.
    code = ByteOrderField(_("official code"), max_length=codes.LONGEST, blank=True, default="")
    settlement = models.CharField(
        _("urban-rural class"), max_length=3, choices=Settlement.choices, blank=True, default=""
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("upper area"),
        db_index=False,  # area_children begins with it
    )
    path = AreaPathField(_("path"))
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    # Who answers for its records after it ended; followed when figures are read "as now".
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
        db_index=False,  # area_succeeded holds the few that have one
    )

    class Meta:
        ordering = ["path"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="area_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(valid_to__isnull=False), name="area_succeeded_only_when_ended"
            ),
            # A constraint, not `unique`: that would bring PostgreSQL a second index for LIKE.
            models.UniqueConstraint(fields=["path"], name="area_path_once"),
            # Buildings are numbered anew in every community.
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code="") & ~Q(kind=Kind.BUILDING) & Q(valid_to=None),
                name="area_code_once_among_current",
            ),
            models.UniqueConstraint(
                fields=["parent", "code"],
                condition=~Q(code="") & Q(kind=Kind.BUILDING) & Q(valid_to=None),
                name="building_code_once_in_its_area",
            ),
        ]
        indexes = [
            models.Index(fields=["parent", "path"], name="area_children"),
            # Counting a subtree, and counting it by kind, read these alone; SQLite does so only where `valid_to`
            # stands in them too, although they hold nothing but None.
            models.Index(
                fields=["path", "kind", "valid_to"], condition=Q(valid_to=None), name="area_current"
            ),
            models.Index(
                fields=["kind", "path", "valid_to"], condition=Q(valid_to=None), name="area_current_by_kind"
            ),
            # Where nearly all are None, SQLite would not search a whole index.
            models.Index(fields=["successor"], condition=Q(successor__isnull=False), name="area_succeeded"),
            # `path` behind, so that finding within a subtree needs no look at the rows.
            models.Index(fields=["name", "path"], name="area_by_name"),
            models.Index(fields=["initials", "path"], name="area_by_initials"),
            models.Index(fields=["code", "path"], name="area_by_code"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("places:area", args=[self.pk])

    def clean(self) -> None:
        """The code in the form of its kind, and the kind under one it may stand under."""
        faults: dict[str, Any] = {}
        try:
            self.code = codes.read(self.kind, self.code)
        except ValidationError as error:
            faults["code"] = error
        if not may_stand_under(self.kind, self.parent.kind if self.parent else None):
            faults["kind"] = ValidationError(_("An area of this kind cannot stand there."), code="misplaced")
        if faults:
            raise ValidationError(faults)

    @property
    def depth(self) -> int:
        return depth(self.path)

    @property
    def is_current(self) -> bool:
        return self.valid_to is None

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


class Placement(models.Model):
    """Where, as what and under what name an area stood from a day on: what "as then" is read from.

    From `starts` up to, not including, `ends`. A stretch of no day (`ends` = `starts`) is kept where an area
    changed twice on one day: records may carry the path it had for those hours, and a path is never given twice.
    """

    area = models.ForeignKey(Area, models.CASCADE, related_name="placements")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=60)
    code = models.CharField(_("official code"), max_length=codes.LONGEST, blank=True, default="")
    path = AreaPathField(_("path"), follows=False)
    starts = models.DateField(pgettext_lazy("placement", "from"))
    ends = models.DateField(pgettext_lazy("placement", "until"), null=True, blank=True)

    class Meta:
        ordering = ["area", "starts", "pk"]
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="placement_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["area", "starts"],
                condition=Q(ends=None) | Q(ends__gt=F("starts")),
                name="placement_one_a_day",
            ),
            models.UniqueConstraint(fields=["area"], condition=Q(ends=None), name="placement_one_open"),
        ]
        indexes = [models.Index(fields=["path", "starts"], name="placement_by_path")]

    def __str__(self) -> str:
        return f"{self.name} {self.starts}"


class Change(models.Model):
    """One merging, splitting, moving, renaming or closing of areas, with who inherits what."""

    class What(models.TextChoices):
        MERGE = "merge", pgettext_lazy("area change", "Merge")
        SPLIT = "split", pgettext_lazy("area change", "Split")
        MOVE = "move", pgettext_lazy("area change", "Move")
        RENAME = "rename", pgettext_lazy("area change", "Rename")
        CLOSE = "close", pgettext_lazy("area change", "Close")

    what = models.CharField(_("change"), max_length=8, choices=What.choices)
    on = models.DateField(_("takes effect"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(_("done at"))
    reason = models.CharField(_("reason or document"), max_length=200)
    # Those that were changed, made or ended by it; not the whole subtrees that moved along.
    areas = models.ManyToManyField(Area, related_name="changes", verbose_name=_("areas"))
    # The preview as it was confirmed: which areas, which heirs, how many records.
    summary = models.JSONField(encoder=DjangoJSONEncoder, default=dict)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("change of areas")
        verbose_name_plural = _("changes of areas")

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.on}"

    def get_absolute_url(self) -> str:
        return reverse("places:change", args=[self.pk])
