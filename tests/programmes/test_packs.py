"""Installing packs: all or nothing, once, with what they are built on."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cast import Cast
from gongjian.engines.packs.loading import SHIPPED
from gongjian.engines.packs.model import JUDGED
from gongjian.facts.models import Kind
from gongjian.history.models import Entry
from gongjian.kernel.refusal import Refused
from gongjian.programmes import definitions
from gongjian.programmes.actions.packs import install, offered
from gongjian.programmes.models import Measure, Pack, Programme, Standard, StandardItem

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
COMMITTEE = "residents-committee"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pack of one's own: the shipped one, to be changed at will."""
    return Path(shutil.copytree(SHIPPED / COMMITTEE, tmp_path / COMMITTEE))


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_pack_brings_its_kinds_measures_and_standard(cast: Cast) -> None:
    pack = install(offered(SHIPPED / COMMITTEE), by=cast.lin, at=AT)

    said = definitions.of(pack)
    assert (pack.code, pack.version, pack.installed_by) == (COMMITTEE, "1.0.0", cast.lin)
    assert sorted(pack.files) == ["base", COMMITTEE]
    assert set(Kind.objects.values_list("code", flat=True)) == {
        JUDGED,
        *(fact.code for fact in said.all_facts),
    }
    assert set(Measure.objects.filter(pack=pack).values_list("code", flat=True)) == {
        measure.id for measure in said.all_measures
    }
    assert said.standard is not None
    items = StandardItem.objects.filter(standard__pack=pack).order_by("ordinal")
    assert [item.indicator for item in items] == [indicator.id for indicator in said.standard.walk()]
    assert Standard.objects.get().programme == Programme.objects.get(code=COMMITTEE)


def test_what_a_pack_is_built_on_is_installed_with_it(db: None) -> None:
    install(offered(SHIPPED / COMMITTEE), by=None, at=AT)

    assert list(Pack.objects.values_list("code", "programme__code")) == [
        ("base", None),
        (COMMITTEE, COMMITTEE),
    ]
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "pack.installed",
        "pack.installed",
        "standard.added",
    ]


def test_the_same_pack_again_changes_nothing(db: None) -> None:
    first = install(offered(SHIPPED / COMMITTEE), by=None, at=AT)

    again = install(offered(SHIPPED / COMMITTEE), by=None, at=AT)

    assert again == first
    assert (Pack.objects.count(), Standard.objects.count(), Entry.objects.count()) == (2, 1, 3)


def test_other_contents_need_another_version(folder: Path, db: None) -> None:
    install(offered(folder), by=None, at=AT)
    change(folder, "pack.yaml", "居民委员会法定事项", "居委会法定事项")

    with pytest.raises(Refused) as refused:
        install(offered(folder), by=None, at=AT)

    assert (refused.value.refusal.code, Pack.objects.count()) == ("version_taken", 2)


def test_a_newer_version_stands_beside_the_older(folder: Path, db: None) -> None:
    older = install(offered(folder), by=None, at=AT)
    change(folder, "pack.yaml", "version: 1.0.0", "version: 1.1.0")
    change(folder, "measures.yaml", "民主评议每年至少一次", "每年民主评议")

    newer = install(offered(folder), by=None, at=AT)

    def title(pack: Pack) -> str:
        return next(m.title.zh for m in definitions.of(pack).measures if m.id == "appraisal")

    assert (title(older), title(newer)) == ("民主评议每年至少一次", "每年民主评议")
    assert [standard.version for standard in Standard.objects.order_by("version")] == [1, 2]
    assert {standard.programme.code for standard in Standard.objects.all()} == {COMMITTEE}


def test_a_programme_of_that_name_takes_the_standard(db: None) -> None:
    known = Programme.objects.create(code="jwh", name="居民委员会法定事项", created_at=AT)

    install(offered(SHIPPED / COMMITTEE), by=None, at=AT)

    assert (Programme.objects.get(), Standard.objects.get().programme) == (known, known)


def test_a_pack_with_faults_is_refused_with_their_places(folder: Path, db: None) -> None:
    change(folder, "measures.yaml", "slot: half-year", "slot: half-a-year")

    with pytest.raises(Refused, match=r"measures\.yaml:\d+"):
        offered(folder)


def test_every_shipped_pack_can_be_installed(db: None) -> None:
    folders = sorted(path.parent for path in SHIPPED.glob("*/pack.yaml"))

    packs = [install(offered(folder), by=None, at=AT) for folder in folders]

    assert [pack.code for pack in packs] == [folder.name for folder in folders]
