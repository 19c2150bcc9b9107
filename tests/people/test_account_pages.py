"""The pages of accounts: each once for its happy path, and once for those who may not."""

import re
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from cast import Cast
from factories.people import GrantFactory, PersonFactory
from gongjian.history.models import Entry
from gongjian.people.models import Grant, Person
from gongjian.people.roles import Role

MANAGER_PAGES = [
    "/people/",
    "/people/issue/",
    "/people/import/",
    "/people/import/form.xlsx",
    "/people/slips/",
    "/people/areas/",
    "/people/{mei}/",
    "/people/{mei}/edit/",
    "/people/{mei}/phone/",
    "/people/{mei}/reset-password/",
    "/people/{mei}/close/",
    "/people/{mei}/grant/",
    "/people/grants/{grant}/revoke/",
]
POSTS = ["/people/{mei}/reopen/", "/people/{mei}/unlock/", "/people/import/confirm/"]


def at(url: str, cast: Cast) -> str:
    return url.format(mei=cast.mei.pk, grant=Grant.objects.get(person=cast.mei).pk)


@pytest.mark.parametrize("url", MANAGER_PAGES)
def test_administrator_sees_the_page(cast: Cast, as_lin: Client, url: str):
    assert as_lin.get(at(url, cast)).status_code == 200


@pytest.mark.parametrize("url", [*MANAGER_PAGES, *POSTS])
@pytest.mark.parametrize("who", ["sun", "mei", "wu", "zhou"])
def test_page_does_not_exist_for_those_who_administer_nobody(cast: Cast, url: str, who: str):
    client = cast.client(getattr(cast, who))

    assert (client.post if url in POSTS else client.get)(at(url, cast)).status_code == 404


@pytest.mark.parametrize("url", [page for page in [*MANAGER_PAGES, *POSTS] if "{" in page])
def test_account_in_another_district_does_not_exist_for_an_administrator(cast: Cast, url: str):
    stranger = PersonFactory()
    GrantFactory(person=stranger, role=Role.DISTRICT_ADMINISTRATOR, area=cast.next_district)
    client = cast.client(stranger)

    assert (client.post if url in POSTS else client.get)(at(url, cast)).status_code == 404


def test_one_who_may_look_but_not_touch_gets_the_reason(cast: Cast, as_lin: Client):
    GrantFactory(person=cast.mei, role=Role.INSPECTOR, area=cast.far_community)
    english = {"accept-language": "en"}

    page = as_lin.get(f"/people/{cast.mei.pk}/", headers=english).content.decode()
    answer = as_lin.post(f"/people/{cast.mei.pk}/reset-password/", headers=english)

    reason = "also holds roles outside the areas you administer"
    assert reason in page
    assert "1 more role outside your areas." in page
    assert "北门社区" not in page
    assert "/reset-password/" not in page
    assert answer.status_code == 422
    assert reason in answer.content.decode()


def names(response) -> list[str]:
    return [person.username for person in response.context["table"].page]


def test_list_shows_those_with_roles_in_the_own_areas(cast: Cast, as_lin: Client):
    PersonFactory(username="nobody-yet")

    assert names(as_lin.get("/people/")) == ["chen", "gao", "he-min", "lin", "mei", "sun", "wu-yue"]


def test_operator_sees_all(cast: Cast):
    operator = PersonFactory(username="operator", is_operator=True)
    PersonFactory(username="nobody-yet")

    found = names(cast.client(operator).get("/people/"))

    assert found == ["chen", "gao", "he-min", "lin", "mei", "nobody-yet", "operator", "sun", "wu-yue", "zhou"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=梅", ["mei"]),
        ("q=MEI", ["mei"]),
        ("q=周平", []),
        ("role=grid-worker", ["gao"]),
        ("area=幸福里", ["gao", "mei"]),
        ("area=wjjd", ["chen", "gao", "mei", "sun"]),
        ("area=北门社区", []),
        ("area=望江街道&role=community-worker", ["chen", "mei"]),
        ("state=closed", ["he-min"]),
        ("state=first", ["gao"]),
        ("state=locked", ["chen"]),
        ("state=roleless", ["sun"]),
        ("state=open&q=c", ["chen"]),
        ("state=nonsense&role=nonsense", ["chen", "gao", "he-min", "lin", "mei", "sun", "wu-yue"]),
    ],
)
def test_list_is_narrowed_by_what_is_asked(cast: Cast, as_lin: Client, query: str, found: list[str]):
    from axes.models import AccessAttempt

    cast.subdistrict.initials = "wjjd"
    cast.subdistrict.save()
    Person.objects.filter(pk=cast.he.pk).update(is_active=False)
    Person.objects.filter(pk=cast.gao.pk).update(must_change_password=True)
    Grant.objects.filter(person=cast.sun).update(
        **({"ends": "2020-02-01"} if "roleless" in query else {"ends": None})
    )
    AccessAttempt.objects.create(username="chen", ip_address="192.0.2.1", failures_since_start=5)

    assert names(as_lin.get(f"/people/?{query}")) == found


@pytest.mark.parametrize("many", [1, 30])
def test_list_asks_the_same_number_of_questions_however_long(
    cast: Cast, as_lin: Client, django_assert_num_queries, many: int
):
    for _ in range(many):
        GrantFactory(area=cast.community)
    as_lin.get("/people/")

    # session, person, grants of the reader; count, page, their grants; failures; messages waiting
    with django_assert_num_queries(8):
        as_lin.get("/people/")


@pytest.mark.parametrize("many", [1, 12])
def test_account_asks_the_same_number_of_questions_however_many_roles(
    cast: Cast, as_lin: Client, django_assert_num_queries, many: int
):
    for _ in range(many):
        GrantFactory(person=cast.mei, area=cast.next_community, ends="2021-01-01")
    as_lin.get(f"/people/{cast.mei.pk}/")

    with django_assert_num_queries(9):
        as_lin.get(f"/people/{cast.mei.pk}/")


def test_list_as_a_workbook_holds_what_it_shows_and_is_noted(cast: Cast, as_lin: Client):
    response = as_lin.get("/people/?area=幸福里&as=xlsx", headers={"accept-language": "en"})

    rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["Account", "gao", "mei"]
    assert rows[2][3] == "Community worker 幸福里社区"
    entry = Entry.objects.get(verb="list.exported")
    assert (entry.by, entry.subject_type, entry.area_path) == (
        cast.lin,
        "people.person",
        cast.district.path,
    )
    assert entry.after == {"rows": 2, "area": True}


# --- Issuing ----------------------------------------------------------------------------------------------
ISSUE = {
    "name": " 王建国 ",
    "username": "",
    "post": "文书",
    "phone": "13800138000",
    "role": "community-worker",
    "area": "",
    "area_text": "",
    "department": "",
    "starts": "2026-03-10",
    "ends": "",
}


def test_issued_account_leads_to_a_slip_that_is_shown_once(cast: Cast, as_lin: Client):
    response = as_lin.post("/people/issue/", ISSUE | {"area": cast.community.pk})
    first, second = as_lin.get(response["Location"]), as_lin.get("/people/slips/")

    person = Person.objects.get(username="wang.jianguo")
    password = re.search(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", first.content.decode())
    assert person.check_password(password[0])
    assert "http://testserver/sign-in/" in first.content.decode()
    assert second.context["slips"] == []
    assert password[0] not in str(dict(as_lin.session))


def test_first_password_waits_sealed_in_the_session(cast: Cast, as_lin: Client):
    as_lin.post("/people/issue/", ISSUE | {"area": cast.community.pk})

    assert as_lin.session["slips"].startswith("v1.1.")


@pytest.mark.parametrize(
    ("text", "status", "found"),
    [
        ("幸福里社区", 302, []),
        ("社区", 422, ["幸福里社区", "滨河社区"]),
        ("北门社区", 422, []),
        ("", 422, []),
    ],
)
def test_area_may_be_typed_where_it_can_mean_only_one(
    cast: Cast, as_lin: Client, text: str, status: int, found: list[str]
):
    response = as_lin.post("/people/issue/", ISSUE | {"area_text": text})

    assert response.status_code == status
    if status == 422:
        assert [area.name for area in response.context["form"].area_choices] == found
        assert "area" in response.context["form"].errors


def test_area_outside_cannot_be_sent_by_hand(cast: Cast, as_lin: Client):
    response = as_lin.post("/people/issue/", ISSUE | {"area": cast.far_community.pk})

    assert response.status_code == 422
    assert not Person.objects.filter(name="王建国").exists()


def test_department_gives_the_area_of_its_officer(cast: Cast, as_lin: Client):
    officer = {"role": "department-officer", "department": cast.civil_affairs.pk}

    as_lin.post("/people/issue/", ISSUE | officer)

    given = Grant.objects.get(person__username="wang.jianguo")
    assert (given.area, given.department) == (cast.district, cast.civil_affairs)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This field is required."),
        ("phone", "call me", "Write the telephone number with digits: 13800138000 or 0571-88001234."),
        ("username", "王", "Use lower-case letters, digits, dots and hyphens."),
        ("username", "mei", "The account mei exists already. wang.jianguo is free."),
        ("ends", "2026-03-09", "The last day lies before the first."),
        ("role", "auditor", "Select a valid choice. auditor is not one of the available choices."),
    ],
)
def test_mistake_is_said_beside_its_field_and_nothing_is_saved(
    cast: Cast, as_lin: Client, field: str, value: str, sentence: str
):
    data = ISSUE | {"area": cast.community.pk} | {field: value}

    response = as_lin.post("/people/issue/", data, headers={"accept-language": "en"})

    assert response.status_code == 422
    assert response.context["form"].errors[field] == [sentence]
    assert not Person.objects.filter(name="王建国").exists()


def test_picker_finds_and_opens_only_the_own_areas(cast: Cast, as_lin: Client):
    def shown(query: str) -> list[tuple[str, bool]]:
        nodes = as_lin.get(f"/people/areas/?{query}").context["nodes"]
        return [(node.area.name, node.has_children) for node in nodes]

    assert shown("") == [("清河区", True), ("望江街道", True), ("松林镇", True)]
    assert shown(f"under={cast.subdistrict.pk}") == [("幸福里社区", True), ("滨河社区", False)]
    assert shown(f"under={cast.next_subdistrict.pk}") == []
    assert shown("area_text=社区") == [("幸福里社区", True), ("滨河社区", False)]
    assert shown("area_text=北门") == []
    assert shown(f"area_text=滨河&area={cast.village.pk}") == [("柳溪村", False), ("滨河社区", False)]
    assert shown(f"area_text=滨河&area={cast.far_community.pk}") == [("滨河社区", False)]


@pytest.mark.parametrize("many", [1, 25])
def test_picker_asks_the_same_number_of_questions(
    cast: Cast, as_lin: Client, django_assert_num_queries, many: int
):
    from factories.places import AreaFactory

    for _ in range(many):
        AreaFactory(parent=cast.subdistrict)
    as_lin.get("/people/areas/")

    with django_assert_num_queries(4):
        as_lin.get(f"/people/areas/?under={cast.subdistrict.pk}")


# --- Acting on one ----------------------------------------------------------------------------------------
def test_role_is_given_and_taken_back_on_pages(cast: Cast, as_lin: Client):
    data = {"role": "inspector", "area": cast.village.pk, "starts": "2026-03-10", "ends": "2030-01-01"}
    response = as_lin.post(f"/people/{cast.mei.pk}/grant/", data)
    given = Grant.objects.get(person=cast.mei, role=Role.INSPECTOR)
    assert response["Location"] == f"/people/{cast.mei.pk}/"

    assert as_lin.post(f"/people/grants/{given.pk}/revoke/", {"reason": ""}).status_code == 422
    assert as_lin.post(f"/people/grants/{given.pk}/revoke/", {"reason": "期满"}).status_code == 302
    given.refresh_from_db()
    assert given.revoked_by == cast.lin


def test_account_is_closed_with_a_reason_and_reopened(cast: Cast, as_lin: Client):
    page = f"/people/{cast.mei.pk}/"

    assert as_lin.post(f"{page}close/", {"reason": "退休"})["Location"] == page
    assert not Person.objects.get(pk=cast.mei.pk).is_active
    assert as_lin.post(f"{page}reopen/")["Location"] == page
    assert Person.objects.get(pk=cast.mei.pk).is_active


def test_new_first_password_is_handed_over_on_a_slip(cast: Cast, as_lin: Client):
    response = as_lin.post(f"/people/{cast.mei.pk}/reset-password/")

    slip = as_lin.get(response["Location"])
    ((person, password),) = slip.context["slips"]
    assert person == cast.mei
    assert Person.objects.get(pk=cast.mei.pk).check_password(password)


def test_locked_account_can_be_unlocked_on_its_page(cast: Cast, as_lin: Client):
    from axes.models import AccessAttempt

    AccessAttempt.objects.create(username="mei", ip_address="192.0.2.1", failures_since_start=5)
    page = f"/people/{cast.mei.pk}/"
    assert f"{page}unlock/" in as_lin.get(page).content.decode()

    as_lin.post(f"{page}unlock/")

    assert f"{page}unlock/" not in as_lin.get(page).content.decode()


def test_telephone_is_masked_until_a_reason_is_given(cast: Cast, as_lin: Client):
    cast.mei.phone = "13800138000"
    cast.mei.save()
    page = f"/people/{cast.mei.pk}/"

    shown = as_lin.get(page).content.decode()
    refused = as_lin.post(f"{page}phone/", {"reason": ""}, headers={"HX-Request": "true"})
    opened = as_lin.post(f"{page}phone/", {"reason": "约定入户"}, headers={"HX-Request": "true"})

    assert "138******00" in shown
    assert "13800138000" not in shown + refused.content.decode()
    assert refused.status_code == 422
    assert "13800138000" in opened.content.decode()
    assert "<html" not in opened.content.decode()
    assert Entry.objects.get(verb="sealed.opened").note == "约定入户"


def test_two_who_edit_at_once_are_told(cast: Cast, as_lin: Client):
    page = f"/people/{cast.mei.pk}/edit/"
    data = {"name": "梅芳", "post": "主任", "phone": "", "version": "1"}

    assert as_lin.post(page, data).status_code == 302
    assert as_lin.post(page, data | {"post": "副主任"}).status_code == 422
    assert Person.objects.get(pk=cast.mei.pk).post == "主任"


# --- What is refused on a page ----------------------------------------------------------------------------
def test_refused_press_of_a_button_is_told_on_the_account(cast: Cast, as_lin: Client):
    GrantFactory(person=cast.mei, area=cast.far_community)

    for action in ("unlock", "reopen"):
        url = f"/people/{cast.mei.pk}/{action}/"
        page = as_lin.post(url, headers={"accept-language": "en"}, follow=True).content.decode()
        assert "also holds roles outside the areas you administer" in page


def test_refused_edit_and_number_are_told_on_their_pages(cast: Cast, as_lin: Client):
    GrantFactory(person=cast.mei, area=cast.far_community)
    page = f"/people/{cast.mei.pk}/"

    edit = as_lin.post(f"{page}edit/", {"name": "梅", "post": "", "phone": "", "version": "1"})
    phone = as_lin.post(f"{page}phone/", {"reason": "约定入户"})

    assert (edit.status_code, phone.status_code) == (422, 422)
    assert Person.objects.get(pk=cast.mei.pk).name == "梅芳"


def test_refused_role_is_told_beside_its_field(cast: Cast, as_lin: Client):
    data = {"role": "community-worker", "area": cast.community.pk, "starts": "2026-03-10", "ends": ""}

    response = as_lin.post(f"/people/{cast.mei.pk}/grant/", data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["role"]


def test_role_that_was_taken_back_meanwhile_is_told(cast: Cast, as_lin: Client):
    given = Grant.objects.get(person=cast.mei)
    url = f"/people/grants/{given.pk}/revoke/"
    as_lin.post(url, {"reason": "调离"})

    response = as_lin.post(url, {"reason": "调离"}, headers={"accept-language": "en"})

    assert response.context["form"].non_field_errors() == ["This role is no longer held."]


def test_reason_takes_more_than_one_sign(cast: Cast, as_lin: Client):
    assert as_lin.post(f"/people/{cast.mei.pk}/close/", {"reason": " - "}).status_code == 422
    assert Person.objects.get(pk=cast.mei.pk).is_active


def test_nobody_is_offered_a_role_for_a_closed_account(cast: Cast, as_lin: Client):
    Person.objects.filter(pk=cast.mei.pk).update(is_active=False)

    page = as_lin.get(f"/people/{cast.mei.pk}/grant/", headers={"accept-language": "en"}).content.decode()

    assert "This account is closed. Reopen it first." in page
    assert "<select" not in page


def test_kept_number_is_named_on_the_form_and_can_be_removed(cast: Cast):
    Person.objects.filter(pk=cast.mei.pk).update(phone="13800138000")
    client = cast.client(Person.objects.get(pk=cast.mei.pk))

    assert "138******00" in client.get("/account/edit/").content.decode()
    client.post("/account/edit/", {"post": "主任", "phone": ""})
    assert Person.objects.get(pk=cast.mei.pk).phone == "13800138000"
    client.post("/account/edit/", {"post": "主任", "phone": "", "forget_phone": "on"})
    assert Person.objects.get(pk=cast.mei.pk).phone == ""
