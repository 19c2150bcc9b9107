"""One fault at a time in a sound pack: its code, its place, and no more than follows from it."""

import pytest

from engines.packs.folders import FACTS, PACK, SOUND, changed, loaded
from gongjian.engines.packs.faults import Mark
from gongjian.engines.packs.wording import SENTENCES

RATIO = "ratio: {over: people, under: volunteers}"
COUNT = "count: {source: hazard.found, proof: hazard.none}"
REACH = 'reach: {measure: meetings, test: ">= 100 %", points: 4}'

JUDGED_TWICE = """\
          - judged: {levels: [{code: a, title: 好, points: 4}, {code: b, title: 差, points: 0}]}
          - §judged: {levels: [{code: a, title: 好, points: 0}, {code: b, title: 差, points: 0}]}"""

# file, what stands there, what is written instead with § where the fault is told, its code, what else is told.
FAULTS = [
    ("pack.yaml", "2026-12-31", "§2025-12-31", "ends-before-it-begins", []),
    ("pack.yaml", "name: {zh: 健全, en: Sound}", "name: §[健全]", "wrong-type", []),
    ("pack.yaml", "name: {zh: 健全, en: Sound}", "name: {zh: 健全, §fr: Sain}", "unknown-field", []),
    ("pack.yaml", "name: {zh: 健全, en: Sound}", "name: §12", "wrong-type", []),
    ("pack.yaml", "name: {zh: 健全, en: Sound}", "name: {zh: §12}", "needs-quotes", []),
    ("pack.yaml", "version: 1.0.0", "version: §1.0", "needs-quotes", []),
    ("pack.yaml", "version: 1.0.0", "version: §v1", "wrong-form", []),
    ("pack.yaml", "year: 2026", "year: §26", "too-small", []),
    ("pack.yaml", "year: 2026", "year: §20266", "too-big", []),
    ("pack.yaml", "kind: creation", "kind: §creating", "not-a-word", []),
    ("pack.yaml", "areas: [community]", "areas: §[]", "too-few", []),
    ("pack.yaml", "areas: [community]", "areas: [community, §community]", "repeated-entry", []),
    ("pack.yaml", "title: 某法", "title: §'  '", "blank", []),
    ("pack.yaml", "title: 某法", "title: §" + "长" * 201, "too-long", []),
    ("pack.yaml", "{id: law, title: 某法}", "§{id: law, titel: 某法}", "missing-field", ["unknown-field"]),
    ("pack.yaml", "title: 某法", "title: 某法, dated: §2026-13-01", "no-such-day", []),
    ("pack.yaml", "sources:\n", "sources:\n  - {id: §other, title: 别的}\n", "unused-source", []),
    ("pack.yaml", "sources:\n", "sources:\n  - {id: law, title: 别的}\n", "repeated-id", []),
    ("pack.yaml", "valid:", "builds_on: [{pack: §base, version: 1.0.0}]\nvalid:", "unknown-pack", []),
    (
        "facts.yaml",
        "code: hazard.none",
        "code: §judged",
        "reserved",
        ["unknown-fact", "unused-fact", "unknown-fact"],
    ),
    ("facts.yaml", "nil: hazard.none", "nil: §hazard.found", "nil-of-itself", []),
    ("facts.yaml", "nil: hazard.none", "nil: §hazard.nothing", "unknown-fact", []),
    (
        "facts.yaml",
        "code: hazard.none",
        "code: §hazard.found",
        "repeated-id",
        ["unknown-fact", "unknown-fact"],
    ),
    ("facts.yaml", "{code: not-met,", "{code: §met,", "repeated-id", []),
    ("facts.yaml", "free: day}", "free: day, choices: [{code: a, title: 甲}]}", "one-of-fields", []),
    (
        "facts.yaml",
        "{code: until, title: 有效期, free: day}",
        "§{code: until, title: 有效期}",
        "none-of-fields",
        [],
    ),
    ("facts.yaml", "measure: meetings", "measure: §meeting", "unknown-measure", ["nothing-reminds"]),
    ("facts.yaml", "measure: meetings", "measure: §people", "not-a-cadence", ["nothing-reminds"]),
    ("facts.yaml", "fact: meeting.held", "fact: §hazard.found", "reminds-of-other", []),
    ("facts.yaml", "fact: meeting.held", "fact: §meeting.hold", "unknown-fact", []),
    ("facts.yaml", "    value: {means: 1或0, unit: 人}\n", "", "no-value", []),
    ("facts.yaml", "    subject: {register: volunteer, means: 志愿者}\n", "", "no-subject", []),
    ("facts.yaml", "reminders:", "  - {code: §spare, name: 多余}\nreminders:", "unused-fact", []),
    ("facts.yaml", "enters: [grid-worker]\n    value", "value", "never-entered", []),
    ("slots.yaml", "from: 2026-09-24", "from: §2026-02-16", "slots-overlap", []),
    (
        "slots.yaml",
        "from: 2026-02-03, to: 2026-02-16",
        "from: §2025-02-03, to: 2025-02-16",
        "slot-of-another-year",
        [],
    ),
    ("slots.yaml", "to: 2026-02-16", "to: §2026-02-01", "ends-before-it-begins", []),
    ("measures.yaml", "where: {quorum: met}", "where: {§quroum: met}", "unknown-attribute", []),
    ("measures.yaml", "where: {quorum: met}", "except: {quorum: [met, §mett]}", "unknown-value", []),
    (
        "measures.yaml",
        "source: volunteer.registered",
        "source: §volunteers.registered",
        "unknown-fact",
        ["unused-fact"],
    ),
    ("measures.yaml", "slot: half-year", "§slot: named", "field-needs", []),
    ("measures.yaml", "slot: half-year", "slot: named\n      slots: §feasts", "unknown-slots", []),
    (
        "measures.yaml",
        RATIO,
        "ratio: {over: §meetings, under: volunteers}",
        "ratio-of-ratio",
        ["unused-measure"],
    ),
    (
        "measures.yaml",
        RATIO,
        "ratio: {over: people, under: §a-volunteer}",
        "ratio-of-ratio",
        ["measures-in-a-circle"],
    ),
    ("measures.yaml", RATIO, "ratio: {over: people, under: §voluntears}", "unknown-measure", []),
    (
        "measures.yaml",
        RATIO,
        'share: {measure: meetings, test: §">= 90", unit: community}',
        "share-never-over-one",
        ["unused-measure"],
    ),
    (
        "measures.yaml",
        RATIO,
        'share: {measure: meetings, test: ">= 90 %", unit: §grid}',
        "below-its-unit",
        ["unused-measure"],
    ),
    (
        "measures.yaml",
        RATIO,
        'share: {measure: volunteers, test: §">= 1/0", unit: grid}',
        "divided-by-zero",
        ["unused-measure"],
    ),
    ("measures.yaml", ", proof: hazard.none", "", "nil-without-proof", []),
    (
        "measures.yaml",
        COUNT,
        "has: {source: meeting.held, attribute: §until, required: [a], unit: community}",
        "not-a-choice",
        ["unused-fact"],
    ),
    (
        "measures.yaml",
        COUNT,
        "has: {source: meeting.held, attribute: quorum, required: [§yes], unit: community}",
        "unknown-value",
        ["unused-fact"],
    ),
    (
        "measures.yaml",
        COUNT,
        "has: {source: meeting.held, attribute: quorum, required: [met], unit: community, until: §quorum}",
        "not-a-day",
        ["unused-fact"],
    ),
    ("measures.yaml", "unit: community", "unit: village", "below-its-unit", []),
    ("measures.yaml", "unit: community", "unit: district", "below-its-unit", []),
    ("standard.yaml", "total: 10", "total: §12", "points-do-not-add-up", []),
    (
        "standard.yaml",
        "    title: 秩序",
        "    title: 秩序\n    points: §9",
        "heading-has-points",
        ["points-do-not-add-up"],
    ),
    (
        "standard.yaml",
        "points: 4\n        methods",
        "points: §5\n        methods",
        "rules-do-not-add-up",
        ["points-do-not-add-up"],
    ),
    ("standard.yaml", 'test: ">= 100 %"', 'test: §"> 100 %"', "share-never-over-one", []),
    ("standard.yaml", 'test: ">= 100 %"', "test: §1", "needs-quotes", []),
    ("standard.yaml", "measure: a-volunteer", "measure: §a-volunter", "unknown-measure", ["unused-measure"]),
    ("standard.yaml", 'test: ">= 100", points: 2', 'test: §">= 300", points: 2', "step-never-reached", []),
    ("standard.yaml", "source: law", "source: §lore", "unknown-source", []),
    ("standard.yaml", "id: order-volunteers", "id: §order-meetings", "repeated-id", []),
    ("standard.yaml", "        methods: [system]\n", "", "nobody-can-answer", []),
    (
        "standard.yaml",
        "    answers: {role: community-worker, unit: community}\n",
        "",
        "nobody-can-answer",
        ["nobody-can-answer"],
    ),
    ("standard.yaml", "each: 0.5}", "each: §0}", "deducts-nothing", []),
    ("standard.yaml", "full_at: 2", "full_at: §0", "linear-without-slope", []),
    ("standard.yaml", "each: 0.5}", "each: 0.5, most: §2}", "deducts-too-much", []),
    (
        "standard.yaml",
        "          - linear",
        '          - cap: {measure: hazards, test: ">= 1", points: §6}\n          - linear',
        "cap-without-effect",
        [],
    ),
    (
        "standard.yaml",
        "        evidence: [签到表]\n",
        "        §repealed: {reason: 废止}\n",
        "only-one-field",
        [],
    ),
    ("standard.yaml", "total: 10\n", 'total: 10\npassing: {stars: §">= 7"}\n', "no-stars", []),
    (
        "standard.yaml",
        "total: 10\n",
        'total: 10\ngrades: [{id: a, title: 甲, stars: §">= 7"}]\n',
        "no-stars",
        [],
    ),
    (
        "standard.yaml",
        f"rules:\n          - {REACH}",
        "repealed: {reason: 废止}",
        "repealed-has-points",
        ["points-do-not-add-up", "unused-measure"],
    ),
    (
        "standard.yaml",
        f"          - {REACH}",
        JUDGED_TWICE,
        "judged-twice",
        ["unused-measure"],
    ),
    (
        "standard.yaml",
        REACH,
        "judged: {levels: [{code: a, title: 好, points: 4}, {code: §a, title: 差, points: 0}]}",
        "repeated-id",
        ["unused-measure"],
    ),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "more"), FAULTS, ids=[f"{row[3]} {row[2][:30]}" for row in FAULTS]
)
def test_a_fault_is_told_once_and_where_it_stands(file, old, new, code, more):
    files = changed(file, old, new.replace("§", ""))

    result = loaded(files)

    assert sorted(fault.code for fault in result.faults) == sorted([code, *more])
    assert all(fault.text("zh") and fault.text("en") for fault in result.faults)
    if "§" in new:
        before = SOUND[file][: SOUND[file].index(old)] + new[: new.index("§")]
        mark = Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))
        assert [fault.mark for fault in result.faults if fault.code == code] == [mark]


def test_the_sound_pack_has_nothing_wrong():
    result = loaded(SOUND)

    assert result.faults == ()
    assert [measure.id for measure in result.pack.all_measures] == [
        "meetings",
        "volunteers",
        "people",
        "a-volunteer",
        "hazards",
    ]


# --- Whole files ------------------------------------------------------------------------------------------
def test_a_file_that_is_no_yaml_hides_no_faults_of_others_and_makes_none_up():
    files = changed("pack.yaml", "kind: creation", "kind: creating")
    files |= {"facts.yaml": "facts: [", "measures.yaml": SOUND["measures.yaml"] + "x: 1\n"}

    codes = [(fault.file, fault.code) for fault in loaded(files).faults]

    assert codes == [
        ("facts.yaml", "syntax"),
        ("measures.yaml", "unknown-field"),
        ("pack.yaml", "not-a-word"),
    ]


def test_a_pack_without_pack_yaml_is_refused():
    files = {name: text for name, text in SOUND.items() if name == "slots.yaml"}

    assert [(fault.file, fault.code) for fault in loaded(files).faults] == [("pack.yaml", "missing-file")]


def test_a_list_where_a_file_must_have_names_is_refused():
    (fault,) = loaded({"pack.yaml": "- a\n"}).faults

    assert (fault.code, fault.text("en")) == (
        "wrong-type",
        "Expected a group of “name: value”, found a list.",
    )


def test_a_file_with_one_bad_field_is_still_looked_through():
    files = changed("standard.yaml", "total: 10\n", "")
    files["standard.yaml"] = files["standard.yaml"].replace("measure: meetings", "measure: meeting")

    assert sorted(fault.code for fault in loaded(files).faults) == [
        "missing-field",
        "unknown-measure",
        "unused-measure",
    ]


# --- Circles and packs built on others --------------------------------------------------------------------
def test_shares_of_each_other_are_a_circle():
    text = (
        SOUND["measures.yaml"]
        + """\
  - id: one
    title: 甲
    share: {measure: other, test: ">= 1", unit: community}
  - id: other
    title: 乙
    share: {measure: one, test: ">= 1", unit: community}
"""
    )

    faults = loaded(dict(SOUND) | {"measures.yaml": text}).faults

    assert [(fault.code, fault.found) for fault in faults] == [
        ("measures-in-a-circle", "one → other → one"),
        ("measures-in-a-circle", "other → one → other"),
    ]


BASE = {
    "pack.yaml": PACK.replace("id: sound", "id: base").replace("kind: creation", "kind: vocabulary"),
    "facts.yaml": FACTS[: FACTS.index("reminders:")],
}


def built_on(version: str = "1.0.0") -> dict[str, str]:
    files = changed("pack.yaml", "valid:", f"builds_on: [{{pack: base, version: {version}}}]\nvalid:")
    return files | {"facts.yaml": FACTS[FACTS.index("reminders:") :]}


def test_what_a_pack_is_built_on_is_its_own():
    base = loaded(BASE)

    result = loaded(built_on(), {"base": base})

    assert result.faults == ()
    assert result.pack.bases == (base.pack,)
    assert result.pack.all_facts == base.pack.facts


@pytest.mark.parametrize(
    ("files", "base", "code"),
    [
        (built_on("1.0.1"), BASE, "pack-too-old"),
        (built_on(), BASE | {"pack.yaml": "id: base"}, "pack-has-faults"),
        (built_on() | {"facts.yaml": FACTS}, BASE, "in-base-already"),
    ],
)
def test_a_pack_that_does_not_fit_its_base_is_refused(files, base, code):
    assert {fault.code for fault in loaded(files, {"base": loaded(base)}).errors} == {code}


def test_a_base_that_cannot_be_had_makes_nothing_else_unknown():
    assert [fault.code for fault in loaded(built_on()).faults] == ["unknown-pack"]


def test_a_list_of_slots_without_the_year_of_the_pack_is_queried():
    files = changed("measures.yaml", "slot: half-year", "slot: named\n      slots: festivals")
    files["pack.yaml"] = PACK.replace("year: 2026", "year: 2027")

    (fault,) = loaded(files).faults

    assert (fault.code, fault.severity, fault.text("zh")) == (
        "no-slots-of-the-year",
        "warning",
        "时段表“festivals”没有2027年的时段。",
    )


def test_every_sentence_has_both_languages_and_the_same_places():
    for code, said in SENTENCES.items():
        places = [set(text.replace("}", "{").split("{")[1::2]) for text in (said.zh, said.en)]
        assert places[0] - {"found"} == places[1] - {"found"}, code
