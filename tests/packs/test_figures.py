"""What the shipped measures come to on facts: the numbers of the laws, at their edges."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from gongjian.engines.measures import naive
from gongjian.engines.measures.calendar import shipped
from gongjian.engines.measures.definitions import NO_DATA, NOT_APPLICABLE, State, Value, known
from gongjian.engines.measures.facts import Area, Fact, Place, Scope
from gongjian.engines.measures.periods import parse_period
from gongjian.engines.packs.loading import SHIPPED, load

pytestmark = pytest.mark.slow

AREAS = {"residents-committee": "community", "villagers-committee": "village"}
FIRST = date(2026, 3, 2)


def figure(pack: str, measure: str, facts: list[tuple], *, as_of: str = "2026-12-31") -> Value:
    """One measure of a pack in 2026."""
    return figures(pack, facts, as_of=as_of)[measure]


def figures(pack: str, facts: list[tuple], *, as_of: str = "2026-12-31") -> dict[str, Value]:
    """All measures of a pack in 2026. A fact is (kind, day, subject, number, attributes); days may be counted
    from the second of March."""
    scope = Scope({1: Area(1, AREAS.get(pack, "community"))}, {1: Place(1, 1, (1,))})
    found = load(SHIPPED / pack).pack
    calendar = shipped()
    for slots in found.all_slots:
        for year in {slot.start.year for slot in slots.slots}:
            of_year = [(slot.start, slot.end) for slot in slots.slots if slot.start.year == year]
            calendar = calendar.naming(slots.id, year, of_year)
    rows = [
        Fact(
            number,
            kind,
            1,
            (FIRST + timedelta(day) if isinstance(day, int) else date.fromisoformat(day)).toordinal(),
            subject,
            None if value is None else value * 10_000,
            attrs,
        )
        for number, (kind, day, subject, value, attrs) in enumerate(facts, 1)
    ]
    measures = [one.measure for one in found.all_measures]
    period = parse_period("2026")
    values = naive.evaluate(measures, scope, rows, period, as_of=date.fromisoformat(as_of), calendar=calendar)
    return {measure: value for (measure, _area), value in values.items()}


def spans(opening: str, closing: str, days: list[int], attrs: dict[str, str]) -> list[tuple]:
    facts = []
    for number, length in enumerate(days):
        facts += [(opening, 0, f"s{number}", None, attrs), (closing, length, f"s{number}", None, {})]
    return facts


@pytest.mark.parametrize(
    ("pack", "measure", "opening", "closing", "attrs", "too_short", "enough"),
    [
        (
            "residents-committee",
            "posted-too-briefly",
            "notice.posted",
            "notice.removed",
            {"topic": "funds"},
            14,
            15,
        ),
        (
            "villagers-committee",
            "posted-too-briefly",
            "notice.posted",
            "notice.removed",
            {"topic": "funds"},
            14,
            15,
        ),
        (
            "residents-committee",
            "short-notice",
            "meeting.notified",
            "meeting.residents",
            {"urgency": "ordinary"},
            9,
            10,
        ),
        (
            "villagers-committee",
            "short-notice",
            "meeting.notified",
            "meeting.residents",
            {"urgency": "ordinary"},
            9,
            10,
        ),
        ("residents-committee", "voters-listed-late", "election.voters-listed", "election.held", {}, 19, 20),
        ("villagers-committee", "voters-listed-late", "election.voters-listed", "election.held", {}, 19, 20),
    ],
)
def test_what_must_last_so_long_is_none_too_short(pack, measure, opening, closing, attrs, too_short, enough):
    one_short = figure(pack, measure, spans(opening, closing, [too_short, enough], attrs))
    none_short = figure(pack, measure, spans(opening, closing, [enough, enough + 30], attrs))

    assert (one_short, none_short) == (known(1, 2), known(0, 2))
    assert figure(pack, measure, []) == NOT_APPLICABLE


@pytest.mark.parametrize(
    ("pack", "measure", "opening", "closing", "limit"),
    [
        (
            "residents-committee",
            "objections-in-time",
            "election.objection-raised",
            "election.objection-decided",
            3,
        ),
        (
            "villagers-committee",
            "objections-in-time",
            "election.objection-raised",
            "election.objection-decided",
            3,
        ),
        ("residents-committee", "handed-over-in-time", "committee.elected", "committee.handed-over", 10),
        ("villagers-committee", "handed-over-in-time", "committee.elected", "committee.handed-over", 10),
    ],
)
def test_what_must_be_done_within_so_long_is_in_time_on_the_last_day(pack, measure, opening, closing, limit):
    assert figure(pack, measure, spans(opening, closing, [limit, limit + 1], {})) == known(1, 2)


def meeting(day: str, quorum: str = "met") -> tuple:
    return ("meeting.representatives", day, "", 30, {"quorum": quorum})


@pytest.mark.parametrize(
    ("pack", "facts", "as_of", "value"),
    [
        ("residents-committee", [meeting("2026-06-30"), meeting("2026-07-01")], "2026-12-31", known(2, 2)),
        ("residents-committee", [meeting("2026-01-05"), meeting("2026-06-30")], "2026-12-31", known(1, 2)),
        ("residents-committee", [meeting("2026-06-30", "not-met")], "2026-06-30", known(0, 1)),
        ("residents-committee", [meeting("2026-01-05")], "2026-03-01", known(1, 1)),
        ("villagers-committee", [meeting("2026-03-31"), meeting("2026-04-01")], "2026-12-31", known(2, 4)),
    ],
)
def test_representatives_meet_as_often_as_the_law_says(pack, facts, as_of, value):
    assert figure(pack, "representatives-meeting", facts, as_of=as_of) == value


def test_households_a_representative():
    facts = [("figure.households", "2026-01-10", "", 1500, {})]
    facts += [("representative.serving", "2026-01-10", f"r{number}", 1, {}) for number in range(31)]
    facts += [("representative.serving", "2026-05-01", "r30", 0, {})]

    assert figure("residents-committee", "households-a-representative", facts) == known(Decimal(1500), 30)


def test_a_charter_that_has_run_out_is_none():
    facts = [
        ("document.in-force", "2026-01-10", "c", 1, {"kind": "charter", "until": "2026-12-30"}),
        ("document.in-force", "2026-01-10", "p", 1, {"kind": "pact"}),
        ("document.in-force", "2026-01-10", "f", 1, {"kind": "charter-filed"}),
    ]

    assert figure("residents-committee", "charters", facts, as_of="2026-12-30") == known(3, 3)
    assert figure("residents-committee", "charters", facts) == known(2, 3)


def test_no_incident_counts_only_where_it_was_reported():
    report = [("incident.none", "2026-01-31", "", None, {})]

    assert figure("safe-and-civilised", "major-incidents", []) == NO_DATA
    assert figure("safe-and-civilised", "major-incidents", report) == known(0)
    assert figure("safe-and-civilised", "zero-report", report) == known(1, 12)


def test_the_environment_is_looked_at_before_each_of_the_seven_feasts():
    facts = [("environment.clean", day, "", None, {}) for day in ("2026-02-03", "2026-02-17", "2026-09-30")]

    assert figure("safe-and-civilised", "festival-inspection", facts) == known(2, 7)


@pytest.mark.parametrize(
    "pack", ["residents-committee", "villagers-committee", "safe-and-civilised", "ten-stars"]
)
def test_every_measure_of_a_pack_has_a_meaning_on_no_facts_at_all(pack):
    states = {value.state for value in figures(pack, []).values()}

    assert states <= {State.ZERO, State.NO_DATA, State.NOT_APPLICABLE}
