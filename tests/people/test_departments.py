"""Departments: whom plans name beside the areas."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from cast import Cast
from factories.people import DepartmentFactory, GrantFactory
from gongjian.history.models import Entry
from gongjian.kernel.refusal import Refused
from gongjian.people import search
from gongjian.people.actions import departments
from gongjian.people.forms.departments import DepartmentForm
from gongjian.people.models import Department
from gongjian.people.reach import reach_of
from gongjian.people.roles import Role

AT = datetime(2026, 3, 10, 4, tzinfo=UTC)
ENGLISH = {"accept-language": "en"}


def add(cast: Cast, name: str = "区卫健局", aliases: tuple[str, ...] = (), **other) -> Department:
    return departments.add(
        **({"area": cast.district, "name": name, "aliases": aliases, "by": cast.lin, "at": AT} | other)
    )


def test_department_is_added_with_its_other_names(cast: Cast):
    added = add(cast, aliases=("卫健局", "区卫生健康局"))

    assert (added.area_path, added.alias_list) == (cast.district.path, ["卫健局", "区卫生健康局"])
    entry = Entry.objects.get(verb="department.added")
    assert (entry.by, entry.subject_label, entry.area_path) == (cast.lin, "区卫健局", cast.district.path)


@pytest.mark.parametrize(
    ("name", "aliases", "refusal"),
    [
        ("区民政局", (), "name_taken"),
        ("民政局", (), "alias_taken"),
        ("区卫健局", ("区民政",), "alias_taken"),
        ("区卫健局", ("区民政局",), "alias_taken"),
    ],
)
def test_name_means_only_one_department_of_an_area(cast: Cast, name: str, aliases: tuple, refusal: str):
    with pytest.raises(Refused) as refused:
        add(cast, name, aliases)

    assert refused.value.refusal.code == refusal
    assert Department.objects.count() == 1


def test_same_name_in_another_district_is_free(cast: Cast):
    DepartmentFactory(area=cast.next_district, name="区卫健局")

    assert add(cast).name == "区卫健局"


def test_departments_are_kept_by_the_administrator_of_their_area(cast: Cast):
    for by, area in ((cast.sun, cast.subdistrict), (cast.lin, cast.next_district), (cast.lin, cast.city)):
        with pytest.raises(Refused):
            add(cast, area=area, by=by)

    assert Department.objects.count() == 1


def test_renaming_notes_what_changed(cast: Cast):
    departments.edit(cast.civil_affairs, name="区民政局", aliases=["民政局"], version=1, by=cast.lin, at=AT)

    entry = Entry.objects.get(verb="department.edited")
    assert (entry.before, entry.after) == ({"aliases": "民政局\n区民政"}, {"aliases": "民政局"})


def test_renaming_over_a_newer_version_is_refused(cast: Cast):
    rename = {"name": "民政局", "aliases": [], "by": cast.lin, "at": AT}
    departments.edit(cast.civil_affairs, version=1, **rename)

    with pytest.raises(Refused) as refused:
        departments.edit(cast.civil_affairs, version=1, **(rename | {"name": "区民政事务局"}))

    assert refused.value.refusal.code == "changed_meanwhile"


def test_department_with_officers_stays_open(cast: Cast):
    with pytest.raises(Refused) as refused:
        departments.close(cast.civil_affairs, by=cast.lin, at=AT)
    assert refused.value.refusal.code == "officers"

    cast.he.grants.update(revoked_at=AT)
    closed = departments.close(cast.civil_affairs, by=cast.lin, at=AT)
    assert not closed.is_open
    assert departments.reopen(closed, by=cast.lin, at=AT).is_open


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("民政局\n区民政", ["民政局", "区民政"]),
        (" 民政局 、区民政，民政局\n\n", ["民政局", "区民政"]),
        ("区民政局\n民政局", ["民政局"]),
        ("", []),
    ],
)
def test_other_names_are_read_however_they_are_parted(written: str, names: list[str]):
    form = DepartmentForm({"name": "区民政局", "aliases": written})

    assert form.is_valid()
    assert form.cleaned_data["aliases"] == names


# --- The pages --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["lin", "sun", "mei", "wu"])
def test_list_is_open_to_all_who_work_in_the_district(cast: Cast, who: str):
    DepartmentFactory(area=cast.next_district, name="明山区民政局")

    response = cast.client(getattr(cast, who)).get("/departments/")

    assert [(d.name, d.officers) for d in response.context["table"].page] == [("区民政局", 1)]


def test_department_of_another_district_does_not_exist(cast: Cast):
    client = cast.client(cast.zhou)

    for page in ("", "edit/"):
        assert client.get(f"/departments/{cast.civil_affairs.pk}/{page}").status_code == 404
    for page in ("close/", "reopen/"):
        assert client.post(f"/departments/{cast.civil_affairs.pk}/{page}").status_code == 404


def test_neighbour_may_look_and_gets_the_reason(cast: Cast, as_mei: Client):
    url = f"/departments/{cast.civil_affairs.pk}/"
    reason = "The departments of 清河区 are kept by its administrator."

    page = as_mei.get(url, headers=ENGLISH).content.decode()
    form = as_mei.get(f"{url}edit/", headers=ENGLISH).content.decode()
    sent = as_mei.post(f"{url}edit/", {"name": "x局", "aliases": "", "version": "1"}, headers=ENGLISH)

    assert reason in page
    assert "edit/" not in page
    assert reason in form
    assert sent.status_code == 422
    assert Department.objects.get().name == "区民政局"


def test_department_is_added_renamed_and_closed_on_pages(cast: Cast, as_lin: Client):
    data = {"area": cast.district.pk, "name": "区卫健局", "aliases": "卫健局"}
    response = as_lin.post("/departments/add/", data)
    added = Department.objects.get(name="区卫健局")
    assert response["Location"] == f"/departments/{added.pk}/"

    renamed = {"name": "区卫生健康局", "aliases": "卫健局\n区卫健局", "version": "1"}
    as_lin.post(f"/departments/{added.pk}/edit/", renamed)
    as_lin.post(f"/departments/{added.pk}/close/")
    added.refresh_from_db()
    assert (added.name, added.is_open) == ("区卫生健康局", False)

    as_lin.post(f"/departments/{added.pk}/reopen/")
    added.refresh_from_db()
    assert added.is_open


def test_taken_name_is_said_beside_the_field(cast: Cast, as_lin: Client):
    data = {"area": cast.district.pk, "name": "区民政局", "aliases": ""}

    response = as_lin.post("/departments/add/", data, headers=ENGLISH)

    assert response.status_code == 422
    assert response.context["form"].errors["name"] == ["清河区 already has a department called 区民政局."]


def test_page_shows_the_officers(cast: Cast, as_mei: Client):
    officers = as_mei.get(f"/departments/{cast.civil_affairs.pk}/").context["officers"]

    assert list(officers) == [cast.he]


@pytest.mark.parametrize("many", [1, 30])
def test_list_asks_the_same_number_of_questions(
    cast: Cast, as_mei: Client, django_assert_num_queries, many: int
):
    for _ in range(many):
        department = DepartmentFactory(area=cast.district)
        GrantFactory(role=Role.DEPARTMENT_OFFICER, area=cast.district, department=department)
    as_mei.get("/departments/")

    with django_assert_num_queries(6):
        as_mei.get("/departments/")


# --- The search box ---------------------------------------------------------------------------------------
def hits(cast: Cast, who: str, text: str) -> list[str]:
    reach = reach_of(getattr(cast, who), on=AT.date())
    return [hit.title for hit in search.find(text, reach, 20)]


def test_search_finds_people_for_those_who_administer_them(cast: Cast):
    assert hits(cast, "lin", "mei") == ["梅芳"]
    assert hits(cast, "lin", "梅") == ["梅芳"]
    assert hits(cast, "lin", "周平") == []
    assert hits(cast, "mei", "梅") == []


def test_search_finds_departments_by_every_name(cast: Cast):
    assert hits(cast, "mei", "区民政") == ["区民政局"]
    assert hits(cast, "zhou", "区民政") == []


def test_search_never_looks_at_telephones(cast: Cast):
    cast.mei.phone = "13800138000"
    cast.mei.save()

    assert hits(cast, "lin", "13800138000") == []
    assert hits(cast, "lin", "138") == []


def test_saving_without_a_change_writes_no_history(cast: Cast):
    same = {"name": "区民政局", "aliases": ["民政局", "区民政"], "version": 1}

    assert departments.edit(cast.civil_affairs, **same, by=cast.lin, at=AT).version == 1
    assert Entry.objects.count() == 0


def test_closing_and_reopening_are_refused_with_the_reason(cast: Cast, as_mei: Client, as_lin: Client):
    url = f"/departments/{cast.civil_affairs.pk}/"

    told = [
        as_mei.post(f"{url}close/", headers=ENGLISH, follow=True).content.decode(),
        as_mei.post(f"{url}reopen/", headers=ENGLISH, follow=True).content.decode(),
        as_lin.post(f"{url}close/", headers=ENGLISH, follow=True).content.decode(),
        as_lin.post(f"{url}reopen/", headers=ENGLISH, follow=True).content.decode(),
    ]

    sentences = [
        "The departments of 清河区 are kept by its administrator.",
        "The departments of 清河区 are kept by its administrator.",
        "Officers still hold roles in this department.",
        "This department is already open.",
    ]
    assert [sentence in text for sentence, text in zip(sentences, told, strict=True)] == [True] * 4


def test_department_is_closed_once(cast: Cast):
    cast.he.grants.update(revoked_at=AT)
    departments.close(cast.civil_affairs, by=cast.lin, at=AT)

    with pytest.raises(Refused) as refused:
        departments.close(cast.civil_affairs, by=cast.lin, at=AT)

    assert refused.value.refusal.code == "already_closed"


def test_form_that_is_wrong_is_shown_again(cast: Cast, as_lin: Client):
    assert as_lin.get("/departments/add/").status_code == 200
    long = {"area": cast.district.pk, "name": "区卫健局", "aliases": "长" * 61}

    response = as_lin.post("/departments/add/", long)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["aliases"]
