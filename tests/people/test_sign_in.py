"""Signing in: the happy path, the wrong password, the lock, and coming back to where one was."""

from datetime import datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from factories.people import PASSWORD, PersonFactory

SIGN_IN = "/sign-in/"
NOON = datetime.fromisoformat("2026-03-10T12:00:00+08:00")
WRONG = "Account and password do not match. Check capitals and try again."

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


def try_in(client: Client, username: str = "mei", password: str = PASSWORD, to: str = "", **extra: str):
    return client.post(SIGN_IN, {"username": username, "password": password, "next": to}, **extra)


def test_account_and_password_lead_to_today(client: Client):
    PersonFactory(username="mei")

    response = try_in(client)

    assert (response.status_code, response["Location"]) == (302, reverse("staff:today"))


@pytest.mark.parametrize("typed", ["MEI", " mei ", "ｍｅｉ"])
def test_account_is_found_however_it_is_typed(client: Client, typed: str):
    PersonFactory(username="mei")

    assert try_in(client, typed).status_code == 302


@pytest.mark.parametrize(
    ("username", "password"),
    [("mei", "wrong-1234"), ("nobody", PASSWORD), ("closed", PASSWORD), ("mei", PASSWORD + " ")],
)
def test_wrong_password_unknown_account_and_closed_account_get_the_same_sentence(
    client: Client, username: str, password: str
):
    PersonFactory(username="mei")
    PersonFactory(username="closed", is_active=False)

    response = try_in(client, username, password)

    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [WRONG]


def test_empty_form_says_what_is_missing_and_counts_no_failure(client: Client):
    response = client.post(SIGN_IN, {})

    assert sorted(response.context["form"].errors) == ["password", "username"]
    assert AccessAttempt.objects.count() == 0


@pytest.mark.parametrize(
    ("to", "lands"),
    [
        ("/account/", "/account/"),
        ("/people/?role=auditor&page=2", "/people/?role=auditor&page=2"),
        ("https://evil.example/", "/today/"),
        ("//evil.example/", "/today/"),
        ("javascript:alert(1)", "/today/"),
        ("http://testserver.evil.example/", "/today/"),
        ("", "/today/"),
    ],
)
def test_sign_in_returns_only_to_pages_of_this_site(client: Client, to: str, lands: str):
    PersonFactory(username="mei")

    assert try_in(client, to=to)["Location"] == lands


def test_fifth_failure_locks_the_account_and_says_until_when(client: Client):
    PersonFactory(username="mei")
    with time_machine.travel(NOON, tick=False):
        codes = [try_in(client, password="wrong").status_code for _ in range(5)]
        page = try_in(client)

    assert codes == [422, 422, 422, 422, 429]
    assert page.status_code == 429
    assert page["Retry-After"] == "900"
    assert "<strong>12:15</strong>" in page.content.decode()


def test_trying_during_the_lock_does_not_put_it_off(client: Client):
    PersonFactory(username="mei")
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            try_in(client, password="wrong")
        clock.move_to(NOON + timedelta(minutes=14))
        assert try_in(client).status_code == 429
        clock.move_to(NOON + timedelta(minutes=15, seconds=1))

        assert try_in(client).status_code == 302


def test_unknown_account_is_locked_like_a_known_one(client: Client):
    assert [try_in(client, "nobody", "wrong").status_code for _ in range(6)] == [422, 422, 422, 422, 429, 429]


def test_lock_of_one_account_leaves_its_colleagues_at_the_same_address_alone(client: Client):
    PersonFactory(username="mei")
    PersonFactory(username="gao")
    for _ in range(5):
        try_in(client, "mei", "wrong")

    assert try_in(client, "gao").status_code == 302


def test_lock_at_one_address_leaves_the_person_at_another_alone(client: Client):
    PersonFactory(username="mei")
    for _ in range(5):
        try_in(client, password="wrong", REMOTE_ADDR="203.0.113.9")

    assert try_in(client, REMOTE_ADDR="203.0.113.10").status_code == 302


@pytest.mark.slow
def test_one_address_that_tries_many_accounts_is_locked_for_all_of_them(client: Client):
    PersonFactory(username="mei")
    for n in range(50):
        assert try_in(client, f"guess-{n}", "wrong").status_code == 422

    assert try_in(client).status_code == 429
    assert try_in(client, REMOTE_ADDR="203.0.113.10").status_code == 302


@pytest.mark.slow
def test_many_addresses_that_try_one_account_lock_it_everywhere(client: Client):
    PersonFactory(username="mei")
    for n in range(25):
        assert try_in(client, password="wrong", REMOTE_ADDR=f"203.0.113.{n}").status_code == 422

    assert try_in(client, REMOTE_ADDR="198.51.100.1").status_code == 429


@pytest.mark.slow
def test_success_forgets_the_failures_before_it(client: Client):
    PersonFactory(username="mei")
    for _ in range(4):
        try_in(client, password="wrong")
    try_in(client)

    assert AccessAttempt.objects.count() == 0


def test_neither_log_nor_record_keeps_the_password(client: Client, caplog: pytest.LogCaptureFixture):
    PersonFactory(username="mei")
    for _ in range(6):
        try_in(client, password="a-wrong-secret", REMOTE_ADDR="203.0.113.9")

    kept = [f"{a.get_data}{a.post_data}{a.path_info}" for a in AccessAttempt.objects.all()]
    assert "a-wrong-secret" not in "".join(kept)
    logged = caplog.text
    assert [word for word in ("mei", "203.0.113.9", "a-wrong-secret") if word in logged] == []


def test_signed_in_person_is_led_on_from_the_sign_in_page(client: Client):
    client.force_login(PersonFactory(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(SIGN_IN, {"next": "/account/"})["Location"] == "/account/"


def test_sign_out_is_a_post_and_ends_the_session(client: Client):
    client.force_login(PersonFactory(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == SIGN_IN
    assert client.get("/account/")["Location"] == f"{SIGN_IN}?next=/account/"


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "remote", "address"),
    [
        (True, "198.51.100.7, 203.0.113.9", "127.0.0.1", "203.0.113.9"),
        (True, "nonsense", "127.0.0.1", "127.0.0.1"),
        (True, "", "127.0.0.1", "127.0.0.1"),
        (False, "198.51.100.7", "192.0.2.4", "192.0.2.4"),
        (True, "2001:db8::1", "127.0.0.1", "2001:db8::1"),
        (False, "", "", None),
    ],
)
def test_address_is_what_our_own_proxy_says(
    rf, settings, behind_proxy: bool, forwarded: str, remote: str, address: str | None
):
    from gongjian.people.lockout import client_address

    settings.BEHIND_HTTPS = behind_proxy
    request = rf.get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR=remote)

    assert client_address(request) == address
