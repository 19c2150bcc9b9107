"""Jobs as people and the operator look at them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from gongjian.jobs.models import ACTIVE, Job, Worker

if TYPE_CHECKING:
    from gongjian.people.models import Person
    from gongjian.people.reach import Reach

# A beat comes every ten seconds; SQLite may hold one up for as long as its lock time-out.
STALE_AFTER = timedelta(seconds=60)


def visible_to(reach: "Reach") -> QuerySet[Job]:
    """The person's own jobs, and those of the areas they may look at."""
    own = Q(by=reach.person_id)
    return Job.objects.filter(own | (reach.down() & ~Q(area_path="")) if not reach.is_operator else Q())


def of_person(person: "Person") -> QuerySet[Job]:
    """What the person asked for, newest first."""
    return Job.objects.filter(by=person).order_by("-created_at", "-pk")


def active_count(person: "Person") -> int:
    return Job.objects.filter(by=person, state__in=ACTIVE).count()


def living_workers(at: datetime) -> QuerySet[Worker]:
    """The workers that have given a sign of life lately: none means that background work waits."""
    return Worker.objects.filter(beat_at__gte=at - STALE_AFTER)
