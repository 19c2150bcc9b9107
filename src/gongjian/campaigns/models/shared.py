"""What several tables of a campaign have in common."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FromPlan(models.Model):
    """The words of the plan a row was made from. Empty for what was added by hand.

    `quote == plan.text[span_start:span_end]`, as in `gongjian-plan/1`.
    """

    entry = models.ForeignKey("plans.Entry", models.SET_NULL, null=True, blank=True, related_name="+")
    quote = models.TextField(_("words of the plan"), blank=True, default="")
    span_start = models.PositiveIntegerField(null=True, blank=True, editable=False)
    span_end = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def span(self) -> tuple[int, int] | None:
        if self.span_start is None or self.span_end is None:
            return None
        return self.span_start, self.span_end


class Named(models.Model):
    """Someone as the plan names them, bound to at most one person, area or department.

    Unbound is a state of its own, not a fault: the name stands, is listed, and can be bound later.
    """

    name = models.CharField(_("name as written"), max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    area = models.ForeignKey(
        "places.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    department = models.ForeignKey(
        "people.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )

    class Meta:
        abstract = True

    @property
    def is_bound(self) -> bool:
        return bool(self.person_id or self.area_id or self.department_id)

    @property
    def bound_to(self) -> models.Model | None:
        return self.person or self.area or self.department


def at_most_one_of(*fields: str) -> Q:
    """The check that at most one of the foreign keys is set."""
    condition = Q(**dict.fromkeys((f"{field}__isnull" for field in fields), True))
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return condition


def exactly_one_of(*fields: str) -> Q:
    """The check that exactly one of the foreign keys is set."""
    condition = Q()
    for chosen in fields:
        condition |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return condition
