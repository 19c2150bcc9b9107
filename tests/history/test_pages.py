"""The history page: what an auditor finds, what others do not, and what it costs."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from cast import Cast
from factories.people import PersonFactory
from gongjian.history import queries
from gongjian.history.actions import record, record_export, record_view
from gongjian.history.models import Entry
from gongjian.history.queries import Cursor, Wanted
from gongjian.people.models import Person
from gongjian.people.reach import reach_of

NINE = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)  # nine in the morning in Shanghai


@pytest.fixture
def as_wu(cast: Cast) -> Client:
    client = cast.client(cast.wu)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def told(cast: Cast) -> list[Entry]:
    """Six things that happened, an hour apart, the oldest first."""
    things = [
        ("person.issued", cast.mei, cast.lin, cast.community, {}, {"post": "文书"}, ""),
        ("person.edited", cast.mei, cast.mei, cast.community, {"post": "文书"}, {"post": "主任"}, ""),
        ("person.closed", cast.chen, cast.lin, cast.next_community, {}, {}, "退休"),
        ("department.added", cast.civil_affairs, cast.lin, cast.district, {}, {"name": "区民政局"}, ""),
        ("person.edited", cast.zhou, cast.zhou, cast.far_community, {}, {"post": "网格长"}, ""),
        ("person.locked", cast.gao, None, cast.grid, {}, {}, ""),
    ]
    return [
        record(
            verb,
            subject,
            by=by,
            at=NINE + timedelta(hours=hour),
            area_path=area.path,
            before=before,
            after=after,
            note=note,
        )
        for hour, (verb, subject, by, area, before, after, note) in enumerate(things)
    ]


def found(client: Client, query: str = "") -> list[str]:
    lines = client.get(f"/history/?{query}").context["found"].lines
    return [f"{line.by or '-'} {line.verb} {line.record}" for line in lines]


ALL = [
    "- locked the account 高远",
    "林静 added the department 区民政局",
    "林静 closed the account 陈晨",
    "梅芳 changed the account 梅芳",
    "林静 issued the account 梅芳",
]


def test_auditor_sees_what_happened_in_the_own_district_the_newest_first(told, as_wu: Client):
    assert found(as_wu) == ALL


@pytest.mark.parametrize("who", ["lin", "sun", "mei", "he", "zhou"])
def test_page_does_not_exist_for_those_who_do_not_audit(told, cast: Cast, who: str):
    client = cast.client(getattr(cast, who))

    assert client.get("/history/").status_code == 404
    assert client.get("/history/?as=xlsx").status_code == 404
    assert client.get(f"/history/{told[0].pk}/").status_code == 404


def test_entry_of_another_district_does_not_exist_for_the_auditor(told, as_wu: Client):
    assert as_wu.get(f"/history/{told[4].pk}/").status_code == 404


def test_operator_sees_all_and_what_lies_in_no_area(told, cast: Cast):
    operator = PersonFactory(is_operator=True, language="en")
    record("person.issued", operator, by=None, at=NINE + timedelta(days=1))

    assert len(found(cast.client(operator))) == 7


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("person=林", [1, 2, 4]),
        ("person=LIN", [1, 2, 4]),
        ("person=nobody", []),
        ("verb=person.edited", [3]),
        ("kind=people.department", [1]),
        ("record=梅", [3, 4]),
        ("area=幸福里", [0, 3, 4]),
        ("area=清河区", [0, 1, 2, 3, 4]),
        ("area=北门社区", []),
        ("since=2026-03-11", []),
        ("until=2026-03-09", []),
        ("since=2026-03-10&until=2026-03-10", [0, 1, 2, 3, 4]),
        ("text=退休", [2]),
        ("text=主任", [3]),
        ("text=文书", [3, 4]),
        ("text=100%25", []),
        ("person=林&verb=person.closed&area=滨河&since=2026-03-10", [2]),
        ("verb=nonsense&since=tomorrow", [0, 1, 2, 3, 4]),
    ],
)
def test_search_narrows_by_what_is_asked(told, as_wu: Client, query: str, hits: list[int]):
    assert found(as_wu, query) == [ALL[index] for index in hits]


def test_history_of_one_record_by_its_number(told, cast: Cast, as_wu: Client):
    assert found(as_wu, f"kind=people.person&number={cast.mei.pk}") == [ALL[3], ALL[4]]


def test_end_of_a_day_is_midnight_where_the_district_is(cast: Cast, as_wu: Client):
    for at in ("2026-03-10T23:59:59+08:00", "2026-03-11T00:00:00+08:00"):
        record(
            "person.closed", cast.mei, by=None, at=datetime.fromisoformat(at), area_path=cast.community.path
        )

    assert len(found(as_wu, "until=2026-03-10")) == 1
    assert len(found(as_wu, "since=2026-03-11")) == 1


def test_choices_are_what_has_happened(told, as_wu: Client):
    form = as_wu.get("/history/").context["form"]

    assert form.fields["verb"].choices[:3] == [
        ("", "any action"),
        ("department.added", "added the department"),
        ("person.edited", "changed the account"),
    ]
    assert [code for code, _label in form.fields["kind"].choices] == [
        "",
        "people.department",
        "people.person",
    ]


# --- One entry --------------------------------------------------------------------------------------------
def test_entry_shows_before_beside_after_in_words(told, cast: Cast, as_wu: Client):
    response = as_wu.get(f"/history/{told[1].pk}/")

    changes = response.context["line"].changes
    assert [(c.label, c.before, c.after) for c in changes] == [("post", "文书", "主任")]
    assert response.context["url"] == f"/people/{cast.mei.pk}/"


def test_codes_of_a_role_are_read_as_words(cast: Cast, as_wu: Client):
    entry = record(
        "role.granted",
        cast.mei,
        by=cast.lin,
        at=NINE,
        area_path=cast.community.path,
        after={"role": "community-worker", "starts": "2026-03-10"},
    )

    changes = as_wu.get(f"/history/{entry.pk}/").context["line"].changes

    assert [(c.label, c.after) for c in changes] == [("role", "Community worker"), ("from", "2026-03-10")]


def test_entry_about_what_is_no_longer_known_can_still_be_read(cast: Cast, as_wu: Client):
    entry = Entry.objects.create(
        at=NINE,
        by=cast.lin,
        verb="ledger.kept",
        subject_type="ledgers.entry",
        subject_id="7",
        subject_label="巡查记录",
        area_path=cast.community.path,
        after={"weather": "晴"},
    )

    response = as_wu.get(f"/history/{entry.pk}/")

    line = response.context["line"]
    assert (line.verb, line.kind, line.changes[0].label) == ("ledger.kept", "ledgers.entry", "weather")
    assert response.context["url"] == ""


# --- Paging -----------------------------------------------------------------------------------------------
def many(cast: Cast, count: int) -> None:
    """Entries a second apart; every third pair shares its instant."""
    Entry.objects.bulk_create(
        Entry(
            at=NINE + timedelta(seconds=n - (n % 3 == 0)),
            by=cast.lin,
            verb="person.edited" if n % 2 else "person.closed",
            subject_type="people.person",
            subject_id=str(n),
            subject_label=f"第{n}号",
            area_path=cast.community.path,
        )
        for n in range(count)
    )


@pytest.mark.slow
def test_pages_follow_each_other_without_gap_or_repeat(cast: Cast, as_wu: Client):
    many(cast, 173)
    expected = list(Entry.objects.order_by("-at", "-id").values_list("pk", flat=True))

    seen, query, pages = [], "", 0
    while True:
        page = as_wu.get(f"/history/{query}").context["found"]
        seen += [line.pk for line in page.lines]
        pages += 1
        if page.older is None:
            break
        query = "?before=" + str(page.older).replace("+", "%2B")

    assert (seen, pages) == (expected, 4)


def test_entry_written_meanwhile_moves_no_page(cast: Cast, as_wu: Client):
    many(cast, 60)
    first = as_wu.get("/history/").context["found"]
    record("person.closed", cast.mei, by=None, at=NINE + timedelta(days=1), area_path=cast.community.path)

    second = as_wu.get("/history/", {"before": str(first.older)}).context["found"]

    assert not {line.pk for line in first.lines} & {line.pk for line in second.lines}
    assert len(second.lines) == 10


@pytest.mark.parametrize("text", ["", "x", "2026-03-10_", "_5", "2026-03-10T09:00_5", "x_" + "9" * 30])
def test_cursor_that_cannot_be_read_is_the_newest_page(told, as_wu: Client, text: str):
    assert Cursor.read(text) is None
    assert as_wu.get("/history/", {"before": text}).status_code == 200


def test_page_that_has_looked_far_says_how_far_and_goes_on(
    cast: Cast, as_wu: Client, monkeypatch: pytest.MonkeyPatch
):
    many(cast, 30)
    monkeypatch.setattr(queries, "WINDOW", 10)

    pages, query = [], {"record": "第3号"}
    while True:
        page = as_wu.get("/history/", query).context["found"]
        pages.append([line.record for line in page.lines])
        if page.older is None:
            break
        query = {"record": "第3号", "before": str(page.older)}

    assert pages == [[], [], ["第3号"]]
    assert "Search further back" in as_wu.get("/history/", {"record": "第3号"}).content.decode()


def test_what_an_index_leads_to_is_looked_through_to_the_end(
    cast: Cast, as_wu: Client, monkeypatch: pytest.MonkeyPatch
):
    record(
        "department.added",
        cast.civil_affairs,
        by=cast.he,
        at=NINE - timedelta(days=9),
        area_path=cast.district.path,
    )
    many(cast, 30)
    monkeypatch.setattr(queries, "WINDOW", 10)

    for query in (
        "person=何敏",
        "verb=department.added",
        f"kind=people.department&number={cast.civil_affairs.pk}",
    ):
        assert found(as_wu, query) == ["何敏 added the department 区民政局"]


# --- What it costs ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 49])
@pytest.mark.parametrize(("query", "number"), [("", 9), ("person=林", 9), ("area=幸福里&text=x", 11)])
def test_page_asks_the_same_number_of_questions_however_much_there_is(
    cast: Cast, as_wu: Client, django_assert_num_queries, count: int, query: str, number: int
):
    many(cast, count)
    as_wu.get("/history/")

    with django_assert_num_queries(number):
        as_wu.get(f"/history/?{query}")


# --- Taking it out ----------------------------------------------------------------------------------------
def test_workbook_holds_what_the_page_shows_and_is_itself_history(told, cast: Cast, as_wu: Client):
    response = as_wu.get("/history/?record=梅&as=xlsx")

    rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert [row[1:6] for row in rows] == [
        ["Person", "Action", "Kind of record", "Record", "Area"],
        ["梅芳", "changed the account", "person", "梅芳", "幸福里社区"],
        ["林静", "issued the account", "person", "梅芳", "幸福里社区"],
    ]
    assert rows[1][6:8] == ["post：文书", "post：主任"]
    entry = Entry.objects.get(verb="list.exported")
    assert (entry.by, entry.subject_type, entry.area_path) == (cast.wu, "history.entry", cast.district.path)
    assert entry.after == {"rows": 2, "record": True}


def test_formula_in_a_record_stays_text(cast: Cast, as_wu: Client):
    record("person.edited", cast.mei, by=None, at=NINE, area_path=cast.community.path, note="=1+1")

    content = as_wu.get("/history/?as=xlsx").content

    assert CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()[1][8] == "=1+1"


# --- For other apps ---------------------------------------------------------------------------------------
def test_history_of_a_record_is_one_question(told, cast: Cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        lines = queries.of(cast.mei)

    assert [(line.verb, line.by) for line in lines] == [
        (queries.words.verb_in_words("person.edited"), "梅芳"),
        (queries.words.verb_in_words("person.issued"), "林静"),
    ]


def test_opening_and_exporting_are_recorded_without_the_value(cast: Cast):
    record_view(cast.mei, "phone", reason="约定入户", by=cast.lin, at=NINE, area_path=cast.community.path)
    record_export(Person, name="账号名单", rows=3, by=cast.lin, at=NINE, filters={"q": "", "role": "auditor"})

    rows = Entry.objects.order_by("pk").values_list("verb", "subject_type", "subject_id", "after", "note")
    assert list(rows) == [
        ("sealed.opened", "people.person", str(cast.mei.pk), {"field": "phone"}, "约定入户"),
        ("list.exported", "people.person", "", {"rows": 3, "role": "auditor"}, ""),
    ]


def test_reach_of_an_auditor_is_the_only_way_in(told, cast: Cast):
    readable = queries.readable_by(reach_of(cast.wu, on=NINE.date()))

    assert sorted(readable.values_list("pk", flat=True)) == [
        entry.pk for entry in told if entry.area_path.startswith(cast.district.path)
    ]
    assert list(queries.readable_by(reach_of(cast.lin, on=NINE.date()))) == []


def test_words_are_kept_as_they_are_written(told):
    """Half the size of escapes on SQLite, and found by a search."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT after FROM history_entry WHERE id = %s", [told[1].pk])
        stored = cursor.fetchone()[0]

    assert "主任" in (stored if isinstance(stored, str) else str(stored))
    assert queries.narrowed(Entry.objects.all(), Wanted(text="主任")).get() == told[1]
