"""Merging, splitting and moving."""

from datetime import UTC, date, datetime

import pytest

from factories.people import DepartmentFactory, GrantFactory
from factories.places import AreaFactory
from gongjian.history.models import Entry
from gongjian.jobs.models import Job
from gongjian.kernel.refusal import Refusal, Refused
from gongjian.people.models import Department, Grant
from gongjian.people.reach import reach_of
from gongjian.places import actions, following
from gongjian.places.actions import placing
from gongjian.places.models import Area, Change, Kind
from gongjian.places.queries.preview import Records, preview_of
from gongjian.places.queries.regrouping import merging, moving, splitting
from gongjian.places.regrouping import NewArea
from gongjian.places.signals import Ended, Moved, areas_reorganised

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
SINCE = date(2020, 1, 1)


def doer(person):
    return {
        "fingerprint": None,
        "reason": "清政发〔2026〕3号",
        "by": person,
        "reach": reach_of(person, on=TODAY),
        "at": AT,
    }


def tree(top):
    """The tree as lines of `name parent path`, ended areas with †."""
    return [
        f"{area.name}{'' if area.is_current else '†'} < {area.parent.name if area.parent else ''}"
        for area in Area.objects.filter(path__startswith=top.path).select_related("parent").order_by("path")
    ]


def paths_agree():
    """Every copy is the path of its area, every path continues its parent's, every placement says what is."""
    for area in Area.objects.select_related("parent"):
        assert area.path[:-4] == (area.parent.path if area.parent else "")
        assert not (area.is_current and area.parent and not area.parent.is_current)
    assert list(following.strays()) == []
    assert placing.misplaced() == 0


def test_merging_into_one_that_goes_on(cast):
    AreaFactory(kind=Kind.GRID, name="第一网格", parent=cast.next_community)
    asked = Job.objects.create(kind="t", title="t", created_at=AT, area_path=cast.next_community.path)

    actions.merge([cast.community, cast.next_community], into=cast.community, **doer(cast.lin))

    assert tree(cast.subdistrict) == [
        "望江街道 < 清河区",
        "幸福里社区 < 望江街道",
        "第一网格 < 幸福里社区",
        "第一网格 < 幸福里社区",
        "滨河社区† < 幸福里社区",
    ]
    ended = Area.objects.get(pk=cast.next_community.pk)
    assert (ended.valid_to, ended.successor) == (TODAY, cast.community)
    asked.refresh_from_db()
    assert asked.area_path == ended.path
    paths_agree()


def test_merging_into_a_new_area_that_takes_a_code_of_the_old(cast):
    Area.objects.filter(pk=cast.community.pk).update(code="370102001001")
    new = NewArea("new", Kind.COMMUNITY, "江滨社区", "370102001001")

    change = actions.merge([cast.community, cast.next_community], into=new, **doer(cast.lin))

    made = Area.objects.get(name="江滨社区")
    assert (made.code, made.valid_from, made.parent) == ("370102001001", TODAY, cast.subdistrict)
    assert set(made.predecessors.all()) == {cast.community, cast.next_community}
    assert tree(made) == [
        "江滨社区 < 望江街道",
        "第一网格 < 江滨社区",
        "幸福里社区† < 江滨社区",
        "滨河社区† < 江滨社区",
    ]
    assert (change.what, change.on, change.reason) == ("merge", TODAY, "清政发〔2026〕3号")
    assert set(change.areas.all()) == {cast.community, cast.next_community, made}
    assert change.summary["ends"] == [["幸福里社区", "江滨社区"], ["滨河社区", "江滨社区"]]
    noted = Entry.objects.filter(verb__startswith="area.")
    assert sorted(noted.values_list("verb", "subject_label")) == [
        ("area.created", "江滨社区"),
        ("area.merged", "幸福里社区"),
        ("area.merged", "滨河社区"),
    ]
    paths_agree()


def test_merging_tells_the_apps_above_who_inherits(cast):
    heard = []
    areas_reorganised.connect(lambda **news: heard.append(news), weak=False, dispatch_uid="test")
    try:
        actions.merge([cast.community, cast.next_community], into=cast.next_community, **doer(cast.lin))
    finally:
        areas_reorganised.disconnect(dispatch_uid="test")

    (news,) = heard
    grid, old = Area.objects.get(pk=cast.grid.pk), Area.objects.get(pk=cast.community.pk)
    assert news["moved"] == (Moved(cast.grid.pk, cast.grid.path, grid.path),)
    assert news["ended"] == (
        Ended(
            cast.community.pk, cast.community.path, old.path, cast.next_community.pk, cast.next_community.path
        ),
    )
    assert (news["by"], news["at"], news["change"]) == (cast.lin, AT, Change.objects.get())


def test_a_refusal_of_an_app_above_undoes_everything(cast):
    def refuse(**_):
        raise Refused(Refusal("busy", "Not now."))

    before = tree(cast.city)
    areas_reorganised.connect(refuse, weak=False, dispatch_uid="test")
    try:
        with pytest.raises(Refused):
            actions.merge([cast.community, cast.next_community], into=cast.community, **doer(cast.lin))
    finally:
        areas_reorganised.disconnect(dispatch_uid="test")

    assert tree(cast.city) == before
    assert (Change.objects.count(), Entry.objects.count()) == (0, 0)
    paths_agree()


def test_splitting_distributes_the_children_and_an_heir_takes_the_rest(cast):
    second = AreaFactory(kind=Kind.GRID, name="第二网格", parent=cast.community)
    third = AreaFactory(kind=Kind.GRID, name="第三网格", parent=cast.community)
    parts = [
        NewArea("east", Kind.COMMUNITY, "幸福东社区"),
        NewArea("west", Kind.COMMUNITY, "幸福西社区"),
    ]

    actions.split(
        cast.community, parts, heir="west", goes={cast.grid.pk: "east", second.pk: "east"}, **doer(cast.lin)
    )

    assert tree(cast.subdistrict) == [
        "望江街道 < 清河区",
        "滨河社区 < 望江街道",
        "幸福东社区 < 望江街道",
        "第一网格 < 幸福东社区",
        "第二网格 < 幸福东社区",
        "幸福西社区 < 望江街道",
        "第三网格 < 幸福西社区",
        "幸福里社区† < 幸福西社区",
    ]
    third.refresh_from_db()
    assert third.parent.name == "幸福西社区"
    assert Area.objects.get(pk=cast.community.pk).successor.name == "幸福西社区"
    assert all(grant.area_path.startswith(third.parent.path) for grant in cast.mei.grants.all())
    paths_agree()


def test_splitting_off_a_part_while_the_area_goes_on(cast):
    second = AreaFactory(kind=Kind.GRID, name="第二网格", parent=cast.community)

    actions.split(
        cast.community,
        [NewArea("new", Kind.COMMUNITY, "新华社区")],
        heir=None,
        goes={second.pk: "new"},
        **doer(cast.lin),
    )

    assert tree(cast.subdistrict) == [
        "望江街道 < 清河区",
        "幸福里社区 < 望江街道",
        "第一网格 < 幸福里社区",
        "滨河社区 < 望江街道",
        "新华社区 < 望江街道",
        "第二网格 < 新华社区",
    ]
    paths_agree()


def test_moving_takes_the_subtree_along_and_keeps_the_past(cast):
    building = AreaFactory(kind=Kind.BUILDING, name="1号楼", parent=cast.grid)
    old = building.path
    Entry.objects.create(
        at=AT, verb="test.noted", subject_type="t", subject_id="1", subject_label="t", area_path=old
    )

    actions.move(cast.community, to=cast.township, **doer(cast.lin))

    building.refresh_from_db()
    assert tree(cast.township) == [
        "松林镇 < 清河区",
        "柳溪村 < 松林镇",
        "幸福里社区 < 松林镇",
        "第一网格 < 幸福里社区",
        "1号楼 < 第一网格",
    ]
    assert [(p.path, p.starts, p.ends) for p in building.placements.all()] == [
        (old, SINCE, TODAY),
        (building.path, TODAY, None),
    ]
    assert Entry.objects.get(verb="test.noted").area_path == old
    assert Grant.objects.get(person=cast.gao).area_path == Area.objects.get(pk=cast.grid.pk).path
    paths_agree()


def test_moving_twice_in_a_day_keeps_the_path_of_those_hours(cast):
    first = cast.community.path
    actions.move(cast.community, to=cast.township, **doer(cast.lin))
    between = Area.objects.get(pk=cast.community.pk).path
    actions.move(cast.community, to=cast.subdistrict, **doer(cast.lin))
    now = Area.objects.get(pk=cast.community.pk).path

    assert [(p.path, p.starts, p.ends) for p in cast.community.placements.all()] == [
        (first, SINCE, TODAY),
        (between, TODAY, TODAY),
        (now, TODAY, None),
    ]
    paths_agree()


def test_what_ended_earlier_moves_along_so_that_trees_do_not_deepen(cast):
    third = AreaFactory(kind=Kind.COMMUNITY, name="临江社区", parent=cast.subdistrict)
    actions.merge([cast.community, cast.next_community], into=cast.next_community, **doer(cast.lin))
    actions.merge([cast.next_community, third], into=third, **doer(cast.lin))

    assert tree(cast.subdistrict) == [
        "望江街道 < 清河区",
        "临江社区 < 望江街道",
        "第一网格 < 临江社区",
        "幸福里社区† < 临江社区",
        "滨河社区† < 临江社区",
    ]
    paths_agree()


def test_names_that_would_stand_twice_are_told_apart(cast):
    second = AreaFactory(kind=Kind.GRID, name="第一网格", parent=cast.next_community)
    third = AreaFactory(kind=Kind.GRID, name="第二网格", parent=cast.next_community)

    actions.merge(
        [cast.community, cast.next_community], into=cast.community, tell_apart=True, **doer(cast.lin)
    )

    assert tree(cast.community) == [
        "幸福里社区 < 望江街道",
        "第一网格 < 幸福里社区",
        "滨河社区第一网格 < 幸福里社区",
        "第二网格 < 幸福里社区",
        "滨河社区† < 幸福里社区",
    ]
    assert [p.name for p in second.placements.all()] == ["第一网格", "滨河社区第一网格"]
    assert [p.name for p in third.placements.all()] == ["第二网格", "第二网格"]
    assert Area.objects.get(pk=second.pk).initials == "bhsqdywg"
    paths_agree()


MERGE_REFUSED = [
    ("one alone", ["community"], "community", "too_few"),
    ("the same twice", ["community", "community"], "community", "too_few"),
    ("not sisters", ["community", "village"], "community", "not_sisters"),
    ("two levels", ["subdistrict", "city"], "subdistrict", "not_manager_above"),
    ("another's district", ["district", "next_district"], "district", "not_manager_above"),
    ("into a third", ["community", "next_community"], "village", "not_among"),
]


@pytest.mark.parametrize(("case", "names", "into", "refusal"), MERGE_REFUSED)
def test_merge_is_refused_and_changes_nothing(cast, case, names, into, refusal):
    before = tree(cast.city)
    areas = [getattr(cast, name) for name in names]
    target = getattr(cast, into)

    with pytest.raises(Refused) as refused:
        actions.merge(areas, into=target, **doer(cast.lin))

    assert refused.value.refusal.code == refusal
    assert tree(cast.city) == before


def test_merging_a_grid_with_a_community_is_refused(cast):
    big = AreaFactory(kind=Kind.GRID, name="大网格", parent=cast.subdistrict)

    with pytest.raises(Refused) as refused:
        actions.merge([cast.community, big], into=cast.community, **doer(cast.lin))

    assert refused.value.refusal.code == "other_rank"


NEW_REFUSED = [
    (NewArea("n", Kind.GRID, "新网格"), "other_rank"),
    (NewArea("n", Kind.COMMUNITY, "临江社区"), "twin"),
    (NewArea("n", Kind.COMMUNITY, "新社区", "37"), "malformed_code"),
    (NewArea("n", Kind.COMMUNITY, "新社区", "370102001009"), "code_taken"),
    (NewArea("n", Kind.COMMUNITY, ""), "no_name"),
]


@pytest.mark.parametrize(("new", "refusal"), NEW_REFUSED)
def test_merging_into_a_new_area_that_cannot_be_is_refused(cast, new, refusal):
    AreaFactory(kind=Kind.COMMUNITY, name="临江社区", code="370102001009", parent=cast.subdistrict)

    with pytest.raises(Refused) as refused:
        actions.merge([cast.community, cast.next_community], into=new, **doer(cast.lin))

    assert refused.value.refusal.code == refusal


SPLIT_REFUSED = [
    ("one part", [("a", "甲社区")], "a", {}, "too_few_parts"),
    ("no part", [], None, {}, "too_few_parts"),
    ("two of one name", [("a", "甲社区"), ("b", "甲社区")], "a", {}, "same_names"),
    ("a sister's name", [("a", "甲社区"), ("b", "滨河社区")], "a", {}, "twin"),
    ("an unknown heir", [("a", "甲社区"), ("b", "乙社区")], "c", {}, "unknown_part"),
    ("an unknown part", [("a", "甲社区"), ("b", "乙社区")], "a", {"grid": "c"}, "unknown_part"),
    ("another's child", [("a", "甲社区"), ("b", "乙社区")], "a", {"village": "b"}, "child_gone"),
]


@pytest.mark.parametrize(("case", "parts", "heir", "goes", "refusal"), SPLIT_REFUSED)
def test_split_is_refused_and_changes_nothing(cast, case, parts, heir, goes, refusal):
    before = tree(cast.city)

    with pytest.raises(Refused) as refused:
        actions.split(
            cast.community,
            [NewArea(key, Kind.COMMUNITY, name) for key, name in parts],
            heir=heir,
            goes={getattr(cast, child).pk: key for child, key in goes.items()},
            **doer(cast.lin),
        )

    assert refused.value.refusal.code == refusal
    assert tree(cast.city) == before


MOVE_REFUSED = [
    ("where it is", "community", "subdistrict", "there_already"),
    ("into itself", "subdistrict", "subdistrict", "into_itself"),
    ("under what is below it", "subdistrict", "community", "into_itself"),
    ("a village under a grid", "village", "grid", "misplaced"),
    ("into another's district", "community", "next_subdistrict", "not_manager"),
    ("her own district", "district", "city", "not_manager_above"),
]


@pytest.mark.parametrize(("case", "area", "to", "refusal"), MOVE_REFUSED)
def test_move_is_refused_and_changes_nothing(cast, case, area, to, refusal):
    before = tree(cast.city)

    with pytest.raises(Refused) as refused:
        actions.move(getattr(cast, area), to=getattr(cast, to), **doer(cast.lin))

    assert refused.value.refusal.code == refusal
    assert tree(cast.city) == before


def test_an_ended_area_is_not_moved_and_takes_nothing(cast):
    Area.objects.filter(pk=cast.village.pk).update(valid_to=TODAY)

    for area, to in ((cast.village, cast.subdistrict), (cast.grid, cast.village)):
        with pytest.raises(Refused) as refused:
            actions.move(area, to=to, **doer(cast.lin))
        assert refused.value.refusal.code == "ended"


def test_a_subtree_too_deep_for_its_new_place_is_refused(cast):
    deep = cast.grid
    while deep.depth < 15:
        deep = AreaFactory(kind=Kind.GRID, name="微网格", parent=deep)
    other = AreaFactory(kind=Kind.GRID, name="第二网格", parent=cast.community)
    AreaFactory(kind=Kind.BUILDING, name="1号楼", parent=other)

    with pytest.raises(Refused) as refused:
        actions.move(other, to=deep, **doer(cast.lin))

    assert refused.value.refusal.code == "too_deep"


# --- The preview ------------------------------------------------------------------------------------------
def test_the_preview_says_who_inherits_what(cast):
    AreaFactory(kind=Kind.GRID, name="第一网格", parent=cast.next_community)
    DepartmentFactory(area=cast.next_community, name="工作站")

    preview = preview_of(merging([cast.community, cast.next_community], cast.community))

    assert preview.moved == 1
    assert preview.follow == (
        Records(Department._meta.verbose_name_plural, 1, 0),
        Records(Grant._meta.verbose_name_plural, 1, 0),
    )
    assert preview.stay == ()
    assert len(preview.warnings) == 1
    assert "第一网格" in preview.warnings[0]


def test_the_preview_counts_what_moves_along(cast):
    AreaFactory(kind=Kind.BUILDING, name="1号楼", parent=cast.grid)
    GrantFactory(person=cast.chen, area=cast.grid)

    preview = preview_of(moving(cast.community, cast.township))

    assert (preview.below, preview.moved) == ({cast.community.pk: 2}, 3)
    assert preview.follow == (Records(Grant._meta.verbose_name_plural, 1, 2),)


def test_the_preview_warns_of_codes_that_no_longer_fit(cast):
    Area.objects.filter(pk=cast.township.pk).update(code="370102101")
    Area.objects.filter(pk=cast.community.pk).update(code="370102001001")

    preview = preview_of(
        moving(Area.objects.get(pk=cast.community.pk), Area.objects.get(pk=cast.township.pk))
    )

    assert len(preview.warnings) == 1


def test_a_stale_preview_is_refused(cast):
    shown = preview_of(merging([cast.community, cast.next_community], cast.community))
    AreaFactory(kind=Kind.GRID, name="新网格", parent=cast.next_community)

    with pytest.raises(Refused) as refused:
        actions.merge(
            [cast.community, cast.next_community],
            into=cast.community,
            **(doer(cast.lin) | {"fingerprint": shown.fingerprint}),
        )
    assert refused.value.refusal.code == "stale_preview"

    again = preview_of(merging([cast.community, cast.next_community], cast.community))
    actions.merge(
        [cast.community, cast.next_community],
        into=cast.community,
        **(doer(cast.lin) | {"fingerprint": again.fingerprint}),
    )
    paths_agree()


@pytest.mark.parametrize("children", [1, 30])
def test_the_preview_takes_as_many_queries_whatever_moves(cast, django_assert_num_queries, children):
    for number in range(children):
        AreaFactory(kind=Kind.GRID, name=f"{number}网格", parent=cast.next_community)
    regrouping = splitting(
        cast.next_community,
        [NewArea("a", Kind.COMMUNITY, "甲社区"), NewArea("b", Kind.COMMUNITY, "乙社区")],
        heir="a",
        goes={},
    )
    said_by_the_apps = 9
    expected = 1 + 2 * (len(following.columns()) - 1) + len(following.pointers()) + said_by_the_apps

    with django_assert_num_queries(expected):
        preview_of(regrouping)
