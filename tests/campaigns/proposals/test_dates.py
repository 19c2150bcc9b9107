"""EDTF dates made whole, and the decisions that stand until someone changes them."""

from datetime import date, timedelta

import pytest

from factories.plans_by_hand import TEXT, TITLE, sources
from gongjian.campaigns.proposals import Make, Source, fingerprint, propose, settle, year_of
from gongjian.campaigns.proposals.dates import in_order, resolve, stages, within

DATES = [
    ("2013-11-07", False, date(2013, 11, 7)),
    ("2014-10", False, date(2014, 10, 1)),
    ("2014-10", True, date(2014, 10, 31)),
    ("2024-02", True, date(2024, 2, 29)),
    ("2014", True, date(2014, 12, 31)),
    ("XXXX-06-20", True, date(2026, 6, 20)),
    ("20XX-03-31", True, date(2026, 3, 31)),
    ("201X-03-31", True, date(2016, 3, 31)),
    ("XXXX-06", False, date(2026, 6, 1)),
    ("2026-02-30", False, None),
    ("2026-13", False, None),
    ("", False, None),
    ("夏天", False, None),
]


@pytest.mark.parametrize(("edtf", "end", "day"), DATES)
def test_resolve(edtf, end, day):
    assert resolve(edtf, 2026, end=end) == day


STAGES = [
    (
        "over the turn of the year",
        [("XXXX-09", "XXXX-11"), ("XXXX-12", "XXXX-02"), ("XXXX-03", "XXXX-05")],
        [
            (date(2026, 9, 1), date(2026, 11, 30)),
            (date(2026, 12, 1), date(2027, 2, 28)),
            (date(2027, 3, 1), date(2027, 5, 31)),
        ],
    ),
    ("known years stand", [("2014-05", "2014-12"), ("2013-01", "2013-12")],
     [(date(2014, 5, 1), date(2014, 12, 31)), (date(2013, 1, 1), date(2013, 12, 31))]),
    ("an end alone", [("", "20XX-03-31"), ("20XX-04", "20XX-11-30"), ("20XX-12", "20XX-12")],
     [(None, date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 11, 30)), (date(2026, 12, 1), date(2026, 12, 31))]),
    ("undated", [("", ""), ("XXXX-02", "")], [(None, None), (date(2026, 2, 1), None)]),
]  # fmt: skip


@pytest.mark.parametrize(("spans", "whole"), [case[1:] for case in STAGES], ids=[case[0] for case in STAGES])
def test_stages_follow_one_another(spans, whole):
    assert in_order(spans, date(2026, 1, 1)) == whole


YEARS = [
    ("late in the year", "XXXX-12-30", True, date(2026, 12, 30)),
    ("the first day itself", "XXXX-02-20", True, date(2026, 2, 20)),
    ("a month that has begun before the campaign", "XXXX-02", True, date(2026, 2, 28)),
    ("a day before it is the next one", "XXXX-02-19", True, date(2027, 2, 19)),
    ("a century alone", "20XX-12-30", True, date(2026, 12, 30)),
    ("a leap day", "XXXX-02-29", True, None),
    ("a known year stands", "2025-12-30", True, date(2025, 12, 30)),
    ("no date", "", True, None),
]


@pytest.mark.parametrize(
    ("edtf", "end", "day"), [case[1:] for case in YEARS], ids=[case[0] for case in YEARS]
)
def test_a_date_without_a_year_lies_within_the_campaign(edtf, end, day):
    assert within(date(2026, 2, 20), date(2026, 12, 31), edtf, end=end) == day


LEEWAY = timedelta(days=92)
FIRST = [
    ("its month has begun", [("XXXX-03", "XXXX-03")], [(date(2026, 3, 1), date(2026, 3, 31))]),
    ("the last month of the campaign", [("XXXX-12", "XXXX-12")], [(date(2026, 12, 1), date(2026, 12, 31))]),
    ("it began in the year before", [("XXXX-12-20", "XXXX-02"), ("XXXX-03", "XXXX-10")],
     [(date(2025, 12, 20), date(2026, 2, 28)), (date(2026, 3, 1), date(2026, 10, 31))]),
]  # fmt: skip


@pytest.mark.parametrize(("spans", "whole"), [case[1:] for case in FIRST], ids=[case[0] for case in FIRST])
def test_the_first_stage_may_begin_before_the_campaign(spans, whole):
    assert stages(spans, date(2026, 3, 15), date(2026, 12, 31), LEEWAY) == whole


def test_a_campaign_over_the_turn_of_the_year_takes_dates_from_the_next_one():
    text = "方案"
    days = ["XXXX-11-30", "XXXX-03-31", "2020-01-01"]
    proposal = propose(
        text, text, [Source(n, "deadline", {"quote": "前", "date": day}, None) for n, day in enumerate(days)]
    )

    settled = settle(proposal, date(2026, 11, 15), date(2027, 6, 30))

    assert [decision.ends for decision in settled.values() if decision.make == Make.TASK] == [
        date(2026, 11, 30),
        date(2027, 3, 31),
        date(2020, 1, 1),
    ]


def test_the_year_the_plan_names_most_is_suggested():
    def dated(*days):
        return propose("方案", "", [
            Source(n, "deadline", {"quote": "前", "date": day}, None) for n, day in enumerate(days)
        ])  # fmt: skip

    assert year_of(dated("2019-03-01", "2020-01-01", "2020-02", "XXXX-03"), 2026) == 2020
    assert year_of(dated("XXXX-03", "20XX-01"), 2026) == 2026


def test_a_task_is_due_on_its_own_deadline_else_at_the_end_of_its_phase():
    proposal = propose(TITLE, TEXT, sources())

    settled = settle(proposal, date(2026, 3, 1), date(2026, 12, 31))

    assert [(settled[row.key].title, settled[row.key].ends) for row in proposal.of(Make.TASK)] == [
        ("整治环境", date(2026, 3, 31)),
        ("清理楼道", None),
        ("规范停车", None),
        ("壮大志愿服务队伍，志愿者达到200人", None),
        ("全面自查", date(2026, 10, 31)),
        ("于9月20日前报区创建办汇总", date(2026, 9, 20)),
    ]
    assert [(settled[row.key].starts, settled[row.key].ends) for row in proposal.of(Make.BATCH)] == [
        (date(2026, 3, 1), date(2026, 5, 31)),
        (date(2026, 6, 1), date(2026, 10, 31)),
    ]


def test_the_fingerprint_changes_with_an_entry_and_not_with_their_order():
    some = sources()[:3]
    versions = {source.key: 1 for source in some}

    assert fingerprint(some, versions) == fingerprint(some[::-1], versions)
    assert fingerprint(some, versions) != fingerprint(some, versions | {1: 2})
    assert fingerprint(some, versions) != fingerprint(some[:2], versions)
