"""Evidence: kept once by an area, used by as many assignments and item checks as it serves."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongjian.campaigns import rules_of_work as rules
from gongjian.campaigns.actions.assignments import add_note, begin, locked, submit
from gongjian.campaigns.models import Assignment, Evidence, EvidenceUse, ItemCheck
from gongjian.files import actions as files
from gongjian.history.actions import record
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person
from gongjian.people.reach import Reach, reach_of
from gongjian.people.roles import Capability
from gongjian.places.models import Area

Served = Assignment | ItemCheck


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

    All or nothing: Refused names what is wrong with the first file that cannot be taken.
    """
    served, area = _ready(served, by, at)
    if happened_on is not None and happened_on > day_of(at):
        raise Refused(Refusal("future", _("What the evidence shows cannot lie in the future.")))
    kept = []
    for upload in uploads:
        file = files.keep(upload, by=by, at=at, area_path=area.path, keep_location=keep_location)
        evidence, _created = Evidence.objects.get_or_create(
            area=area,
            sha256=file.sha256,
            defaults={
                "area_path": area.path,
                "file": file,
                "caption": caption.strip(),
                "happened_on": happened_on,
                "by": by,
                "at": at,
            },
        )
        _use(evidence, served, by, at)
        kept.append(evidence)
    _record("evidence.added", served, area, by, at, [str(evidence.file.name) for evidence in kept])
    return kept


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
            caption=text[:200],
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
def use_again(evidence: Evidence, served: Served, *, by: Person, at: datetime) -> EvidenceUse:
    """Let a piece of evidence that is there serve one more thing.

    Raises Refused when the rules forbid it or the evidence is another unit's.
    """
    served, area = _ready(served, by, at)
    if not reach_of(by, on=day_of(at)).may(Capability.VIEW, evidence.area_path):
        raise Refused(Refusal("not_your_evidence", _("This evidence belongs to another unit.")))
    use = _use(evidence, served, by, at)
    _record("evidence.used", served, area, by, at, [str(evidence)])
    return use


@transaction.atomic
def take_off(use: EvidenceUse, *, by: Person, at: datetime) -> None:
    """Let a piece of evidence no longer serve this; one that serves nothing is gone with its last use.

    Raises Refused when the rules forbid it.
    """
    served, area = _ready(use.assignment or use.item_check, by, at)
    evidence = use.evidence
    use.delete()
    _record("evidence.taken-off", served, area, by, at, [str(evidence)])
    if not evidence.uses.exists():
        evidence.delete()


def _ready(served: Served | None, by: Person, at: datetime) -> tuple[Served, Area]:
    """The served record, locked and allowed to be changed, and the area whose evidence it is."""
    reach = reach_of(by, on=day_of(at))
    if isinstance(served, Assignment):
        assignment = locked(served)
        _refuse(rules.why_not_add(assignment, reach=reach))
        begin(assignment)
        return assignment, _area_of(assignment, reach)
    assert served is not None  # noqa: S101 - the database holds that a use serves exactly one thing
    check = ItemCheck.objects.select_related("campaign", "area").get(pk=served.pk)
    _refuse(rules.why_not_check(check.campaign, check.area, reach=reach))
    return check, check.area


def _area_of(assignment: Assignment, reach: Reach) -> Area:
    """A department's and a person's evidence is kept where they stand."""
    return assignment.area or Area.objects.get(path=assignment.area_path)


def _refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise Refused(refusal)


def _use(evidence: Evidence, served: Served, by: Person, at: datetime) -> EvidenceUse:
    field = "assignment" if isinstance(served, Assignment) else "item_check"
    use, _created = EvidenceUse.objects.get_or_create(
        evidence=evidence, **{field: served}, defaults={"by": by, "at": at}
    )
    return use


def _record(verb: str, served: Served, area: Area, by: Person, at: datetime, names: list[str]) -> None:
    record(verb, served, by=by, at=at, area_path=area.path, after={"files": names})
