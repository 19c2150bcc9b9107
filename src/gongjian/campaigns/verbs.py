"""What the history's verbs of campaigns say to people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.campaigns.models import Assignment, ItemCheck
from gongjian.campaigns.queries.checks import UNANSWERED
from gongjian.history.words import Field

HISTORY_VERBS: dict[str, str | Promise] = {
    "campaign.started": pgettext_lazy("history", "started a campaign"),
    "campaign.drafted": pgettext_lazy("history", "drafted a campaign"),
    "campaign.begun": pgettext_lazy("history", "began a campaign"),
    "campaign.edited": pgettext_lazy("history", "changed a campaign"),
    "campaign.closed": pgettext_lazy("history", "closed a campaign"),
    "campaign.cancelled": pgettext_lazy("history", "cancelled a campaign"),
    "campaign.inherited": pgettext_lazy(
        "history", "moved a campaign to the area that took the place of another"
    ),
    "phase.added": pgettext_lazy("history", "added a phase"),
    "phase.edited": pgettext_lazy("history", "changed a phase"),
    "phase.removed": pgettext_lazy("history", "took out a phase"),
    "task.added": pgettext_lazy("history", "added a task"),
    "task.edited": pgettext_lazy("history", "changed a task"),
    "task.cancelled": pgettext_lazy("history", "cancelled a task"),
    "task.restored": pgettext_lazy("history", "took up a task again"),
    "task.assigned": pgettext_lazy("history", "gave a task to units"),
    "task.unassigned": pgettext_lazy("history", "took a task away from a unit"),
    "leftover.used": pgettext_lazy("history", "made a task of what was left of the plan"),
    "name.bound": pgettext_lazy("history", "bound a name of the plan"),
    "body.added": pgettext_lazy("history", "added a body"),
    "body.edited": pgettext_lazy("history", "changed a body"),
    "body.removed": pgettext_lazy("history", "took out a body"),
    "membership.added": pgettext_lazy("history", "gave a seat in a body"),
    "membership.edited": pgettext_lazy("history", "corrected a seat in a body"),
    "membership.succeeded": pgettext_lazy("history", "passed a seat in a body on"),
    "membership.ended": pgettext_lazy("history", "ended a seat in a body"),
    "membership.inherited": pgettext_lazy(
        "history", "passed a seat in a body on to the area that took the place of another"
    ),
    "pairing.added": pgettext_lazy("history", "paired someone with a place"),
    "pairing.edited": pgettext_lazy("history", "changed a pairing"),
    "pairing.inherited": pgettext_lazy(
        "history", "moved a pairing to the area that took the place of another"
    ),
    "visit.noted": pgettext_lazy("history", "noted a visit"),
    "problem.solved": pgettext_lazy("history", "solved a problem of a visit"),
    "batch.added": pgettext_lazy("history", "added a batch"),
    "batch.edited": pgettext_lazy("history", "changed a batch"),
    "batch.removed": pgettext_lazy("history", "took out a batch"),
    "batch.chosen": pgettext_lazy("history", "chose the communities of a batch"),
    "batch.reached": pgettext_lazy("history", "judged whether a community has got there"),
    "batch.inherited": pgettext_lazy(
        "history", "passed a place in a batch on to the area that took the place of another"
    ),
    "target.added": pgettext_lazy("history", "added a target"),
    "target.edited": pgettext_lazy("history", "changed a target"),
    "target.removed": pgettext_lazy("history", "took out a target"),
    "target.tallied": pgettext_lazy("history", "noted what a target stands at"),
    "cadence.added": pgettext_lazy("history", "added a cadence"),
    "cadence.edited": pgettext_lazy("history", "changed a cadence"),
    "cadence.removed": pgettext_lazy("history", "took out a cadence"),
    "assignment.noted": pgettext_lazy("history", "noted something on a task"),
    "assignment.submitted": pgettext_lazy("history", "submitted a task as done"),
    "assignment.confirmed": pgettext_lazy("history", "confirmed a task"),
    "assignment.returned": pgettext_lazy("history", "returned a task"),
    "assignment.time-asked": pgettext_lazy("history", "asked for more time"),
    "assignment.time-granted": pgettext_lazy("history", "granted more time"),
    "assignment.time-refused": pgettext_lazy("history", "refused more time"),
    "assignment.time-withdrawn": pgettext_lazy("history", "took back a request for time"),
    "assignment.offered": pgettext_lazy("history", "offered a task to a colleague"),
    "assignment.taken-over": pgettext_lazy("history", "took over a task"),
    "assignment.declined": pgettext_lazy("history", "declined to take over a task"),
    "assignment.offer-withdrawn": pgettext_lazy("history", "took back an offered task"),
    "assignment.appointed": pgettext_lazy("history", "put somebody in charge of a task"),
    "assignment.passed-up": pgettext_lazy("history", "passed up an overdue task"),
    "assignment.inherited": pgettext_lazy(
        "history", "moved a task to the area that took the place of another"
    ),
    "assignment.called-off": pgettext_lazy("history", "called off a task, as areas were reorganised"),
    "duty.inherited": pgettext_lazy("history", "passed a duty on to the area that took the place of another"),
    "evidence.added": pgettext_lazy("history", "added evidence"),
    "evidence.used": pgettext_lazy("history", "used evidence again"),
    "evidence.taken-off": pgettext_lazy("history", "took evidence off"),
    "item.checked": pgettext_lazy("history", "answered an item of the self-check"),
}

HISTORY_FIELDS: dict[str, Field] = {
    "campaigns.assignment.files": Field(_("files")),
    "campaigns.itemcheck.show": Field(
        ItemCheck._meta.get_field("state").verbose_name,
        [*ItemCheck.State.choices, (UNANSWERED, pgettext_lazy("self-check", "Not answered"))],
    ),
    "campaigns.itemcheck.files": Field(_("files")),
    "campaigns.assignment.to": Field(_("passed up to")),
    "campaigns.campaign.phases": Field(_("phases")),
    "campaigns.campaign.bodies": Field(_("bodies")),
    "campaigns.campaign.items": Field(_("standard items")),
    "campaigns.campaign.tasks": Field(_("tasks")),
    "campaigns.campaign.batches": Field(_("batches")),
    "campaigns.campaign.targets": Field(_("targets")),
    "campaigns.campaign.cadences": Field(_("cadences")),
    "campaigns.campaign.deadlines": Field(_("deadlines")),
    "campaigns.campaign.duties": Field(_("duties")),
    "campaigns.campaign.memberships": Field(_("memberships")),
    "campaigns.campaign.pairings": Field(_("pairings")),
    "campaigns.campaign.assignments": Field(_("assignments")),
    "campaigns.campaign.leftovers": Field(_("leftovers")),
    "campaigns.campaign.name": Field(_("name as written")),
    "campaigns.campaign.means": Field(_("who that is")),
    "campaigns.campaign.places": Field(_("places it stood in")),
    "campaigns.phase.tasks_moved": Field(_("tasks that moved with it")),
    "campaigns.task.tasks": Field(_("tasks")),
    "campaigns.task.units": Field(_("units")),
    "campaigns.task.unit": Field(_("unit")),
    "campaigns.task.part": Field(_("part"), Assignment.Part.choices),
    "campaigns.task.state": Field(_("state"), Assignment.State.choices),
    "campaigns.membership.body": Field(_("body")),
    "campaigns.pairing.area": Field(_("place")),
    "campaigns.pairing.on": Field(_("on the day")),
    "campaigns.pairing.problems": Field(_("problems")),
    "campaigns.pairing.problem": Field(_("problem")),
    "campaigns.pairing.solution": Field(_("how it was solved")),
    "campaigns.batch.in": Field(_("taken in")),
    "campaigns.batch.out": Field(_("taken out")),
    "campaigns.batch.all": Field(_("communities in all")),
    "campaigns.batch.area": Field(_("community")),
    "campaigns.batch.reached_on": Field(_("reached on")),
    "campaigns.target.on": Field(_("on the day")),
    "campaigns.target.value": Field(_("value")),
}
