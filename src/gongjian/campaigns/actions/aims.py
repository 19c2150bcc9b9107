"""Targets with their tallies, and cadences."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.actions.changes import apply
from gongjian.campaigns.actions.lock import to_edit
from gongjian.campaigns.models import Batch, Cadence, Campaign, Op, Phase, Tally, Target, Task
from gongjian.history.actions import record
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person


def _check(campaign: Campaign, op: str, low: Decimal, high: Decimal | None, *linked: object) -> None:
    if op == Op.BETWEEN and (high is None or high < low):
        raise Refused(Refusal("no_range", _("Between needs a lower and a higher value.")))
    if op != Op.BETWEEN and high is not None:
        raise Refused(Refusal("no_range", _("An upper value is only for a range. Leave it empty.")))
    if any(getattr(row, "campaign_id", campaign.pk) != campaign.pk for row in linked if row is not None):
        raise Refused(Refusal("elsewhere", _("This belongs to another campaign.")))


@transaction.atomic
def add_target(
    campaign: Campaign,
    *,
    subject: str,
    op: str,
    low: Decimal,
    high: Decimal | None = None,
    unit: str = "",
    due: date | None = None,
    task: Task | None = None,
    phase: Phase | None = None,
    batch: Batch | None = None,
    by: Person,
    at: datetime,
) -> Target:
    """Add a target.

    raises   Refused.
    """
    campaign = to_edit(campaign, by=by, at=at)
    _check(campaign, op, low, high, task, phase, batch)
    last = campaign.targets.aggregate(last=Max("ordinal"))["last"] or 0
    target = Target.objects.create(
        campaign=campaign,
        ordinal=last + 1,
        subject=subject,
        op=op,
        low=low,
        high=high,
        unit=unit,
        due=due,
        task=task,
        phase=phase,
        batch=batch,
    )
    record("target.added", target, by=by, at=at, area_path=campaign.area_path, after={"subject": subject})
    return target


@transaction.atomic
def edit_target(
    target: Target,
    *,
    subject: str,
    op: str,
    low: Decimal,
    high: Decimal | None,
    unit: str,
    due: date | None,
    task: Task | None,
    phase: Phase | None,
    batch: Batch | None,
    by: Person,
    at: datetime,
) -> Target:
    """Change a target; what was counted stays.

    raises   Refused.
    """
    campaign = to_edit(target.campaign, by=by, at=at)
    target = Target.objects.get(pk=target.pk)
    _check(campaign, op, low, high, task, phase, batch)
    values = {
        "subject": subject,
        "op": op,
        "low": low,
        "high": high,
        "unit": unit,
        "due": due,
        "task": task,
        "phase": phase,
        "batch": batch,
    }
    before, after = apply(target, values)
    if after:
        target.save(update_fields=list(after))
        record(
            "target.edited", target, by=by, at=at, area_path=campaign.area_path, before=before, after=after
        )
    return target


@transaction.atomic
def remove_target(target: Target, *, by: Person, at: datetime) -> None:
    """Take a target out, with what was counted for it.

    raises   Refused.
    """
    campaign = to_edit(target.campaign, by=by, at=at)
    before = {"subject": target.subject, "op": target.op, "low": target.low, "unit": target.unit}
    record("target.removed", target, by=by, at=at, area_path=campaign.area_path, before=before)
    target.delete()


@transaction.atomic
def tally(target: Target, *, value: Decimal, on: date, note: str = "", by: Person, at: datetime) -> Tally:
    """Note what the target stood at on a day. An older one is not changed: the latest day counts.

    raises   Refused for a day to come.
    """
    campaign = to_edit(target.campaign, by=by, at=at)
    if on > day_of(at):
        raise Refused(Refusal("future", _("This day is still to come.")))
    made = Tally.objects.create(target=target, value=value, on=on, note=note.strip(), by=by, at=at)
    record(
        "target.tallied", target, by=by, at=at, area_path=campaign.area_path, after={"value": value, "on": on}
    )
    return made


@transaction.atomic
def add_cadence(
    campaign: Campaign,
    *,
    activity: str,
    times: Decimal,
    op: str,
    per: str,
    task: Task | None = None,
    by: Person,
    at: datetime,
) -> Cadence:
    """Add something that recurs.

    raises   Refused.
    """
    campaign = to_edit(campaign, by=by, at=at)
    _check_times(times, op)
    _check(campaign, Op.EXACTLY, times, None, task)
    last = campaign.cadences.aggregate(last=Max("ordinal"))["last"] or 0
    cadence = Cadence.objects.create(
        campaign=campaign, ordinal=last + 1, activity=activity, times=times, op=op, per=per, task=task
    )
    record("cadence.added", cadence, by=by, at=at, area_path=campaign.area_path, after={"activity": activity})
    return cadence


def _check_times(times: Decimal, op: str) -> None:
    if times <= 0:
        raise Refused(Refusal("never", _("What recurs happens more often than never.")))
    if op == Op.BETWEEN:
        raise Refused(Refusal("no_range", _("A cadence has one number: at least, at most or exactly.")))


@transaction.atomic
def edit_cadence(
    cadence: Cadence,
    *,
    activity: str,
    times: Decimal,
    op: str,
    per: str,
    task: Task | None,
    by: Person,
    at: datetime,
) -> Cadence:
    """Change what recurs.

    raises   Refused.
    """
    campaign = to_edit(cadence.campaign, by=by, at=at)
    cadence = Cadence.objects.get(pk=cadence.pk)
    _check_times(times, op)
    _check(campaign, Op.EXACTLY, times, None, task)
    values = {"activity": activity, "times": times, "op": op, "per": per, "task": task}
    before, after = apply(cadence, values)
    if after:
        cadence.save(update_fields=list(after))
        record(
            "cadence.edited", cadence, by=by, at=at, area_path=campaign.area_path, before=before, after=after
        )
    return cadence


@transaction.atomic
def remove_cadence(cadence: Cadence, *, by: Person, at: datetime) -> None:
    """Take out what recurs.

    raises   Refused.
    """
    campaign = to_edit(cadence.campaign, by=by, at=at)
    before = {"activity": cadence.activity, "times": cadence.times, "per": cadence.per}
    record("cadence.removed", cadence, by=by, at=at, area_path=campaign.area_path, before=before)
    cadence.delete()
