"""Programmes and their standards. They belong to no area: everyone of the staff may read them."""

from django.db.models import Count, Prefetch, Q, QuerySet

from gongjian.programmes.models import Programme, Standard


def programmes() -> QuerySet[Programme]:
    """All programmes with their standards, the newest version first, and how many items each judges."""
    standards = Standard.objects.annotate(judged=Count("items", filter=Q(items__is_leaf=True))).order_by(
        "-version"
    )
    return Programme.objects.prefetch_related(Prefetch("standards", standards))


def standards() -> QuerySet[Standard]:
    return Standard.objects.select_related("programme")
