"""What several tables of a campaign have in common."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class Everyone(models.TextChoices):
    """Many areas named at once: 各社区, 各村, 各街道."""

    COMMUNITIES = "communities", pgettext_lazy("all areas of a kind", "All communities")
    VILLAGES = "villages", pgettext_lazy("all areas of a kind", "All villages")
    BOTH = "both", pgettext_lazy("all areas of a kind", "All communities and villages")
    STREETS = "streets", pgettext_lazy("all areas of a kind", "All subdistricts and townships")


class Named(models.Model):
    """Someone as the plan names them, bound to at most one person, area, department or kind of area.

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

    everyone = models.CharField(
        _("all areas of a kind"), max_length=12, choices=Everyone.choices, blank=True, default=""
    )

    class Meta:
        abstract = True

    @property
    def is_bound(self) -> bool:
        return bool(self.person_id or self.area_id or self.department_id or self.everyone)

    @property
    def bound_label(self) -> str:
        """Who it is bound to, in words; empty while it is not."""
        return str(self.bound_to or (self.get_everyone_display() if self.everyone else ""))

    @property
    def bound_to(self) -> models.Model | None:
        return self.person or self.area or self.department


def unbound() -> Q:
    """Rows of a `Named` model that no one is bound to yet."""
    return Q(person=None, area=None, department=None, everyone="")


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
