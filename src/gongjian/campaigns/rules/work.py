"""What a person may do to an assignment, an item check or a piece of evidence."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.models import Assignment, Campaign, Evidence, Extension, Handover
from gongjian.kernel import paths
from gongjian.kernel.refusal import Refusal
from gongjian.people.models import Person
from gongjian.people.reach import Held, Reach
from gongjian.people.roles import MAY, Capability
from gongjian.places.models import Area, Kind

# Whoever works in the grids of a community is of its staff; who works in the communities of a street is not.
ONE_STAFF = (Kind.COMMUNITY, Kind.VILLAGE, Kind.GRID, Kind.BUILDING)

NOT_RUNNING = Refusal("not_running", _("This campaign is not running, so nothing of it can be changed."))
NOT_YOURS = Refusal("not_yours", _("You may look at this, but it is the work of another unit."))
NOT_DECIDING = Refusal("not_deciding", _("This is decided by the level above the unit."))
SETTLED = Refusal("settled", _("This is settled. It must be returned before anything can be changed."))
CALLED_OFF = Refusal("called_off", _("This was called off; nothing needs to be done any more."))
WAITING = Refusal("waiting", _("This is submitted and waits for confirmation."))
MOVED_ON = Refusal("moved_on", _("Someone was quicker: this has changed meanwhile. Look at it again."))
IN_PERSON = Refusal("in_person", _("This was given to one person. Whoever gave it can assign it anew."))
ENDED = Refusal(
    "ended", _("This community has ended. What it answered stays and can be read; nothing is added to it.")
)
TAKES_NO_PART = Refusal("takes_no_part", _("This community does not take part in the campaign."))
NO_DUE = Refusal("no_due", _("This task has no date, so there is nothing to extend."))

# Why nothing more can be done on an assignment in this state.
OVER: dict[str, Refusal] = {
    Assignment.State.SUBMITTED: WAITING,
    Assignment.State.DONE: SETTLED,
    Assignment.State.CANCELLED: CALLED_OFF,
}


# --- Who stands where to an assignment --------------------------------------------------------------------
def of_unit(assignment: Assignment, reach: Reach) -> bool:
    """Whether the person is one of the unit's own people, who do its work and can take it over.

    Of an area: by a working role on it, of a community also by one on its grids; of a department: by a working
    role in it. `queries.people.staff` finds the same people.
    """
    if assignment.person_id is not None:
        return assignment.person_id == reach.person_id
    return any(_is_staff(held, assignment) for held in reach.held if Capability.WORK in MAY[held.role])


def _is_staff(held: Held, assignment: Assignment) -> bool:
    if assignment.area is None or held.department_id is not None:
        return held.department_id is not None and held.department_id == assignment.department_id
    below = assignment.area.kind in ONE_STAFF and held.path.startswith(assignment.area_path)
    return below or held.path == assignment.area_path


def is_own(assignment: Assignment, reach: Reach) -> bool:
    """Whether it is the person's to do, not only to look after: who holds it, or one of the unit's own."""
    return reach.person_id == assignment.holder_id or of_unit(assignment, reach)


def belongs(assignment: Assignment, reach: Reach) -> bool:
    """Whether the person may do the unit's work: one of its own, who holds it, or who works for all around it."""
    if is_own(assignment, reach):
        return True
    return assignment.area_id is not None and works_at(assignment.area_path, reach)


def works_at(path: str, reach: Reach) -> bool:
    """Whether the person works on the area at `path`; a department's officer works for the department."""
    return reach.is_operator or any(
        held.department_id is None and Capability.WORK in MAY[held.role] and path.startswith(held.path)
        for held in reach.held
    )


def decides(assignment: Assignment, reach: Reach) -> bool:
    """Whether the person stands above the unit: approves for the area over it, or steers the campaign."""
    campaign_path = assignment.campaign.area_path
    if reach.may(Capability.PLAN, campaign_path):
        return True
    over = paths.parent(assignment.area_path) if assignment.area_id else campaign_path
    return bool(over) and reach.may(Capability.APPROVE, over)


# --- Doing it ---------------------------------------------------------------------------------------------
def why_not_add(assignment: Assignment, *, reach: Reach) -> Refusal | None:
    """Notes and evidence: anyone of the unit, and whoever decides on it, until it is settled."""
    if not assignment.campaign.is_running:
        return NOT_RUNNING
    if not belongs(assignment, reach) and not decides(assignment, reach):
        return NOT_YOURS
    return None if assignment.state == Assignment.State.SUBMITTED else OVER.get(assignment.state)


def why_not_submit(assignment: Assignment, *, reach: Reach) -> Refusal | None:
    if not assignment.campaign.is_running:
        return NOT_RUNNING
    if not belongs(assignment, reach):
        return NOT_YOURS
    if refusal := OVER.get(assignment.state):
        return refusal
    if is_in_other_hands(assignment, reach):
        return Refusal(
            "not_holder", _("Someone else has this in hand. Add a note, or ask them to hand it over to you.")
        )
    return None


def is_in_other_hands(assignment: Assignment, reach: Reach) -> bool:
    """Whether somebody else is in charge; a closed account is in charge of nothing."""
    holder = assignment.holder
    return holder is not None and holder.is_active and holder.pk != reach.person_id


def why_not_decide(assignment: Assignment, *, reach: Reach) -> Refusal | None:
    """Confirm or return what was submitted."""
    if not assignment.campaign.is_running:
        return NOT_RUNNING
    if not decides(assignment, reach):
        return NOT_DECIDING
    if assignment.state != Assignment.State.SUBMITTED:
        return MOVED_ON
    if assignment.submitted_by_id == reach.person_id:
        return Refusal("own_work", _("You submitted this yourself; somebody else must confirm it."))
    return None


def why_not_reopen(assignment: Assignment, *, reach: Reach) -> Refusal | None:
    """Return what was confirmed before."""
    if not assignment.campaign.is_running:
        return NOT_RUNNING
    if not decides(assignment, reach):
        return NOT_DECIDING
    return None if assignment.state == Assignment.State.DONE else MOVED_ON


# --- More time --------------------------------------------------------------------------------------------
def why_not_ask_time(assignment: Assignment, *, reach: Reach) -> Refusal | None:
    if refusal := why_not_submit(assignment, reach=reach):
        return refusal
    if not is_own(assignment, reach) and decides(assignment, reach):
        return Refusal("you_decide", _("The unit itself asks for more time, and you decide on it."))
    if assignment.due is None:
        return NO_DUE
    if assignment.extensions.filter(state=Extension.State.ASKED).exists():
        return Refusal("asked_already", _("More time has been asked for already and waits for an answer."))
    return None


def why_not_until(assignment: Assignment, new_due: date, *, today: date) -> Refusal | None:
    """Whether the assignment's date can move to `new_due`."""
    if assignment.due is None:
        return NO_DUE
    if new_due <= assignment.due:
        return Refusal("not_later", _("The new date must be later than the present one."))
    if new_due < today:
        return Refusal("past", _("The new date has passed already. Choose a day from today on."))
    if new_due > assignment.campaign.ends:
        return Refusal(
            "after_campaign", _("The campaign ends before that day. Choose a day within the campaign.")
        )
    return None


def why_not_decide_time(extension: Extension, *, reach: Reach) -> Refusal | None:
    assignment = extension.assignment
    if not assignment.campaign.is_running:
        return NOT_RUNNING
    if not decides(assignment, reach):
        return NOT_DECIDING
    if extension.state != Extension.State.ASKED:
        return MOVED_ON
    if extension.asked_by_id == reach.person_id:
        return Refusal("own_request", _("You asked for this yourself; somebody else must decide."))
    return None if assignment.state == Assignment.State.SUBMITTED else OVER.get(assignment.state)


def why_not_withdraw_time(extension: Extension, *, reach: Reach) -> Refusal | None:
    if extension.asked_by_id != reach.person_id:
        return NOT_YOURS
    return None if extension.state == Extension.State.ASKED else MOVED_ON


# --- Into other hands -------------------------------------------------------------------------------------
def why_not_hand_over(assignment: Assignment, *, reach: Reach) -> Refusal | None:
    """Offer it to a colleague: who is in charge, or anyone of the unit while nobody is."""
    if refusal := why_not_submit(assignment, reach=reach):
        return refusal
    if assignment.person_id is not None:
        return IN_PERSON
    if assignment.holder_id != reach.person_id and not of_unit(assignment, reach):
        return NOT_YOURS
    if assignment.handovers.filter(state=Handover.State.OFFERED).exists():
        return Refusal("offered_already", _("A hand-over is under way already and waits for an answer."))
    return None


def why_not_to(assignment: Assignment, to: Person, *, to_reach: Reach, by: Person) -> Refusal | None:
    """Whether it can be offered to `to`: an open account of the same unit."""
    if to == by:
        return Refusal("to_yourself", _("You have this in hand yourself. Choose somebody else."))
    return why_not_appointed(assignment, to, to_reach=to_reach)


def why_not_answer(handover: Handover, *, reach: Reach) -> Refusal | None:
    """Take it, or decline: the person it was offered to, while there is something to be done."""
    if handover.to_person_id != reach.person_id:
        return NOT_YOURS
    if handover.state != Handover.State.OFFERED:
        return MOVED_ON
    if not handover.assignment.campaign.is_running:
        return NOT_RUNNING
    return OVER.get(handover.assignment.state)


def why_not_take_over(handover: Handover, *, reach: Reach) -> Refusal | None:
    """Take it: who has left the unit since the offer can only decline."""
    if refusal := why_not_answer(handover, reach=reach):
        return refusal
    if not of_unit(handover.assignment, reach):
        return Refusal("left_unit", _("You no longer work for this unit. Please decline."))
    return None


def why_not_withdraw_handover(handover: Handover, *, reach: Reach) -> Refusal | None:
    if handover.from_person_id != reach.person_id:
        return NOT_YOURS
    return None if handover.state == Handover.State.OFFERED else MOVED_ON


def why_not_appoint(assignment: Assignment, *, reach: Reach) -> Refusal | None:
    """Say who of the unit is in charge, without asking: those who decide on it, when somebody has left."""
    if not assignment.campaign.is_running:
        return NOT_RUNNING
    if not decides(assignment, reach):
        return NOT_DECIDING
    if assignment.person_id is not None:
        return IN_PERSON
    return OVER.get(assignment.state)


def why_not_appointed(assignment: Assignment, to: Person, *, to_reach: Reach) -> Refusal | None:
    if not to.is_active or not of_unit(assignment, to_reach):
        return Refusal("not_of_unit", _("This person does not work for the unit. Choose somebody of it."))
    return None


# --- Evidence ---------------------------------------------------------------------------------------------
def why_not_use(evidence: Evidence, path: str, *, reach: Reach) -> Refusal | None:
    """Whether evidence that is there can serve a unit that stands at `path`: its own, and that of its parts."""
    if reach.may(Capability.VIEW, evidence.area_path) and evidence.area_path.startswith(path):
        return None
    return Refusal("not_your_evidence", _("This evidence belongs to another unit."))


def why_not_take_off(assignment: Assignment, *, added_by: int, reach: Reach) -> Refusal | None:
    """Evidence is taken off by the unit's own people and by who added it, not while somebody decides on it."""
    if not assignment.campaign.is_running:
        return NOT_RUNNING
    if not is_own(assignment, reach):
        near = belongs(assignment, reach) or decides(assignment, reach)
        if not near or added_by != reach.person_id:
            return NOT_YOURS
    return OVER.get(assignment.state)


# --- Self-check -------------------------------------------------------------------------------------------
def why_not_check(campaign: Campaign, area: Area, *, reach: Reach) -> Refusal | None:
    """Whether the person may say how the community stands."""
    if not area.is_current:
        return ENDED
    if not campaign.is_running:
        return NOT_RUNNING
    if not works_at(area.path, reach):
        return Refusal(
            "not_your_community", _("You may look at this, but the community itself fills in its check.")
        )
    return None
