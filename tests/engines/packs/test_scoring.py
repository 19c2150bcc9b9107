"""From figures to points, stars, grades and whether a standard is met."""

from decimal import Decimal
from fractions import Fraction

import pytest

from engines.packs.folders import SOUND, loaded
from gongjian.engines.measures.definitions import NO_DATA, NOT_APPLICABLE, NOT_DUE, Value, known
from gongjian.engines.packs.loading import SHIPPED, load
from gongjian.engines.packs.model import Standard
from gongjian.engines.packs.scoring import Result, result

HEAD = "title: 标准\ntotal: {total}\n{marks}items:\n"
LEAF = (
    "{{id: {id}, title: 甲, methods: [system], answers: {{role: grid-worker, unit: grid}}, rules: [{rules}]}}"
)
REACH = 'reach: {{measure: {measure}, test: ">= 1", points: {points}}}'


def leaf(id: str, *rules: str) -> str:
    return LEAF.format(id=id, rules=", ".join(f"{{{rule}}}" for rule in rules))


def reach(measure: str, points: int) -> str:
    return REACH.format(measure=measure, points=points)


def standard(items: list[str], *, total: int, marks: str = "") -> Standard:
    text = HEAD.format(total=total, marks=marks) + "".join(f"  - {item}\n" for item in items)
    read = loaded(dict(SOUND) | {"standard.yaml": text})
    assert read.errors == ()
    return read.pack.standard


def scores(found: Result) -> dict[str, tuple[Fraction, Fraction]]:
    """Earned and full of the whole and of every item at the top."""
    return {part.id: (part.earned, part.full) for part in (found.score, *found.score.parts)}


RULES = [
    (reach("people", 4), known(1), 4),
    (reach("people", 4), known(0), 0),
    (reach("people", 4), NO_DATA, 0),
    ('bands: {measure: people, steps: [{test: ">= 9", points: 4}, {test: ">= 5", points: 2}]}', known(9), 4),
    ('bands: {measure: people, steps: [{test: ">= 9", points: 4}, {test: ">= 5", points: 2}]}', known(8), 2),
    ('bands: {measure: people, steps: [{test: ">= 9", points: 4}, {test: ">= 5", points: 2}]}', known(4), 0),
    ('bands: {measure: people, steps: [{test: ">= 9", points: 4}], otherwise: 1}', known(0), 1),
    ("linear: {measure: people, zero_at: 0, full_at: 3, points: 4}", known(1), Fraction(4, 3)),
    ("linear: {measure: people, zero_at: 0, full_at: 3, points: 4}", known(5), 4),
    ("linear: {measure: people, zero_at: 10, full_at: 6, points: 4}", known(7), 3),
    ("deduct: {measure: people, points: 4, each: 1.5}", known(1), Fraction(5, 2)),
    ("deduct: {measure: people, points: 4, each: 1.5}", known(9), 0),
    ("deduct: {measure: people, points: 4, each: 1.5, most: 2}", known(9), 2),
]


@pytest.mark.parametrize(("rule", "value", "earned"), RULES)
def test_a_rule_gives_its_points(rule, value, earned):
    found = result(standard([leaf("a", rule)], total=4), {"people": value})

    assert scores(found) == {"/": (earned, 4), "a": (earned, 4)}


def test_a_judgement_is_its_points():
    judged = "judged: {levels: [{code: good, title: 好, points: 4}, {code: fair, title: 中, points: 2.5}]}"
    of = standard([leaf("a", judged)], total=4)

    assert result(of, {"judged:a": known(Decimal("2.5"))}).score.earned == Fraction(5, 2)
    assert result(of, {}).score.earned == 0


def test_rules_of_a_leaf_add_up_and_a_cap_holds_them_down_only_where_it_passes():
    cap = 'cap: {measure: hazards, test: ">= 1", points: 1.5}'
    of = standard([leaf("a", reach("people", 3), cap, reach("volunteers", 1))], total=4)
    met = {"people": known(1), "volunteers": known(1)}

    assert [
        result(of, met | {"hazards": hazards}).score.earned for hazards in (known(0), known(1), NO_DATA)
    ] == [4, Fraction(3, 2), 4]
    assert [part.id for part in result(of, met).score.find("a").parts] == ["a/1", "a/3"]


def test_a_veto_loses_the_whole_and_no_points():
    veto = 'veto: {measure: hazards, test: ">= 1", reason: 出事}'
    marks = 'passing: {total: ">= 4"}\ngrades: [{id: good, title: 好, total: ">= 4"}]\n'
    of = standard([leaf("a", reach("people", 4), veto)], total=4, marks=marks)

    kept = result(of, {"people": known(1), "hazards": known(0)})
    lost = result(of, {"people": known(1), "hazards": known(1)})

    assert (kept.score.earned, kept.vetoes, kept.grade, kept.is_met) == (4, (), "good", True)
    assert (lost.score.earned, lost.vetoes, lost.grade, lost.is_met) == (4, ("a",), None, False)


def test_what_does_not_apply_beside_a_veto_does_not_apply_and_still_vetoes():
    veto = 'veto: {measure: hazards, test: ">= 1", reason: 出事}'
    of = standard([leaf("a", reach("people", 4), veto), leaf("b", reach("volunteers", 6))], total=10)

    found = result(of, {"people": NOT_APPLICABLE, "volunteers": known(1), "hazards": known(1)})

    assert (scores(found), found.vetoes) == ({"/": (10, 10), "a": (0, 0), "b": (10, 10)}, ("a",))


TREE = [
    "{id: h, title: 甲, items: ["
    + leaf("a", reach("people", 2))
    + ", "
    + leaf("b", reach("volunteers", 2))
    + "]}",
    leaf("c", reach("hazards", 6)),
]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("siblings", {"/": (4, 10), "h": (4, 4), "c": (0, 6)}),
        (
            "all",
            {"/": (Fraction(5, 2), 10), "h": (Fraction(5, 2), Fraction(5, 2)), "c": (0, Fraction(15, 2))},
        ),
        ("full", {"/": (4, 10), "h": (4, 4), "c": (0, 6)}),
    ],
)
def test_points_that_do_not_apply_go_where_the_pack_says(where, expected):
    of = standard(TREE, total=10, marks=f"not_applicable: {where}\n")

    found = result(of, {"people": known(1), "volunteers": NOT_APPLICABLE, "hazards": known(0)})

    assert scores(found) == expected


def test_a_repealed_item_and_a_heading_of_such_items_are_out_of_the_sum():
    old = "{id: old, title: 旧, repealed: {reason: 改了}}"
    heading = "{id: past, title: 甲, items: [{id: older, title: 旧, repealed: {reason: 改了}}]}"
    of = standard([old, heading, *TREE], total=10)

    found = result(of, {})

    assert scores(found) == {"/": (0, 10), "h": (0, 4), "c": (0, 6)}


def test_marks_of_items_and_aspects_leave_out_what_is_not_due_or_does_not_apply():
    marks = 'passing: {items: ">= 50 %", aspects: "> 0"}\n'
    of = standard(TREE, total=10, marks=marks)

    def is_met(people: Value, volunteers: Value, hazards: Value) -> bool:
        return result(of, {"people": people, "volunteers": volunteers, "hazards": hazards}).is_met

    assert is_met(known(1), known(1), known(1))
    assert is_met(known(1), NOT_APPLICABLE, known(1))
    assert is_met(known(1), NOT_DUE, known(1))
    assert not is_met(known(1), known(0), known(1))
    assert not is_met(known(1), NO_DATA, known(1))


def test_a_standard_without_marks_is_neither_met_nor_missed():
    found = result(standard(TREE, total=10), {})

    assert (found.is_met, found.grade, found.stars) == (None, None, None)


# --- The star rating --------------------------------------------------------------------------------------
def star_figures(of: Standard, points: list[str]) -> dict[str, Value]:
    """Figures for one judged leaf an aspect, so that aspects have these points."""
    return {
        f"judged:{aspect.items[0].id}": known(Decimal(part))
        for aspect, part in zip(of.indicators, points, strict=True)
    }


def star_standard() -> Standard:
    judged = (
        "judged: {{levels: [{{code: full, title: 满, points: 10}}, {{code: none, title: 无, points: 0}}]}}"
    )
    aspects = [
        f"{{id: s{number}, title: 甲, items: [{leaf(f's{number}-a', judged.format())}]}}"
        for number in range(1, 11)
    ]
    marks = (
        'stars: {test: ">= 9"}\npassing: {stars: ">= 7"}\n'
        'grades: [{id: ten, title: 十星, stars: ">= 10"}, {id: qualified, title: 达标, stars: ">= 7"}]\n'
    )
    return standard([text.replace("[system]", "[documents]") for text in aspects], total=100, marks=marks)


@pytest.mark.parametrize(
    ("points", "stars", "grade", "is_met"),
    [
        (["9"] * 10, 10, "ten", True),
        (["9"] * 9 + ["8.9999"], 9, "qualified", True),
        (["10"] * 7 + ["0"] * 3, 7, "qualified", True),
        (["10"] * 6 + ["8.99"] * 4, 6, None, False),
    ],
)
def test_ten_aspects_win_stars_from_nine_and_seven_are_enough(points, stars, grade, is_met):
    of = star_standard()

    found = result(of, star_figures(of, points))

    assert (len(found.stars), found.grade, found.is_met) == (stars, grade, is_met)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["residents-committee", "villagers-committee", "safe-and-civilised", "ten-stars"]
)
def test_every_shipped_standard_can_be_scored(name):
    pack = load(SHIPPED / name).pack

    nothing = result(pack.standard, {})
    all_apart = result(pack.standard, {measure.id: NOT_APPLICABLE for measure in pack.all_measures})

    assert (nothing.score.earned, nothing.score.full, nothing.is_met) == (0, pack.standard.total, False)
    assert all_apart.score.state == "not-applicable"
    assert all(nothing.score.find(leaf.id) for leaf in pack.standard.leaves if not leaf.repealed)
