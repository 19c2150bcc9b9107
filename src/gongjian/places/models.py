"""The area tree, and every change it has gone through."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.kernel.paths import AreaPathField, depth


class Kind(models.TextChoices):
    """What an area is. The order is from the top down; a child is never of a kind above its parent's."""

    PROVINCE = "province", pgettext_lazy("area", "Province")
    CITY = "city", pgettext_lazy("area", "City")
    DISTRICT = "district", pgettext_lazy("area", "District")
    SUBDISTRICT = "subdistrict", pgettext_lazy("area", "Subdistrict")
    TOWNSHIP = "township", pgettext_lazy("area", "Township")
    COMMUNITY = "community", pgettext_lazy("area", "Community")
    VILLAGE = "village", pgettext_lazy("area", "Village")
    GRID = "grid", pgettext_lazy("area", "Grid")
    BUILDING = "building", pgettext_lazy("area", "Building")


class Area(models.Model):
    """A node of the tree. It holds from `valid_from` up to, not including, `valid_to`."""

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=60)
    # Official codes are attributes, not keys: they change, and many grids have none.
    code = models.CharField(_("official code"), max_length=30, blank=True, default="")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("upper area")
    )
    path = AreaPathField(_("path"), unique=True)
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
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code="") & Q(valid_to=None), name="area_code_once_among_current"
            ),
        ]
        indexes = [
            models.Index(fields=["parent", "path"], name="area_children"),
            models.Index(fields=["kind", "path"], name="area_by_kind"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("places:area", args=[self.pk])

    @property
    def depth(self) -> int:
        return depth(self.path)

    @property
    def is_current(self) -> bool:
        return self.valid_to is None


class Placement(models.Model):
    """Where and under what name an area stood from a day on: what "as then" is read from."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="placements")
    name = models.CharField(max_length=60)
    path = AreaPathField(follows=False)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["area", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["area", "starts"], name="placement_one_start_a_day"),
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
    # Plain words of the preview as it was confirmed: which areas, which heirs, how many records.
    summary = models.JSONField(encoder=DjangoJSONEncoder, default=dict)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.on}"
