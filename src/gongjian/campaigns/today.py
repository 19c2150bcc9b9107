"""What campaigns put on a person's `今日`."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongjian.campaigns.models import Assignment, Campaign, Escalation, Extension, Handover, Phase
from gongjian.campaigns.queries import checks, waiting
from gongjian.campaigns.queries.waiting import RUNNING, UNIT, paths_of
from gongjian.kernel.today import DueItem
from gongjian.people.models import Person
from gongjian.people.reach import Reach
from gongjian.people.roles import MAY, Capability

# A page of things to do that is longer than this is not read.
MOST = 100
PHASE_DAYS = 7
UNDECIDED = (*Assignment.OPEN, Assignment.State.SUBMITTED)


def due(person: Person, reach: Reach, today: date) -> list[DueItem]:
    """What this person has to do: what is theirs, and what no level between them and the unit decides.

    Twelve queries at most, however much there is.
    """
    deciding = waiting.deciding(reach, today)
    return [
        *_assignments(reach),
        *_submitted(reach, deciding),
        *_extensions(reach, deciding),
        *_handovers(reach),
        *_passed_up(paths_of(reach, Capability.APPROVE), today),
        *_checks(reach),
        *_phases(reach, today),
    ]


def _item(assignment: Assignment, kind: str, icon: str, reason: str, day: date | None) -> DueItem:
    return DueItem(
        title=assignment.task.title,
        url=assignment.get_absolute_url(),
        due=day,
        kind=kind,
        icon=icon,
        area=str(assignment.unit),
        reason=reason,
    )


UNIT_OF_ASSIGNMENT = tuple(f"assignment__{name}" for name in UNIT)


# --- One's own --------------------------------------------------------------------------------------------
def _assignments(reach: Reach) -> Iterator[DueItem]:
    departments = [
        held.department_id for held in reach.held if held.department_id and Capability.WORK in MAY[held.role]
    ]
    unit = (
        Q(area__isnull=False, area_path__in=paths_of(reach, Capability.WORK))
        | Q(department__in=departments)
        | Q(person=reach.person_id)
    )
    in_nobodys_hands = Q(holder=None) | Q(holder__is_active=False)
    mine = Q(holder=reach.person_id) | (in_nobodys_hands & unit)
    rows = Assignment.objects.filter(RUNNING, mine, state__in=Assignment.OPEN).select_related(*UNIT)
    for row in rows.order_by(F("due").asc(nulls_last=True), "pk")[:MOST]:
        if row.state == Assignment.State.RETURNED:
            yield _item(row, _("Returned"), "arrow-back-up", row.campaign.title, row.due)
        else:
            yield _item(row, _("Task"), "checkbox", row.campaign.title, row.due)


def _handovers(reach: Reach) -> Iterator[DueItem]:
    rows = Handover.objects.filter(
        to_person=reach.person_id,
        state=Handover.State.OFFERED,
        assignment__state__in=Assignment.OPEN,
        assignment__campaign__state=Campaign.State.RUNNING,
    ).select_related("from_person", *UNIT_OF_ASSIGNMENT)
    for row in rows.order_by("pk")[:MOST]:
        reason = _("from %(person)s") % {"person": row.from_person}
        yield _item(row.assignment, _("Hand-over offered"), "arrows-exchange", reason, row.assignment.due)


# --- What waits for a decision ----------------------------------------------------------------------------
def _submitted(reach: Reach, deciding: Q) -> Iterator[DueItem]:
    for row in waiting.submitted_to(reach, deciding)[:MOST]:
        yield _item(row, _("To confirm"), "circle-check", row.campaign.title, row.due)


def _extensions(reach: Reach, deciding: Q) -> Iterator[DueItem]:
    theirs = Assignment.objects.filter(RUNNING, deciding, state__in=UNDECIDED)
    rows = (
        Extension.objects.filter(assignment__in=theirs.order_by().values("pk"), state=Extension.State.ASKED)
        .exclude(asked_by=reach.person_id)
        .select_related(*UNIT_OF_ASSIGNMENT)
    )
    for row in rows.order_by("old_due", "pk")[:MOST]:
        yield _item(row.assignment, _("More time asked"), "clock-plus", row.reason, row.old_due)


def _passed_up(approving: Sequence[str], today: date) -> Iterator[DueItem]:
    """What is overdue below and was passed up to the person's areas: a line a task, not one a community."""
    rows = (
        Escalation.objects.filter(
            area_path__in=approving,
            due=F("assignment__due"),
            assignment__due__lt=today,
            assignment__state__in=Assignment.OPEN,
            assignment__campaign__state=Campaign.State.RUNNING,
        )
        .values("assignment__task", "assignment__task__title", "assignment__campaign__title", "to_area__name")
        .annotate(units=Count("assignment", distinct=True), first=Min("due"), one=Min("assignment"))
        .order_by("first", "assignment__task")
    )
    for row in rows[:MOST]:
        n = row["units"]
        alone = reverse("campaigns:assignment", args=[row["one"]])
        several = f"{reverse('campaigns:task', args=[row['assignment__task']])}?state=late"
        yield DueItem(
            title=row["assignment__task__title"],
            url=alone if n == 1 else several,
            due=row["first"],
            kind=_("Passed up to you"),
            icon="arrow-big-up-lines",
            area=ngettext("%(n)s unit is late", "%(n)s units are late", n) % {"n": n},
            reason=row["assignment__campaign__title"],
        )


# --- The self-check, and the phases -----------------------------------------------------------------------
def _checks(reach: Reach) -> Iterator[DueItem]:
    """One line a campaign and community: how many items are still to be answered."""
    for campaign, area, n in checks.to_answer(paths_of(reach, Capability.WORK)):
        yield DueItem(
            title=ngettext("Self-check: %(n)s item to answer", "Self-check: %(n)s items to answer", n)
            % {"n": n},
            url=f"{reverse('campaigns:checks', args=[campaign.pk])}?area={area.pk}",
            due=campaign.ends,
            kind=_("Self-check"),
            icon="list-check",
            area=area.name,
            reason=campaign.title,
        )


def _phases(reach: Reach, today: date) -> Iterator[DueItem]:
    """To those who steer: a phase that begins or ends within a week."""
    week = (today, today + timedelta(days=PHASE_DAYS))
    soon = Q(starts__range=week) | Q(ends__range=week)
    rows = Phase.objects.filter(
        RUNNING, soon, campaign__area_path__in=paths_of(reach, Capability.PLAN)
    ).select_related("campaign")
    for row in rows.order_by("starts", "pk")[:MOST]:
        begins = row.starts is not None and row.starts >= today
        title = _("Phase begins: %(name)s") if begins else _("Phase ends: %(name)s")
        yield DueItem(
            title=title % {"name": row.name},
            url=row.campaign.get_absolute_url(),
            due=row.starts if begins else row.ends,
            kind=_("Phase"),
            icon="timeline",
            reason=row.campaign.title,
        )
