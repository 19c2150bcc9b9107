"""May this person do this to a plan now? Once, for the button, the form and the action."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from gongjian.engines.plans.readers.limits import FILE_BYTES
from gongjian.kernel.refusal import Refusal
from gongjian.people.reach import Reach
from gongjian.people.roles import Capability
from gongjian.places.models import Area
from gongjian.plans.models import (
    MOVES,
    STANDING,
    Change,
    Entry,
    EntryKind,
    EntryState,
    Plan,
    PlanDocument,
)
from gongjian.plans.presenting import role_name

CHANGED_MEANWHILE = "changed_meanwhile"
GONE = Refusal(
    "gone", _("This entry is no longer there: the document was read anew. Please load the page again.")
)
WARNING_IS_NOT_CORRECTED = Refusal(
    "warning_is_not_corrected", _("A query is answered by accepting it as settled or by rejecting it.")
)
NOT_AN_ITEM = Refusal("not_an_item", _("Only an item that stands can be set in or out."))
NOTHING_ABOVE = Refusal("nothing_above", _("There is no item before this one that it could go under."))
ALREADY_ON_TOP = Refusal("already_on_top", _("This item already stands at the top."))
NOTHING_TO_ACCEPT = Refusal(
    "nothing_to_accept", _("Nothing is left to accept at once: what is open has a query on its words.")
)
NO_OFFER = Refusal("no_offer", _("Nothing is offered for this entry any more."))
NO_REREADING = Refusal("no_rereading", _("No new reading of this document waits to be taken over."))
UNDO_TOO_LATE = Refusal(
    "undo_too_late", _("Someone has changed these entries since. Change them one by one instead.")
)


def why_not_upload(area: Area, *, reach: Reach) -> Refusal | None:
    if not reach.may(Capability.PLAN, area.path):
        return Refusal(
            "not_planner", _("You cannot upload plans for this area. Choose one that you plan for.")
        )
    if not area.is_current:
        return Refusal("area_ended", _("This area no longer exists. Choose the one that took its place."))
    return None


def most_bytes() -> int:
    """How large a plan document may be: what the reader takes, or less where the deployment takes less."""
    return min(FILE_BYTES, settings.UPLOAD_MAX_BYTES)


def why_not_size(size: int) -> Refusal | None:
    """Said before the file is kept: one that is kept and then not read would only be in the way."""
    if size <= most_bytes():
        return None
    text = _(
        "This file has %(size)s; %(limit)s are taken at most. Please make its pictures smaller or take them out, "
        "or split it."
    ) % {"size": filesizeformat(size), "limit": filesizeformat(most_bytes())}
    return Refusal("file_large", text)


def why_not_edit(document: PlanDocument, *, reach: Reach) -> Refusal | None:
    """Whether the person may have a document read again, rename it, and review its plans."""
    return _why_not_work_on(document.area_path, reach)


def why_not_review(plan: Plan, *, reach: Reach) -> Refusal | None:
    return _why_not_work_on(plan.area_path, reach)


def _why_not_work_on(area_path: str, reach: Reach) -> Refusal | None:
    if not reach.may(Capability.PLAN, area_path):
        return Refusal(
            "not_planner", _("You may look at this plan, but only those who plan for its area can review it.")
        )
    return None


def why_not_read_again(document: PlanDocument, *, reach: Reach) -> Refusal | None:
    if refusal := why_not_edit(document, reach=reach):
        return refusal
    if document.is_being_read:
        return Refusal("being_read", _("This document is just being read. Please wait until that is done."))
    return None


def why_not_delete(document: PlanDocument, *, reach: Reach) -> Refusal | None:
    if refusal := why_not_edit(document, reach=reach):
        return refusal
    if document.plans.filter(used_at__isnull=False).exists():
        return Refusal("in_use", _("A campaign was started from this document, so it stays."))
    return None


def why_not_change(entry: Entry, version: int) -> Refusal | None:
    """`version` is the one the person was shown: another may have changed the entry since."""
    if entry.version != version:
        return Refusal(
            CHANGED_MEANWHILE,
            _("%(name)s changed this entry meanwhile. Here is how it stands now; nothing of yours was saved.")
            % {"name": entry.changed_by or _("Someone")},
        )
    return None


def why_not_move(entry: Entry, to: str) -> Refusal | None:
    if to == entry.state != EntryState.CORRECTED:
        return Refusal("already", _("This entry already stands like that."))
    if to not in MOVES[entry.state]:
        return Refusal("no_such_move", _("Take this entry back first, then change it."))
    return None


def why_not_correct(entry: Entry) -> Refusal | None:
    if entry.kind == EntryKind.WARNING:
        return WARNING_IS_NOT_CORRECTED
    return why_not_move(entry, EntryState.CORRECTED)


def why_not_merge(entry: Entry, other: Entry) -> Refusal | None:
    if entry.pk == other.pk or entry.plan_id != other.plan_id:
        return Refusal("merge_other_plan", _("Choose another entry of this plan to merge with."))
    if entry.kind != other.kind or entry.kind == EntryKind.WARNING:
        return Refusal("merge_other_kind", _("Only entries of one kind can be merged."))
    if entry.state not in STANDING or other.state not in STANDING:
        return Refusal(
            "merge_not_standing", _("A rejected or merged entry cannot be merged. Take it back first.")
        )
    return _why_unlike(entry, other)


def _why_unlike(entry: Entry, other: Entry) -> Refusal | None:
    """Two duties of different words, or chapters of different subjects, say different things."""
    if entry.kind == EntryKind.DUTY and len({entry.data["role"], other.data["role"]} - {""}) > 1:
        words = {"one": entry.data["role"], "other": other.data["role"]}
        text = _("“%(one)s” and “%(other)s” are different duties. Correct one of them first, then merge.")
        return Refusal("merge_unlike", text % words)
    if entry.kind == EntryKind.ITEM:
        roles = {entry.data["role"], other.data["role"]} - {None, "", "other"}
        if len(roles) > 1:
            words = {"one": role_name(entry.data["role"]), "other": role_name(other.data["role"])}
            text = _(
                "“%(one)s” and “%(other)s” are different chapters. Correct the role of one first, then merge."
            )
            return Refusal("merge_unlike", text % words)
    return None


def why_not_split(entry: Entry, at: int) -> Refusal | None:
    if entry.kind == EntryKind.WARNING or entry.state not in STANDING:
        return Refusal("split_not_standing", _("Only an entry that stands can be split."))
    if entry.start is None or entry.end is None or not entry.start < at < entry.end:
        return Refusal("split_outside", _("Choose a place inside the words of the entry to split it at."))
    return None


def why_not_undo(change: Change | None) -> Refusal | None:
    if change is None:
        return Refusal("nothing_to_undo", _("There is nothing of yours left to undo in this plan."))
    return None
