"""May this person do this to an assignment, an item check or a piece of evidence now?"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.models import Assignment, Campaign, Extension, Handover
from gongjian.kernel import paths
from gongjian.kernel.refusal import Refusal
from gongjian.people.models import Person
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.places.models import Area

NOT_RUNNING = Refusal("not_running", _("This campaign is not running, so nothing of it can be changed."))
NOT_YOURS = Refusal("not_yours", _("You may look at this, but it is the work of another unit."))
SETTLED = Refusal("settled", _("This is settled. It must be returned before anything can be changed."))
MOVED_ON = Refusal("moved_on", _("Someone was quicker: this has changed meanwhile. Look at it again."))


def belongs(assignment: Assignment, reach: Reach) -> bool:
    """Whether the person is of the unit that owes it: by a role on its area, by department, or in person."""
    if reach.person_id in (assignment.person_id, assignment.holder_id):
        return True
    if assignment.department_id is not None:
        return any(held.department_id == assignment.department_id for held in reach.held)
    return assignment.area_id is not None and reach.may(Capability.WORK, assignment.area_path)


def decides(assignment: Assignment, reach: Reach) -> bool:
    """Whether the person stands above the unit: approves for the area over it, or steers the campaign."""
    campaign_path = assignment.campaign.area_path
    if reach.may(Capability.PLAN, campaign_path):
        return True
    over = paths.parent(assignment.area_path) if assignment.area_id else campaign_path
    return bool(over) and reach.may(Capability.APPROVE, over)


# --- Doing it ---------------------------------------------------------------------------------------------
def why_not_add(assignment: Assignment, *, reach: Reach) -> Refusal | None:
    """Notes and evidence: anyone of the unit, and whoever steers it, until it is settled."""
    if not assignment.campaign.is_running:
        return NOT_RUNNING
    if assignment.state in (Assignment.State.DONE, Assignment.State.CANCELLED):
        return SETTLED
    return None if belongs(assignment, reach) or decides(assignment, reach) else NOT_YOURS


def why_not_submit(assignment: Assignment, *, reach: Reach) -> Refusal | None:
    if not assignment.campaign.is_running:
        return NOT_RUNNING
    if not belongs(assignment, reach):
        return NOT_YOURS
    if Assignment.State.SUBMITTED not in Assignment.MOVES[assignment.state]:
        return SETTLED if assignment.state == Assignment.State.DONE else MOVED_ON
    if assignment.holder_id not in (None, reach.person_id):
        return Refusal(
            "not_holder", _("Someone else has this in hand. Add a note, or ask them to hand it over to you.")
        )
    return None


def why_not_decide(assignment: Assignment, *, reach: Reach) -> Refusal | None:
    """Confirm or return what was submitted."""
    if not assignment.campaign.is_running:
        return NOT_RUNNING
    if not decides(assignment, reach):
        return NOT_YOURS
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
        return NOT_YOURS
    return None if assignment.state == Assignment.State.DONE else MOVED_ON


# --- More time --------------------------------------------------------------------------------------------
def why_not_ask_time(assignment: Assignment, *, reach: Reach) -> Refusal | None:
    if refusal := why_not_submit(assignment, reach=reach):
        return refusal
    if assignment.due is None:
        return Refusal("no_due", _("This task has no date, so there is nothing to extend."))
    if assignment.extensions.filter(state=Extension.State.ASKED).exists():
        return Refusal("asked_already", _("More time has been asked for already and waits for an answer."))
    return None


def why_not_until(assignment: Assignment, new_due: date) -> Refusal | None:
    if assignment.due is not None and new_due <= assignment.due:
        return Refusal("not_later", _("The new date must be later than the present one."))
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
        return NOT_YOURS
    if extension.state != Extension.State.ASKED:
        return MOVED_ON
    if extension.asked_by_id == reach.person_id:
        return Refusal("own_request", _("You asked for this yourself; somebody else must decide."))
    return None


def why_not_withdraw_time(extension: Extension, *, reach: Reach) -> Refusal | None:
    if extension.asked_by_id != reach.person_id:
        return NOT_YOURS
    return None if extension.state == Extension.State.ASKED else MOVED_ON


# --- Hand-over --------------------------------------------------------------------------------------------
def why_not_hand_over(assignment: Assignment, *, reach: Reach) -> Refusal | None:
    if refusal := why_not_submit(assignment, reach=reach):
        return refusal
    if assignment.person_id is not None:
        return Refusal(
            "in_person", _("This was given to you in person. Ask whoever gave it to assign it anew.")
        )
    if assignment.handovers.filter(state=Handover.State.OFFERED).exists():
        return Refusal("offered_already", _("A hand-over is under way already and waits for an answer."))
    return None


def why_not_to(assignment: Assignment, to: Person, *, to_reach: Reach, by: Person) -> Refusal | None:
    """Whether `to` can take it: an open account of the same unit."""
    if to == by:
        return Refusal("to_yourself", _("You have this in hand yourself. Choose somebody else."))
    if not to.is_active or not belongs(assignment, to_reach):
        return Refusal("not_of_unit", _("This person does not work for the unit. Choose a colleague."))
    return None


def why_not_answer(handover: Handover, *, reach: Reach) -> Refusal | None:
    if handover.to_person_id != reach.person_id:
        return NOT_YOURS
    return None if handover.state == Handover.State.OFFERED else MOVED_ON


def why_not_withdraw_handover(handover: Handover, *, reach: Reach) -> Refusal | None:
    if handover.from_person_id != reach.person_id:
        return NOT_YOURS
    return None if handover.state == Handover.State.OFFERED else MOVED_ON


# --- Self-check -------------------------------------------------------------------------------------------
def why_not_check(campaign: Campaign, area: Area, *, reach: Reach) -> Refusal | None:
    """Whether the person may say how the community stands."""
    if not campaign.is_running:
        return NOT_RUNNING
    if not reach.may(Capability.WORK, area.path):
        return Refusal(
            "not_your_community", _("You may look at this, but only the community itself fills in its check.")
        )
    return None
