"""When a list of areas can be imported."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gongjian.kernel.refusal import Refusal
from gongjian.places.models import Area, ImportDraft
from gongjian.places.rules.rights import ended, why_not_manage

if TYPE_CHECKING:
    from gongjian.people.reach import Reach


def why_not_import(base: Area | None, *, reach: "Reach") -> Refusal | None:
    """Whether a list can be imported under `base`."""
    return why_not_manage(base, reach=reach) or (ended(base) if base and not base.is_current else None)


def why_not_confirm(draft: ImportDraft, *, reach: "Reach") -> Refusal | None:
    if refusal := why_not_import(draft.base, reach=reach):
        return refusal
    if draft.state == ImportDraft.State.DONE:
        return Refusal("imported", _("This list has been imported already."))
    if draft.state == ImportDraft.State.IMPORTING:
        return Refusal("importing", _("This list is being imported just now."))
    if draft.state != ImportDraft.State.READY:
        return Refusal("not_ready", _("Correct what is marked in the file and upload it again."))
    return None


def why_not_as_previewed(draft: ImportDraft, fingerprint: str) -> Refusal | None:
    if fingerprint == draft.fingerprint:
        return None
    return Refusal(
        "stale_preview",
        _("The list was checked anew since you looked. Look at the preview and confirm again."),
    )


def why_not_discard(draft: ImportDraft) -> Refusal | None:
    if draft.state in (ImportDraft.State.DONE, ImportDraft.State.IMPORTING):
        return Refusal("imported", _("A list that was imported is kept as proof of what it brought."))
    return None
