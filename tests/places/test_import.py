"""A list against the tree: what it would do, and doing it."""

from datetime import UTC, date, datetime

import pytest

from factories.area_lists import csv, xlsx
from factories.places import AreaFactory
from gongjian.history.models import Entry
from gongjian.jobs import worker
from gongjian.jobs.reporting import CancelledError, Work
from gongjian.kernel.refusal import Refused
from gongjian.people.reach import reach_of
from gongjian.places import actions, following
from gongjian.places.actions import imports, placing
from gongjian.places.imports.checking import check
from gongjian.places.imports.findings import tell
from gongjian.places.imports.reading import read
from gongjian.places.imports.sheets import letter
from gongjian.places.models import Area, Change, ImportDraft, Kind

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
State = ImportDraft.State


def outcome(text, base):
    content = text if isinstance(text, bytes) else csv(text)
    return check(read(content), base)


def added(found):
    above = {id(p): p.above.item.name if p.above else p.under.name if p.under else "" for p in found.added}
    return [f"{p.kind.value} {p.item.name} < {above[id(p)]}" for p in found.added]


def errors(found):
    return [
        (f.row, None if f.column is None else letter(f.column), f.code) for f in found.findings if f.fatal
    ]


def doubts(found):
    return [(f.row, letter(f.column), f.code) for f in found.findings if not f.fatal]


def doer(person, at=AT):
    return {"by": person, "reach": reach_of(person, on=at.date()), "at": at}


# --- What it would do -------------------------------------------------------------------------------------
def test_new_areas_stand_under_those_of_the_list_and_those_of_the_tree(cast):
    found = outcome(
        """
        名称,类型,上级
        临江社区,社区,望江街道
        第一网格,网格,临江社区
        古城街道,街道,
        南门社区,社区,古城街道
        """,
        cast.district,
    )

    assert errors(found) == []
    assert added(found) == [
        "subdistrict 古城街道 < 清河区",
        "community 临江社区 < 望江街道",
        "community 南门社区 < 古城街道",
        "grid 第一网格 < 临江社区",
    ]


def test_the_order_of_the_rows_does_not_matter(cast):
    found = outcome(
        """
        名称,类型,上级
        第一网格,网格,南门社区
        南门社区,社区,古城街道
        古城街道,街道,清河区
        """,
        cast.district,
    )

    assert [line.split()[1] for line in added(found)] == ["古城街道", "南门社区", "第一网格"]


def test_what_is_there_is_told_apart_from_what_changes(cast):
    Area.objects.filter(pk=cast.community.pk).update(code="370102001001")
    found = outcome(
        """
        名称,类型,代码,上级
        望江街道,街道,370102001,
        幸福社区,社区,370102001001,望江街道
        滨河社区,社区,370102001002,望江街道
        松林街道,街道,,
        柳溪村,村,,松林镇
        """,
        cast.district,
    )

    assert errors(found) == []
    assert added(found) == ["subdistrict 松林街道 < 清河区"]
    assert [(p.known.name, p.changes()) for p in found.changed] == [
        ("望江街道", {"code": ("", "370102001")}),
        ("幸福里社区", {"name": ("幸福里社区", "幸福社区")}),
        ("滨河社区", {"code": ("", "370102001002")}),
    ]
    assert found.unchanged == 1


def test_a_blank_cell_empties_nothing_and_a_kind_of_the_same_level_changes(cast):
    Area.objects.filter(pk=cast.village.pk).update(code="370102101201", settlement="220")
    found = outcome(
        """
        名称,类型,代码,城乡分类,上级代码
        柳溪社区,社区,370102101201,,370102101
        松林镇,乡镇,370102101,,
        """,
        cast.district,
    )

    assert errors(found) == []
    assert [p.changes() for p in found.changed] == [
        {"code": ("", "370102101")},
        {"kind": ("village", "community"), "name": ("柳溪村", "柳溪社区")},
    ]


def test_the_base_and_what_stands_above_it_may_be_named(cast):
    found = outcome(
        xlsx(
            ["市", "区县", "街道", "社区"],
            ["云州市", "清河区", "望江街道", "幸福里社区"],
            [None, None, None, "临江社区"],
        ),
        cast.district,
    )

    assert errors(found) == []
    assert added(found) == ["community 临江社区 < 望江街道"]
    assert (found.changed, found.unchanged) == ([], 3)


def test_a_list_for_an_empty_tree():
    found = outcome(
        xlsx(["区县", "街道", "社区"], ["清河区", "望江街道", "幸福里社区"], [None, None, "滨河社区"]), None
    )

    assert errors(found) == []
    assert added(found) == [
        "district 清河区 < ",
        "subdistrict 望江街道 < 清河区",
        "community 幸福里社区 < 望江街道",
        "community 滨河社区 < 望江街道",
    ]


def test_upper_areas_of_one_name_are_told_apart_by_steps_or_by_their_levels(cast):
    AreaFactory(kind=Kind.GRID, name="第一网格", parent=cast.next_community)
    by_steps = outcome(
        """
        名称,类型,上级
        1号楼,楼栋,滨河社区/第一网格
        """,
        cast.district,
    )
    by_level = outcome(
        """
        所属社区,所属网格,楼栋名称
        幸福里社区,第一网格,2号楼
        滨河社区,第一网格,3号楼
        """,
        cast.district,
    )

    assert [(errors(found), added(found)) for found in (by_steps, by_level)] == [
        ([], ["building 1号楼 < 第一网格"]),
        ([], ["building 2号楼 < 第一网格", "building 3号楼 < 第一网格"]),
    ]
    assert [p.under.pk for p in by_level.added] == [
        cast.grid.pk,
        Area.objects.get(parent=cast.next_community).pk,
    ]


ERRORS = [
    ("no such upper area", "临江社区,社区,,望江路街道", [(2, "D", "no_parent")]),
    ("no such code", "临江社区,社区,,370102009", [(2, "D", "no_parent_code")]),
    ("under what it cannot", "第二网格,网格,,清河区", [(2, "D", "no_parent")]),
    ("twice", "临江社区,社区,,望江街道\n临江社区,社区,,望江街道", [(3, "A", "repeated")]),
    (
        "one code twice",
        "甲社区,社区,370102001009,望江街道\n乙社区,社区,370102001009,望江街道",
        [(3, "C", "code_repeated")],
    ),
    ("a circle", "甲网格,网格,,乙网格\n乙网格,网格,,甲网格", [(3, "D", "circle")]),
    ("itself", "甲网格,网格,,甲网格", [(2, "D", "no_parent")]),
    ("elsewhere", "北门社区,社区,370103001001,望江街道", [(2, "C", "elsewhere")]),
    ("a grid straight under the base", "大网格,网格,,", [(2, "B", "misplaced")]),
    ("several of the name", "1号楼,楼栋,,第一网格", [(2, "D", "many_parents")]),
    ("two faults", "a,街区,,\n,社区,,望江街道", [(2, "B", "unknown_kind"), (3, "A", "no_name")]),
]


@pytest.mark.parametrize(("case", "rows", "expected"), ERRORS)
def test_errors_name_row_and_column(cast, case, rows, expected):
    AreaFactory(kind=Kind.GRID, name="第一网格", parent=cast.next_community)
    Area.objects.filter(pk=cast.far_community.pk).update(code="370103001001")

    found = outcome("名称,类型,代码,上级\n" + rows, cast.district)

    assert errors(found) == expected


def test_a_code_of_another_level_is_an_error(cast):
    Area.objects.filter(pk=cast.city.pk).update(code="370100")
    city = Area.objects.get(pk=cast.city.pk)

    found = outcome("名称,类型,代码,上级\n新区,区县,370100,云州市", city)

    assert errors(found) == [(2, "C", "other_rank")]


def test_what_is_outside_the_base_is_an_error(cast):
    Area.objects.filter(pk=cast.next_subdistrict.pk).update(code="370103001")

    found = outcome("名称,类型,上级代码\n新社区,社区,370103001", cast.district)

    assert errors(found) == [(2, "C", "outside")]


def test_buildings_may_carry_a_number_that_is_a_code_elsewhere(cast):
    Area.objects.filter(pk=cast.grid.pk).update(code="370102001001001")

    found = outcome("名称,类型,代码,上级\n塔楼,楼栋,370102001001001,第一网格", cast.district)

    assert errors(found) == []


@pytest.mark.slow
def test_a_chain_of_a_thousand_rows_is_an_error_not_the_end(cast):
    rows = "\n".join(f"{number}网格,网格,{number + 1}网格" for number in range(1_000))

    found = outcome(f"名称,类型,上级\n{rows}\n1000网格,网格,幸福里社区", cast.district)

    assert {code for _row, _column, code in errors(found)} == {"too_deep"}


@pytest.mark.slow
def test_thousands_of_one_name_are_told_apart_by_what_stands_above(cast):
    communities = [f"{number}社区,社区,望江街道" for number in range(1_500)]
    grids = [f"第一网格,网格,{number}社区" for number in range(1_500)]
    buildings = [f"{house}号楼,楼栋,{number}社区/第一网格" for number in range(1_500) for house in (1, 2)]

    found = outcome("\n".join(["名称,类型,上级", *communities, *grids, *buildings]), cast.district)

    assert errors(found) == []
    assert len(found.added) == 6_000


def test_a_grid_of_the_bases_own_name_below_another_is_not_the_base(cast):
    second = AreaFactory(kind=Kind.GRID, name="第二网格", parent=cast.grid)

    found = outcome("名称,类型,上级\n第一网格,网格,第二网格", cast.grid)

    assert [(p.item.name, p.under.pk) for p in found.added] == [("第一网格", second.pk)]


def test_what_stands_under_something_wrong_is_not_complained_of(cast):
    found = outcome(
        """
        名称,类型,上级
        甲社区,社区,没有的街道
        一网格,网格,甲社区
        1号楼,楼栋,一网格
        """,
        cast.district,
    )

    assert errors(found) == [(2, "C", "no_parent")]
    assert added(found) == []


def test_doubts_do_not_keep_a_list_from_being_imported(cast):
    Area.objects.filter(pk=cast.subdistrict.pk).update(code="370102001")
    found = outcome(
        """
        名称,类型,代码,上级
        临江社区,社区,370199001201,望江街道
        """,
        cast.district,
    )

    assert doubts(found) == [(2, "C", "prefix"), (2, "C", "range")]
    assert found.is_sound


def test_buildings_of_one_number_in_one_place_are_an_error(cast):
    AreaFactory(kind=Kind.BUILDING, name="旧楼", code="1", parent=cast.grid)
    found = outcome(
        """
        名称,类型,代码,上级
        1号楼,楼栋,1,第一网格
        2号楼,楼栋,2,第一网格
        3号楼,楼栋,2,第一网格
        """,
        cast.district,
    )

    assert errors(found) == [(4, "C", "code_repeated"), (2, "C", "code_taken")]


def test_a_new_name_that_a_sister_has_is_an_error(cast):
    Area.objects.filter(pk=cast.community.pk).update(code="370102001001")

    found = outcome("名称,类型,代码,上级\n滨河社区,社区,370102001001,望江街道", cast.district)

    assert errors(found) == [(2, "A", "twin")]


def test_every_finding_is_told_in_a_sentence(cast):
    found = outcome("名称,类型,代码,上级\n大网格,网格,,\n甲社区,社区,37,望江街道", cast.district)

    stored = found.as_json()

    told = [tell(finding, stored["titles"]) for finding in stored["errors"]]
    assert [(one.row, one.column, one.heading) for one in told] == [(2, "B", "类型"), (3, "C", "代码")]
    assert all(one.sentence.endswith(("。", ".")) and "%" not in one.sentence for one in told)


@pytest.mark.parametrize("many", [1, 300])
def test_a_check_takes_as_many_queries_whatever_its_length(cast, django_assert_num_queries, many):
    rows = "\n".join(f"{number}网格,网格,清河区/望江街道/幸福里社区" for number in range(many))
    written = read(csv(f"名称,类型,上级\n{rows}"))

    with django_assert_num_queries(3):
        found = check(written, cast.district)

    assert len(found.added) == many


# --- Doing it ---------------------------------------------------------------------------------------------
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
