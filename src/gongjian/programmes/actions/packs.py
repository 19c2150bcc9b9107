"""Installing packs: their kinds of fact, measures and standards become part of this installation."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from gongjian.engines.packs import model
from gongjian.engines.packs.faults import Fault
from gongjian.engines.packs.loading import load, place_of
from gongjian.facts.actions import declare
from gongjian.facts.kinds import Spec
from gongjian.history.actions import record
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Person
from gongjian.programmes.actions.standards import NewItem, add_standard
from gongjian.programmes.models import Measure, Pack, Programme

MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Offered:
    """A pack that may be installed, whole: its files with those of its bases."""

    pack: model.Pack
    files: Mapping[str, Mapping[str, str]]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(json.dumps(self.files, sort_keys=True).encode()).hexdigest()


def offered(folder: Path) -> Offered:
    """The pack in `folder`, ready to be installed.

    raises   Refused, naming the first faults, when anything is wrong with it.
    """
    found = load(folder)
    if found.pack is None:
        raise Refused(Refusal("faulty", _sentence(found.errors)))
    ids = [base.head.id for base in found.pack.bases]
    places = {id: place for id in ids if (place := place_of(id, folder))}
    places[found.pack.head.id] = folder
    files = {
        code: {path.name: path.read_text(encoding="utf-8") for path in sorted(place.glob("*.yaml"))}
        for code, place in places.items()
    }
    return Offered(found.pack, files)


def _sentence(faults: tuple[Fault, ...]) -> str:
    told = " ".join(fault.line("zh") for fault in faults[:MOST_TOLD])
    return _("This pack has %(n)d faults and was not installed. %(told)s") % {"n": len(faults), "told": told}


@transaction.atomic
def install(offer: Offered, *, by: Person | None, at: datetime) -> Pack:
    """Install a version of a pack, and what it is built on with it. The very same one again changes nothing.

    raises   Refused when another pack of that version is installed already.
    """
    head = offer.pack.head
    for base in reversed(offer.pack.bases):
        codes = {base.head.id, *(below.head.id for below in base.bases)}
        install(Offered(base, {code: offer.files[code] for code in sorted(codes)}), by=by, at=at)
    known = Pack.objects.select_for_update().filter(code=head.id, version=head.version).first()
    if known is not None:
        if known.sha256 == offer.sha256:
            return known
        raise Refused(
            Refusal(
                "version_taken",
                _(
                    "Version %(version)s of “%(name)s” is installed with other contents. Give it a new version."
                )
                % {"version": head.version, "name": head.name.zh},
            )
        )
    declare({fact.code: (fact.name.zh, spec_of(fact)) for fact in _facts(offer.pack)})
    pack = Pack.objects.create(
        code=head.id,
        version=head.version,
        year=head.year,
        name=head.name.zh,
        programme=_programme(offer.pack, at=at),
        files=offer.files,
        sha256=offer.sha256,
        installed_at=at,
        installed_by=by,
    )
    Measure.objects.bulk_create(
        Measure(pack=pack, code=measure.id, title=measure.title.zh[:200])
        for measure in offer.pack.all_measures
    )
    record("pack.installed", pack, by=by, at=at, after={"version": head.version})
    if offer.pack.standard is not None and pack.programme is not None:
        add_standard(
            pack.programme,
            title=offer.pack.standard.title.zh,
            source=str(pack),
            items=list(_items(offer.pack.standard.indicators)),
            by=by,
            at=at,
            pack=pack,
        )
    return pack


def _facts(pack: model.Pack) -> Iterator[model.FactKind]:
    yield from pack.facts
    if pack.standard is not None:
        points = model.Amount(model.Words("得分", "points"), "分", decimals=4)
        attributes = tuple(
            model.Attribute(code, model.Words(title), model.AttributeKind.TEXT, required=code != "note")
            for code, title in (
                ("indicator", "指标"),
                ("level", "等次"),
                ("method", "方法"),
                ("note", "说明"),
            )
        )
        yield model.FactKind(
            model.JUDGED, model.Words("评定", "judgement"), amount=points, attributes=attributes
        )


def spec_of(fact: model.FactKind) -> Spec:
    """What the table of facts checks of a kind."""
    amount, subject = fact.amount, fact.subject
    return Spec(
        attributes={attribute.code: attribute.values for attribute in fact.attributes},
        required=frozenset(attribute.code for attribute in fact.attributes if attribute.required),
        value="none" if amount is None else "required" if amount.required else "optional",
        decimals=amount.decimals if amount else 0,
        unit=amount.unit if amount else "",
        subject="none" if subject is None else "required" if subject.required else "optional",
        nil=fact.nil,
    )


def _programme(pack: model.Pack, *, at: datetime) -> Programme | None:
    """The programme that the pack's standard belongs to; none for a vocabulary."""
    if pack.standard is None:
        return None
    head = pack.head
    known = (
        Programme.objects.filter(code=head.id).first() or Programme.objects.filter(name=head.name.zh).first()
    )
    return known or Programme.objects.create(code=head.id[:40], name=head.name.zh[:60], created_at=at)


def _items(indicators: tuple[model.Indicator, ...]) -> Iterator[NewItem]:
    """The tree as a list, parents before their children."""
    place = -1

    def walk(indicator: model.Indicator, parent: int | None, label: str) -> Iterator[NewItem]:
        nonlocal place
        place += 1
        here, label = place, f"{label}/{indicator.number}" if label else indicator.number
        points = indicator.full if indicator.full or indicator.is_leaf else None
        yield NewItem(
            label[:80], indicator.title.zh[:200], indicator.text, parent, points, indicator=indicator.id
        )
        for item in indicator.items:
            yield from walk(item, here, label)

    for indicator in indicators:
        yield from walk(indicator, None, "")
