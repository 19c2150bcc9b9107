"""A list of accounts: every mistake with its row and column, and nothing saved before it is confirmed."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from factories.people import PersonFactory
from factories.places import AreaFactory
from gongjian.history.models import Entry
from gongjian.kernel.refusal import Refused
from gongjian.kernel.tables import workbook
from gongjian.people.actions.imports import issue_all
from gongjian.people.imports import headings
from gongjian.people.imports.checking import Checked, UnreadableListError, check, read
from gongjian.people.models import Grant, Person
from gongjian.people.reach import reach_of
from gongjian.people.roles import Role
from gongjian.places.models import Kind

TODAY = date(2026, 3, 10)
AT = datetime(2026, 3, 10, 4, tzinfo=UTC)
HEAD = ["姓名", "账号", "职务", "电话", "角色", "区域", "部门", "开始日期", "截止日期"]
WANG = ["王建国", "", "文书", "13800138000", "社区工作者", "幸福里社区", "", "", ""]


def book(*rows: list, head: list[str] = HEAD) -> bytes:
    return workbook("名单", head, rows)


def checked(cast: Cast, *rows: list, by: Person | None = None) -> Checked:
    return check(read(book(*rows)), reach=reach_of(by or cast.lin, on=TODAY), today=TODAY)


def said(result: Checked) -> list[tuple]:
    return [(f.row, f.column, f.sentence, f.is_error) for f in result.findings]


@pytest.fixture(autouse=True)
def _english():
    from django.utils import translation

    with translation.override("en"):
        yield


def test_rows_become_accounts_with_their_roles(cast: Cast):
    he = ["何丽", "he.li", "科长", "", "部门人员", "清河区", "民政局", "2026/4/1", "2026年12月31日"]

    result = checked(cast, WANG, he)

    assert said(result) == []
    planned = [
        (one.row, one.name, one.username, one.phone, one.terms.role, one.terms.area.name)
        for one in result.planned
    ]
    assert planned == [
        (2, "王建国", "wang.jianguo", "13800138000", Role.COMMUNITY_WORKER, "幸福里社区"),
        (3, "何丽", "he.li", "", Role.DEPARTMENT_OFFICER, "清河区"),
    ]
    second = result.planned[1].terms
    assert (second.department, second.starts, second.ends) == (
        cast.civil_affairs,
        date(2026, 4, 1),
        date(2026, 12, 31),
    )


@pytest.mark.parametrize(
    ("column", "value", "letter", "sentence"),
    [
        (0, "", "A", "Write the person's name, at most 40 characters."),
        (1, "王", "B", "Use lower-case letters, digits, dots and hyphens."),
        (1, "mei", "B", "The account mei exists already. Leave the cell empty to have one made."),
        (2, "长" * 61, "C", "The post has more than 60 characters."),
        (3, "打电话", "D", "Write the telephone number with digits: 13800138000 or 0571-88001234."),
        (5, "无此社区", "F", "You administer no area called “无此社区”."),
        (5, "北门社区", "F", "You administer no area called “北门社区”."),
        (5, "松林镇/幸福里社区", "F", "You administer no area called “松林镇/幸福里社区”."),
        (5, "", "F", "Write the area: its name or its code."),
        (6, "区卫健局", "G", "幸福里社区 has no department called “区卫健局”. Add it first."),
        (7, "明天", "H", "“明天” is no day. Write it like 2026-03-10."),
        (8, "2026-02-30", "I", "“2026-02-30” is no day. Write it like 2026-03-10."),
        (8, "2026-03-09", "I", "The last day lies before the first."),
        (4, "审计员", "E", "The role “Auditor” is given by the operator of the system."),
    ],
)
def test_mistake_names_its_row_and_column(cast: Cast, column: int, value: str, letter: str, sentence: str):
    wrong = [*WANG[:column], value, *WANG[column + 1 :]]

    result = checked(cast, ["李四", *WANG[1:]], wrong)

    assert said(result) == [(3, letter, sentence, True)]
    assert [one.name for one in result.planned] == ["李四"]


def test_unknown_role_lists_those_there_are(cast: Cast):
    result = checked(cast, [*WANG[:4], "大王", *WANG[5:]])

    ((row, column, sentence, _is_error),) = said(result)
    assert (row, column) == (2, "E")
    assert sentence.startswith("“大王” is no role. Write one of: District administrator、")
    assert "Auditor" not in sentence


def test_every_mistake_of_a_list_is_told_at_once(cast: Cast):
    result = checked(cast, ["", "", "", "x", "", "", "", "?", ""], WANG, ["", *WANG[1:]])

    assert [(f.row, f.column) for f in result.findings] == [
        (2, "A"),
        (2, "D"),
        (2, "E"),
        (2, "F"),
        (2, "H"),
        (4, "A"),
    ]


def test_area_of_a_common_name_needs_the_one_above_it_or_its_code(cast: Cast):
    twin = AreaFactory(kind=Kind.COMMUNITY, name="幸福里社区", parent=cast.township, code="110101002001")

    ambiguous = checked(cast, WANG)
    by_path = checked(cast, [*WANG[:5], "望江街道/幸福里社区", *WANG[6:]])
    by_far_path = checked(cast, [*WANG[:5], "清河区／松林镇／幸福里社区", *WANG[6:]])
    by_code = checked(cast, [*WANG[:5], "110101002001", *WANG[6:]])

    assert said(ambiguous) == [
        (
            2,
            "F",
            "2 areas are called “幸福里社区”. Write the one above it too, like 望江街道/幸福里社区, or its code.",
            True,
        )
    ]
    assert [c.planned[0].terms.area for c in (by_path, by_far_path, by_code)] == [cast.community, twin, twin]


def test_people_of_one_name_get_different_accounts(cast: Cast):
    PersonFactory(username="wang.jianguo")

    result = checked(cast, WANG, WANG, [WANG[0], "wang.jianguo4", *WANG[2:]], WANG)

    usernames = [one.username for one in result.planned]
    assert usernames == ["wang.jianguo2", "wang.jianguo3", "wang.jianguo4", "wang.jianguo5"]


def test_account_written_twice_points_to_the_first_row(cast: Cast):
    twice = ["王建国", "wang.jg", *WANG[2:]]

    result = checked(cast, twice, twice)

    assert said(result) == [
        (
            3,
            "B",
            "The account wang.jg stands already in row 2. A second role is given on the person's page.",
            True,
        )
    ]


def test_namesake_at_the_same_place_is_a_doubt_only(cast: Cast):
    result = checked(cast, ["梅芳", *WANG[1:]])

    assert said(result) == [
        (2, "A", "梅芳 already has the account mei there. Is this another person?", False)
    ]
    assert len(result.planned) == 1


@pytest.mark.parametrize("many", [1, 200])
def test_list_is_checked_with_the_same_number_of_questions(cast: Cast, django_assert_num_queries, many: int):
    written = read(book(*([f"员工{n}", *WANG[1:]] for n in range(many))))
    reach = reach_of(cast.lin, on=TODAY)

    with django_assert_num_queries(6):
        check(written, reach=reach, today=TODAY)


# --- Reading ----------------------------------------------------------------------------------------------
def test_columns_are_known_under_the_names_offices_use():
    written = read(book(["王建国", "网格员", "第一网格"], head=["*人员姓名（必填）", "身份", "所属区域"]))

    assert [dict(row.cells) for row in written.rows] == [
        {"name": "王建国", "role": "网格员", "area": "第一网格"}
    ]


def test_heading_may_stand_under_a_title_and_blank_rows_are_passed_over():
    rows = [["名单", "", ""], ["姓名", "角色", "区域"], ["", "", ""], ["王建国", "社工", "幸福里社区"]]

    written = read(workbook("名单", ["2026年账号申请表", "", ""], rows))

    assert [row.row for row in written.rows] == [5]


def test_list_in_a_text_file_is_read_too():
    written = read("姓名,角色,区域\n王建国,社工,幸福里社区\n".encode("gb18030"))

    assert written.rows[0].cells == {"name": "王建国", "role": "社工", "area": "幸福里社区"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty. Fill in the form and upload it again."),
        (b"  \n ", "The file is empty. Fill in the form and upload it again."),
        (
            b"PK\x03\x04 damaged",
            "The workbook is damaged or of another format. Save it as .xlsx and upload it again.",
        ),
        (bytes(range(256)) * 20, "This is no workbook. Save the list as .xlsx; the form shows the columns."),
        (
            book(["x"], head=["备注"]),
            "The columns for name, role and area were not found. Use the form, or name the columns as it does.",
        ),
        (book(), "The list has no rows. Fill in one person a row and upload it again."),
        (
            book(*[WANG] * 501),
            "The list has 501 people; at most 500 go in at once. Split it, one subdistrict a file.",
        ),
    ],
    ids=["empty", "blank", "damaged", "binary", "other columns", "no rows", "too many"],
)
def test_what_is_no_list_is_refused_in_a_sentence(content: bytes, sentence: str):
    with pytest.raises(UnreadableListError) as error:
        read(content)

    assert str(error.value) == sentence


@pytest.mark.parametrize("role", Role)
def test_role_is_known_by_its_word_in_every_language_and_by_its_code(role: Role):
    from django.utils import translation

    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert headings.role_of(str(role.label)) == role
    assert headings.role_of(role.value) == role


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-10", TODAY),
        ("2026/3/10", TODAY),
        ("2026.3.10", TODAY),
        ("2026年3月10日", TODAY),
        ("２０２６-03-10", TODAY),
        ("2026-03-10T00:00:00", TODAY),
        ("", None),
    ],
)
def test_day_is_read_as_it_is_typed(text: str, day: date | None):
    assert headings.day_of(text) == day


# --- Issuing ----------------------------------------------------------------------------------------------
def test_all_accounts_are_issued_together_with_their_history(cast: Cast):
    written = read(book(WANG, ["李秀英", *WANG[1:]]))

    issued = issue_all(written, by=cast.lin, at=AT)

    assert [(person.username, person.check_password(password)) for person, password in issued] == [
        ("wang.jianguo", True),
        ("li.xiuying", True),
    ]
    assert Person.objects.get(username="wang.jianguo").phone == "13800138000"
    assert Grant.objects.filter(person__username="li.xiuying", granted_by=cast.lin).count() == 1
    assert list(Entry.objects.order_by("pk").values_list("verb", "subject_label")) == [
        ("person.issued", "王建国"),
        ("role.granted", "王建国"),
        ("person.issued", "李秀英"),
        ("role.granted", "李秀英"),
    ]


def test_list_that_went_wrong_meanwhile_issues_nobody(cast: Cast):
    written = read(book(WANG, ["李秀英", "li.xy", *WANG[2:]]))
    PersonFactory(username="li.xy")
    people = Person.objects.count()

    with pytest.raises(Refused) as refused:
        issue_all(written, by=cast.lin, at=AT)

    assert refused.value.refusal.code == "no_longer_right"
    assert str(refused.value.refusal).startswith("Row 3 cannot be issued: The account li.xy exists already.")
    assert (Person.objects.count(), Entry.objects.count()) == (people, 0)


# --- The pages --------------------------------------------------------------------------------------------
def upload(client: Client, content: bytes):
    file = SimpleUploadedFile("名单.xlsx", content)
    return client.post("/people/import/", {"file": file}, headers={"accept-language": "en"})


def test_preview_saves_nothing_and_confirming_issues(cast: Cast, as_lin: Client):
    people = Person.objects.count()
    preview = upload(as_lin, book(WANG, ["李秀英", *WANG[1:]]))
    assert (preview.status_code, Person.objects.count()) == (200, people)

    done = as_lin.post("/people/import/confirm/", {"sealed": preview.context["sealed"]})

    slips = as_lin.get(done["Location"]).context["slips"]
    assert [person.username for person, _password in slips] == ["li.xiuying", "wang.jianguo"]
    assert all(person.check_password(password) for person, password in slips)


def test_preview_with_mistakes_offers_nothing_to_confirm(cast: Cast, as_lin: Client):
    preview = upload(as_lin, book(["", *WANG[1:]]))

    assert preview.status_code == 422
    assert preview.context["sealed"] == ""
    assert "confirm" not in preview.content.decode()


def test_confirmed_list_is_checked_once_more(cast: Cast, as_lin: Client):
    preview = upload(as_lin, book(["王建国", "wang.jg", *WANG[2:]]))
    PersonFactory(username="wang.jg")

    response = as_lin.post("/people/import/confirm/", {"sealed": preview.context["sealed"]})

    assert response.status_code == 422
    assert not Person.objects.filter(name="王建国").exists()


def test_list_of_somebody_else_or_by_hand_cannot_be_confirmed(cast: Cast, as_lin: Client):
    from factories.people import GrantFactory

    sealed = upload(as_lin, book(WANG)).context["sealed"]
    other = PersonFactory()
    GrantFactory(person=other, role=Role.DISTRICT_ADMINISTRATOR, area=cast.district)

    answers = [
        cast.client(other).post("/people/import/confirm/", {"sealed": sealed}),
        as_lin.post("/people/import/confirm/", {"sealed": "v1.1.AAAA"}),
        as_lin.post("/people/import/confirm/", {"sealed": "by hand"}),
        as_lin.post("/people/import/confirm/", {}),
    ]

    assert [(a.status_code, a["Location"]) for a in answers] == [(302, "/people/import/")] * 4
    assert not Person.objects.filter(name="王建国").exists()


@pytest.mark.parametrize(("content", "word"), [(b"", "empty"), (b"hello", "columns")])
def test_unreadable_file_is_said_on_the_page(cast: Cast, as_lin: Client, content: bytes, word: str):
    response = upload(as_lin, content)

    assert response.status_code == 422
    assert word in response.context["form"].errors["file"][0]


def test_form_to_fill_in_is_itself_a_list_that_passes(cast: Cast, as_lin: Client):
    content = as_lin.get("/people/import/form.xlsx").content

    result = check(read(content), reach=reach_of(cast.lin, on=TODAY), today=TODAY)

    assert (len(result.planned), said(result)) == (1, [])


def test_file_that_is_far_too_large_is_not_read(cast: Cast, as_lin: Client):
    response = upload(as_lin, b"PK\x03\x04" + bytes(5 * 1024 * 1024))

    assert "larger than 5 MB" in response.context["form"].errors["file"][0]


def test_account_taken_at_the_same_moment_is_told_and_nothing_saved(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    """Between the check and the saving somebody else takes the name: the database refuses."""
    from gongjian.people.actions import imports

    written = read(book(["王建国", "wang.jg", *WANG[2:]]))
    checked_before = check(written, reach=reach_of(cast.lin, on=TODAY), today=TODAY)
    PersonFactory(username="wang.jg")
    monkeypatch.setattr(imports, "check", lambda *_args, **_kwargs: checked_before)

    with pytest.raises(Refused) as refused:
        issue_all(written, by=cast.lin, at=AT)

    assert refused.value.refusal.code == "taken_meanwhile"
    assert not Grant.objects.filter(person__username="wang.jg").exists()
