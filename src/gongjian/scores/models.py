"""What measures came to when they were last worked out, and what has to be worked out again."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.engines.measures.definitions import State, Value
from gongjian.engines.measures.facts import as_decimal
from gongjian.places.models import Area
from gongjian.programmes.models import Measure


class Result(models.Model):
    """The value of a measure at an area in a period.

    period                  the key of `engines.measures.periods`: `2026`, `2026-11`.
    numerator, denominator  in ten-thousandths; empty where there is none.
    """

    class States(models.TextChoices):
        VALUE = State.VALUE, pgettext_lazy("figure", "Known")
        ZERO = State.ZERO, pgettext_lazy("figure", "Zero")
        NO_DATA = State.NO_DATA, pgettext_lazy("figure", "No data")
        NOT_DUE = State.NOT_DUE, pgettext_lazy("figure", "Not due yet")
        NOT_APPLICABLE = State.NOT_APPLICABLE, pgettext_lazy("figure", "Not applicable")

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="+", db_index=False)
    area = models.ForeignKey(Area, models.CASCADE, related_name="+", db_index=False)
    period = models.CharField(_("period"), max_length=12)
    state = models.CharField(_("state"), max_length=14, choices=States.choices)
    numerator = models.BigIntegerField(_("numerator"), null=True)
    denominator = models.BigIntegerField(_("denominator"), null=True)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            # A board reads the figures of an area, a matrix those of many: both by this.
            models.UniqueConstraint(fields=["area", "period", "measure"], name="result_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.area_id} {self.period}"

    @property
    def value(self) -> Value:
        return Value(State(self.state), _number(self.numerator), _number(self.denominator))


def _number(kept: int | None) -> Decimal | None:
    return None if kept is None else as_decimal(kept)


class Dirty(models.Model):
    """Facts of a kind, in a place, from a day on, have changed since results were worked out."""

    place = models.ForeignKey("facts.Place", models.CASCADE, related_name="+", db_index=False)
    kind = models.ForeignKey("facts.Kind", models.CASCADE, related_name="+", db_index=False)
    day = models.IntegerField()

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")

    def __str__(self) -> str:
        return f"{self.place_id} {self.kind_id} {self.day}"


class Board(models.Model):
    """Results are kept for all measures of a pack, at every area of a subtree, in the periods of some years."""

    pack = models.ForeignKey("programmes.Pack", models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    # When everything was last worked out; empty until then, and after the tree has changed.
    worked_out_at = models.DateTimeField(null=True)
    worked_out_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("scoreboard")
        verbose_name_plural = _("scoreboards")
        constraints = [models.UniqueConstraint(fields=["pack", "area"], name="board_once")]

    def __str__(self) -> str:
        return f"{self.pack} {self.area}"
