"""The working calendar: what is known, loading it, correcting it, and being reminded of it."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cast import Cast
from gongjian.calendars import actions, queries
from gongjian.calendars.models import Day, Year
from gongjian.calendars.reading import NewDay, read
from gongjian.calendars.today import due
from gongjian.kernel.refusal import Refused
from gongjian.people.models import Person
from gongjian.people.reach import Held, Reach, reach_of
from gongjian.people.roles import Role

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
LIST = """\
2027年节假日安排
日期,类型,名称
2026-12-31,休,元旦
2027-01-01至2027-01-03,休,元旦
2027年2月6日,班,春节
2027/2/7,补班,
"""


def day(text: str, kind: str, name: str = "") -> NewDay:
    return NewDay(date.fromisoformat(text), kind, name)


# --- Reading a list ---------------------------------------------------------------------------------------
def test_a_list_is_read_with_stretches_and_all_ways_of_writing_a_date() -> None:
    assert read(LIST.encode()) == (
        2027,
        [
            day("2026-12-31", "holiday", "元旦"),
            day("2027-01-01", "holiday", "元旦"),
            day("2027-01-02", "holiday", "元旦"),
            day("2027-01-03", "holiday", "元旦"),
            day("2027-02-06", "workday", "春节"),
            day("2027-02-07", "workday"),
        ],
    )


FAULTY = [
    ("日期,类型\n", "没有找到任何日子"),
    ("2027-01-01,啥,元旦\n", "第 1 行"),
    ("2027-01-01,休\n2027-13-01,休\n", "第 2 行"),
    ("2027-01-01,休\n元旦那天,休\n", "第 2 行"),
    ("2027-01-03至2027-01-01,休\n", "第 1 行"),
    ("2027-01-01至2027-03-01,休\n", "第 1 行"),
    ("2027-01-01,休\n2027-01-01,班\n", "2027-01-01"),
    ("2027-01-01,休\n2027-01-02,休\n2028-01-01,休\n", "2028-01-01"),
    ("1987-01-01,休\n", "1987"),
    ("2027-01-01至2027-01-31,休\n2027-03-01至2027-03-31,休\n2027-05-01至2027-05-31,休\n", "一次"),
    ("", "空"),
]


@pytest.mark.parametrize(("text", "told"), FAULTY)
def test_a_list_that_cannot_be_read_says_which_line(text: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        read(text.encode())

    assert told in str(refused.value)


# --- What is known ----------------------------------------------------------------------------------------
def test_the_shipped_years_are_known_and_the_next_is_not(db: None) -> None:
    known = queries.calendar()

    assert (2026 in known.years, 2027 in known.years) == (True, False)
    assert known.is_working(date(2026, 2, 14))  # a Saturday, made up for the Spring Festival


def test_loading_a_year_makes_it_known(cast: Cast) -> None:
    year, days = read(LIST.encode())
    loaded = actions.load(year, days, source="通知", by=cast.lin, at=AT)

    known = queries.calendar()
    assert (str(loaded), loaded.loaded_by, 2027 in known.years) == ("2027", cast.lin, True)
    assert [known.is_working(date(2027, 1, n)) for n in (1, 4)] == [False, True]
    assert known.is_working(date(2027, 2, 6))
    assert not known.is_working(date(2026, 12, 31))


def test_loading_again_takes_the_place_of_what_was_loaded(cast: Cast) -> None:
    actions.load(2027, [day("2027-01-01", "holiday")], source="", by=None, at=AT)

    actions.load(
        2027, [day("2027-05-03", "holiday"), day("2026-12-31", "holiday")], source="新", by=None, at=AT
    )

    assert list(Day.objects.values_list("date", flat=True)) == [date(2026, 12, 31), date(2027, 5, 3)]
    assert [(year.year, year.source) for year in Year.objects.all()] == [(2027, "新")]


def test_a_shipped_day_can_be_made_plain_again(cast: Cast) -> None:
    actions.correct(date(2026, 2, 14), kind="plain", name="", by=None, at=AT)
    actions.correct(date(2026, 11, 24), kind="holiday", name="停工", by=None, at=AT)
    actions.correct(date(2026, 11, 24), kind="holiday", name="大雪", by=None, at=AT)

    known = queries.calendar()
    assert not known.is_working(date(2026, 2, 14))
    assert known.days[date(2026, 11, 24)].name == "大雪"


def test_a_day_of_another_century_is_refused(db: None) -> None:
    with pytest.raises(Refused):
        actions.correct(date(1899, 1, 1), kind="plain", name="", by=None, at=AT)


def test_the_sheets_of_a_year_hold_each_of_its_days_once(db: None) -> None:
    for year in (2023, 2024, 2026):  # begins on a Sunday; a leap year; begins on a Thursday
        cells = [
            cell.date
            for month in queries.months(queries.calendar(), year)
            for week in month.weeks
            for cell in week
            if cell.here
        ]
        first = date(year, 1, 1).toordinal()
        assert cells == [date.fromordinal(n) for n in range(first, date(year + 1, 1, 1).toordinal())]


def test_working_days_of_months_are_counted(db: None) -> None:
    assert [month.working for month in queries.months(queries.calendar(), 2025)][:2] == [19, 19]


# --- Being reminded ---------------------------------------------------------------------------------------
KEEPER = Reach(1, False, (Held(Role.DISTRICT_ADMINISTRATOR, "0001"),))
WORKER = Reach(2, False, (Held(Role.COMMUNITY_WORKER, "0001"),))


@pytest.mark.parametrize(
    ("reach", "today", "expected"),
    [
        (KEEPER, date(2026, 10, 31), 0),
        (KEEPER, date(2026, 11, 1), 1),
        (KEEPER, date(2026, 12, 31), 1),
        (KEEPER, date(2025, 11, 1), 0),
        (WORKER, date(2026, 11, 1), 0),
    ],
)
def test_who_keeps_the_calendar_is_reminded_from_november_on(
    db: None, reach: Reach, today: date, expected: int
) -> None:
    assert len(due(Person(), reach, today)) == expected


def test_the_reminder_goes_once_the_year_is_loaded(db: None) -> None:
    actions.load(2027, [day("2027-01-01", "holiday")], source="", by=None, at=AT)

    assert due(Person(), KEEPER, date(2026, 11, 24)) == []


# --- Pages ------------------------------------------------------------------------------------------------
def test_the_page_shows_a_year_and_says_what_to_do_without_one(as_mei: Client, cast: Cast) -> None:
    shown = as_mei.get("/calendar/?year=2026").content.decode()
    empty = as_mei.get("/calendar/?year=2027").content.decode()
    odd = as_mei.get("/calendar/?year=x").content.decode()

    assert shown.count("month-sheet") == 12
    assert ("month-sheet" in empty, "/calendar/load/" in empty) == (False, False)
    assert odd.count("month-sheet") in (0, 12)


def test_only_those_who_keep_the_areas_change_it(as_mei: Client) -> None:
    assert [as_mei.get(url).status_code for url in ("/calendar/load/", "/calendar/2026-05-01/")] == [404, 404]


@pytest.fixture
def as_keeper(cast: Cast) -> Client:
    keeper = next(
        person
        for person in Person.objects.order_by("pk")
        if reach_of(person, on=date(2026, 11, 24)).may_anywhere("manage-areas")
    )
    return cast.client(keeper)


def test_a_list_is_uploaded_and_a_wrong_one_says_why(as_keeper: Client, tmp_path: Path) -> None:
    def post(text: str) -> Any:
        path = tmp_path / "days.csv"
        path.write_text(text, encoding="utf-8")
        with path.open("rb") as file:
            return as_keeper.post("/calendar/load/", {"file": file, "source": "通知"})

    right = post(LIST)
    wrong = post("2028-01-01,啥\n")

    assert (right.status_code, right["Location"]) == (302, "/calendar/?year=2027")
    assert (wrong.status_code, "第 1 行" in wrong.content.decode()) == (422, True)
    assert [year.year for year in Year.objects.all()] == [2027]


def test_a_day_is_corrected_on_its_page(as_keeper: Client) -> None:
    page = as_keeper.get("/calendar/2026-05-01/").content.decode()
    done = as_keeper.post("/calendar/2026-05-01/", {"kind": "plain", "name": ""})
    nothing = as_keeper.post("/calendar/2026-05-01/", {"kind": "x"})

    assert "劳动节" in page
    assert (done.status_code, nothing.status_code) == (302, 422)
    assert queries.calendar().is_working(date(2026, 5, 1))
    assert [as_keeper.get(f"/calendar/{day}/").status_code for day in ("x", "1850-01-01")] == [404, 404]


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_page_costs_the_same_whatever_was_loaded(
    as_mei: Client, django_assert_num_queries: Any, year: int
) -> None:
    as_mei.get("/calendar/")
    with django_assert_num_queries(7):
        as_mei.get(f"/calendar/?year={year}")
    actions.load(2027, [day(f"2027-01-{n:02}", "holiday") for n in range(1, 20)], source="", by=None, at=AT)
    with django_assert_num_queries(7):
        as_mei.get(f"/calendar/?year={year}")


# --- The command ------------------------------------------------------------------------------------------
def test_the_command_loads_and_shows(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from gongjian.ops.commands import calendar
    from gongjian.ops.errors import OperatorError

    (tmp_path / "2027.csv").write_text(LIST, encoding="utf-8")

    assert calendar.main(["load", str(tmp_path / "2027.csv")]) == 0
    assert calendar.main(["show", "2027"]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "2027：导入 6 天。",
        "2027-01-01 休 元旦",
        "2027-01-02 休 元旦",
        "2027-01-03 休 元旦",
        "2027-02-06 班 春节",
        "2027-02-07 班 ",
    ]
    for words in (["show", "2031"], ["load", str(tmp_path / "none.csv")]):
        with pytest.raises(OperatorError):
            calendar.main(words)
