"""What campaigns put on a person's `今日`."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Count, F, Min, Model, Q, QuerySet
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
Row = TypeVar("Row", bound=Model)
UNDECIDED = (*Assignment.OPEN, Assignment.State.SUBMITTED)


def due(person: Person, reach: Reach, today: date) -> list[DueItem]:
    """What this person has to do: what is theirs, and what no level between them and the unit decides.

    Twelve queries at most, however much there is; one more for each kind of thing that does not find room.
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


def _cut(
    rows: QuerySet[Row], kind: str, icon: str, *, on: str = "", state: str = ""
) -> tuple[list[Row], list[DueItem]]:
    """As many of `rows` as the day has room for, and a line a campaign for those it has no room for.

    on      the field that leads to the assignment; empty where the rows are assignments.
    state   which list of the campaign shows them.
    """
    found = list(rows[: MOST + 1])
    if len(found) <= MOST:
        return found, []
    campaign = f"{on}__campaign" if on else "campaign"
    names = (campaign, f"{campaign}__title")
    shown = rows.model._default_manager.filter(pk__in=[row.pk for row in found[:MOST]])
    left: Counter[tuple[int, str]] = Counter()
    for part, sign in ((rows, 1), (shown, -1)):
        for pk, title, n in part.order_by().values_list(*names).annotate(n=Count("pk")):
            left[(pk, title)] += sign * n
    return found[:MOST], list(_lines_of(+left, kind, icon, state))


def _lines_of(left: Counter[tuple[int, str]], kind: str, icon: str, state: str) -> Iterator[DueItem]:
    for (campaign, title), n in left.most_common():
        url = reverse("campaigns:assignments", args=[campaign], query={"state": state} if state else None)
        yield DueItem(title=title, url=url, due=None, kind=kind, icon=icon, more=n)


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
    shown, more = _cut(rows.order_by(F("due").asc(nulls_last=True), "pk"), _("Task"), "checkbox")
    for row in shown:
        if row.state == Assignment.State.RETURNED:
            yield _item(row, _("Returned"), "arrow-back-up", row.campaign.title, row.due)
        else:
            yield _item(row, _("Task"), "checkbox", row.campaign.title, row.due)
    yield from more


def _handovers(reach: Reach) -> Iterator[DueItem]:
    rows = Handover.objects.filter(
        to_person=reach.person_id,
        state=Handover.State.OFFERED,
        assignment__state__in=Assignment.OPEN,
        assignment__campaign__state=Campaign.State.RUNNING,
    ).select_related("from_person", *UNIT_OF_ASSIGNMENT)
    kind, icon = _("Hand-over offered"), "arrows-exchange"
    shown, more = _cut(rows.order_by("pk"), kind, icon, on="assignment")
    for row in shown:
        reason = _("from %(person)s") % {"person": row.from_person}
        yield _item(row.assignment, kind, icon, reason, row.assignment.due)
    yield from more


# --- What waits for a decision ----------------------------------------------------------------------------
def _submitted(reach: Reach, deciding: Q) -> Iterator[DueItem]:
    kind, icon = _("To confirm"), "circle-check"
    shown, more = _cut(waiting.submitted_to(reach, deciding), kind, icon, state="submitted")
    for row in shown:
        yield _item(row, kind, icon, row.campaign.title, row.due)
    yield from more


def _extensions(reach: Reach, deciding: Q) -> Iterator[DueItem]:
    theirs = Assignment.objects.filter(RUNNING, deciding, state__in=UNDECIDED)
    rows = (
        Extension.objects.filter(assignment__in=theirs.order_by().values("pk"), state=Extension.State.ASKED)
        .exclude(asked_by=reach.person_id)
        .select_related(*UNIT_OF_ASSIGNMENT)
    )
    kind, icon = _("More time asked"), "clock-plus"
    shown, more = _cut(rows.order_by("old_due", "pk"), kind, icon, on="assignment")
    for row in shown:
        yield _item(row.assignment, kind, icon, row.reason, row.old_due)
    yield from more


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
        .values(
            "assignment__task",
            "assignment__task__title",
            "assignment__campaign",
            "assignment__campaign__title",
            "to_area__name",
        )
        .annotate(units=Count("assignment", distinct=True), first=Min("due"), one=Min("assignment"))
        .order_by("first", "assignment__task")
    )
    kind, icon = _("Passed up to you"), "arrow-big-up-lines"
    found = list(rows)
    for row in found[:MOST]:
        n = row["units"]
        alone = reverse("campaigns:assignment", args=[row["one"]])
        several = f"{reverse('campaigns:task', args=[row['assignment__task']])}?state=late"
        yield DueItem(
            title=row["assignment__task__title"],
            url=alone if n == 1 else several,
            due=row["first"],
            kind=kind,
            icon=icon,
            area=ngettext("%(n)s unit is late", "%(n)s units are late", n) % {"n": n},
            reason=row["assignment__campaign__title"],
        )
    left = Counter((row["assignment__campaign"], row["assignment__campaign__title"]) for row in found[MOST:])
    yield from _lines_of(left, kind, icon, "late")


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
