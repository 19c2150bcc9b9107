"""A list of areas: uploaded and checked, then confirmed and imported, all of it or nothing."""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongjian.history.actions import record
from gongjian.kernel import paths
from gongjian.kernel.clock import day_of
from gongjian.places import names, queries, rules
from gongjian.places.actions import placing
from gongjian.places.actions.areas import AMENDED, difference, put, refuse
from gongjian.places.imports.checking import Outcome, Placed, Written, check, read
from gongjian.places.imports.sheets import UnreadableSheetError
from gongjian.places.locking import lock_tree
from gongjian.places.models import Area, Change, ImportDraft
from gongjian.places.signals import draft_waits

if TYPE_CHECKING:
    from gongjian.people.models import Person
    from gongjian.people.reach import Reach

State = ImportDraft.State
Progress = Callable[[int, int], None]
# Up to here a list is checked while the person waits: some 3,000 rows, under two seconds.
AT_ONCE_BYTES = 120_000
# Lists nobody confirmed go after this.
KEPT = timedelta(days=7)
BATCH = 2_000


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
    for item in written.items:
        _initials(item.name)
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
            _apply(draft, outcome, written, correction=correction, by=by, at=at, progress=progress)
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
    """Whether somebody took the work over, to be done in the background."""
    if len(draft.content) <= AT_ONCE_BYTES:
        return False
    answers = draft_waits.send(sender=ImportDraft, draft=draft, what=what, arguments=arguments, by=by, at=at)
    jobs = [job for _receiver, job in answers if job]
    if jobs:
        draft.job = jobs[0]
        draft.save(update_fields=["job"])
    return bool(jobs)


# --- Doing it ---------------------------------------------------------------------------------------------
# A list of 100,000 grids has a few thousand different names.
_initials = lru_cache(maxsize=20_000)(names.initials)


def _apply(
    draft: ImportDraft,
    outcome: Outcome,
    written: Written,
    *,
    correction: bool,
    by: "Person",
    at: datetime,
    progress: Progress,
) -> None:
    _add(outcome.added, at, progress)
    _change(outcome.changed, draft, correction=correction, by=by, at=at)
    record(
        "areas.imported",
        draft,
        by=by,
        at=at,
        area_path=draft.base.path if draft.base else paths.ROOT,
        after={
            "added": len(outcome.added),
            "changed": len(outcome.changed),
            "unchanged": outcome.unchanged,
            "sha256": draft.sha256,
        },
        note=draft.name,
    )


def _add(added: list[Placed], at: datetime, progress: Progress) -> None:
    """Make the new areas, level by level, so that each finds the row it stands under."""
    made: dict[int, Area] = {}
    numbers: dict[str, int] = {}
    on = day_of(at)
    last = Area.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    levels: dict[int, list[Placed]] = defaultdict(list)
    for placed in added:
        levels[placed.depth].append(placed)
    for depth in sorted(levels):
        for start in range(0, len(levels[depth]), BATCH):
            some = levels[depth][start : start + BATCH]
            areas = Area.objects.bulk_create(_new(placed, made, numbers, on) for placed in some)
            made.update(zip(map(id, some), areas, strict=True))
            progress(len(made), len(added))
    placing.begin_all_after(last, on=on)


def _new(placed: Placed, made: dict[int, Area], numbers: dict[str, int], on: date) -> Area:
    above = made.get(id(placed.above)) if placed.above else None
    parent: int | None
    if above is not None:
        under, parent = above.path, above.pk
        numbers.setdefault(under, 1)
    else:
        under, parent = (placed.under.path, placed.under.pk) if placed.under else (paths.ROOT, None)
        if under not in numbers:
            numbers[under] = queries.next_number(under)
    number = numbers[under]
    numbers[under] += 1
    item = placed.item
    return Area(
        kind=item.kind,
        name=item.name,
        initials=_initials(item.name),
        code=item.code,
        settlement=item.settlement,
        parent_id=parent,
        path=under + paths.segment(number),
        valid_from=on,
    )


def _change(
    changed: list[Placed], draft: ImportDraft, *, correction: bool, by: "Person", at: datetime
) -> None:
    areas = Area.objects.in_bulk([placed.known.pk for placed in changed if placed.known])
    renamed = []
    for placed in changed:
        assert placed.known is not None  # noqa: S101 - only what is there can change
        area = areas[placed.known.pk]
        wanted = {field: getattr(area, field) for field in AMENDED}
        wanted.update({field: value for field, (_was, value) in placed.changes().items()})
        before, after = difference(area, wanted)
        # Filling in what was blank is no event in the life of an area.
        fills = all(not before[field] for field in after)
        put(area, wanted, correction=correction or fills, at=at)
        if not (correction or fills) and {"name", "kind"} & after.keys():
            renamed.append(area)
        verb = "area.corrected" if correction or fills else "area.amended"
        record(verb, area, by=by, at=at, area_path=area.path, before=before, after=after, note=draft.name)
    if renamed:
        change = Change.objects.create(
            what=Change.What.RENAME,
            on=day_of(at),
            by=by,
            at=at,
            reason=draft.name,
            summary={"subjects": [area.name for area in renamed]},
        )
        change.areas.set(renamed)
