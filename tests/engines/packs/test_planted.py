"""A folder full of faults: all are named in one run, each at its line and column."""

from pathlib import Path

from engines.packs.folders import told
from gongjian.engines.packs.loading import load

PLANTED = Path(__file__).parent / "planted"

ALL = """
facts.yaml:4:32 not-a-word gird-worker
facts.yaml:5:45 too-big 5
facts.yaml:7:76 repeated-id met
facts.yaml:8:9 none-of-fields
facts.yaml:9:11 repeated-id meeting.held
facts.yaml:11:10 nil-of-itself meeting.held
facts.yaml:12:11 reserved taken-back
facts.yaml:12:11 unused-fact taken-back
facts.yaml:14:5 unknown-field vlaue
facts.yaml:16:15 not-a-cadence volunteers
facts.yaml:17:56 too-big 400
measures.yaml:5:53 unknown-value meet
measures.yaml:5:59 unknown-attribute chair
measures.yaml:8:7 one-of-fields 2
measures.yaml:9:9 unused-measure gatherings
measures.yaml:12:53 unknown-value meet
measures.yaml:12:59 unknown-attribute chair
measures.yaml:14:7 field-needs
measures.yaml:15:9 unused-measure volunteers
measures.yaml:17:21 unknown-fact volunteer.registered
measures.yaml:18:9 unused-measure people
measures.yaml:20:24 no-subject meeting.held
measures.yaml:23:34 unknown-measure voluntears
measures.yaml:26:34 wrong-form 90%
measures.yaml:27:9 unused-measure both
measures.yaml:30:5 one-of-fields 2
measures.yaml:31:9 unused-measure quick
measures.yaml:33:23 no-subject meeting.held
measures.yaml:33:45 no-subject meeting.held
measures.yaml:33:66 too-small -1
mesures.yaml:1:1 unknown-file mesures.yaml
pack.yaml:2:5 wrong-form Planted
pack.yaml:3:35 unknown-field fr
pack.yaml:4:10 needs-quotes 1.0
pack.yaml:5:7 wrong-type 2026
pack.yaml:6:7 not-a-word campain
pack.yaml:7:20 repeated-entry community
pack.yaml:7:31 not-a-word hamlet
pack.yaml:9:33 no-such-day 2026-02-30
pack.yaml:10:10 repeated-id law
pack.yaml:10:10 unused-source law
pack.yaml:10:22 blank
pack.yaml:11:31 ends-before-it-begins 2026-04-30
slots.yaml:8:31 slots-overlap 灯节前
slots.yaml:9:47 ends-before-it-begins 2026-09-24
slots.yaml:10:31 slot-of-another-year 元旦前
slots.yaml:12:16 too-few
standard.yaml:2:8 wrong-type 一百
standard.yaml:7:23 not-a-word 材料审核
standard.yaml:9:42 divided-by-zero >= 5/0
standard.yaml:10:26 unknown-measure meeting
standard.yaml:11:5 only-one-field rules / repealed
standard.yaml:12:9 repeated-id a
standard.yaml:14:22 unknown-source lore
standard.yaml:16:26 too-few
standard.yaml:17:5 missing-field
standard.yaml:18:21 not-a-word mayor
standard.yaml:19:12 too-few
standard.yaml:21:42 duplicate-key stars
"""


def test_all_faults_are_named_in_one_run_with_line_and_column():
    loaded = load(PLANTED)

    assert told(loaded) == ALL.strip().splitlines()
    assert loaded.pack is None
    assert len({fault.code for fault in loaded.errors}) >= 25


def test_a_fault_says_what_was_found_what_is_allowed_and_what_was_meant():
    (fault,) = [fault for fault in load(PLANTED).faults if fault.found == "campain"]

    assert fault.as_json() == {
        "file": "pack.yaml",
        "line": 6,
        "column": 7,
        "severity": "error",
        "code": "not-a-word",
        "found": "campain",
        "expected": ["creation", "construction", "clean-up", "activity", "statutory", "vocabulary"],
        "suggestion": "",
        "message": {
            "zh": "不认得“campain”。可用：creation、construction、clean-up、activity、statutory、vocabulary。",
            "en": "campain is not known."
            " Allowed: creation, construction, clean-up, activity, statutory, vocabulary.",
        },
    }


def test_a_long_list_of_allowed_words_is_cut_and_the_nearest_is_named():
    faults = load(PLANTED).faults
    (role,) = [fault for fault in faults if fault.found == "gird-worker"]
    (kinds,) = [fault for fault in faults if fault.code == "one-of-fields" and fault.mark.line == 30]

    assert role.line("zh").endswith("是不是想写“grid-worker”？")
    assert role.line("en").endswith("Did you mean grid-worker?")
    assert kinds.line("zh") == (
        "measures.yaml:30:5: 错误：下列各项只能写一项，现在写了2项。"
        "可用：count、sum、distinct、stock、gauge、ratio、share、coverage、cadence、quiet、elapsed、has等13个。"
    )
