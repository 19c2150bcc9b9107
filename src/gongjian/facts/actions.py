"""Recording: the only way into the table of facts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import models, transaction
from django.utils.translation import gettext as _

from gongjian.engines.measures.facts import TAKEN_BACK, in_ten_thousandths
from gongjian.facts import rules
from gongjian.facts.kinds import Spec
from gongjian.facts.models import Fact, Kind, Place
from gongjian.facts.signals import Touched, facts_recorded
from gongjian.kernel.clock import day_of
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person
from gongjian.places.models import Area

ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact that is to be recorded.

    kind    its code.
    voids   the fact that it corrects.
    source  the record it falls out of, already saved.
    """

    kind: str
    area: Area
    happened_at: datetime
    subject: str = ""
    value: Decimal | None = None
    attrs: Mapping[str, str] = field(default_factory=dict)
    source: models.Model | None = None
    voids: Fact | None = None


def declare(specs: Mapping[str, tuple[str, Spec]]) -> dict[str, Kind]:
    """Make the kinds of fact known, by code with title and spec; what is known already is brought up to date.

    A kind that is no longer declared stays: facts of it were recorded.
    """
    for code, (title, spec) in specs.items():
        Kind.objects.update_or_create(code=code, defaults={"title": title, "spec": spec.as_json()})
    return {kind.code: kind for kind in Kind.objects.filter(code__in=specs)}


def record(draft: Draft, *, by: Person | None, at: datetime) -> Fact:
    """Record one fact, in the transaction of the action that it falls out of.

    raises   Refused when the kind does not allow it; TransactionManagementError outside a transaction: a fact
             without its record, or a record without its fact, is a fault.
    """
    return record_many([draft], by=by, at=at)[0]


def record_many(drafts: Sequence[Draft], *, by: Person | None, at: datetime) -> list[Fact]:
    """Record facts in bulk, all or none; a `Refused` names the row, from 1, where there are several.

    At most six queries, and one for every thousand facts (on SQLite for every eighty). Facts come back in the
    given order, with their numbers.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("facts were recorded outside a transaction")
    if not drafts:
        return []
    kinds = _kinds({draft.kind for draft in drafts})
    specs = {code: kind.says for code, kind in kinds.items()}
    for row, draft in enumerate(drafts, 1):
        _refuse(draft, kinds, specs, at=at, row=row if len(drafts) > 1 else None)
    voided = _lock_voided(drafts)
    places = _places({(draft.area.pk, draft.area.path) for draft in drafts})
    facts = Fact.objects.bulk_create(
        (
            Fact(
                kind=kinds[draft.kind],
                place_id=places[draft.area.pk, draft.area.path],
                happened_at=draft.happened_at,
                day=day_of(draft.happened_at).toordinal(),
                recorded_at=at,
                subject=draft.subject,
                value=None if draft.value is None else in_ten_thousandths(draft.value),
                attrs={name: value for name, value in draft.attrs.items() if value},
                source_type=draft.source._meta.label_lower if draft.source else "",
                source_id=str(draft.source.pk) if draft.source else "",
                recorder=by,
                voids=draft.voids,
            )
            for draft in drafts
        ),
        batch_size=ROWS_AT_ONCE,
    )
    _announce([*facts, *voided])
    return facts


def take_back(fact: Fact, *, by: Person | None, at: datetime) -> Fact:
    """Let `fact` count no more. What it said stays readable; whoever wants it back records it again.

    raises   Refused when it was taken back before.
    """
    Kind.objects.get_or_create(code=TAKEN_BACK, defaults={"title": "taken back"})
    draft = Draft(TAKEN_BACK, fact.place.area, fact.happened_at, voids=fact)
    return record(draft, by=by, at=at)


def _kinds(codes: set[str]) -> dict[str, Kind]:
    kinds = {kind.code: kind for kind in Kind.objects.filter(code__in=codes)}
    if unknown := sorted(codes - set(kinds)):
        raise Refused(
            Refusal("unknown_kind", _("“%(kind)s” is no kind of record here.") % {"kind": unknown[0]})
        )
    return kinds


def _refuse(
    draft: Draft, kinds: Mapping[str, Kind], specs: Mapping[str, Spec], *, at: datetime, row: int | None
) -> None:
    refusal = rules.why_not_record(
        kinds[draft.kind],
        specs[draft.kind],
        happened_at=draft.happened_at,
        subject=draft.subject,
        value=draft.value,
        attrs=draft.attrs,
        at=at,
    )
    if refusal and row is not None:
        text = _("Row %(row)d: %(fault)s") % {"row": row, "fault": refusal.text}
        refusal = Refusal(refusal.code, text)
    if refusal:
        raise Refused(refusal)


def _lock_voided(drafts: Iterable[Draft]) -> list[Fact]:
    """The facts that are taken back, locked so that two people cannot both do it."""
    numbers = [draft.voids.pk for draft in drafts if draft.voids is not None]
    if not numbers:
        return []
    voided = list(Fact.objects.select_for_update(of=("self",)).select_related("kind").filter(pk__in=numbers))
    for fact in voided:
        if refusal := rules.why_not_take_back(fact):
            raise Refused(refusal)
    return voided


def _places(wanted: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """The number of each (area, path); those that are new are made."""
    areas = {area for area, _path in wanted}
    known = _numbers(areas)
    if missing := wanted - known.keys():
        Place.objects.bulk_create(
            (Place(area_id=area, path=path) for area, path in sorted(missing)), ignore_conflicts=True
        )
        known = _numbers(areas)
    return known


def _numbers(areas: set[int]) -> dict[tuple[int, str], int]:
    rows = Place.objects.filter(area__in=areas).values_list("area_id", "path", "pk")
    return {(area, path): number for area, path, number in rows}


def _announce(facts: Iterable[Fact]) -> None:
    """Tell the upper apps once, with the earliest day for each place and kind."""
    earliest: dict[tuple[int, int], int] = {}
    for fact in facts:
        key = fact.place_id, fact.kind_id
        earliest[key] = min(earliest.get(key, fact.day), fact.day)
    touched = frozenset(Touched(place, kind, day) for (place, kind), day in earliest.items())
    facts_recorded.send(sender=Fact, touched=touched)
