"""Changing the key that seals."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from factories.people import PersonFactory
from gongjian.kernel import crypto
from gongjian.ops import rekey
from gongjian.people.models import Person


@pytest.fixture
def kept_keys(tmp_path: Path, settings: Any) -> Path:
    """Keys in a file, as an installation has them."""
    file = tmp_path / "secrets.env"
    file.write_text(f"GONGJIAN_SECRET_KEY=s\nGONGJIAN_KEYS={crypto.new_key(1)}\nGONGJIAN_INDEX_KEY=i\n")
    settings.GONGJIAN_KEYS_FILE = file
    return file


def numbers() -> list[int]:
    in_force = crypto.keys()
    return [key.number for key in in_force]


def sealed_with() -> list[str]:
    """The number of the key in each stored telephone number, "" where there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM people_person ORDER BY id")
        return [phone.split(".")[1] if phone else "" for (phone,) in cursor.fetchall()]


@pytest.mark.django_db
def test_a_rotation_seals_every_row_with_the_new_key(kept_keys: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rekey, "BATCH", 2)
    for phone in ("13800138000", "", "13900139000", "13700137000"):
        PersonFactory(phone=phone)
    seen: list[int] = []

    fresh = rekey.put_new_key_first()
    done = rekey.reseal(seen.append)

    assert (fresh, done, seen) == (2, 3, [2, 3])
    assert sealed_with() == ["2", "", "2", "2"]
    assert [p.phone for p in Person.objects.order_by("pk")] == [
        "13800138000",
        "",
        "13900139000",
        "13700137000",
    ]


@pytest.mark.django_db
def test_a_stopped_rotation_goes_on_where_it_was(kept_keys: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rekey, "BATCH", 1)
    for phone in ("13800138000", "13900139000"):
        PersonFactory(phone=phone)
    rekey.put_new_key_first()

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rekey.reseal(stop)
    left = rekey.count_outdated()
    done = rekey.reseal(lambda so_far: None)

    assert (left, done, rekey.count_outdated()) == (1, 1, 0)
    assert sealed_with() == ["2", "2"]


@pytest.mark.django_db
def test_the_old_key_can_go_when_nothing_needs_it(kept_keys: Path):
    PersonFactory(phone="13800138000")
    rekey.put_new_key_first()
    rekey.reseal(lambda so_far: None)

    dropped = rekey.drop_old_keys()

    assert (dropped, numbers()) == (1, [2])
    assert Person.objects.get().phone == "13800138000"
    assert kept_keys.read_text().splitlines()[0] == "GONGJIAN_SECRET_KEY=s"
    assert kept_keys.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_with_nothing_sealed_there_is_nothing_to_do(kept_keys: Path):
    PersonFactory(phone="")
    rekey.put_new_key_first()

    assert rekey.reseal(lambda so_far: None) == 0


def test_every_model_with_a_sealed_field_is_found():
    found = {sealed.model._meta.label: sealed.fields for sealed in rekey.sealed_models()}

    assert found["people.Person"] == ("phone",)
