"""As then and as now."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.people import DepartmentFactory, PersonFactory
from factories.places import AreaFactory
from gongjian.history.models import Entry
from gongjian.kernel import paths
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Department
from gongjian.people.reach import Reach
from gongjian.places import actions, following, queries
from gongjian.places.actions import placing
from gongjian.places.kinds import RANK
from gongjian.places.models import Area, Kind, Placement
from gongjian.places.queries.then import Now, in_force
from gongjian.places.regrouping import NewArea

pytestmark = pytest.mark.django_db

EVERYWHERE = Reach(0, True, ())
FIRST_DAY = date(2026, 1, 5)


def at(day):
    return datetime.combine(day, time(3), tzinfo=UTC)


def doer(person, day):
    return {"by": person, "reach": EVERYWHERE, "at": at(day)}


def test_path_and_name_on_a_day(cast):
    moved = date(2026, 3, 2)
    old = cast.community.path
    actions.move(cast.community, to=cast.township, fingerprint=None, reason="", **doer(cast.lin, moved))
    now = Area.objects.get(pk=cast.community.pk).path

    on = [queries.path_on(cast.community, moved + timedelta(days=n)) for n in (-5000, -1, 0, 1)]

    assert on == [None, old, now, now]
    assert queries.placement_on(cast.community, moved).name == "幸福里社区"


def test_the_tree_on_a_day(cast):
    merged = date(2026, 3, 2)
    actions.merge(
        [cast.community, cast.next_community],
        into=NewArea("n", Kind.COMMUNITY, "江滨社区"),
        fingerprint=None,
        reason="",
        **doer(cast.lin, merged),
    )

    def names(day):
        return [placement.name for placement in queries.subtree_on(cast.subdistrict, day)]

    assert names(merged - timedelta(days=1)) == ["望江街道", "幸福里社区", "第一网格", "滨河社区"]
    assert names(merged) == ["望江街道", "江滨社区", "第一网格"]
    assert list(queries.subtree_on(cast.community, merged)) == []
    assert [p.name for p in queries.subtree_on(cast.community.path, date(2026, 1, 1))] == [
        "幸福里社区",
        "第一网格",
    ]


def test_who_answers_now(cast):
    day = date(2026, 3, 2)
    both = [cast.community, cast.next_community]
    actions.merge(both, into=cast.next_community, fingerprint=None, reason="", **doer(cast.lin, day))
    actions.close(cast.village, with_below=False, reason="", **doer(cast.lin, day))
    old = [cast.community.path, cast.village.path, cast.grid.path, "ZZZZ"]

    now = queries.now_of(old)

    grid, village = Area.objects.get(pk=cast.grid.pk), Area.objects.get(pk=cast.village.pk)
    assert now == {
        cast.community.path: Now(cast.next_community.pk, cast.next_community.path, True),
        cast.grid.path: Now(grid.pk, grid.path, True),
        cast.village.path: Now(village.pk, village.path, False),
    }
    assert queries.current_of(Area.objects.get(pk=cast.community.pk)) == cast.next_community
    assert queries.current_of(cast.next_community) == cast.next_community
    assert queries.current_of(village) is None


def test_heirs_of_heirs_answer(cast):
    third = AreaFactory(kind=Kind.COMMUNITY, name="临江社区", parent=cast.subdistrict)
    day = date(2026, 3, 2)
    for pair in ([cast.community, cast.next_community], [cast.next_community, third]):
        actions.merge(pair, into=pair[1], fingerprint=None, reason="", **doer(cast.lin, day))

    now = queries.now_of([cast.community.path, cast.next_community.path])

    assert {there.area_id for there in now.values()} == {third.pk}
    assert queries.current_of(Area.objects.get(pk=cast.community.pk)) == third


@pytest.mark.parametrize("many", [1, 50])
def test_asking_who_answers_takes_three_queries(cast, django_assert_num_queries, many):
    then = [AreaFactory(kind=Kind.GRID, parent=cast.community).path for _ in range(many)]

    with django_assert_num_queries(3):
        found = queries.now_of(then)

    assert len(found) == many


# --- Whatever is done to the tree -------------------------------------------------------------------------
@dataclass
class World:
    """What happened, remembered in plain Python beside the database."""

    person: object
    day: date = FIRST_DAY
    facts: list = field(default_factory=list)  # (day, area id, ids of it and all above on that day)
    changed_on: set = field(default_factory=set)
    count: int = 0

    def areas(self):
        return list(Area.objects.filter(valid_to=None).order_by("path"))

    def do(self):
        return doer(self.person, self.day)

    def change(self, action):
        try:
            with transaction.atomic():
                action()
        except Refused:
            return
        self.changed_on.add(self.day)

    def name(self):
        self.count += 1
        return f"{self.count}号"


NEXT_RANK = {0: Kind.DISTRICT, 2: Kind.SUBDISTRICT, 3: Kind.COMMUNITY, 4: Kind.GRID, 5: Kind.GRID}


def step_day(world, a, b, c):
    world.day += timedelta(days=1)


def step_create(world, a, b, c):
    parent = pick(world.areas(), a)
    kind = NEXT_RANK[RANK[parent.kind]]
    world.change(lambda: actions.create(parent=parent, kind=kind, name=world.name(), **world.do()))


def step_fact(world, a, b, c):
    area = pick(world.areas(), a)
    Entry.objects.create(
        at=at(world.day),
        verb="fact",
        subject_type="t",
        subject_id="1",
        subject_label="t",
        area_path=area.path,
    )
    DepartmentFactory(area=area)
    world.facts.append((world.day, area.pk, {other.pk for other in [*queries.above(area), area]}))


def step_rename(world, a, b, c):
    area = pick(world.areas(), a)
    world.change(
        lambda: actions.amend(
            area,
            kind=area.kind,
            name=world.name(),
            code="",
            settlement="",
            correction=bool(b % 2),
            **world.do(),
        )
    )


def step_move(world, a, b, c):
    area, to = pick(world.areas(), a), pick(world.areas(), b)
    world.change(lambda: actions.move(area, to=to, fingerprint=None, reason="", **world.do()))


def step_merge(world, a, b, c):
    first = pick(world.areas(), a)
    sisters = [area for area in world.areas() if area.parent_id == first.parent_id]
    both = [first, pick(sisters, b)]
    into = NewArea("n", first.kind, world.name()) if c % 2 else both[1]
    world.change(lambda: actions.merge(both, into=into, fingerprint=None, reason="", **world.do()))


def step_split(world, a, b, c):
    area = pick(world.areas(), a)
    parts = [NewArea("x", area.kind, world.name()), NewArea("y", area.kind, world.name())]
    goes = {child.pk: "xy"[(b >> n) % 2] for n, child in enumerate(area.children.filter(valid_to=None))}
    heir = (None, "x", "y")[c % 3]
    world.change(
        lambda: actions.split(area, parts, heir=heir, goes=goes, fingerprint=None, reason="", **world.do())
    )


def step_close(world, a, b, c):
    area = pick(world.areas(), a)
    if area.parent_id:
        world.change(lambda: actions.close(area, with_below=bool(b % 2), reason="", **world.do()))


STEPS = [
    step_day,
    step_create,
    step_fact,
    step_fact,
    step_rename,
    step_move,
    step_merge,
    step_split,
    step_close,
]
numbers = st.integers(0, 30)


def pick(things, number):
    return things[number % len(things)]


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), numbers, numbers, numbers), min_size=8, max_size=30))
def test_whatever_is_done_the_tree_stays_whole_and_no_record_is_lost(db, steps):
    with transaction.atomic():
        world = World(PersonFactory())
        top = AreaFactory(kind=Kind.DISTRICT, name="区", valid_from=FIRST_DAY)
        for number in range(2):
            street = AreaFactory(kind=Kind.SUBDISTRICT, name=f"街{number}", parent=top, valid_from=FIRST_DAY)
            for other in range(2):
                AreaFactory(kind=Kind.COMMUNITY, name=f"社{other}", parent=street, valid_from=FIRST_DAY)

        for step, a, b, c in steps:
            step(world, a, b, c)

        tree_is_whole()
        as_then_is_what_was_recorded(world)
        as_now_keeps_the_total(world)
        transaction.set_rollback(True)


def tree_is_whole():
    for area in Area.objects.select_related("parent", "successor"):
        above = area.parent.path if area.parent else ""
        assert area.path[: -paths.WIDTH] == above
        if area.is_current:
            assert area.parent is None or area.parent.is_current
            assert area.placements.filter(ends=None).count() == 1
        if answering := queries.current_of(area):
            assert area.path.startswith(answering.path)
    assert list(following.strays()) == []
    assert placing.misplaced() == 0
    owners = Placement.objects.order_by().values_list("path", "area").distinct()
    assert len({path for path, _ in owners}) == len(owners)


def as_then_is_what_was_recorded(world):
    for day in {day for day, _, _ in world.facts} - world.changed_on:
        for placement in in_force(day):
            recorded = Entry.objects.filter(
                paths.within(placement.path, "area_path"), verb="fact", at=at(day)
            ).count()
            assert recorded == sum(placement.area_id in above for on, _, above in world.facts if on == day)


def as_now_keeps_the_total(world):
    then = list(Entry.objects.filter(verb="fact").order_by("pk").values_list("area_path", flat=True))
    now = queries.now_of(then)
    assert set(now) == set(then)
    for path, (_, area_id, _) in zip(then, world.facts, strict=True):
        area = Area.objects.get(pk=area_id)
        answering = queries.current_of(area) or area
        while not answering.is_current and answering.successor:
            answering = answering.successor
        assert now[path].area_id == answering.pk
    tops = Area.objects.filter(parent=None)
    below = [sum(now[path].path.startswith(top.path) for path in then) for top in tops]
    assert sum(below) == len(world.facts) == Department.objects.count()
