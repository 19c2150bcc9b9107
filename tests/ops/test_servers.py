"""The servers for real: start, health, backup while they run, a worker that dies, a clean end."""

import json
import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from houses import House, Running

pytestmark = [pytest.mark.slow, pytest.mark.serving]


@pytest.fixture(scope="module")
def running(new_house: Callable[[], House]) -> Iterator[Running]:
    """One pair of servers for this module, on a district with a file in it."""
    house = new_house()
    (house.var / "files").mkdir(exist_ok=True)
    (house.var / "files" / "one").write_text("kept")
    servers = Running(house)
    yield servers
    servers.end()


def health(servers: Running) -> tuple[int, dict[str, object]]:
    try:
        with urllib.request.urlopen(f"{servers.address}/healthz", timeout=10) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def children(servers: Running) -> dict[str, int]:
    """Process numbers of the web server and the worker."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
            line = (path.parent / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if int(fields[1]) == servers.process.pid:
            found["worker" if b"worker" in line else "web"] = int(path.parent.name)
    return found


def test_health_is_told_to_anyone(running: Running):
    status, told = health(running)

    assert status == 200
    assert told["status"] == "ok"


def test_a_backup_is_made_while_they_run_and_put_back_under_them(running: Running, tmp_path: Path):
    running.house.run("backup", str(tmp_path / "b.tar.gz"))
    (running.house.var / "files" / "one").write_text("changed")

    running.house.run("restore", "--force", str(tmp_path / "b.tar.gz"))

    assert (running.house.var / "files" / "one").read_text() == "kept"
    assert health(running)[0] == 200


def test_a_rotation_reaches_the_servers_that_run(running: Running):
    running.house.run("key", "rotate", "--drop-old")

    assert health(running)[0] == 200


def test_the_demo_is_not_reset_under_its_servers(running: Running):
    done = running.house.try_run("demo", "reset")

    assert (done.returncode, done.stderr) == (
        2,
        "gongjian: 演示区正在运行：请先停止（在它的窗口按 Ctrl-C）。\n",
    )


def test_a_worker_that_is_killed_is_started_again(running: Running):
    before = children(running)
    os.kill(before["worker"], signal.SIGKILL)

    patience = time.monotonic() + 20
    while (after := children(running)).get("worker") in (None, before["worker"]):
        assert time.monotonic() < patience
        time.sleep(0.1)

    assert after["web"] == before["web"]


def test_both_end_together(new_house: Callable[[], House]):
    servers = Running(new_house())
    numbers = children(servers)

    assert sorted(numbers) == ["web", "worker"]
    assert servers.end() == ""
    assert [number for number in numbers.values() if Path(f"/proc/{number}").exists()] == []


def test_when_the_web_server_dies_the_worker_ends_too(new_house: Callable[[], House]):
    servers = Running(new_house())
    numbers = children(servers)

    os.kill(numbers["web"], signal.SIGKILL)

    assert servers.process.wait(40) != 0
    assert not Path(f"/proc/{numbers['worker']}").exists()
