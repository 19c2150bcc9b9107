"""One's own account, and how pages look."""

import pytest
from django.test import Client

from cast import Cast
from factories.people import PersonFactory
from gongjian.people.models import Person


# --- One's own account ------------------------------------------------------------------------------------
def test_own_page_shows_roles_and_sign_ins_and_no_full_number(cast: Cast):
    cast.mei.phone = "13800138000"
    cast.mei.save()
    client = cast.client(cast.mei)

    page = client.get("/account/", headers={"accept-language": "en"}).content.decode()

    assert "幸福里社区" in page
    assert "138******00" in page
    assert "13800138000" not in page


def test_own_page_marks_this_browser_among_the_sign_ins(db):
    from factories.people import PASSWORD

    PersonFactory(username="mei")
    client = Client(
        headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537", "accept-language": "en"}
    )
    for _ in range(2):
        client.post("/sign-in/", {"username": "mei", "password": PASSWORD})
        last = client.get("/account/").context["sign_ins"]
        client.post("/account/sign-out-everywhere/")
        assert client.get("/account/").context["sign_ins"][0].is_here
        client.post("/sign-out/")

    assert [(one.device, one.address, one.is_here) for one in last] == [
        ("Chrome on Windows", "127.0.0.1", True),
        ("Chrome on Windows", "127.0.0.1", False),
    ]


def test_own_post_and_telephone_are_changed(cast: Cast, as_mei: Client):
    data = {"post": "副主任", "phone": "13800138000"}

    assert as_mei.post("/account/edit/", data)["Location"] == "/account/"

    mei = Person.objects.get(pk=cast.mei.pk)
    assert (mei.post, mei.phone, mei.name) == ("副主任", "13800138000", "梅芳")


def test_own_name_cannot_be_changed_by_oneself(cast: Cast, as_mei: Client):
    as_mei.post("/account/edit/", {"post": "", "phone": "", "name": "林静"})

    assert Person.objects.get(pk=cast.mei.pk).name == "梅芳"


# --- How pages look ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sent", "cookies"),
    [
        ({"theme": "dark"}, {"theme": "dark"}),
        ({"type": "large"}, {"type": "large"}),
        ({"language": "en"}, {"language": "en"}),
        ({"theme": "<script>"}, {}),
        ({"language": "fr"}, {}),
    ],
)
def test_look_is_remembered_by_the_browser_of_a_stranger(db: None, sent: dict, cookies: dict):
    client = Client()

    response = client.post("/look/", sent | {"next": "/sign-in/?next=/account/"})

    assert response["Location"] == "/sign-in/?next=/account/"
    kept = {name: morsel.value for name, morsel in response.cookies.items()}
    assert kept == cookies


def test_look_follows_the_person_to_another_browser(cast: Cast):
    client = cast.client(cast.mei)
    for one in ({"theme": "dark"}, {"type": "large"}, {"language": "en"}):
        client.post("/look/", one)

    other = cast.client(cast.mei)
    page = other.get("/account/", headers={"accept-language": "zh-CN"}).content.decode()

    assert 'lang="en"' in page
    assert 'data-bs-theme="dark"' in page
    assert "type-large" in page


def test_look_leads_back_only_to_this_site(db: None):
    response = Client().post("/look/", {"theme": "dark", "next": "https://evil.example/"})

    assert response["Location"] == "/today/"
