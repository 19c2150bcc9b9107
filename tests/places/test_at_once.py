"""Two people at once, on real connections."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

import cast as cast_module
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Department
from gongjian.people.reach import Reach
from gongjian.places import actions, following, queries
from gongjian.places.actions import placing
from gongjian.places.models import Area, Kind
from gongjian.places.queries.preview import preview_of
from gongjian.places.queries.regrouping import moving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def cast():
    return cast_module.assemble()


def at_once(*acts):
    """Do all of `acts` at the same moment; what each gave, a refusal as its code."""
    ready = threading.Barrier(len(acts))
    outcomes = [None] * len(acts)

    def run(index, act):
        try:
            ready.wait(10)
            outcomes[index] = act()
        except Refused as refused:
            outcomes[index] = refused.refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def doer(cast):
    return {"by": cast.lin, "reach": Reach(cast.lin.pk, True, ()), "at": AT}


def is_whole():
    for area in Area.objects.select_related("parent"):
        assert area.path[:-4] == (area.parent.path if area.parent else "")
    return list(following.strays()) == [] and placing.misplaced() == 0


def test_two_who_add_one_name_leave_one_area(cast):
    def add():
        return actions.create(
            parent=cast.subdistrict, kind=Kind.COMMUNITY, name="临江社区", **doer(cast)
        ).path

    outcomes = at_once(add, add, add)

    assert sorted(outcomes) == [cast.subdistrict.path + "0003", "twin", "twin"]
    assert Area.objects.filter(name="临江社区").count() == 1


def test_areas_added_at_once_get_different_paths(cast):
    def add(name):
        return lambda: (
            actions.create(parent=cast.subdistrict, kind=Kind.COMMUNITY, name=name, **doer(cast)).path
        )

    outcomes = at_once(*(add(f"{number}社区") for number in range(4)))

    assert sorted(outcomes) == [f"{cast.subdistrict.path}000{number}" for number in (3, 4, 5, 6)]


def test_what_is_added_below_while_the_subtree_moves_moves_along(cast):
    outcomes = at_once(
        lambda: actions.move(cast.community, to=cast.township, fingerprint=None, reason="", **doer(cast)),
        lambda: actions.create(parent=cast.community, kind=Kind.GRID, name="新网格", **doer(cast)),
    )

    assert all(not isinstance(outcome, str) for outcome in outcomes)
    assert is_whole()


def test_two_who_confirm_the_same_preview_do_it_once(cast):
    shown = preview_of(moving(cast.community, cast.township)).fingerprint

    def move():
        return actions.move(cast.community, to=cast.township, fingerprint=shown, reason="", **doer(cast)).what

    outcomes = at_once(move, move)

    assert sorted(outcomes) == ["move", "there_already"]
    assert is_whole()


def test_a_copy_made_of_a_locked_area_is_never_stale(cast):
    from django.db import transaction

    def copy():
        with transaction.atomic():
            area = queries.locked(cast.community.pk)
            return Department.objects.create(area=area, area_path=area.path, name="工作站")

    at_once(
        copy,
        lambda: actions.move(cast.community, to=cast.township, fingerprint=None, reason="", **doer(cast)),
    )

    assert is_whole()
