"""Tasks of a campaign, and who owes them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gongjian.campaigns.actions.changes import apply
from gongjian.campaigns.actions.lock import refuse, to_edit
from gongjian.campaigns.actions.tell import newly_owed
from gongjian.campaigns.models import Assignment, Campaign, Leftover, Phase, Task
from gongjian.campaigns.queries.units import Unit
from gongjian.campaigns.rules import steering as rules
from gongjian.history.actions import record
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person
from gongjian.people.reach import reach_of


@transaction.atomic
def add(
    campaign: Campaign,
    *,
    title: str,
    text: str = "",
    phase: Phase | None = None,
    parent: Task | None = None,
    due: date | None = None,
    by: Person,
    at: datetime,
) -> Task:
    """Add a task behind the others, or behind the last step of its parent.

    raises   Refused.
    """
    campaign = to_edit(campaign, by=by, at=at)
    _belongs(campaign, phase, parent)
    task = Task.objects.create(
        campaign=campaign,
        title=title,
        text=text,
        phase=phase or (parent.phase if parent else None),
        parent=parent,
        level=parent.level + 1 if parent else 1,
        ordinal=_place(campaign, parent),
        due=due,
    )
    record("task.added", task, by=by, at=at, area_path=campaign.area_path, after={"title": title})
    return task


def _belongs(campaign: Campaign, phase: Phase | None, parent: Task | None) -> None:
    if {row.campaign_id for row in (phase, parent) if row is not None} - {campaign.pk}:
        raise Refused(Refusal("elsewhere", _("This phase or task belongs to another campaign.")))


def _place(campaign: Campaign, parent: Task | None) -> int:
    """The order number of a new task; those behind it move on by one."""
    if parent is None:
        return (campaign.tasks.aggregate(last=Max("ordinal"))["last"] or 0) + 1
    later = campaign.tasks.filter(ordinal__gt=parent.ordinal).order_by("ordinal")
    following = later.filter(level__lte=parent.level).values_list("ordinal", flat=True).first()
    place = following or (campaign.tasks.aggregate(last=Max("ordinal"))["last"] or 0) + 1
    moved = list(campaign.tasks.filter(ordinal__gte=place))
    for task in moved:
        task.ordinal += 1
    Task.objects.bulk_update(moved, ["ordinal"], batch_size=200)
    return place


@transaction.atomic
def edit(
    task: Task,
    *,
    title: str,
    text: str,
    phase: Phase | None,
    due: date | None,
    by: Person,
    at: datetime,
) -> Task:
    """Change a task. A new date goes to every unit that still owes it on the old one.

    raises   Refused.
    """
    campaign = to_edit(task.campaign, by=by, at=at)
    task = Task.objects.select_for_update().get(pk=task.pk)
    _belongs(campaign, phase, None)
    old_due = task.due
    before, after = apply(task, {"title": title, "text": text, "phase": phase, "due": due})
    if after:
        task.save(update_fields=list(after))
        if due != old_due:
            # Units that were given more time keep it.
            task.assignments.filter(state__in=Assignment.OPEN, due=old_due).update(due=due)
        record("task.edited", task, by=by, at=at, area_path=campaign.area_path, before=before, after=after)
    return task


@transaction.atomic
def cancel(task: Task, *, reason: str, by: Person, at: datetime) -> Task:
    """Nobody has to do it any more, nor its steps. What was done stays readable.

    raises   Refused.
    """
    campaign = to_edit(task.campaign, by=by, at=at)
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.is_cancelled:
        raise Refused(Refusal("cancelled", _("This task is cancelled already.")))
    if not reason.strip():
        raise Refused(Refusal("no_reason", _("Say in a few words why it is cancelled.")))
    pks = _with_steps(task)
    Task.objects.filter(pk__in=pks).update(is_cancelled=True)
    Assignment.objects.filter(task__in=pks).exclude(state=Assignment.State.DONE).update(
        state=Assignment.State.CANCELLED
    )
    task.is_cancelled = True
    record(
        "task.cancelled",
        task,
        by=by,
        at=at,
        area_path=campaign.area_path,
        after={"tasks": len(pks)},
        note=reason.strip(),
    )
    return task


def _with_steps(task: Task) -> list[int]:
    """The task and everything below it; a query for each level."""
    found = level = [task.pk]
    while level:
        level = list(Task.objects.filter(parent__in=level).values_list("pk", flat=True))
        found = found + level
    return found


@transaction.atomic
def restore(task: Task, *, by: Person, at: datetime) -> Task:
    """Take back a cancelling of this task; its units owe it again.

    raises   Refused.
    """
    campaign = to_edit(task.campaign, by=by, at=at)
    task = Task.objects.select_for_update().get(pk=task.pk)
    if not task.is_cancelled:
        raise Refused(Refusal("not_cancelled", _("This task is not cancelled.")))
    task.is_cancelled = False
    task.save(update_fields=["is_cancelled"])
    task.assignments.filter(state=Assignment.State.CANCELLED).update(state=Assignment.State.TODO)
    record("task.restored", task, by=by, at=at, area_path=campaign.area_path)
    return task


@transaction.atomic
def assign(
    task: Task,
    *,
    units: Sequence[Unit],
    part: str = Assignment.Part.OWES,
    due: date | None = None,
    by: Person,
    at: datetime,
) -> list[Assignment]:
    """Give the task to units; those that have it already keep it as it is.

    due      for these units alone; None takes the task's own date.
    returns  the new assignments; those of the units are told.
    raises   Refused, naming what is wrong, when one of the units may not be given it: then none is.
    """
    task = Task.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=task.pk)
    reach = reach_of(by, on=day_of(at))
    for path in {unit.path for unit in units}:
        refuse(rules.why_not_assign(task, path, reach=reach))
    if not units:
        raise Refused(Refusal("no_unit", _("Choose at least one unit.")))
    have = {(a.person_id, a.area_id, a.department_id): a for a in task.assignments.all()}
    new = []
    for unit in dict.fromkeys(units):
        known = have.get((unit.person, unit.area, unit.department))
        if known is None:
            new.append(_owed(task, unit, part, due, at))
        elif known.state == Assignment.State.CANCELLED:
            known.state, known.part, known.due = Assignment.State.TODO, part, due or task.due
            known.save(update_fields=["state", "part", "due"])
            have[(unit.person, unit.area, unit.department)] = known
            new.append(known)
    fresh = [a for a in new if a.pk is None]
    Assignment.objects.bulk_create(fresh, batch_size=400)
    record(
        "task.assigned",
        task,
        by=by,
        at=at,
        area_path=task.campaign.area_path,
        after={"units": _told(new), "part": part, "due": due or task.due},
    )
    newly_owed(new, task=task, at=at)
    return new


def _owed(task: Task, unit: Unit, part: str, due: date | None, at: datetime) -> Assignment:
    return Assignment(
        task=task,
        campaign=task.campaign,
        part=part,
        due=due or task.due,
        created_at=at,
        **unit.as_fields(),
    )


SHOWN = 20


def _told(assignments: Iterable[Assignment]) -> list[str]:
    """The first units by name and how many more there are; the history is no copy of the table."""
    rows = list(assignments)
    names = [
        str(a.unit)
        for a in Assignment.objects.filter(pk__in=[row.pk for row in rows[:SHOWN]]).select_related(
            "area", "department", "person"
        )
    ]
    more = len(rows) - len(names)
    return [*names, ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}] if more else names


@transaction.atomic
def unassign(assignment: Assignment, *, by: Person, at: datetime) -> None:
    """Take the task away from a unit. Work that was begun is kept as cancelled, the rest is removed.

    raises   Refused when the person may not, or the unit is done with it.
    """
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("task__campaign", "campaign", "area", "department", "person")
        .get(pk=assignment.pk)
    )
    reach = reach_of(by, on=day_of(at))
    refuse(rules.why_not_assign(assignment.task, assignment.area_path, reach=reach))
    if Assignment.State.CANCELLED not in Assignment.MOVES[assignment.state]:
        raise Refused(Refusal("settled", _("This unit has finished the task. Return it first.")))
    record(
        "task.unassigned",
        assignment.task,
        by=by,
        at=at,
        area_path=assignment.area_path,
        before={"unit": str(assignment.unit), "state": assignment.state},
    )
    if assignment.state == Assignment.State.TODO and not assignment.notes.exists():
        assignment.delete()
    else:
        assignment.state = Assignment.State.CANCELLED
        assignment.save(update_fields=["state"])


@transaction.atomic
def make_of(leftover: Leftover, *, title: str, due: date | None, by: Person, at: datetime) -> Task:
    """Make a task of what was left of the plan, in its words.

    raises   Refused, also when someone else has just done it.
    """
    campaign = to_edit(leftover.campaign, by=by, at=at)
    leftover = Leftover.objects.select_for_update().get(pk=leftover.pk)
    if leftover.task_id is not None:
        raise Refused(Refusal("made_already", _("A task has been made of this already.")))
    task = Task.objects.create(
        campaign=campaign,
        title=title,
        text=leftover.quote,
        label=leftover.label,
        ordinal=_place(campaign, None),
        due=due,
        entry_id=leftover.entry_id,
        quote=leftover.quote,
        span_start=leftover.span_start,
        span_end=leftover.span_end,
    )
    leftover.task = task
    leftover.save(update_fields=["task"])
    record("leftover.used", task, by=by, at=at, area_path=campaign.area_path, after={"title": title})
    return task
