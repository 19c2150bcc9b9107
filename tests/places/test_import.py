"""A list of areas is uploaded, checked, confirmed and imported."""

from datetime import UTC, date, datetime

import pytest

from factories.area_lists import csv
from factories.places import AreaFactory
from gongjian.history.models import Entry
from gongjian.jobs import worker
from gongjian.jobs.reporting import CancelledError, Work
from gongjian.kernel.refusal import Refused
from gongjian.people.reach import reach_of
from gongjian.places import actions, following
from gongjian.places.actions import imports, placing
from gongjian.places.models import Area, Change, ImportDraft, Kind

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
State = ImportDraft.State


def doer(person, at=AT):
    return {"by": person, "reach": reach_of(person, on=at.date()), "at": at}


LIST = """
    名称,类型,代码,上级
    望江街道,街道,370102001,
    临江社区,社区,370102001003,望江街道
    第一网格,网格,,临江社区
    第二网格,网格,,临江社区
"""


def test_upload_confirm_and_import(cast):
    before = set(Area.objects.values_list("pk", flat=True))

    draft = actions.upload(base=cast.district, name="名录.csv", content=csv(LIST), **doer(cast.lin))
    assert draft.state == State.READY
    assert (draft.outcome["added"], draft.outcome["unchanged"]) == ({"community": 1, "grid": 2}, 0)
    assert set(Area.objects.values_list("pk", flat=True)) == before

    draft = actions.confirm(draft, fingerprint=draft.fingerprint, correction=False, **doer(cast.lin))

    assert (draft.state, draft.finished_at) == (State.DONE, AT)
    made = Area.objects.exclude(pk__in=before).order_by("path")
    new = cast.subdistrict.path + "0003"
    assert [(a.kind, a.name, a.initials, a.code, a.path, a.valid_from) for a in made] == [
        ("community", "临江社区", "ljsq", "370102001003", new, TODAY),
        ("grid", "第一网格", "dywg", "", new + "0001", TODAY),
        ("grid", "第二网格", "dewg", "", new + "0002", TODAY),
    ]
    entries = Entry.objects.order_by("pk").values_list("verb", "after", "note")
    assert list(entries) == [
        ("area.corrected", {"code": "370102001"}, "名录.csv"),
        (
            "areas.imported",
            {"added": 3, "changed": 1, "unchanged": 0, "sha256": draft.sha256},
            "名录.csv",
        ),
    ]
    assert placing.misplaced() == 0
    assert list(following.strays()) == []


def test_imported_again_nothing_changes(cast):
    for _ in range(2):
        draft = actions.upload(base=cast.district, name="名录.csv", content=csv(LIST), **doer(cast.lin))
        number = Area.objects.count()
        actions.confirm(draft, fingerprint=draft.fingerprint, correction=False, **doer(cast.lin))

    assert (draft.outcome["added"], draft.outcome["changes"], draft.outcome["unchanged"]) == ({}, [], 4)
    assert Area.objects.count() == number


@pytest.mark.parametrize(("correction", "changes"), [(False, 1), (True, 0)])
def test_new_names_are_dated_or_corrected(cast, correction, changes):
    Area.objects.filter(pk=cast.community.pk).update(code="370102001001")
    cast.community.placements.update(code="370102001001")
    text = "名称,类型,代码,上级\n幸福社区,社区,370102001001,望江街道"
    draft = actions.upload(base=cast.district, name="改名.csv", content=csv(text), **doer(cast.lin))

    actions.confirm(draft, fingerprint=draft.fingerprint, correction=correction, **doer(cast.lin))

    assert Area.objects.get(pk=cast.community.pk).name == "幸福社区"
    names = ["幸福社区"] if correction else ["幸福里社区", "幸福社区"]
    assert [p.name for p in cast.community.placements.all()] == names
    assert Change.objects.count() == changes


def test_a_list_with_errors_is_not_confirmed(cast):
    draft = actions.upload(
        base=cast.district, name="a.csv", content=csv("名称,类型\n大网格,网格"), **doer(cast.lin)
    )

    assert draft.state == State.FAULTY
    with pytest.raises(Refused) as refused:
        actions.confirm(draft, fingerprint=draft.fingerprint, correction=False, **doer(cast.lin))
    assert refused.value.refusal.code == "not_ready"


def test_a_file_that_cannot_be_read_says_why(cast):
    draft = actions.upload(base=cast.district, name="a.xlsx", content=b"PK\x03\x04...", **doer(cast.lin))

    assert draft.state == State.UNREADABLE
    assert draft.message


def test_what_changed_since_the_preview_is_shown_anew_and_nothing_imported(cast):
    draft = actions.upload(base=cast.district, name="名录.csv", content=csv(LIST), **doer(cast.lin))
    AreaFactory(kind=Kind.COMMUNITY, name="临江社区", code="370102001003", parent=cast.subdistrict)
    number = Area.objects.count()

    draft = actions.confirm(draft, fingerprint=draft.fingerprint, correction=False, **doer(cast.lin))

    assert (draft.state, draft.outcome["added"]) == (State.READY, {"grid": 2})
    assert draft.message
    assert (Area.objects.count(), Entry.objects.count()) == (number, 0)
    with pytest.raises(Refused) as refused:
        actions.confirm(draft, fingerprint="an older one", correction=False, **doer(cast.lin))
    assert refused.value.refusal.code == "stale_preview"


def test_a_stranger_uploads_nothing(cast):
    for person in (cast.mei, cast.zhou, cast.wu):
        with pytest.raises(Refused):
            actions.upload(base=cast.district, name="a.csv", content=csv(LIST), **doer(person))

    assert ImportDraft.objects.count() == 0


def test_rights_that_ended_since_the_upload_count(cast):
    draft = actions.upload(base=cast.district, name="名录.csv", content=csv(LIST), **doer(cast.lin))
    cast.lin.grants.update(ends=date(2026, 11, 23))

    with pytest.raises(Refused) as refused:
        actions.confirm(draft, fingerprint=draft.fingerprint, correction=False, **doer(cast.lin))
    assert refused.value.refusal.code == "not_manager"


def test_the_same_file_again_takes_the_place_of_the_first_and_old_ones_go(cast):
    old = actions.upload(
        base=cast.district, name="旧.csv", content=csv("名称,类型\na,社区"), **doer(cast.lin)
    )
    ImportDraft.objects.filter(pk=old.pk).update(at=datetime(2026, 11, 1, tzinfo=UTC))
    for _ in range(2):
        actions.upload(base=cast.district, name="名录.csv", content=csv(LIST), **doer(cast.lin))

    assert [draft.name for draft in ImportDraft.objects.all()] == ["名录.csv"]


def test_discarding(cast):
    draft = actions.upload(base=cast.district, name="名录.csv", content=csv(LIST), **doer(cast.lin))
    actions.discard(draft, by=cast.lin, at=AT)
    assert ImportDraft.objects.count() == 0

    draft = actions.upload(base=cast.district, name="名录.csv", content=csv(LIST), **doer(cast.lin))
    actions.confirm(draft, fingerprint=draft.fingerprint, correction=False, **doer(cast.lin))
    with pytest.raises(Refused):
        actions.discard(draft, by=cast.lin, at=AT)


@pytest.mark.slow
def test_a_long_list_is_checked_and_imported_in_the_background(cast):
    rows = "\n".join(f"第{number}网格,网格,幸福里社区" for number in range(5_000))
    draft = actions.upload(
        base=cast.district, name="网格.csv", content=csv(f"名称,类型,上级\n{rows}"), **doer(cast.lin)
    )
    assert (draft.state, bool(draft.job)) == (State.CHECKING, True)

    worker.drain()
    draft.refresh_from_db()
    assert (draft.state, draft.outcome["added"]) == (State.READY, {"grid": 5_000})

    draft = actions.confirm(draft, fingerprint=draft.fingerprint, correction=False, **doer(cast.lin))
    assert draft.state == State.IMPORTING
    worker.drain()

    draft.refresh_from_db()
    assert draft.state == State.DONE
    assert Area.objects.filter(parent=cast.community).count() == 5_001
    assert placing.misplaced() == 0


@pytest.mark.slow
def test_a_cancelled_import_leaves_nothing_and_can_be_asked_for_again(cast, monkeypatch):
    rows = "\n".join(f"第{number}网格,网格,幸福里社区" for number in range(5_000))
    content = csv(f"名称,类型,上级\n{rows}")
    draft = actions.upload(base=cast.district, name="网格.csv", content=content, **doer(cast.lin))
    worker.drain()
    draft.refresh_from_db()
    draft = actions.confirm(draft, fingerprint=draft.fingerprint, correction=False, **doer(cast.lin))

    def cancelled(self, done, total, message=""):
        raise CancelledError

    monkeypatch.setattr(Work, "progress", cancelled)
    worker.drain()

    draft.refresh_from_db()
    assert (draft.state, bool(draft.message)) == (State.READY, True)
    assert Area.objects.filter(parent=cast.community).count() == 1

    again = actions.upload(base=cast.district, name="网格.csv", content=content, **doer(cast.lin))
    worker.drain()
    again.refresh_from_db()
    assert again.state == State.UNREADABLE


def test_a_role_taken_back_while_the_list_waits_stops_the_import(cast, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE_BYTES", 10)
    draft = actions.upload(base=cast.district, name="名录.csv", content=csv(LIST), **doer(cast.lin))
    worker.drain()
    draft.refresh_from_db()
    actions.confirm(draft, fingerprint=draft.fingerprint, correction=False, **doer(cast.lin))
    before = Area.objects.count()
    cast.lin.grants.update(revoked_at=AT)

    worker.drain()

    draft.refresh_from_db()
    assert (draft.state, draft.message) == (
        State.READY,
        "您可以查看清河区，但只有其区级管理员能改动。",
    )
    assert Area.objects.count() == before


def test_work_that_did_not_get_through_can_be_asked_for_again(cast):
    draft = actions.upload(base=cast.district, name="名录.csv", content=csv(LIST), **doer(cast.lin))
    ImportDraft.objects.filter(pk=draft.pk).update(state=State.IMPORTING)

    imports.failed(draft.pk, "电脑坏了。")

    draft.refresh_from_db()
    assert (draft.state, draft.message) == (State.READY, "电脑坏了。")
