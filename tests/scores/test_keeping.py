"""Results follow the facts: marked in the fact's own transaction, worked out soon after, exact."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from cast import Cast
from gongjian.engines.packs.loading import SHIPPED
from gongjian.facts.actions import Draft, record, take_back
from gongjian.places.models import Area
from gongjian.programmes.actions.packs import install, offered
from gongjian.programmes.models import Pack
from gongjian.scores import actions
from gongjian.scores.models import Board, Dirty, Result

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def pack(db: None) -> Pack:
    return install(offered(SHIPPED / "residents-committee"), by=None, at=AT)


@pytest.fixture
def board(pack: Pack, cast: Cast) -> Board:
    return actions.keep(pack, cast.district, first_year=2026, last_year=2026)


def consulted(area: Area, day: date) -> Draft:
    at = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    return Draft("meeting.consultation", area, at, value=Decimal(12), attrs={"form": "council"})


def figures(code: str, period: str = "2026") -> dict[str, tuple[str, Decimal | None]]:
    rows = Result.objects.filter(measure__code=code, period=period).select_related("area")
    return {row.area.name: (row.state, row.value.numerator) for row in rows}


def test_a_fact_is_on_the_boards_of_all_areas_above_it(board: Board, cast: Cast) -> None:
    actions.refresh(at=AT)
    before = figures("consultations")

    record(consulted(cast.community, date(2026, 11, 20)), by=cast.lin, at=AT)
    changed = actions.refresh(at=AT)

    after = figures("consultations")
    above = {cast.community.name, cast.community.parent.name, cast.district.name}
    assert {name: after[name] for name in after if after[name] != before[name]} == {
        name: ("value", Decimal(1)) for name in above
    }
    assert changed == len(above) * 2  # in the year and in November
    assert Dirty.objects.count() == 0


def test_what_is_taken_back_goes_from_the_board(board: Board, cast: Cast) -> None:
    fact = record(consulted(cast.community, date(2026, 11, 20)), by=cast.lin, at=AT)
    actions.refresh(at=AT)

    take_back(fact, by=cast.lin, at=AT)
    actions.refresh(at=AT)

    assert figures("consultations")[cast.district.name] == ("zero", Decimal(0))


def test_refreshing_step_by_step_ends_where_working_out_anew_does(board: Board, cast: Cast) -> None:
    actions.refresh(at=AT)
    for n, area in enumerate((cast.community, cast.district, cast.community, cast.community.parent)):
        record(consulted(area, date(2026, 1 + 3 * n, 28)), by=cast.lin, at=AT)
        actions.refresh(at=AT)

    def kept() -> Mapping[Any, Any]:
        rows = Result.objects.values_list("measure", "area", "period", "state", "numerator", "denominator")
        return {row[:3]: row[3:] for row in rows}

    step_by_step = kept()
    Result.objects.all().delete()
    actions.work_out(board, at=AT)

    assert kept() == step_by_step


def test_a_mark_stands_and_falls_with_the_fact(board: Board, cast: Cast) -> None:
    with transaction.atomic():
        record(consulted(cast.community, date(2026, 11, 20)), by=cast.lin, at=AT)
        marked = Dirty.objects.count()
        transaction.set_rollback(True)

    assert marked == 1
    assert Dirty.objects.count() == 0


def test_without_a_board_nothing_is_marked(pack: Pack, cast: Cast) -> None:
    record(consulted(cast.community, date(2026, 11, 20)), by=cast.lin, at=AT)

    assert Dirty.objects.count() == 0


def test_nothing_new_changes_nothing(board: Board) -> None:
    first = actions.refresh(at=AT)

    assert first == Result.objects.count() > 0
    assert actions.refresh(at=AT) == 0


def test_a_new_day_works_everything_out(board: Board) -> None:
    """What is due moves with the day, though nobody recorded anything."""
    actions.refresh(at=AT)

    actions.refresh(at=AT + timedelta(days=7))

    board.refresh_from_db()
    assert board.worked_out_on == date(2026, 12, 1)
    assert figures("consultations", "2026-12")


def test_facts_of_other_kinds_leave_a_mark_and_no_result(board: Board, cast: Cast) -> None:
    actions.refresh(at=AT)
    draft = Draft(
        "meeting.residents", cast.community, AT, Decimal(1) and "m-1", Decimal(40), {"quorum": "met"}
    )
    record(draft, by=cast.lin, at=AT)

    actions.refresh(at=AT)

    assert Dirty.objects.count() == 0
    assert figures("consultations")[cast.district.name] == ("zero", Decimal(0))


def test_years_before_can_be_kept_as_well(board: Board, pack: Pack, cast: Cast) -> None:
    record(consulted(cast.community, date(2025, 5, 5)), by=cast.lin, at=AT)
    actions.refresh(at=AT)

    again = actions.keep(pack, cast.district, first_year=2025, last_year=2026)
    actions.refresh(at=AT)

    assert again == board
    assert figures("consultations", "2025")[cast.district.name] == ("value", Decimal(1))


def test_progress_is_told_period_by_period(board: Board, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    actions.refresh(at=AT, tell=lambda done, total: told.append((done, total)))

    assert told == [(n, 12) for n in range(1, 13)]  # the year, and January to November


@pytest.mark.parametrize("number", [1, 40])
def test_mending_asks_the_same_whatever_was_recorded(
    board: Board, cast: Cast, number: int, django_assert_max_num_queries: Any
) -> None:
    actions.refresh(at=AT)
    for n in range(number):
        record(consulted(cast.community, date(2026, 11, 1 + n % 20)), by=cast.lin, at=AT)

    with django_assert_max_num_queries(20):
        actions.refresh(at=AT)
