"""How long a session holds, and what an ended one is answered."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from cast import Cast
from factories.people import PASSWORD, PersonFactory

NINE = datetime.fromisoformat("2026-03-10T09:00:00+08:00")
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/account/edit/?a=1"}


@pytest.fixture
def clock():
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


def after(clock, **span: int) -> None:
    clock.move_to(NINE + timedelta(**span))


def test_session_left_alone_for_half_an_hour_ends(clock, as_mei: Client):
    after(clock, minutes=29)
    assert as_mei.get("/account/").status_code == 200
    after(clock, minutes=59)

    response = as_mei.get("/account/")

    assert response["Location"] == "/sign-in/?next=/account/&ended=reading"


def test_session_in_constant_use_ends_after_twelve_hours(clock, as_mei: Client):
    for minutes in range(20, 12 * 60, 20):
        after(clock, minutes=minutes)
        assert as_mei.get("/session/").status_code == 200
    after(clock, minutes=12 * 60)

    assert as_mei.get("/account/").status_code == 302


def test_questions_in_the_background_do_not_keep_a_session_alive(clock, as_mei: Client):
    for minutes in (10, 20, 29):
        after(clock, minutes=minutes)
        as_mei.get("/session/", headers={"X-Background": "1"})
    after(clock, minutes=30)

    assert as_mei.get("/session/", headers={"X-Background": "1"}).json() == {"left": 0, "longest": 0}


def test_time_left_counts_to_the_nearer_of_the_two_ends(clock, as_mei: Client):
    assert as_mei.get("/session/").json() == {"left": 1800, "longest": 43200}
    for minutes in range(25, 11 * 60 + 45, 25):
        after(clock, minutes=minutes)
        as_mei.get("/session/")
    after(clock, hours=11, minutes=50)

    assert as_mei.get("/session/").json() == {"left": 600, "longest": 600}


def test_stranger_is_told_there_is_no_time_left(db: None):
    assert Client().get("/session/").json() == {"left": 0, "longest": 0}


def test_use_is_written_down_once_a_minute(clock, as_mei: Client, django_assert_num_queries):
    after(clock, minutes=1)
    as_mei.get("/session/")
    after(clock, minutes=1, seconds=30)

    with django_assert_num_queries(2):  # the session and the person; nothing is written
        as_mei.get("/session/")


def test_part_of_a_page_sends_the_whole_page_to_sign_in(clock, as_mei: Client):
    after(clock, hours=1)

    response = as_mei.get("/account/edit/", headers=HTMX)

    assert (response.status_code, response["HX-Redirect"]) == (
        200,
        "/sign-in/?next=/account/edit/%3Fa%3D1&ended=reading",
    )


def test_entry_sent_too_late_is_said_to_be_lost_and_the_page_is_kept(clock, cast: Cast):
    one, other = cast.client(cast.mei), cast.client(cast.mei)
    after(clock, hours=1)

    by_htmx = one.post("/account/edit/", {"post": "主任"}, headers=HTMX)
    plain = other.post("/account/edit/", headers={"Referer": "http://testserver/account/"})
    page = one.get(by_htmx["HX-Redirect"], headers={"accept-language": "en"})

    assert by_htmx["HX-Redirect"] == "/sign-in/?next=/account/edit/%3Fa%3D1&ended=writing"
    assert plain["Location"] == "/sign-in/?next=/account/&ended=writing"
    assert "your last entry was not saved" in page.content.decode()


def test_page_of_another_site_is_not_come_back_to(db: None):
    headers = HTMX | {"HX-Current-URL": "https://evil.example/account/"}

    assert Client().get("/account/", headers=headers)["HX-Redirect"] == "/sign-in/?next=/"


def test_first_visit_is_not_said_to_have_ended(db: None):
    assert Client().get("/account/")["Location"] == "/sign-in/?next=/account/"


def test_closing_an_account_ends_its_sessions_at_once(cast: Cast, as_mei: Client):
    cast.mei.is_active = False
    cast.mei.save(update_fields=["is_active"])

    assert as_mei.get("/account/").status_code == 302


def test_new_password_ends_the_other_sessions_and_keeps_this_one(cast: Cast):
    here, elsewhere = cast.client(cast.mei), cast.client(cast.mei)

    response = here.post(
        "/account/password/",
        {"old_password": PASSWORD, "new_password": "春风化雨润物-2026", "again": "春风化雨润物-2026"},
    )

    assert response["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_signing_out_everywhere_keeps_only_this_session(cast: Cast):
    here, elsewhere = cast.client(cast.mei), cast.client(cast.mei)

    here.post("/account/sign-out-everywhere/")

    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_session_row_outlives_our_own_limit(clock, as_mei: Client):
    """Else the browser would come with a session nobody knows, and the person would not be told why."""
    row = Session.objects.get()

    assert row.expire_date - NINE == timedelta(minutes=32)


# --- The first password -----------------------------------------------------------------------------------
@pytest.fixture
def newcomer(db: None) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(
        PersonFactory(username="newcomer", must_change_password=True),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def test_every_page_leads_to_the_change_of_a_first_password(newcomer: Client):
    for page in ("/today/", "/account/", "/account/edit/", "/search/?q=a"):
        assert newcomer.get(page)["Location"].startswith("/account/password/?next=")
    assert newcomer.get("/account/edit/", headers=HTMX)["HX-Redirect"] == (
        "/account/password/?next=/account/edit/%3Fa%3D1"
    )
    assert newcomer.get("/account/password/").status_code == 200


def test_after_the_change_one_is_where_one_wanted_to_be(newcomer: Client):
    change = {
        "old_password": PASSWORD,
        "new_password": "春风化雨润物-2026",
        "again": "春风化雨润物-2026",
        "next": "/account/edit/",
    }

    response = newcomer.post("/account/password/", change)

    assert response["Location"] == "/account/edit/"
    assert newcomer.get("/account/edit/").status_code == 200


def test_newcomer_may_sign_out_and_choose_a_language(newcomer: Client):
    assert newcomer.post("/look/", {"language": "en", "next": "/account/password/"}).status_code == 302
    assert newcomer.post("/sign-out/")["Location"] == "/sign-in/"


@pytest.mark.parametrize(
    ("old", "new", "again", "field", "sentence"),
    [
        (
            "wrong",
            "春风化雨润物-2026",
            "春风化雨润物-2026",
            "old_password",
            "This is not your present password.",
        ),
        (
            PASSWORD,
            "kurz-1x",
            "kurz-1x",
            "new_password",
            "The password needs at least 10 characters; this one has 7.",
        ),
        (
            PASSWORD,
            "onlyletters-here",
            "onlyletters-here",
            "new_password",
            "The password needs at least one letter and one digit.",
        ),
        (
            PASSWORD,
            "newcomer-2026",
            "newcomer-2026",
            "new_password",
            "The password is too much like your name or account.",
        ),
        (
            PASSWORD,
            "password123",
            "password123",
            "new_password",
            "Many people use this password, so it is guessed first. Choose another.",
        ),
        (
            PASSWORD,
            "x1" * 65,
            "x1" * 65,
            "new_password",
            "The password may have at most 128 characters.",
        ),
        (
            PASSWORD,
            "春风化雨润物-2026",
            "春风化雨润物-2025",
            "again",
            "The two new passwords differ. Please type the new one twice.",
        ),
    ],
)
def test_password_that_breaks_a_rule_is_refused_in_a_sentence(
    newcomer: Client, old: str, new: str, again: str, field: str, sentence: str
):
    change = {"old_password": old, "new_password": new, "again": again}

    response = newcomer.post("/account/password/", change)

    assert response.status_code == 422
    assert response.context["form"].errors[field] == [sentence]


def test_rules_are_on_the_page_before_one_types(newcomer: Client):
    text = newcomer.get("/account/password/").content.decode()

    assert "It has at least 10 characters." in text
    assert "It contains both letters and digits." in text


def test_present_password_is_no_new_one(cast: Cast, as_mei: Client):
    cast.mei.set_password("春风化雨润物-2026")
    cast.mei.save()
    client = cast.client(cast.mei)
    again = {
        "old_password": "春风化雨润物-2026",
        "new_password": "春风化雨润物-2026",
        "again": "春风化雨润物-2026",
    }

    assert "new_password" in client.post("/account/password/", again).context["form"].errors


def test_guessing_the_present_password_ends_the_session(as_mei: Client):
    guess = {"old_password": "wrong", "new_password": "春风化雨润物-2026", "again": "春风化雨润物-2026"}

    codes = [as_mei.post("/account/password/", guess).status_code for _ in range(5)]

    assert codes == [422, 422, 422, 422, 302]
    assert as_mei.get("/account/").status_code == 302
