"""More time for one assignment: asked for with a reason, decided above."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.actions.lock import refuse
from gongjian.campaigns.actions.on_assignment import locked, note, said, tell
from gongjian.campaigns.models import Assignment, Extension
from gongjian.campaigns.queries import people as around
from gongjian.campaigns.rules import work as rules
from gongjian.inbox.models import Kind
from gongjian.inbox.words import say
from gongjian.kernel.clock import day_of
from gongjian.people.models import Person
from gongjian.people.reach import reach_of


@transaction.atomic
def ask_time(assignment: Assignment, *, new_due: date, reason: str, by: Person, at: datetime) -> Extension:
    """Ask for a later date; somebody above decides. Until then the present date holds.

    Raises Refused when the rules forbid it, the date is no later one, or no reason is given.
    """
    assignment = locked(assignment)
    today = day_of(at)
    refuse(rules.why_not_ask_time(assignment, reach=reach_of(by, on=today)))
    refuse(rules.why_not_until(assignment, new_due, today=today))
    assert assignment.due is not None  # noqa: S101 - the rule has refused a task without a date
    extension = Extension.objects.create(
        assignment=assignment,
        reason=said(reason, _("Please say why more time is needed.")),
        old_due=assignment.due,
        new_due=new_due,
        asked_by=by,
        asked_at=at,
    )
    note("assignment.time-asked", assignment, by, at, reason, due=(assignment.due, new_due))
    title = say("%(unit)s asks for more time", unit=assignment.unit)
    tell(around.above(assignment, today), by, title, assignment, at, Kind.TO_DO)
    return extension


@transaction.atomic
def decide_time(
    extension: Extension, *, grant: bool, answer: str = "", by: Person, at: datetime
) -> Extension:
    """Grant or refuse more time; granted, the assignment's own date moves.

    Raises Refused when the rules forbid it (who asks does not decide), a refusal gives no reason, or the date
    asked for makes no sense any more.
    """
    extension = _locked(extension)
    assignment = extension.assignment
    today = day_of(at)
    refuse(rules.why_not_decide_time(extension, reach=reach_of(by, on=today)))
    extension.answer = answer.strip() if grant else said(answer, _("When you refuse it, write down why."))
    extension.state = Extension.State.GRANTED if grant else Extension.State.REFUSED
    extension.decided_by, extension.decided_at = by, at
    if grant:
        refuse(rules.why_not_until(assignment, extension.new_due, today=today))
        due = (assignment.due, extension.new_due)
        assignment.due = extension.new_due
        assignment.save(update_fields=["due"])
        note("assignment.time-granted", assignment, by, at, answer, due=due)
    else:
        note("assignment.time-refused", assignment, by, at, answer)
    extension.save(update_fields=["answer", "state", "decided_by", "decided_at"])
    title = say("More time was granted") if grant else say("More time was refused")
    tell([extension.asked_by], by, title, assignment, at, Kind.NEWS)
    return extension


@transaction.atomic
def withdraw_time(extension: Extension, *, by: Person, at: datetime) -> Extension:
    """Take back one's own request.

    Raises Refused when it was decided meanwhile or is another's.
    """
    extension = _locked(extension)
    refuse(rules.why_not_withdraw_time(extension, reach=reach_of(by, on=day_of(at))))
    extension.state, extension.decided_at = Extension.State.WITHDRAWN, at
    extension.save(update_fields=["state", "decided_at"])
    note("assignment.time-withdrawn", extension.assignment, by, at)
    return extension


def _locked(extension: Extension) -> Extension:
    """The request as it stands now, behind the lock of its assignment: always in this order."""
    assignment = locked(extension.assignment)
    extension = Extension.objects.select_related("asked_by").get(pk=extension.pk)
    extension.assignment = assignment
    return extension
