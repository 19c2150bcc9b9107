from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from gongjian.engines.measures.definitions import (
    NO_DATA,
    NOT_APPLICABLE,
    NOT_DUE,
    Comparator,
    State,
    Value,
    known,
)
from gongjian.engines.measures.definitions import Test as Passing
from gongjian.engines.measures.scoring import (
    Band,
    Banded,
    Deducted,
    Given,
    Grades,
    Group,
    Item,
    Level,
    Linear,
    Marks,
    Missing,
    Passed,
    PerUnit,
    Score,
    StarRating,
    Stars,
    grade,
    points,
    score,
    shown,
    stars,
)


def at_least(number: str) -> Passing:
    return Passing(Comparator.AT_LEAST, Fraction(number))


def over(number: str) -> Passing:
    return Passing(Comparator.OVER, Fraction(number))


COVERAGE = Banded(
    (
        Band(at_least("0.95"), Decimal(10)),
        Band(at_least("0.9"), Decimal(8)),
        Band(at_least("0.85"), Decimal(6)),
    )
)


@pytest.mark.parametrize(
    ("rule", "figure", "earned"),
    [
        (Passed(at_least("2/3")), "2/3", "10"),
        (Passed(over("2/3")), "2/3", "0"),
        (COVERAGE, "1", "10"),
        (COVERAGE, "19/20", "10"),
        (COVERAGE, "0.9499", "8"),
        (COVERAGE, "0.85", "6"),
        (COVERAGE, "0.8499", "0"),
        (Linear(Fraction(0), Fraction(3)), "1", "10/3"),
        (Linear(Fraction(60), Fraction(90)), "60", "0"),
        (Linear(Fraction(60), Fraction(90)), "59", "0"),
        (Linear(Fraction(60), Fraction(90)), "75", "5"),
        (Linear(Fraction(60), Fraction(90)), "91", "10"),
        (Linear(Fraction(5), Fraction(0)), "1", "8"),  # the fewer, the better
        (Linear(Fraction(5), Fraction(0)), "6", "0"),
        (PerUnit(Decimal("0.5")), "3", "1.5"),
        (PerUnit(Decimal("0.5")), "21", "10"),
        (PerUnit(Decimal("0.5")), "-1", "0"),
        (Deducted(Decimal(2)), "0", "10"),
        (Deducted(Decimal(2)), "3", "4"),
        (Deducted(Decimal(2)), "6", "0"),
        (Deducted(Decimal(2), free=1), "1", "10"),
        (Deducted(Decimal(2), free=1), "2", "8"),
        (Deducted(Decimal(2), most=Decimal(3)), "6", "7"),
        (Given(), "7.5", "7.5"),
        (Given(), "11", "10"),
        (Given(), "-1", "0"),
    ],
)
def test_a_rule_turns_a_figure_into_points(rule: Any, figure: str, earned: str) -> None:
    assert points(rule, Fraction(figure), Decimal(10)) == Fraction(earned)


# --- Items ------------------------------------------------------------------------------------------------
FIVE = Item("five", Decimal(5), Passed(at_least("1")))


@pytest.mark.parametrize(
    ("value", "total"),
    [
        (known(1), Score("five", Fraction(5), Fraction(5), State.VALUE)),
        (known(0), Score("five", Fraction(0), Fraction(5), State.ZERO)),
        (known(1, 2), Score("five", Fraction(0), Fraction(5), State.VALUE)),
        (NO_DATA, Score("five", Fraction(0), Fraction(5), State.NO_DATA)),
        (NOT_DUE, Score("five", Fraction(0), Fraction(5), State.NOT_DUE, open=Fraction(5))),
        (NOT_APPLICABLE, Score("five", Fraction(0), Fraction(5), State.NOT_APPLICABLE)),
    ],
)
def test_an_item_keeps_the_state_of_its_figure(value: Value, total: Score) -> None:
    assert score(FIVE, {"five": value}) == total


def test_an_item_without_a_value_has_no_data() -> None:
    assert score(FIVE, {}) == Score("five", Fraction(0), Fraction(5), State.NO_DATA)


# --- Groups -----------------------------------------------------------------------------------------------
def item(name: str, full: int, **more: Any) -> Item:
    return Item(name, Decimal(full), Given(), **more)


TREE = Group(
    "all",
    (
        Group("order", (item("patrol", 20), item("disputes", 10), item("dogs", 10))),
        Group("water", (item("river", 20),)),
        item("people", 40),
        item("extra", 5, bonus=True),
    ),
    cap=Decimal(100),
)
FULL = {
    "patrol": known(20),
    "disputes": known(10),
    "dogs": known(10),
    "river": known(20),
    "people": known(40),
}


@pytest.mark.parametrize(
    ("change", "earned", "full", "open_"),
    [
        ({}, "100", "100", "0"),
        ({"extra": known(3)}, "100", "100", "0"),  # the cap
        ({"people": known(10), "extra": known(3)}, "73", "100", "0"),
        ({"people": known(10), "extra": NOT_APPLICABLE}, "70", "100", "0"),
        ({"dogs": NO_DATA}, "90", "100", "0"),
        ({"dogs": NOT_DUE}, "90", "100", "10"),
        ({"dogs": NOT_APPLICABLE}, "100", "100", "0"),
        ({"dogs": NOT_APPLICABLE, "disputes": known(0)}, "260/3", "100", "0"),
        ({"dogs": NOT_APPLICABLE, "disputes": NOT_DUE}, "260/3", "100", "40/3"),
        ({"river": NOT_APPLICABLE, "people": known(0)}, "50", "100", "0"),
    ],
)
def test_points_that_do_not_apply_go_to_the_others(
    change: dict[str, Value], earned: str, full: str, open_: str
) -> None:
    total = score(TREE, FULL | change)

    assert (total.earned, total.full, total.open) == (Fraction(earned), Fraction(full), Fraction(open_))


def test_spread_points_are_seen_in_every_part() -> None:
    order = score(TREE, FULL | {"dogs": NOT_APPLICABLE, "river": NOT_APPLICABLE, "patrol": known(10)}).find(
        "order"
    )

    assert order is not None
    assert (shown(order.earned), shown(order.full)) == (Decimal("33.33"), Decimal("50.00"))
    assert [(part.id, part.earned, part.full) for part in order.parts] == [
        ("patrol", Fraction(50, 3), Fraction(100, 3)),
        ("disputes", Fraction(50, 3), Fraction(50, 3)),
        ("dogs", Fraction(0), Fraction(0)),
    ]


@pytest.mark.parametrize(
    ("what", "earned", "full"),
    [(Missing.SPREAD, "20", "30"), (Missing.FULL, "20", "30"), (Missing.NONE, "10", "30")],
)
def test_a_group_says_what_becomes_of_points_that_do_not_apply(what: Missing, earned: str, full: str) -> None:
    group = Group("g", (item("a", 20), item("b", 10)), not_applicable=what)
    values = {"a": known(10), "b": NOT_APPLICABLE}

    total = score(group, values)

    spread = Fraction(15) if what is Missing.SPREAD else Fraction(earned)
    assert (total.earned, total.full) == (spread, Fraction(full))


def test_a_group_in_which_nothing_applies_does_not_apply() -> None:
    total = score(Group("g", (item("a", 20), item("b", 10))), {"a": NOT_APPLICABLE, "b": NOT_APPLICABLE})

    assert (total.state, total.earned, total.full) == (State.NOT_APPLICABLE, Fraction(0), Fraction(30))


def test_where_a_bonus_alone_applies_nothing_carries_the_points() -> None:
    group = Group("g", (item("a", 20), item("b", 10, bonus=True)))

    total = score(group, {"a": NOT_APPLICABLE, "b": known(4)})

    assert (total.earned, total.full, total.percent) == (Fraction(4), Fraction(20), Fraction(20))


# --- Vetoes and grades ------------------------------------------------------------------------------------
VETOED = Group(
    "all", (item("work", 100), Item("deaths", Decimal(0), Passed(at_least("0")), veto=at_least("1")))
)
LEVELS = Grades((Level("优秀", Decimal(90)), Level("达标", Decimal(60))))


@pytest.mark.parametrize(
    ("work", "deaths", "vetoes", "name"),
    [
        (known(90), known(0), (), "优秀"),
        (known(Decimal("89.99")), known(0), (), "达标"),
        (known(60), NO_DATA, (), "达标"),
        (known(Decimal("59.9")), known(0), (), None),
        (known(100), known(1), ("deaths",), None),
    ],
)
def test_a_veto_loses_the_whole_standard(
    work: Value, deaths: Value, vetoes: tuple[str, ...], name: str | None
) -> None:
    total = score(VETOED, {"work": work, "deaths": deaths})

    assert (total.vetoes, grade(LEVELS, total)) == (vetoes, name)


@pytest.mark.parametrize(
    ("minors", "others", "name"),
    [(17, 80, "文明社区"), (16, 80, None), (20, 59, None), (20, 60, "文明社区")],
)
def test_a_level_may_want_a_part_to_reach_a_mark_of_its_own(
    minors: int, others: int, name: str | None
) -> None:
    group = Group("all", (item("minors", 20), item("others", 80)))
    gated = Grades((Level("文明社区", Decimal(80), (("minors", Decimal(85)),)),), Marks.PERCENT)

    assert grade(gated, score(group, {"minors": known(minors), "others": known(others)})) == name


def test_a_level_that_wants_an_unknown_part_is_never_reached() -> None:
    gated = Grades((Level("x", Decimal(1), (("nobody", Decimal(1)),)),))

    assert grade(gated, score(FIVE, {"five": known(1)})) is None


# --- Stars ------------------------------------------------------------------------------------------------
ASPECTS = tuple(f"aspect-{number}" for number in range(1, 11))
TEN = Group("stars", tuple(item(name, 10) for name in ASPECTS))


@pytest.mark.parametrize(
    ("marks", "starred", "is_met"),
    [
        ([10] * 10, 10, True),
        ([9] * 7 + [8] * 3, 7, True),
        ([9] * 6 + [Decimal("8.99")] * 4, 6, False),
        ([0] * 10, 0, False),
    ],
)
def test_nine_of_ten_points_are_a_star_and_seven_stars_are_enough(
    marks: list[Any], starred: int, is_met: bool
) -> None:
    values = {name: known(mark) for name, mark in zip(ASPECTS, marks, strict=True)}

    assert stars(Stars(ASPECTS), score(TEN, values)) == StarRating(ASPECTS[:starred], is_met)


def test_an_aspect_that_does_not_apply_has_no_star() -> None:
    values = {name: known(10) for name in ASPECTS} | {ASPECTS[0]: NOT_APPLICABLE}

    assert stars(Stars(ASPECTS), score(TEN, values)) == StarRating(ASPECTS[1:], is_met=True)


def test_whoever_is_vetoed_has_no_stars() -> None:
    group = Group("stars", (item("a", 10, veto=Passing(Comparator.UNDER, Fraction(5))), item("b", 10)))

    assert stars(Stars(("a", "b"), enough=1), score(group, {"a": known(1), "b": known(10)})) == StarRating(
        (), False
    )


# --- What is refused, and what is shown -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (lambda: item("a", -1), "must not be negative"),
        (lambda: Item("a", Decimal(9), COVERAGE), "more than the 9 points"),
        (lambda: Banded(()), "at least one band"),
        (lambda: Linear(Fraction(1), Fraction(1)), "must differ"),
        (lambda: PerUnit(Decimal(0)), "above 0"),
        (lambda: Deducted(Decimal(0)), "above 0"),
        (lambda: Deducted(Decimal(1), free=-1), "above 0"),
        (lambda: Group("g", ()), "must have parts"),
        (lambda: Group("g", (item("a", 1), Group("h", (item("a", 1),)))), "'a' is there twice"),
        (lambda: Grades(()), "highest mark down"),
        (lambda: Grades((Level("a", Decimal(1)), Level("b", Decimal(2)))), "highest mark down"),
        (lambda: Stars(("a",)), "no more than there are aspects"),
    ],
)
def test_a_rule_checks_itself_when_it_is_made(make: Any, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        make()


@pytest.mark.parametrize(
    ("number", "places", "text"),
    [
        ("1/3", 2, "0.33"),
        ("2/3", 2, "0.67"),
        ("0.125", 2, "0.13"),
        ("2.5", 0, "3"),
        ("89.995", 2, "90.00"),
        ("5", 1, "5.0"),
    ],
)
def test_points_are_rounded_half_up_where_they_are_shown(number: str, places: int, text: str) -> None:
    assert str(shown(Fraction(number), places)) == text
