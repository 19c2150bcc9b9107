"""Sealed fields: what is sealed opens with its key and with no other, and never opens altered."""

import base64

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from factories.people import PersonFactory
from gongjian.kernel import crypto
from gongjian.people.models import Person

# Fixed, so that tests are called the same in every process.
OLD = "1:" + base64.urlsafe_b64encode(bytes(range(32))).decode()
NEW = "2:" + base64.urlsafe_b64encode(bytes(range(32, 64))).decode()


@given(st.text(max_size=200))
def test_what_is_sealed_opens_again(text: str):
    assert crypto.unseal(crypto.seal(text)) == text


def test_same_text_never_looks_the_same_twice():
    assert crypto.seal("13800138000") != crypto.seal("13800138000")


def test_sealed_text_says_its_version_and_key_and_nothing_else():
    sealed = crypto.seal("13800138000")

    assert sealed.startswith("v1.1.")
    assert "138" not in base64.urlsafe_b64decode(sealed.split(".")[2]).decode("latin-1")


def test_altered_text_does_not_open():
    version, number, body = crypto.seal("13800138000").split(".")
    raw = bytearray(base64.urlsafe_b64decode(body))
    for index in (0, crypto.NONCE_BYTES, len(raw) - 1):
        changed = bytearray(raw)
        changed[index] ^= 1
        with pytest.raises(crypto.SealError):
            crypto.unseal(f"{version}.{number}.{base64.urlsafe_b64encode(bytes(changed)).decode()}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "13800138000",
        "v1.",
        "v1.9.AAAA",
        "v2.1.AAAA",
        "v1.1.",
        "v1.1.AAAA",
        "v1.1.####",
        "v1.1.A",
        "v1.1.汉",
    ],
)
def test_what_was_never_sealed_does_not_open(text: str):
    with pytest.raises(crypto.SealError):
        crypto.unseal(text)


def test_older_keys_open_and_the_first_seals(settings):
    settings.GONGJIAN_KEYS = OLD
    sealed = crypto.seal("13800138000")

    settings.GONGJIAN_KEYS = f"{NEW},{OLD}"
    assert crypto.unseal(sealed) == "13800138000"
    assert crypto.seal("x").startswith("v1.2.")

    settings.GONGJIAN_KEYS = NEW
    with pytest.raises(crypto.SealError, match="no key"):
        crypto.unseal(sealed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",",
        "1",
        "1:",
        "x:" + OLD[2:],
        "1:AAAA",
        f"{OLD},{OLD}",
        f"{OLD},1:{NEW[2:]}",
        "1:#",
        f"{OLD} {NEW}",
    ],
)
def test_keys_that_cannot_be_read_stop_the_start(text: str):
    with pytest.raises(ValueError):
        crypto.parse_keys(text)


def test_key_does_not_show_itself():
    (key,) = crypto.parse_keys(OLD)

    assert repr(key) == "Key(1)"


def test_index_is_the_same_for_the_same_text_and_purpose_only(settings):
    index = crypto.blind_index("13800138000", "phone")

    assert (len(index), index) == (32, crypto.blind_index("13800138000", "phone"))
    assert index != crypto.blind_index("13800138000", "id-number")
    assert index != crypto.blind_index("13800138001", "phone")
    settings.GONGJIAN_INDEX_KEY = "another"
    assert index != crypto.blind_index("13800138000", "phone")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("", ""),
        ("12345", "*****"),
        ("123456", "123*56"),
        ("13800138000", "138******00"),
        ("0571-88001234", "057********34"),
    ],
)
def test_mask_hides_the_middle(text: str, masked: str):
    assert crypto.mask(text) == masked


@pytest.mark.django_db
@pytest.mark.parametrize("phone", ["", "13800138000"])
def test_field_is_sealed_in_the_database_and_open_in_python(phone: str):
    person = PersonFactory(phone=phone)

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM people_person WHERE id = %s", [person.pk])
        stored = cursor.fetchone()[0]

    assert stored.startswith("v1.1.") == bool(phone)
    assert Person.objects.get(pk=person.pk).phone == phone
