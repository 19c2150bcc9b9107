"""What campaigns put on a person's `今日`."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gongjian.campaigns.models import Assignment, Campaign, Extension, Handover, Phase
from gongjian.campaigns.queries import checks
from gongjian.campaigns.queries.visible import COMMUNITIES
from gongjian.kernel import paths
from gongjian.kernel.today import DueItem
from gongjian.people.models import Person
from gongjian.people.reach import Reach
from gongjian.people.roles import MAY, Capability
from gongjian.places.models import Area

# A page of things to do that is longer than this is not read.
MOST = 100
PHASE_DAYS = 7
RUNNING = Q(campaign__state=Campaign.State.RUNNING)


def due(person: Person, reach: Reach, today: date) -> list[DueItem]:
    """What is this person's own: not everything below, only what no level in between answers for.

    Nine queries, however much there is.
    """
    return [
        *_assignments(reach),
        *_submitted(reach),
        *_extensions(reach),
        *_handovers(reach),
        *_checks(reach, today),
        *_phases(reach, today),
    ]


def _paths(reach: Reach, capability: str) -> list[str]:
    """The areas on which the person holds a role with the capability, departments' officers left out."""
    return sorted(
        {held.path for held in reach.held if capability in MAY[held.role] and held.department_id is None}
    )


def _assignments(reach: Reach) -> Iterator[DueItem]:
    departments = [held.department_id for held in reach.held if held.department_id]
    unit = (
        Q(area__isnull=False, area_path__in=_paths(reach, Capability.WORK))
        | Q(department__in=departments)
        | Q(person=reach.person_id)
    )
    mine = Q(holder=reach.person_id) | (Q(holder=None) & unit)
    rows = Assignment.objects.filter(RUNNING, mine, state__in=Assignment.OPEN)
    for row in rows.select_related("task", "campaign", "area", "department", "person").order_by("due", "pk")[
        :MOST
    ]:
        yield DueItem(
            title=row.task.title,
            url=row.get_absolute_url(),
            due=row.due,
            kind=_("Task"),
            icon="checkbox",
            area=str(row.unit),
            reason=row.campaign.title,
        )


def _deciding(reach: Reach, prefix: str = "") -> Q:
    """Assignments whose nearest level above is one of the person's areas."""
    condition = Q(pk__in=())
    approving = _paths(reach, Capability.APPROVE)
    for path in approving:
        # Of the areas directly below `path`: one segment longer.
        condition |= paths.within(path, f"{prefix}area_path") & Q(
            **{f"{prefix}area__parent__path": path, f"{prefix}area__isnull": False}
        )
    others = Q(**{f"{prefix}area__isnull": True, f"{prefix}campaign__area_path__in": approving})
    top = Q(**{f"{prefix}campaign__area_path__in": approving, f"{prefix}area__path__in": approving})
    return condition | others | top


def _submitted(reach: Reach) -> Iterator[DueItem]:
    rows = (
        Assignment.objects.filter(RUNNING, _deciding(reach), state=Assignment.State.SUBMITTED)
        .exclude(submitted_by=reach.person_id)
        .select_related("task", "campaign", "area", "department", "person")
    )
    for row in rows.order_by("submitted_at", "pk")[:MOST]:
        yield DueItem(
            title=row.task.title,
            url=row.get_absolute_url(),
            due=row.due,
            kind=_("To confirm"),
            icon="circle-check",
            area=str(row.unit),
            reason=row.campaign.title,
        )


def _extensions(reach: Reach) -> Iterator[DueItem]:
    rows = (
        Extension.objects.filter(
            _deciding(reach, "assignment__"),
            assignment__campaign__state=Campaign.State.RUNNING,
            state=Extension.State.ASKED,
        )
        .exclude(asked_by=reach.person_id)
        .select_related(
            "assignment__task",
            "assignment__campaign",
            "assignment__area",
            "assignment__department",
            "assignment__person",
        )
    )
    for row in rows.order_by("old_due", "pk")[:MOST]:
        yield DueItem(
            title=row.assignment.task.title,
            url=row.assignment.get_absolute_url(),
            due=row.old_due,
            kind=_("More time asked"),
            icon="clock-plus",
            area=str(row.assignment.unit),
            reason=row.reason,
        )


def _handovers(reach: Reach) -> Iterator[DueItem]:
    rows = Handover.objects.filter(to_person=reach.person_id, state=Handover.State.OFFERED).select_related(
        "assignment__task",
        "assignment__area",
        "assignment__department",
        "assignment__person",
        "from_person",
    )
    for row in rows.order_by("pk")[:MOST]:
        yield DueItem(
            title=row.assignment.task.title,
            url=row.assignment.get_absolute_url(),
            due=row.assignment.due,
            kind=_("Hand-over offered"),
            icon="arrows-exchange",
            area=str(row.assignment.unit),
            reason=_("from %(person)s") % {"person": row.from_person},
        )


def _checks(reach: Reach, today: date) -> Iterator[DueItem]:
    """One line a campaign and community: how many items are still to be answered."""
    areas = list(
        Area.objects.filter(path__in=_paths(reach, Capability.WORK), kind__in=COMMUNITIES, valid_to=None)
    )
    higher = {path for area in areas for path in [*paths.ancestors(area.path), area.path]}
    campaigns = list(
        Campaign.objects.filter(
            Q(taking_part=Campaign.TakingPart.ALL) | Q(batches__members__area__in=areas),
            area_path__in=sorted(higher),
            state=Campaign.State.RUNNING,
            standard__isnull=False,
        ).distinct()
    )
    missing = checks.to_answer(campaigns, areas, today)
    for campaign in campaigns:
        for area in areas:
            n = missing.get((campaign.pk, area.pk), 0)
            if n > 0:
                yield DueItem(
                    title=_("Self-check: %(n)s items to answer") % {"n": n},
                    url=f"{reverse('campaigns:checks', args=[campaign.pk])}?area={area.pk}",
                    due=campaign.ends,
                    kind=_("Self-check"),
                    icon="list-check",
                    area=area.name,
                    reason=campaign.title,
                )


def _phases(reach: Reach, today: date) -> Iterator[DueItem]:
    """To those who steer: a phase that begins or ends within a week."""
    soon = Q(starts__range=(today, today + timedelta(days=PHASE_DAYS))) | Q(
        ends__range=(today, today + timedelta(days=PHASE_DAYS))
    )
    rows = Phase.objects.filter(
        RUNNING, soon, campaign__area_path__in=_paths(reach, Capability.PLAN)
    ).select_related("campaign")
    for row in rows.order_by("starts", "pk")[:MOST]:
        begins = row.starts is not None and row.starts >= today
        yield DueItem(
            title=(_("Phase begins: %(name)s") if begins else _("Phase ends: %(name)s")) % {"name": row.name},
            url=row.campaign.get_absolute_url(),
            due=row.starts if begins else row.ends,
            kind=_("Phase"),
            icon="timeline",
            reason=row.campaign.title,
        )
