"""Starting a campaign from a reviewed plan: everything in one transaction, nothing of the plan lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.actions import tell
from gongjian.campaigns.making import make
from gongjian.campaigns.models import Campaign
from gongjian.campaigns.proposals import Decision, Make, settle
from gongjian.campaigns.queries import proposals
from gongjian.campaigns.rules import steering as rules
from gongjian.history.actions import record
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person
from gongjian.people.reach import reach_of
from gongjian.places.models import Area
from gongjian.plans import actions as plans
from gongjian.plans.models import Plan
from gongjian.programmes import actions as programmes
from gongjian.programmes.models import Programme, Standard


@dataclass(frozen=True, slots=True)
class Basics:
    """What a campaign is, before what it is made of.

    programme   an existing one, or the name of one to make.
    standard    an existing one to work on; None takes the items of the plan where there are any.
    everyone    who gets the tasks nobody is named for: "" (nobody yet), "both" or "streets".
    """

    programme: Programme | str
    title: str
    area: Area
    starts: date
    ends: date
    standard: Standard | None = None
    taking_part: str = Campaign.TakingPart.ALL
    everyone: str = ""


class AlreadyStarted(Refused):
    """The plan has a campaign in this area; `campaign` is the one to go to."""

    def __init__(self, campaign: Campaign) -> None:
        super().__init__(
            Refusal("already_started", _("This plan has been started already. Here is its campaign."))
        )
        self.campaign = campaign


def start(
    plan: Plan,
    *,
    basics: Basics,
    decisions: Mapping[str, Decision] | None = None,
    drawn_from: str = "",
    by: Person,
    at: datetime,
) -> Campaign:
    """Make the campaign and everything of it.

    decisions    what a person decided, by the key of the row; rows without one are made as proposed.
    drawn_from   the fingerprint of the entries the decisions were taken on; empty does not ask.
    raises       AlreadyStarted when the plan has a campaign in this area, also when another person presses
                 the button at the same moment; Refused when a rule forbids it or the plan was changed
                 meanwhile. Nothing is saved then.
    """
    try:
        return _start(plan, basics, decisions, drawn_from, by, at)
    except IntegrityError:
        if campaign := _existing(plan, basics.area):
            raise AlreadyStarted(campaign) from None
        raise


@transaction.atomic
def _start(
    plan: Plan,
    basics: Basics,
    decisions: Mapping[str, Decision] | None,
    drawn_from: str,
    by: Person,
    at: datetime,
) -> Campaign:
    # Locked, so that two people starting it at once make one campaign and the other is led there.
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if refusal := rules.why_not_start(plan, basics.area, reach=reach_of(by, on=day_of(at))):
        raise Refused(refusal)
    if campaign := _existing(plan, basics.area):
        raise AlreadyStarted(campaign)
    drawn = proposals.draw(plan)
    if drawn_from and drawn_from != drawn.fingerprint:
        raise Refused(
            Refusal(
                "changed", _("The plan was changed while you were looking. Check the rows again, then start.")
            )
        )
    _check_dates(basics)
    programme = basics.programme
    if isinstance(programme, str):
        programme = programmes.create(name=programme, by=by, at=at)
    campaign = Campaign.objects.create(
        programme=programme,
        standard=basics.standard,
        plan=plan,
        title=basics.title,
        area=basics.area,
        area_path=basics.area.path,
        starts=basics.starts,
        ends=basics.ends,
        state=Campaign.State.RUNNING,
        taking_part=basics.taking_part,
        started_by=by,
        started_at=at,
    )
    settled = settle(drawn.proposal, basics.starts, basics.ends) | dict(decisions or {})
    made = make(campaign, drawn.proposal, settled, basics.everyone, by=by, at=at)
    used = [row.entry for row in drawn.proposal.rows if row.entry and settled[row.key].make != Make.NOTHING]
    plans.mark_used(plan, by=by, at=at, entries=used)
    tell.begun(
        campaign,
        list(campaign.assignments.only("campaign", "area", "department", "person", "area_path")),
        at=at,
    )
    record(
        "campaign.started",
        campaign,
        by=by,
        at=at,
        area_path=campaign.area_path,
        after={"plan": plan.title, "programme": programme.name, **made},
    )
    return campaign


def _existing(plan: Plan, area: Area) -> Campaign | None:
    return Campaign.objects.filter(plan=plan, area=area).exclude(state=Campaign.State.CANCELLED).first()


def _check_dates(basics: Basics) -> None:
    if basics.ends < basics.starts:
        raise Refused(Refusal("ends_early", _("The campaign must not end before it starts.")))
