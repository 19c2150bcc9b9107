"""What an upgrade of a pack changes, thing by thing."""

from decimal import Decimal

import pytest

from engines.packs.folders import SOUND, changed, loaded
from gongjian.engines.packs.differences import Change, Difference, What, diff

ADDED, REMOVED, CHANGED = Change.ADDED, Change.REMOVED, Change.CHANGED


def told(file: str, old: str, new: str) -> list[Difference]:
    before, after = loaded(SOUND), loaded(changed(file, old, new))
    assert after.pack is not None, after.faults
    return list(diff(before.pack, after.pack))


def test_a_pack_does_not_differ_from_itself():
    assert diff(loaded(SOUND).pack, loaded(SOUND).pack) == ()


def test_a_new_version_alone_changes_no_figures():
    (difference,) = told("pack.yaml", "version: 1.0.0", "version: 1.1.0")

    assert difference == Difference(What.PACK, CHANGED, "sound", "健全", ("version",))
    assert not difference.changes_figures


@pytest.mark.parametrize(
    ("old", "new", "aspects", "changes_figures"),
    [
        ("text: 每半年开会一次。", "text: 每半年至少开会一次。", ("text",), False),
        ("evidence: [签到表]", "evidence: [签到表, 照片]", ("evidence",), False),
        ("methods: [system, documents]", "methods: [system]", ("methods",), False),
        ('test: ">= 100 %"', 'test: ">= 50 %"', ("rules",), True),
    ],
)
def test_a_change_of_words_is_told_apart_from_one_of_figures(old, new, aspects, changes_figures):
    (difference,) = told("standard.yaml", old, new)

    assert (difference.id, difference.aspects) == ("order-meetings", aspects)
    assert difference.changes_figures is changes_figures


def test_more_points_are_told_of_the_item_its_heading_and_the_whole():
    text = SOUND["standard.yaml"].replace("points: 4\n        methods", "points: 5\n        methods")
    text = text.replace('">= 100 %", points: 4', '">= 100 %", points: 5').replace("total: 10", "total: 11")

    found = diff(loaded(SOUND).pack, loaded(dict(SOUND) | {"standard.yaml": text}).pack)

    assert [(it.what, it.id, it.aspects, it.before, it.after) for it in found] == [
        (What.STANDARD, "standard", ("total",), Decimal(10), Decimal(11)),
        (What.INDICATOR, "order", ("points",), Decimal(10), Decimal(11)),
        (What.INDICATOR, "order-meetings", ("points", "rules"), Decimal(4), Decimal(5)),
    ]


def test_an_indicator_of_another_id_is_another_one():
    found = told("standard.yaml", "id: order-volunteers", "id: order-helpers")

    assert [(it.change, it.id, it.before, it.after) for it in found] == [
        (ADDED, "order-helpers", None, Decimal(6)),
        (REMOVED, "order-volunteers", Decimal(6), None),
    ]
    assert all(it.changes_figures for it in found)


def test_an_item_that_reads_another_measure_says_so():
    found = told("standard.yaml", "measure: a-volunteer", "measure: people")

    assert [(it.id, it.aspects) for it in found] == [("order-volunteers", ("rules", "measures"))]


def test_a_repealed_item_loses_its_points():
    text = SOUND["standard.yaml"]
    start = text.index("        points: 4")
    text = (
        text[:start]
        + "        repealed: {reason: 废止}\n"
        + text[text.index("      - id: order-volunteers") :]
    )

    found = diff(loaded(SOUND).pack, loaded(dict(SOUND) | {"standard.yaml": text}).pack)

    (item,) = [it for it in found if it.id == "order-meetings"]
    assert (item.before, item.after, "repealed" in item.aspects) == (Decimal(4), Decimal(0), True)


def test_a_changed_measure_names_the_indicators_it_reaches_through_others():
    (difference,) = told(
        "measures.yaml", "sum: {source: meeting.held}", "sum: {source: meeting.held, window: year}"
    )

    assert difference == Difference(
        What.MEASURE, CHANGED, "people", "到会人数", ("how",), affected=("order-volunteers",)
    )


def test_a_changed_kind_of_fact_names_the_indicators_it_reaches():
    (difference,) = told("facts.yaml", "enters: [community-worker]", "enters: [grid-worker]")

    assert difference == Difference(
        What.FACT,
        CHANGED,
        "meeting.held",
        "开会",
        ("enters",),
        affected=("order-meetings", "order-volunteers"),
    )


def test_other_slots_and_reminders_are_told():
    slots = told("slots.yaml", "to: 2026-09-30", "to: 2026-09-29")
    reminders = told("facts.yaml", "days_before: 7", "days_before: 9")

    assert [(it.what, it.id, it.aspects) for it in (*slots, *reminders)] == [
        (What.SLOTS, "festivals", ("slots",)),
        (What.REMINDER, "meetings/meeting.held/community-worker", ("days_before",)),
    ]


def test_a_pack_that_loses_its_standard_loses_its_indicators():
    bare = {name: text for name, text in SOUND.items() if name != "standard.yaml"}

    found = diff(loaded(SOUND).pack, loaded(bare).pack)

    assert [(it.what, it.change, it.id) for it in found] == [
        (What.STANDARD, REMOVED, "standard"),
        (What.INDICATOR, REMOVED, "order"),
        (What.INDICATOR, REMOVED, "order-meetings"),
        (What.INDICATOR, REMOVED, "order-volunteers"),
    ]
