"""The real thing: the demo district in a data folder of its own, worked on by commands, gunicorn and a worker.

The district is prepared once a session; tests work on fresh copies of it. Their `conftest.py` take the fixtures
from here.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from gongjian.ops.supervisor import end_with_parent

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 90


@dataclass(frozen=True, slots=True)
class House:
    """A prepared installation: its data folder, and its database on PostgreSQL ("" on SQLite)."""

    var: Path
    database_url: str

    def environment(self) -> Mapping[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("GONGJIAN_", "DJANGO_"))
        }
        kept.pop("DATABASE_URL", None)
        given = {"GONGJIAN_VAR": str(self.var), "GONGJIAN_ENV": "", "GONGJIAN_LANG": "zh"}
        if self.database_url:
            given["DATABASE_URL"] = self.database_url
        return kept | given

    def try_run(self, *words: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
        """A `gongjian` command on this installation, with `typed` on its standard input."""
        return subprocess.run(
            [sys.executable, "-m", "gongjian", *words],
            env=self.environment(),
            cwd=self.var,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )

    def run(self, *words: str, typed: str = "") -> str:
        """As `try_run`; must succeed. Returns what it printed."""
        done = self.try_run(*words, typed=typed)
        assert done.returncode == 0, f"gongjian {' '.join(words)}:\n{done.stdout}{done.stderr}"
        return done.stdout


def prepare(folder: Path, server_url: str) -> House:
    """The demo district in an empty installation."""
    folder.mkdir(parents=True)
    house = House(folder, new_database(server_url, f"gongjian_e2e_{os.getpid()}"))
    house.run("demo", "load")
    return house


def copy(template: House, folder: Path, number: int) -> House:
    """The template once more, to be changed at will. The static files are shared: nobody writes them."""
    folder.mkdir(parents=True)
    for path in template.var.iterdir():
        if path.name == "static":
            (folder / "static").symlink_to(path)
        elif path.is_dir():
            shutil.copytree(path, folder / path.name)
        else:
            shutil.copy2(path, folder / path.name)
    url = template.database_url
    name = urllib.parse.urlsplit(url).path.removeprefix("/")
    return House(folder, new_database(url, f"{name}_{number}", template=name) if url else "")


class Running:
    """The servers of a house, until `end`."""

    def __init__(self, house: House) -> None:
        self.house, self.port = house, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = house.var / "servers.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gongjian", "demo", "run"],
                env={**house.environment(), "PORT": str(self.port)}, cwd=house.var,
                stdout=log, stderr=log, preexec_fn=end_with_parent,
            )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        patience = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < patience:
            assert self.process.poll() is None, f"the servers ended:\n{self.log.read_text()}"
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                    assert json.load(answer)["status"] == "ok"
                    return
            except (urllib.error.URLError, OSError):  # not up, or its worker has not beaten yet
                time.sleep(0.1)
        self.end()
        raise AssertionError(f"the servers did not come up:\n{self.log.read_text()}")

    def end(self) -> str:
        """Stop the servers as Ctrl-C does; returns the faults they logged, empty when there are none."""
        if self.process.poll() is not None:
            return f"the servers had ended before the tests did: {self.process.returncode}\n{self.log.read_text()}"
        self.process.send_signal(signal.SIGINT)
        try:
            code = self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return f"the servers did not end on Ctrl-C\n{self.log.read_text()}"
        text = self.log.read_text()
        return text if code or "Traceback" in text or " ERROR " in text else ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# --- PostgreSQL -------------------------------------------------------------------------------------------
def new_database(server_url: str, name: str, *, template: str = "template0") -> str:
    """Create `name` beside the database of `server_url`; returns its URL, "" on SQLite."""
    if not server_url:
        return ""
    with psycopg.connect(at(server_url, "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return at(server_url, name)


def drop_database(url: str) -> None:
    """Not on a server that is thrown away itself: each drop waits for a checkpoint, and there are dozens."""
    if url and "SERVER_IS_THROWN_AWAY" not in os.environ:
        name = urllib.parse.urlsplit(url).path.removeprefix("/")
        with psycopg.connect(at(url, "postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def at(server_url: str, name: str) -> str:
    return urllib.parse.urlunsplit(urllib.parse.urlsplit(server_url)._replace(path=f"/{name}"))


# --- Fixtures ---------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo district, prepared once."""
    url = os.environ["DATABASE_URL"] if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") else ""
    house = prepare(tmp_path_factory.mktemp("template") / "var", url)
    yield house
    drop_database(house.database_url)


@pytest.fixture(scope="session")
def new_house(template: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], House]]:
    """Fresh copies of the demo district."""
    made: list[House] = []

    def make() -> House:
        made.append(copy(template, tmp_path_factory.mktemp("house") / "var", len(made) + 1))
        return made[-1]

    yield make
    for house in made:
        drop_database(house.database_url)


@pytest.fixture
def house(new_house: Callable[[], House]) -> House:
    """A copy of the demo district for one test."""
    return new_house()
