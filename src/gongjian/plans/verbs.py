"""The words of what happens to plans, for the history."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongjian.history.words import Field

HISTORY_VERBS: dict[str, str | Promise] = {
    "plan-document.uploaded": pgettext_lazy("history", "uploaded the plan document"),
    "plan-document.read": pgettext_lazy("history", "read the plan document"),
    "plan-document.unreadable": pgettext_lazy("history", "could not read the plan document"),
    "plan-document.reading-asked-for": pgettext_lazy("history", "asked to read anew the plan document"),
    "plan-document.read-anew": pgettext_lazy("history", "took over a new reading of the plan document"),
    "plan-document.rereading-dismissed": pgettext_lazy(
        "history", "threw away a new reading of the plan document"
    ),
    "plan-document.renamed": pgettext_lazy("history", "renamed the plan document"),
    "plan-document.deleted": pgettext_lazy("history", "deleted the plan document"),
    "plan.used": pgettext_lazy("history", "started something from the plan"),
    "plan-entry.accepted": pgettext_lazy("history", "accepted of a plan"),
    "plan-entry.rejected": pgettext_lazy("history", "rejected of a plan"),
    "plan-entry.restored": pgettext_lazy("history", "took back the decision on"),
    "plan-entry.corrected": pgettext_lazy("history", "corrected of a plan"),
    "plan-entry.added": pgettext_lazy("history", "added to a plan"),
    "plan-entry.merged": pgettext_lazy("history", "merged entries of the plan"),
    "plan-entry.split": pgettext_lazy("history", "split an entry of the plan"),
    "plan-entry.rest-accepted": pgettext_lazy("history", "accepted many entries at once of the plan"),
    "plan-entry.offer-taken": pgettext_lazy("history", "took the newer reading of"),
    "plan-entry.offer-declined": pgettext_lazy("history", "declined the newer reading of"),
    "plan-entry.undone": pgettext_lazy("history", "undid the last step in the plan"),
}
HISTORY_FIELDS: dict[str, Field] = {
    "plans.entry.words": Field(_("content")),
    "plans.plan.entries": Field(_("entries")),
}
