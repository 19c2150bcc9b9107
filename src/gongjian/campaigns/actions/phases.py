"""Phases of a campaign."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.actions.changes import apply
from gongjian.campaigns.actions.lock import to_edit
from gongjian.campaigns.models import Assignment, Campaign, Phase
from gongjian.history.actions import record
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person


def _check(starts: date | None, ends: date | None) -> None:
    if starts and ends and ends < starts:
        raise Refused(Refusal("ends_early", _("The phase must not end before it starts.")))


@transaction.atomic
def add(
    campaign: Campaign,
    *,
    name: str,
    text: str = "",
    starts: date | None = None,
    ends: date | None = None,
    by: Person,
    at: datetime,
) -> Phase:
    """Add a phase. Its dates say where it stands; one without dates stands behind the others.

    raises   Refused.
    """
    campaign = to_edit(campaign, by=by, at=at)
    _check(starts, ends)
    last = campaign.phases.aggregate(last=Max("ordinal"))["last"] or 0
    phase = Phase.objects.create(
        campaign=campaign, ordinal=last + 1, name=name, text=text, starts=starts, ends=ends
    )
    record("phase.added", phase, by=by, at=at, area_path=campaign.area_path, after={"name": name})
    return phase


@transaction.atomic
def edit(
    phase: Phase,
    *,
    name: str,
    text: str,
    starts: date | None,
    ends: date | None,
    by: Person,
    at: datetime,
) -> Phase:
    """Change a phase. Tasks of it that were due on its last day move with it, unless work has been handed in.

    raises   Refused.
    """
    campaign = to_edit(phase.campaign, by=by, at=at)
    phase = Phase.objects.select_for_update().get(pk=phase.pk)
    _check(starts, ends)
    old_end = phase.ends
    before, after = apply(phase, {"name": name, "text": text, "starts": starts, "ends": ends})
    if after:
        phase.save(update_fields=list(after))
        if ends and ends != old_end:
            after["tasks_moved"] = _move_tasks(phase, old_end, ends)
        record("phase.edited", phase, by=by, at=at, area_path=campaign.area_path, before=before, after=after)
    return phase


def _move_tasks(phase: Phase, old: date | None, new: date) -> int:
    """Give the new last day to tasks without a date of their own and to what is still owed of them."""
    tasks = list(phase.tasks.filter(due=old, is_cancelled=False, deadlines=None).values_list("pk", flat=True))
    phase.tasks.filter(pk__in=tasks).update(due=new)
    Assignment.objects.filter(task__in=tasks, state__in=Assignment.OPEN, due=old).update(due=new)
    return len(tasks)


@transaction.atomic
def remove(phase: Phase, *, by: Person, at: datetime) -> None:
    """Take a phase out; its tasks stay with the campaign.

    raises   Refused.
    """
    campaign = to_edit(phase.campaign, by=by, at=at)
    before = {"name": phase.name, "starts": phase.starts, "ends": phase.ends}
    record("phase.removed", phase, by=by, at=at, area_path=campaign.area_path, before=before)
    phase.delete()
