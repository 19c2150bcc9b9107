"""What an installation costs: the first migration, memory, the start."""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gongjian.demo.district import PASSWORD

ROUNDS = 3
GONGJIAN = [sys.executable, "-m", "gongjian"]


def figures() -> Iterator[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="gongjian-bench-") as folder:
        env = _environment(Path(folder))
        yield _figure("house.first_migrate", _timed(env, "manage", "migrate", "-v", "0"), "s", 15)
        yield _figure("house.demo_load", _timed(env, "demo", "load"), "s", 30)
        with _running(env) as (address, process, seconds):
            yield _figure("house.demo_again", seconds, "s", 5)
            _visit(address)
            memory = _memory(process.pid)
            yield _figure("house.web_worker", max(memory["web"]), "MB", 150)
            yield _figure("house.background_worker", max(memory["worker"]), "MB", 150)


def _figure(name: str, value: float, unit: str, limit: float | None) -> dict[str, Any]:
    return {"id": name, "value": round(value, 2), "unit": unit, "limit": limit}


def _environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GONGJIAN_", "DJANGO_"))
    }
    kept.pop("DATABASE_URL", None)
    return kept | {"GONGJIAN_VAR": str(folder / "var"), "GONGJIAN_ENV": "", "GONGJIAN_LANG": "en"}


def _timed(env: Mapping[str, str], *words: str) -> float:
    start = time.perf_counter()
    subprocess.run([*GONGJIAN, *words], env=env, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


@contextmanager
def _running(env: Mapping[str, str]) -> Iterator[tuple[str, "subprocess.Popen[bytes]", float]]:
    """Servers on the demo district: their address, their parent, and the seconds until the first page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    start = time.perf_counter()
    process = subprocess.Popen(
        [*GONGJIAN, "demo", "run"], env={**env, "PORT": str(port)}, stdout=subprocess.DEVNULL
    )
    try:
        while process.poll() is None and time.perf_counter() - start < 90:
            try:
                urllib.request.urlopen(f"{address}/sign-in/", timeout=5).close()
                break
            except urllib.error.URLError:
                time.sleep(0.02)
        yield address, process, time.perf_counter() - start
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _visit(address: str) -> None:
    """Sign in and open every page of the side navigation a few times."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = browser.open(f"{address}/sign-in/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "username": "lin", "password": PASSWORD, "next": ""}
    today = browser.open(f"{address}/sign-in/", urllib.parse.urlencode(form).encode()).read().decode()
    links = sorted(set(re.findall(r'class="side-link" href="(/[^"]*)"', today)))
    for _ in range(ROUNDS):
        for link in links:
            browser.open(f"{address}{link}").read()


def _memory(parent: int) -> dict[str, list[float]]:
    """Resident memory in MB of the web workers and the background worker below `parent`."""
    below: dict[int, tuple[int, str]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            owner = int(path.read_text().rpartition(")")[2].split()[1])
            below[int(path.parent.name)] = owner, (path.parent / "cmdline").read_text()
        except OSError:
            continue
    found: dict[str, list[float]] = {"web": [], "worker": []}
    for number, (owner, line) in below.items():
        if owner == parent and line.endswith("worker\0"):
            found["worker"].append(_resident(number))
        # Of the web server's own process and its workers only the workers serve pages.
        if owner in below and below[owner][0] == parent and "gunicorn" in line:
            found["web"].append(_resident(number))
    return found


def _resident(number: int) -> float:
    status = Path(f"/proc/{number}/status").read_text()
    kilobytes = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(kilobytes[1]) / 1024 if kilobytes else 0.0
