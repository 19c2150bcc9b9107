"""What holds for every test: no network, no waiting, the catalogues compiled, the cast at hand."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_socket import disable_socket, enable_socket

import cast as cast_module
from cast import Cast

ROOT = Path(__file__).resolve().parent.parent

hypothesis_settings.register_profile("house", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("house")


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):  # once, not in each of the parallel workers
        subprocess.run([sys.executable, ROOT / "scripts" / "catalogues.py", "compile"], check=True)


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes made as the tests are gathered (an archive knows the time) must not make their names differ."""
    return f"{argname}-{len(val)}-bytes" if isinstance(val, bytes) else None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Only a browser test, or one marked `serving`, may open a connection: to the server it started itself."""
    if item.get_closest_marker("browser") or item.get_closest_marker("serving"):
        enable_socket()
    else:
        disable_socket(allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    cache.clear()
    # A page asked for in English leaves English behind, for whatever the next test says without a page.
    translation.deactivate()


@pytest.fixture
def cast(db: None) -> Cast:
    """Two districts and those who work in them: see `cast.py`."""
    return cast_module.assemble()


@pytest.fixture
def as_lin(cast: Cast) -> Client:
    return cast.client(cast.lin)


@pytest.fixture
def as_mei(cast: Cast) -> Client:
    return cast.client(cast.mei)


@pytest.fixture
def as_chen(cast: Cast) -> Client:
    return cast.client(cast.chen)


@pytest.fixture
def as_zhou(cast: Cast) -> Client:
    return cast.client(cast.zhou)


# --- Emptying a database whose tables refuse to be emptied ------------------------------------------------
# A test with `django_db(transaction=True)` (two threads, two people at once) commits and is cleaned up by a
# flush: DELETE on SQLite, TRUNCATE on PostgreSQL. The append-only tables refuse both.
_teardown = TransactionTestCase._fixture_teardown
SQLITE_TRIGGERS = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_no\\_%' ESCAPE '\\'"
)
POSTGRES_TABLES = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%\\_no\\_truncate'"


def _teardown_without_triggers(self: TransactionTestCase) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(SQLITE_TRIGGERS)
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            _teardown(self)
            for _name, sql in triggers:
                cursor.execute(sql)
        else:
            cursor.execute(POSTGRES_TABLES)
            tables = [row[0] for row in cursor.fetchall()]
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            _teardown(self)
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


TransactionTestCase._fixture_teardown = _teardown_without_triggers  # type: ignore[method-assign]
