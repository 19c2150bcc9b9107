"""A list of areas: uploaded and checked, then confirmed and imported, all of it or nothing."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongjian.jobs.actions import enqueue
from gongjian.places import rules
from gongjian.places.actions.applying import apply, warm_up
from gongjian.places.actions.areas import refuse
from gongjian.places.imports.checking import check
from gongjian.places.imports.outcome import Outcome
from gongjian.places.imports.reading import read
from gongjian.places.imports.sheets import UnreadableSheetError
from gongjian.places.locking import lock_tree
from gongjian.places.models import Area, ImportDraft

if TYPE_CHECKING:
    from gongjian.people.models import Person
    from gongjian.people.reach import Reach

State = ImportDraft.State
Progress = Callable[[int, int], None]
# Up to here a list is checked while the person waits: some 3,000 rows, under two seconds.
AT_ONCE_BYTES = 120_000
# Lists nobody confirmed go after this.
KEPT = timedelta(days=7)


@transaction.atomic
def upload(
    *, base: Area | None, name: str, content: bytes, by: "Person", reach: "Reach", at: datetime
) -> ImportDraft:
    """Keep a list and have it checked: at once when it is short, in the background when it is long.

    The same file again, not yet imported, takes the place of the earlier one.
    raises   Refused when the person may not change the tree there.
    """
    refuse(rules.why_not_import(base, reach=reach))
    digest = hashlib.sha256(content).hexdigest()
    unfinished = ImportDraft.objects.filter(by=by).exclude(state__in=(State.DONE, State.IMPORTING))
    unfinished.filter(at__lt=at - KEPT).delete()
    unfinished.filter(base=base, sha256=digest).delete()
    draft = ImportDraft.objects.create(
        base=base, by=by, at=at, name=name[-200:], content=content, sha256=digest
    )
    if not _waits(draft, "check", {}, by=by, at=at):
        check_draft(draft.pk)
        draft.refresh_from_db()
    return draft


def check_draft(pk: int, *, progress: Progress = lambda done, total: None) -> ImportDraft:
    """Read the list and note what it would do. May be run again."""
    draft = ImportDraft.objects.select_related("base").get(pk=pk)
    if draft.state not in (State.CHECKING, State.READY, State.FAULTY, State.UNREADABLE):
        return draft
    try:
        outcome = check(read(bytes(draft.content)), draft.base, progress=progress)
    except UnreadableSheetError as error:
        draft.state, draft.message, draft.outcome, draft.fingerprint = State.UNREADABLE, str(error), {}, ""
    else:
        _note(draft, outcome)
        draft.message = ""
    draft.save(update_fields=["state", "message", "outcome", "fingerprint"])
    return draft


def _note(draft: ImportDraft, outcome: Outcome) -> None:
    draft.state = State.READY if outcome.is_sound else State.FAULTY
    draft.outcome, draft.fingerprint = outcome.as_json(), outcome.fingerprint()


@transaction.atomic
def confirm(
    draft: ImportDraft, *, fingerprint: str, correction: bool, by: "Person", reach: "Reach", at: datetime
) -> ImportDraft:
    """Import a list that was checked.

    fingerprint  of the preview that the person saw.
    correction   what is changed was wrong all along; else it holds from today.
    raises       Refused when the person may not, or the list is not ready.
    """
    draft = ImportDraft.objects.select_for_update(of=("self",)).select_related("base").get(pk=draft.pk)
    refuse(rules.why_not_confirm(draft, reach=reach))
    refuse(rules.why_not_as_previewed(draft, fingerprint))
    draft.state, draft.message = State.IMPORTING, ""
    draft.save(update_fields=["state", "message"])
    if not _waits(draft, "import", {"correction": correction}, by=by, at=at):
        run(draft.pk, correction=correction, by=by, reach=reach, at=at)
        draft.refresh_from_db()
    return draft


def run(
    pk: int,
    *,
    correction: bool,
    by: "Person",
    reach: "Reach",
    at: datetime,
    progress: Progress = lambda done, total: None,
) -> ImportDraft:
    """Do a confirmed import in one transaction, or show the new preview where the tree has changed since.

    Reading the file happens before the tree is locked: on SQLite nobody can write while it is.
    """
    draft = ImportDraft.objects.select_related("base").get(pk=pk)
    if draft.state != State.IMPORTING:
        return draft
    written = read(bytes(draft.content))
    warm_up(item.name for item in written.items)
    with transaction.atomic():
        lock_tree()
        draft.base = Area.objects.get(pk=draft.base_id) if draft.base_id else None
        outcome = check(written, draft.base)
        refusal = rules.why_not_import(draft.base, reach=reach)
        if refusal or outcome.fingerprint() != draft.fingerprint or not outcome.is_sound:
            _note(draft, outcome)
            draft.message = (
                str(refusal)
                if refusal
                else _(
                    "The tree has changed since you looked. Nothing was imported: "
                    "check the new preview and confirm again."
                )
            )
        else:
            apply(draft, outcome, correction=correction, by=by, at=at, progress=progress)
            draft.state, draft.finished_at, draft.message = State.DONE, at, ""
        draft.save(update_fields=["state", "message", "outcome", "fingerprint", "finished_at"])
    return draft


def failed(pk: int, sentence: str) -> None:
    """The background work did not get through: nothing was imported, and it can be asked for again."""
    ImportDraft.objects.filter(pk=pk, state=State.IMPORTING).update(state=State.READY, message=sentence[:300])
    ImportDraft.objects.filter(pk=pk, state=State.CHECKING).update(
        state=State.UNREADABLE, message=sentence[:300]
    )


@transaction.atomic
def discard(draft: ImportDraft, *, by: "Person", at: datetime) -> None:
    """Forget a list that is not to be imported.

    raises   Refused when it was imported.
    """
    draft = ImportDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    refuse(rules.why_not_discard(draft))
    draft.delete()


def _waits(draft: ImportDraft, what: str, arguments: dict[str, Any], *, by: "Person", at: datetime) -> bool:
    """Put a long list into the background (`places.jobs`); whether it is one."""
    if len(draft.content) <= AT_ONCE_BYTES:
        return False
    waiting = enqueue(
        f"places.{what}",
        {"draft": draft.pk} | arguments,
        by=by,
        at=at,
        title=draft.name,
        url=draft.get_absolute_url(),
        key=f"places.{what}:{draft.pk}",
    )
    draft.job = waiting.pk
    draft.save(update_fields=["job"])
    return True
