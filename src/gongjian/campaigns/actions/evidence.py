"""Evidence: kept once by an area, used by as many assignments and item checks as it serves."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns.actions.assignments import add_note, begin, submit
from gongjian.campaigns.actions.lock import refuse
from gongjian.campaigns.actions.on_assignment import Changed, locked
from gongjian.campaigns.models import Assignment, Evidence, EvidenceUse, ItemCheck
from gongjian.campaigns.rules import work as rules
from gongjian.files import actions as files
from gongjian.history.actions import record
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person
from gongjian.people.reach import Reach, reach_of
from gongjian.places.models import Area

Served = Assignment | ItemCheck
CAPTION = 200


@transaction.atomic
def add(
    served: Served,
    *,
    uploads: Sequence[File],  # type: ignore[type-arg]
    caption: str = "",
    happened_on: date | None = None,
    keep_location: bool = False,
    by: Person,
    at: datetime,
) -> list[Evidence]:
    """Keep the files and let them serve; a file the area has already is used again, not kept twice.

    All or nothing: Refused names the first file that cannot be taken and what is wrong with it.
    """
    served, area, changed = _ready(served, by, at)
    if happened_on is not None and happened_on > day_of(at):
        raise Refused(Refusal("future", _("What the evidence shows cannot lie in the future.")))
    kept = []
    for upload in uploads:
        with _naming(upload, of=len(uploads)):
            file = files.keep(upload, by=by, at=at, area_path=area.path, keep_location=keep_location)
        # Locked, so that nobody takes its last use off while it gets a new one.
        evidence, _created = Evidence.objects.select_for_update().get_or_create(
            area=area,
            sha256=file.sha256,
            defaults={
                "area_path": area.path,
                "file": file,
                "caption": caption.strip()[:CAPTION],
                "happened_on": happened_on,
                "by": by,
                "at": at,
            },
        )
        _use(evidence, served, by, at)
        kept.append(evidence)
    _record("evidence.added", served, area, by, at, [str(piece.file) for piece in kept], changed)
    return kept


@contextmanager
def _naming(upload: File, *, of: int) -> Iterator[None]:  # type: ignore[type-arg]
    """Say which of several files was refused."""
    try:
        yield
    except Refused as refused:
        if of == 1:
            raise
        text = _("%(file)s: %(reason)s") % {"file": upload.name, "reason": refused}
        raise Refused(Refusal(refused.refusal.code, text)) from refused


@transaction.atomic
def report(
    assignment: Assignment,
    *,
    text: str,
    uploads: Sequence[File],  # type: ignore[type-arg]
    happened_on: date | None = None,
    keep_location: bool = False,
    submitting: bool = False,
    by: Person,
    at: datetime,
) -> None:
    """Say what was done and add the files that show it, in one go; with `submitting` also say that it is done.

    All or nothing: Refused when there is neither a word nor a file, or any part of it is refused.
    """
    if uploads:
        add(
            assignment,
            uploads=uploads,
            caption=text,
            happened_on=happened_on,
            keep_location=keep_location,
            by=by,
            at=at,
        )
    if submitting:
        submit(assignment, text=text, by=by, at=at)
    elif text.strip() or not uploads:
        add_note(assignment, text=text, by=by, at=at)


@transaction.atomic
def use_again(pieces: Sequence[Evidence], served: Served, *, by: Person, at: datetime) -> list[EvidenceUse]:
    """Let evidence that is there serve one more thing.

    All or nothing: Refused when the rules forbid it, nothing was chosen, or a piece is another unit's or gone.
    """
    served, area, changed = _ready(served, by, at)
    reach = reach_of(by, on=day_of(at))
    chosen = Evidence.objects.select_for_update(of=("self",)).select_related("file")
    found = list(chosen.filter(pk__in=[piece.pk for piece in pieces]).order_by("pk"))
    if not found:
        raise Refused(Refusal("none_chosen", _("Choose at least one piece of evidence.")))
    if len(found) < len(set(pieces)):
        raise Refused(rules.MOVED_ON)
    for piece in found:
        refuse(rules.why_not_use(piece, area.path, reach=reach))
    uses = [_use(piece, served, by, at) for piece in found]
    _record("evidence.used", served, area, by, at, [str(piece) for piece in found], changed)
    return uses


@transaction.atomic
def take_off(use: EvidenceUse, *, by: Person, at: datetime) -> None:
    """Let a piece of evidence no longer serve this; one that serves nothing any more goes with its last use.

    Raises Refused when the rules forbid it, or somebody else has taken it off meanwhile.
    """
    served, area = _to_take_off(use, by, at)
    # Locked, so that of its two last uses taken off at once the second takes the evidence along.
    evidence = (
        Evidence.objects.select_for_update(of=("self",)).filter(uses=use).select_related("file").first()
    )
    if evidence is None:
        raise Refused(rules.MOVED_ON)
    use.delete()
    _record("evidence.taken-off", served, area, by, at, [str(evidence)], {})
    if not evidence.uses.exists():
        evidence.delete()


def _ready(served: Served, by: Person, at: datetime) -> tuple[Served, Area, Changed]:
    """The served record, locked and allowed to be changed, the area whose evidence it is, and what began."""
    reach = reach_of(by, on=day_of(at))
    if isinstance(served, ItemCheck):
        check = _check(served, reach)
        return check, check.area, {}
    assignment = locked(served)
    refuse(rules.why_not_add(assignment, reach=reach))
    return assignment, _area_of(assignment), begin(assignment, reach)


def _to_take_off(use: EvidenceUse, by: Person, at: datetime) -> tuple[Served, Area]:
    reach = reach_of(by, on=day_of(at))
    if use.item_check is not None:
        check = _check(use.item_check, reach)
        return check, check.area
    assert use.assignment is not None  # noqa: S101 - the database holds that a use serves exactly one thing
    assignment = locked(use.assignment)
    refuse(rules.why_not_take_off(assignment, added_by=use.by_id, reach=reach))
    return assignment, _area_of(assignment)


def _check(check: ItemCheck, reach: Reach) -> ItemCheck:
    """The answer as it stands now, locked, when the person may change it."""
    found = ItemCheck.objects.select_for_update(of=("self",)).select_related("campaign", "area", "item")
    check = found.get(pk=check.pk)
    refuse(rules.why_not_check(check.campaign, check.area, reach=reach))
    return check


def _area_of(assignment: Assignment) -> Area:
    """A department's and a person's evidence is kept where they stand."""
    return assignment.area or Area.objects.get(path=assignment.area_path)


def _use(evidence: Evidence, served: Served, by: Person, at: datetime) -> EvidenceUse:
    field = "assignment" if isinstance(served, Assignment) else "item_check"
    use, _created = EvidenceUse.objects.get_or_create(
        evidence=evidence, **{field: served}, defaults={"by": by, "at": at}
    )
    return use


def _record(
    verb: str, served: Served, area: Area, by: Person, at: datetime, names: list[str], changed: Changed
) -> None:
    before = {name: old for name, (old, _new) in changed.items()}
    after = {name: new for name, (_old, new) in changed.items()}
    record(verb, served, by=by, at=at, area_path=area.path, before=before, after={**after, "files": names})
