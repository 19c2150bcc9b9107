"""Who of the unit is in charge: offered to a colleague who takes it or not, or said by those above."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongjian.campaigns.actions.lock import refuse
from gongjian.campaigns.actions.on_assignment import locked, note, said, tell
from gongjian.campaigns.models import Assignment, Handover
from gongjian.campaigns.rules import work as rules
from gongjian.inbox.models import Kind
from gongjian.inbox.words import say
from gongjian.kernel.clock import day_of
from gongjian.people.models import Person
from gongjian.people.reach import reach_of


@transaction.atomic
def hand_over(assignment: Assignment, *, to: Person, reason: str = "", by: Person, at: datetime) -> Handover:
    """Offer the assignment to a colleague, who takes it or not. Until then it stays where it is.

    Raises Refused when the rules forbid it or `to` is not of the unit.
    """
    assignment = locked(assignment)
    today = day_of(at)
    refuse(rules.why_not_hand_over(assignment, reach=reach_of(by, on=today)))
    refuse(rules.why_not_to(assignment, to, to_reach=reach_of(to, on=today), by=by))
    handover = Handover.objects.create(
        assignment=assignment, from_person=by, to_person=to, reason=reason.strip(), offered_at=at
    )
    note("assignment.offered", assignment, by, at, reason, holder=(assignment.holder, to))
    title = say("%(person)s wants to hand a task over to you", person=by)
    tell([to], by, title, assignment, at, Kind.TO_DO)
    return handover


@transaction.atomic
def answer_handover(
    handover: Handover, *, accept: bool, answer: str = "", by: Person, at: datetime
) -> Handover:
    """Take an offered assignment, or decline it with a reason.

    Raises Refused when it was offered to somebody else, answered already, or declined without a reason.
    """
    handover = _locked(handover)
    assignment = handover.assignment
    why_not = rules.why_not_take_over if accept else rules.why_not_answer
    refuse(why_not(handover, reach=reach_of(by, on=day_of(at))))
    handover.answer = (
        answer.strip() if accept else said(answer, gettext_lazy("When you decline, write down why."))
    )
    handover.state = Handover.State.ACCEPTED if accept else Handover.State.DECLINED
    handover.decided_at = at
    handover.save(update_fields=["answer", "state", "decided_at"])
    if accept:
        old, assignment.holder = assignment.holder, by
        assignment.save(update_fields=["holder"])
        note("assignment.taken-over", assignment, by, at, answer, holder=(old, by))
    else:
        note("assignment.declined", assignment, by, at, answer)
    if accept:
        title = say("%(person)s took over a task", person=by)
    else:
        title = say("%(person)s declined to take over a task", person=by)
    tell([handover.from_person], by, title, assignment, at, Kind.NEWS)
    return handover


@transaction.atomic
def withdraw_handover(handover: Handover, *, by: Person, at: datetime) -> Handover:
    """Take back one's own offer.

    Raises Refused when it was answered meanwhile or is another's.
    """
    handover = _locked(handover)
    refuse(rules.why_not_withdraw_handover(handover, reach=reach_of(by, on=day_of(at))))
    handover.state, handover.decided_at = Handover.State.WITHDRAWN, at
    handover.save(update_fields=["state", "decided_at"])
    note("assignment.offer-withdrawn", handover.assignment, by, at)
    return handover


@transaction.atomic
def appoint(
    assignment: Assignment, *, to: Person | None, reason: str, by: Person, at: datetime
) -> Assignment:
    """Say who of the unit is in charge from now on; None: anyone of the unit. An open offer ends with it.

    Raises Refused when the rules forbid it, `to` is not of the unit, or no reason is given.
    """
    assignment = locked(assignment)
    today = day_of(at)
    refuse(rules.why_not_appoint(assignment, reach=reach_of(by, on=today)))
    if to is not None:
        refuse(rules.why_not_appointed(assignment, to, to_reach=reach_of(to, on=today)))
    old, assignment.holder = assignment.holder, to
    assignment.save(update_fields=["holder"])
    assignment.handovers.filter(state=Handover.State.OFFERED).update(
        state=Handover.State.WITHDRAWN, decided_at=at, answer=_("Somebody was put in charge meanwhile.")
    )
    why = said(reason, gettext_lazy("Please say why somebody else is put in charge."))
    note("assignment.appointed", assignment, by, at, why, holder=(old, to))
    title = say("%(person)s has put you in charge of a task", person=by)
    if to is not None:
        tell([to], by, title, assignment, at, Kind.TO_DO)
    return assignment


def _locked(handover: Handover) -> Handover:
    """The offer as it stands now, behind the lock of its assignment: always in this order."""
    assignment = locked(handover.assignment)
    handover = Handover.objects.select_related("from_person").get(pk=handover.pk)
    handover.assignment = assignment
    return handover
