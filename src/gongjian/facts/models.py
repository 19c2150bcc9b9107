"""The append-only table of facts, and the two small tables that keep it narrow."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.engines.measures.facts import as_decimal
from gongjian.facts.kinds import Spec
from gongjian.history.models import ReadableJSON
from gongjian.kernel.paths import AreaPathField
from gongjian.places.models import Area

SUBJECT_LENGTH = 40


class Kind(models.Model):
    """A kind of fact, as packs declare it. Its number stands in the facts, so a kind is never removed."""

    code = models.CharField(_("code"), max_length=80, unique=True)
    title = models.CharField(_("name"), max_length=80)
    spec = models.JSONField(encoder=ReadableJSON, default=dict)

    class Meta:
        ordering = ["code"]
        verbose_name = _("kind of fact")
        verbose_name_plural = _("kinds of facts")

    def __str__(self) -> str:
        return self.title

    @property
    def says(self) -> Spec:
        return Spec.from_json(self.spec)


class Place(models.Model):
    """An area with the path it had: what a fact says of where. One row for all facts made there."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name=_("area"))
    path = AreaPathField(_("path"), follows=False)

    class Meta:
        ordering = ["path"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [models.UniqueConstraint(fields=["area", "path"], name="place_once")]

    def __str__(self) -> str:
        return self.area.name


class Fact(models.Model):
    """One thing that happened or stood. The database refuses to change or remove it.

    day      the local calendar day of `happened_at` as an ordinal (1 January of year 1 is 1), so that no query
             needs to know about time zones.
    subject  an opaque token; empty where the kind names none.
    value    in ten-thousandths.
    attrs    strings alone.
    source   the record it came from: its model's label and its key.
    voids    the fact that this one takes back.
    """

    kind = models.ForeignKey(Kind, models.PROTECT, related_name="+", verbose_name=_("kind"), db_index=False)
    place = models.ForeignKey(
        Place, models.PROTECT, related_name="+", verbose_name=_("place"), db_index=False
    )
    happened_at = models.DateTimeField(_("happened at"))
    day = models.IntegerField(editable=False)
    recorded_at = models.DateTimeField(_("recorded at"))
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH, blank=True, default="")
    value = models.BigIntegerField(_("value"), null=True, blank=True)
    attrs = models.JSONField(_("attributes"), encoder=ReadableJSON, default=dict)
    source_type = models.CharField(max_length=60, blank=True, default="")
    source_id = models.CharField(max_length=40, blank=True, default="")
    recorder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("recorded by"),
        db_index=False,
    )
    voids = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="voided_by", verbose_name=_("takes back")
    )

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = pgettext_lazy("record", "fact")
        verbose_name_plural = pgettext_lazy("record", "facts")
        constraints = [
            models.CheckConstraint(condition=Q(day__gt=0), name="fact_day_is_one"),
            models.CheckConstraint(condition=~Q(voids=F("id")), name="fact_voids_another"),
        ]
        # The covering index of the measures is made by hand, per database, in the first migration.
        indexes = [
            models.Index(
                fields=["source_type", "source_id"], condition=~Q(source_id=""), name="fact_by_source"
            ),
            models.Index(fields=["-recorded_at", "-id"], name="fact_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind.title} {self.on.isoformat()}"

    @property
    def on(self) -> date:
        return date.fromordinal(self.day)

    @property
    def number(self) -> Decimal | None:
        """The value as a number."""
        return None if self.value is None else as_decimal(self.value)
