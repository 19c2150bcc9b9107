"""Which documents and plans a person may see, and how far their review is."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.places.models import Area, Kind
from gongjian.plans.models import Entry, EntryKind, EntryState, Plan, PlanDocument

# Plans are made for these; a community follows the plan of its street.
PLANNED_FOR = (Kind.PROVINCE, Kind.CITY, Kind.DISTRICT, Kind.SUBDISTRICT, Kind.TOWNSHIP)


def documents(reach: Reach) -> QuerySet[PlanDocument]:
    """Documents of the person's areas, and of the areas above: what is asked of the district concerns them."""
    return PlanDocument.objects.filter(reach.up_and_down(Capability.VIEW))


def plans(reach: Reach) -> QuerySet[Plan]:
    """The plans of those documents, each with its document and area."""
    return Plan.objects.filter(reach.up_and_down(Capability.VIEW)).select_related("document__area")


def listed(reach: Reach) -> QuerySet[PlanDocument]:
    """The documents with what their list shows: plans, entries, and how many of these were reviewed."""
    return (
        documents(reach)
        .select_related("area", "uploaded_by", "job")
        .annotate(
            plan_count=Coalesce(_count(Plan.objects.filter(document=OuterRef("pk")), "document"), 0),
            entry_count=Coalesce(_count(_entries(), "plan__document"), 0),
            reviewed_count=Coalesce(
                _count(_entries().filter(~Q(state=EntryState.OPEN)), "plan__document"), 0
            ),
        )
    )


def plans_of(document: PlanDocument) -> QuerySet[Plan]:
    """The plans of a document in their order, with how far each is reviewed."""
    counted = ~Q(entries__state=EntryState.MERGED)
    return (
        Plan.objects.filter(document=document)
        .annotate(
            entry_count=Count("entries", filter=counted),
            reviewed_count=Count("entries", filter=counted & ~Q(entries__state=EntryState.OPEN)),
            query_count=Count(
                "entries", filter=Q(entries__kind=EntryKind.WARNING, entries__state=EntryState.OPEN)
            ),
        )
        .order_by("position")
    )


def _entries() -> QuerySet[Entry]:
    return Entry.objects.filter(plan__document=OuterRef("pk")).exclude(state=EntryState.MERGED)


def _count(rows: QuerySet[Any], group: str) -> Subquery:
    counted = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


def areas_to_upload_for(reach: Reach) -> QuerySet[Area]:
    """The areas a plan can be uploaded for: districts and streets the person plans for, and their own area."""
    roots = reach.roots(Capability.PLAN)
    return Area.objects.filter(
        reach.down(Capability.PLAN, "path"), Q(kind__in=PLANNED_FOR) | Q(path__in=roots), valid_to=None
    ).order_by("path")
