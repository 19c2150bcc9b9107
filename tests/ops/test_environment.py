"""Settings: strict, and each explained."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from gongjian import environment

ROOT = Path(__file__).resolve().parent.parent.parent
SECRET = {"GONGJIAN_SECRET_KEY", "GONGJIAN_KEYS", "GONGJIAN_INDEX_KEY"}


def example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return dict(re.fullmatch(r"#(\w+)=(.*)", line).groups() for line in lines if re.match(r"#\w+=", line))  # type: ignore[union-attr,misc]


def test_every_setting_is_explained():
    # GONGJIAN_ENV names the file itself, so it cannot stand in it.
    assert set(example()) == (environment.KNOWN - {"GONGJIAN_ENV"}) | {"DATABASE_URL"}


def test_the_explained_defaults_are_the_real_ones():
    code = (ROOT / "src/gongjian/settings.py").read_text(encoding="utf-8")
    asked = dict(re.findall(r'env\.(?:int|bool)\("(\w+)", default=(\w+)[,)]', code))

    assert {name: example()[name] for name in asked} == {name: value.lower() for name, value in asked.items()}


@pytest.mark.parametrize(("word", "value"), [("true", True), ("1", True), ("Off", False), ("", False)])
def test_a_yes_or_no(monkeypatch: pytest.MonkeyPatch, word: str, value: bool):
    monkeypatch.setenv("GONGJIAN_HTTPS", word)

    assert environment.Words().bool("GONGJIAN_HTTPS", default=True) is value


@pytest.mark.parametrize("word", ["maybe", "2", "ture"])
def test_what_is_neither_yes_nor_no_stops_the_start(monkeypatch: pytest.MonkeyPatch, word: str):
    monkeypatch.setenv("GONGJIAN_HTTPS", word)

    with pytest.raises(ImproperlyConfigured, match=f"GONGJIAN_HTTPS is '{word}': say true or false."):
        environment.Words().bool("GONGJIAN_HTTPS", default=True)


@pytest.mark.parametrize("word", ["", "many", "-3", "1.5", "３"])
def test_what_is_no_number_stops_the_start(monkeypatch: pytest.MonkeyPatch, word: str):
    monkeypatch.setenv("GONGJIAN_SESSION_HOURS", word)

    with pytest.raises(ImproperlyConfigured, match="say a whole number"):
        environment.Words().int("GONGJIAN_SESSION_HOURS", default=12)


@pytest.mark.parametrize(("word", "days"), [("184", 184), ("400", 400)])
def test_days_that_the_law_allows(monkeypatch: pytest.MonkeyPatch, word: str, days: int):
    monkeypatch.setenv("GONGJIAN_SIGN_INS_KEPT_DAYS", word)

    assert environment.Words().int("GONGJIAN_SIGN_INS_KEPT_DAYS", default=200, least=184) == days


def test_fewer_days_than_the_law_asks_for_stop_the_start(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GONGJIAN_SIGN_INS_KEPT_DAYS", "183")

    with pytest.raises(ImproperlyConfigured, match="GONGJIAN_SIGN_INS_KEPT_DAYS is 183: say at least 184"):
        environment.Words().int("GONGJIAN_SIGN_INS_KEPT_DAYS", default=200, least=184)


def test_an_unknown_name_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="GONGJIAN_HOST, GONGJIAN_VARR"):
        environment.refuse_unknown({"GONGJIAN_VARR": "", "GONGJIAN_HOST": "", "GONGJIAN_VAR": "", "HOME": ""})


def test_a_file_gives_what_the_environment_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "settings").write_text("# a remark\nGONGJIAN_HOSTS=a.example\nGONGJIAN_SESSION_HOURS=8\n")
    monkeypatch.setenv("GONGJIAN_ENV", str(tmp_path / "settings"))
    monkeypatch.setenv("GONGJIAN_SESSION_HOURS", "10")
    monkeypatch.delenv("GONGJIAN_HOSTS", raising=False)

    environment.take_file()
    words = environment.Words()

    assert (words.list("GONGJIAN_HOSTS"), words.int("GONGJIAN_SESSION_HOURS")) == (["a.example"], 10)
    monkeypatch.delenv("GONGJIAN_HOSTS")


def test_a_named_file_must_be_there(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("GONGJIAN_ENV", "/nowhere/settings")

    with pytest.raises(ImproperlyConfigured, match="GONGJIAN_ENV names /nowhere/settings"):
        environment.take_file()


@pytest.mark.parametrize(
    ("url", "config"),
    [
        ("postgres://u:p@db:5433/n", {"HOST": "db", "PORT": 5433, "NAME": "n", "USER": "u", "PASSWORD": "p"}),
        ("postgres://u@%2Frun%2Fpostgresql/n", {"HOST": "/run/postgresql", "NAME": "n", "USER": "u"}),
        ("sqlite:////data/x.sqlite3", {"NAME": "/data/x.sqlite3"}),
    ],
)
def test_the_database_of_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, config: dict[str, object]
):
    monkeypatch.setenv("DATABASE_URL", url)

    found = environment.database(environment.Words(), tmp_path)

    assert {name: found[name] for name in config} == config


def test_options_of_the_address_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@db/n?sslmode=require")

    assert environment.database(environment.Words(), tmp_path)["OPTIONS"]["sslmode"] == "require"


def test_another_database_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://u:p@db/n")

    with pytest.raises(ImproperlyConfigured, match="SQLite or PostgreSQL"):
        environment.database(environment.Words(), tmp_path)
