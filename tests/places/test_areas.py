"""Making, naming and closing one area."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from factories.places import AreaFactory
from gongjian.history.models import Entry
from gongjian.kernel.refusal import Refused
from gongjian.people.reach import reach_of
from gongjian.people.roles import Capability
from gongjian.places import actions, following, rules
from gongjian.places.actions import placing
from gongjian.places.models import Area, Change, Kind, Placement
from gongjian.places.signals import Ended, areas_reorganised

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
LATER = datetime(2026, 12, 3, 2, 0, tzinfo=UTC)


def doer(person, at=AT):
    """Who acts, with what they hold."""
    return {"by": person, "reach": reach_of(person, on=at.date()), "at": at}


def placements(area):
    return [(p.kind, p.name, p.code, p.path, p.starts, p.ends) for p in area.placements.all()]


def test_the_right_is_the_one_that_roles_carry():
    assert rules.MANAGE == Capability.MANAGE_AREAS


def test_create_places_the_area_behind_its_sisters_and_notes_it(cast):
    made = actions.create(
        parent=cast.subdistrict,
        kind=Kind.COMMUNITY,
        name=" 临 江 社区",
        code="370102001003",
        settlement="111",
        **doer(cast.lin),
    )

    assert made.path == cast.subdistrict.path + "0003"
    assert (made.name, made.initials, made.valid_from) == ("临江社区", "ljsq", TODAY)
    assert placements(made) == [("community", "临江社区", "370102001003", made.path, TODAY, None)]
    entry = Entry.objects.get(verb="area.created")
    assert (entry.by, entry.subject_id, entry.area_path) == (cast.lin, str(made.pk), made.path)
    assert entry.after == {
        "kind": "community",
        "name": "临江社区",
        "code": "370102001003",
        "settlement": "111",
    }


CREATE_REFUSED = [
    ("grid under a district", "district", Kind.GRID, "第一网格", "", "misplaced"),
    ("a name that stands there", "subdistrict", Kind.COMMUNITY, "滨河社区", "", "twin"),
    ("no name", "subdistrict", Kind.COMMUNITY, " ", "", "no_name"),
    ("a long name", "subdistrict", Kind.COMMUNITY, "长" * 61, "", "long_name"),
    ("a malformed code", "subdistrict", Kind.COMMUNITY, "新社区", "12", "malformed_code"),
    ("another's code", "subdistrict", Kind.COMMUNITY, "新社区", "370102001001", "code_taken"),
    ("not hers", "next_subdistrict", Kind.COMMUNITY, "新社区", "", "not_manager"),
]


@pytest.mark.parametrize(("case", "parent", "kind", "name", "code", "refusal"), CREATE_REFUSED)
def test_create_is_refused_and_changes_nothing(cast, case, parent, kind, name, code, refusal):
    Area.objects.filter(pk=cast.community.pk).update(code="370102001001")
    before = Area.objects.count()

    with pytest.raises(Refused) as refused:
        actions.create(parent=getattr(cast, parent), kind=kind, name=name, code=code, **doer(cast.lin))

    assert refused.value.refusal.code == refusal
    assert (Area.objects.count(), Entry.objects.count()) == (before, 0)


def test_create_at_the_top_is_for_the_operator(cast):
    with pytest.raises(Refused) as refused:
        actions.create(parent=None, kind=Kind.CITY, name="海州市", **doer(cast.lin))
    assert refused.value.refusal.code == "not_operator"

    cast.lin.is_operator = True
    made = actions.create(parent=None, kind=Kind.CITY, name="海州市", **doer(cast.lin))

    assert made.path == "0002"


def test_create_under_a_building_is_refused(cast):
    building = AreaFactory(kind=Kind.BUILDING, name="1号楼", parent=cast.grid)

    with pytest.raises(Refused) as refused:
        actions.create(parent=building, kind=Kind.BUILDING, name="2号楼", **doer(cast.lin))

    assert refused.value.refusal.code == "building"


def test_grids_nest_down_to_the_deepest_path_and_no_further(cast):
    parent = cast.grid
    while parent.depth < 16:
        parent = actions.create(parent=parent, kind=Kind.GRID, name="微网格", **doer(cast.lin))

    with pytest.raises(Refused) as refused:
        actions.create(parent=parent, kind=Kind.GRID, name="微网格", **doer(cast.lin))

    assert refused.value.refusal.code == "too_deep"


def test_buildings_are_numbered_anew_in_each_community(cast):
    for area in (cast.community, cast.next_community):
        actions.create(parent=area, kind=Kind.BUILDING, name="1号楼", code="1", **doer(cast.lin))

    with pytest.raises(Refused) as refused:
        actions.create(parent=cast.community, kind=Kind.BUILDING, name="2号楼", code="1", **doer(cast.lin))
    assert refused.value.refusal.code == "code_taken"


def test_a_new_name_holds_from_today_and_the_old_one_stays_as_then(cast):
    amended = actions.amend(
        cast.community,
        kind=Kind.COMMUNITY,
        name="幸福社区",
        code="",
        settlement="",
        correction=False,
        reason="清民发〔2026〕8号",
        **doer(cast.lin),
    )

    assert (amended.name, amended.initials) == ("幸福社区", "xfsq")
    assert placements(amended) == [
        ("community", "幸福里社区", "", amended.path, date(2020, 1, 1), TODAY),
        ("community", "幸福社区", "", amended.path, TODAY, None),
    ]
    change = Change.objects.get()
    assert (change.what, change.on, change.reason, list(change.areas.all())) == (
        "rename",
        TODAY,
        "清民发〔2026〕8号",
        [amended],
    )
    entry = Entry.objects.get()
    assert (entry.verb, entry.before, entry.after) == (
        "area.amended",
        {"name": "幸福里社区"},
        {"name": "幸福社区"},
    )


def test_a_second_name_on_the_same_day_replaces_the_first(cast):
    same = {"kind": Kind.COMMUNITY, "code": "", "settlement": "", "correction": False}
    actions.amend(cast.community, name="幸福社区", **same, **doer(cast.lin))
    actions.amend(cast.community, name="新幸福社区", **same, **doer(cast.lin))

    assert [p[1] for p in placements(cast.community)] == ["幸福里社区", "新幸福社区"]


def test_a_correction_holds_for_the_past_too_and_is_no_change_of_the_tree(cast):
    same = {"kind": Kind.COMMUNITY, "settlement": ""}
    actions.amend(
        cast.community, name="幸福里社区", code="370102001001", correction=False, **same, **doer(cast.lin)
    )

    actions.amend(
        cast.community,
        name="幸福理社区",
        code="370102001001",
        correction=True,
        **same,
        **doer(cast.lin, LATER),
    )

    assert [(p[1], p[2], p[4], p[5]) for p in placements(cast.community)] == [
        ("幸福里社区", "", date(2020, 1, 1), TODAY),
        ("幸福理社区", "370102001001", TODAY, None),
    ]
    assert Change.objects.count() == 0
    assert Entry.objects.filter(verb="area.corrected").count() == 1


def test_a_township_becomes_a_subdistrict(cast):
    amended = actions.amend(
        cast.township,
        kind=Kind.SUBDISTRICT,
        name="松林街道",
        code="",
        settlement="",
        correction=False,
        **doer(cast.lin),
    )

    assert [(p[0], p[1]) for p in placements(amended)] == [
        ("township", "松林镇"),
        ("subdistrict", "松林街道"),
    ]


AMEND_REFUSED = [
    ("nothing changed", {}, "nothing_changed"),
    ("another rank", {"kind": Kind.GRID}, "other_rank"),
    ("a sister's name", {"name": "滨河社区"}, "twin"),
    ("a look that has passed", {"name": "新名", "seen": "community|旧名|||None"}, "changed_meanwhile"),
]


@pytest.mark.parametrize(("case", "wanted", "refusal"), AMEND_REFUSED)
def test_amend_is_refused_and_changes_nothing(cast, case, wanted, refusal):
    given = {"kind": Kind.COMMUNITY, "name": "幸福里社区", "code": "", "settlement": "", "correction": False}

    with pytest.raises(Refused) as refused:
        actions.amend(cast.community, **(given | wanted), **doer(cast.lin))

    assert refused.value.refusal.code == refusal
    assert Entry.objects.count() == 0


def test_amend_by_a_community_worker_is_refused(cast):
    with pytest.raises(Refused) as refused:
        actions.amend(
            cast.community,
            kind=Kind.COMMUNITY,
            name="我的社区",
            code="",
            settlement="",
            correction=False,
            **doer(cast.mei),
        )

    assert refused.value.refusal.code == "not_manager"


def test_close_ends_the_area_and_all_below_where_asked(cast):
    heard = []
    areas_reorganised.connect(lambda **news: heard.append(news["ended"]), weak=False, dispatch_uid="test")
    try:
        with pytest.raises(Refused) as refused:
            actions.close(cast.community, with_below=False, reason="拆迁", **doer(cast.lin))
        assert refused.value.refusal.code == "has_children"

        actions.close(cast.community, with_below=True, reason="拆迁", **doer(cast.lin))
    finally:
        areas_reorganised.disconnect(dispatch_uid="test")

    ended = Area.objects.filter(valid_to=TODAY).order_by("path")
    assert list(ended) == [cast.community, cast.grid]
    assert heard == [tuple(Ended(area.pk, area.path, area.path, None, "") for area in ended)]
    assert not Placement.objects.filter(area__in=ended, ends=None).exists()
    with pytest.raises(Refused) as refused:
        actions.close(cast.community, with_below=True, reason="拆迁", **doer(cast.lin))
    assert refused.value.refusal.code == "ended"


def test_closing_her_own_district_is_not_for_its_administrator(cast):
    with pytest.raises(Refused) as refused:
        actions.close(cast.district, with_below=True, reason="撤区", **doer(cast.lin))

    assert refused.value.refusal.code == "not_manager_above"


def test_a_path_is_never_given_twice(cast):
    first = actions.create(parent=cast.subdistrict, kind=Kind.COMMUNITY, name="甲社区", **doer(cast.lin))
    actions.move(first, to=cast.township, fingerprint=None, reason="", **doer(cast.lin))

    second = actions.create(parent=cast.subdistrict, kind=Kind.COMMUNITY, name="乙社区", **doer(cast.lin))

    assert paths_of(first) == [cast.subdistrict.path + "0003", cast.township.path + "0002"]
    assert second.path == cast.subdistrict.path + "0004"


def paths_of(area):
    return list(area.placements.order_by("pk").values_list("path", flat=True))


def test_the_row_checks_its_code_and_its_place():
    district = AreaFactory(kind=Kind.DISTRICT, name="清河区")

    with pytest.raises(ValidationError) as raised:
        Area(kind=Kind.GRID, name="第一网格", code="12", parent=district).clean()
    assert {field: [e.code for e in errors] for field, errors in raised.value.error_dict.items()} == {
        "code": ["malformed-grid"],
        "kind": ["misplaced"],
    }

    fine = Area(kind=Kind.SUBDISTRICT, name="望江街道", code="370102001000", parent=district)
    fine.clean()
    assert fine.code == "370102001"


def test_copies_and_placements_that_disagree_are_told(cast):
    assert (list(following.strays()), placing.misplaced()) == ([], 0)

    cast.civil_affairs.area_path = cast.city.path
    cast.civil_affairs.save()
    Placement.objects.filter(area=cast.grid).update(name="别名")

    assert [(column.field, number) for column, number in following.strays()] == [("area_path", 1)]
    assert placing.misplaced() == 1
