"""Jobs that come by themselves: every kind with a `cron` line, by the clock of the district."""

from datetime import datetime

from croniter import croniter
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongjian.jobs import actions
from gongjian.jobs.models import Timer
from gongjian.jobs.registry import Kind, kinds


def next_after(cron: str, at: datetime) -> datetime:
    """The first time behind `at` that the line of five fields names, read in local time."""
    following: datetime = croniter(cron, timezone.localtime(at)).get_next(datetime)
    return following


def fire(at: datetime) -> list[str]:
    """Queue what is due at `at`, each kind once however often it was missed; returns the kinds queued.

    Costs one query while nothing is due; several workers may call it at the same time.
    """
    known = {timer.name: timer for timer in Timer.objects.all()}
    fired = []
    for kind in [kind for kind in kinds.values() if kind.cron]:
        timer = known.get(kind.name)
        if timer is None:
            _begin(kind, at)
        elif timer.next_at <= at and _fire(kind, at):
            fired.append(kind.name)
    return fired


def _begin(kind: Kind, at: datetime) -> None:
    try:
        with transaction.atomic():
            Timer.objects.create(name=kind.name, next_at=next_after(kind.cron, at))
    except IntegrityError:
        pass  # another worker began it at the same moment


@transaction.atomic
def _fire(kind: Kind, at: datetime) -> bool:
    timer = Timer.objects.select_for_update().get(pk=kind.name)
    if timer.next_at > at:
        return False  # another worker was quicker
    timer.last_at, timer.next_at = at, next_after(kind.cron, at)
    timer.save(update_fields=["last_at", "next_at"])
    actions.enqueue(kind.name, {}, by=None, at=at, title=str(kind.label), key=f"timer:{kind.name}")
    return True
