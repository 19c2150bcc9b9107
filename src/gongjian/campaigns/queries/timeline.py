"""What happened to an assignment, in words: read from its history, so that nothing is told twice or left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongjian.campaigns.models import Assignment
from gongjian.history.models import Entry

MOST = 300


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `by` is None when the system acted; `text` is what the person wrote."""

    verb: str
    at: datetime
    icon: str
    tone: str
    by: Model | None
    what: str
    text: str = ""


# Icon, tone, and the sentence that goes on from the person's name.
STEPS: Mapping[str, tuple[str, str, str | Promise]] = {
    "assignment.noted": ("message", "muted", gettext_lazy("noted")),
    "assignment.submitted": ("send", "info", gettext_lazy("submitted it as done")),
    "assignment.confirmed": ("circle-check", "ok", gettext_lazy("confirmed it")),
    "assignment.returned": ("arrow-back-up", "bad", gettext_lazy("returned it")),
    "assignment.time-asked": ("clock-plus", "warn", gettext_lazy("asked for time until %(due)s")),
    "assignment.time-granted": ("clock-check", "ok", gettext_lazy("granted more time until %(due)s")),
    "assignment.time-refused": ("clock-x", "bad", gettext_lazy("refused more time")),
    "assignment.time-withdrawn": ("clock-minus", "muted", gettext_lazy("took back the request for time")),
    "assignment.offered": (
        "arrows-exchange",
        "info",
        gettext_lazy("wants to hand it over to %(holder)s"),
    ),
    "assignment.taken-over": ("arrows-exchange", "ok", gettext_lazy("took it over")),
    "assignment.declined": ("arrows-exchange", "bad", gettext_lazy("declined to take it over")),
    "assignment.offer-withdrawn": ("arrows-exchange", "muted", gettext_lazy("took back the hand-over")),
    "assignment.appointed": ("user-check", "info", gettext_lazy("put %(holder)s in charge")),
    "assignment.passed-up": (
        "arrow-big-up-lines",
        "bad",
        gettext_lazy("passed it up to %(to)s, since %(due)s had passed"),
    ),
    "assignment.inherited": (
        "arrow-merge",
        "info",
        gettext_lazy("moved it to %(area)s, which has taken the place of the unit"),
    ),
    "assignment.called-off": ("ban", "muted", gettext_lazy("called it off")),
}


def timeline(assignment: Assignment) -> list[Event]:
    """Everything that happened, the newest first; of very much, the last 300 things. One query."""
    entries = Entry.objects.filter(
        subject_type=assignment._meta.label_lower, subject_id=str(assignment.pk)
    ).select_related("by")
    return [_event(entry) for entry in entries.order_by("-at", "-pk")[:MOST]]


def why_returned(events: Sequence[Event]) -> str:
    """What was said when it was last returned; empty when it never was."""
    return next((event.text for event in events if event.verb == "assignment.returned"), "")


def _event(entry: Entry) -> Event:
    if entry.verb.startswith("evidence."):
        return _of_evidence(entry)
    icon, tone, sentence = STEPS.get(entry.verb, ("point", "muted", entry.verb))
    if entry.verb == "assignment.appointed" and not entry.after.get("holder"):
        sentence = _("left it to anyone of the unit")
    return Event(entry.verb, entry.at, icon, tone, entry.by, str(sentence) % entry.after, entry.note)


def _of_evidence(entry: Entry) -> Event:
    files = entry.after.get("files", [])
    n = len(files)
    what = {
        "evidence.added": ngettext("added %(n)s file", "added %(n)s files", n),
        "evidence.used": ngettext("used %(n)s file again", "used %(n)s files again", n),
        "evidence.taken-off": _("took a file off"),
    }.get(entry.verb, entry.verb)
    return Event(entry.verb, entry.at, "paperclip", "muted", entry.by, what % {"n": n}, "\n".join(files))
