"""Every check and test there is; `make test` and `make check` call it.

    python scripts/test_all.py [--db all|sqlite|postgres] [--only-checks]

Nothing stops at the first fault: all that is wrong is told in one run. The last lines name what was skipped and
why, then how many passed and failed; a check counts as one.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
CHECKS: dict[str, Sequence[str]] = {
    "lint": ("-m", "ruff", "check", "."),
    "format": ("-m", "ruff", "format", "--check", "."),
    "types": ("-m", "mypy"),
    "import rules": ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
    "templates": (
        "-m",
        "djhtml",
        "--check",
        "--tabwidth",
        "2",
        *map(str, ROOT.glob("src/gongjian/*/templates")),
    ),
    "migrations": ("-m", "gongjian", "manage", "makemigrations", "--check", "--dry-run"),
    "deployment": ("-m", "gongjian", "manage", "check", "--fail-level", "WARNING"),
    "catalogues": ("scripts/catalogues.py", "check"),
}
SUMMARY = re.compile(r"(\d+) (passed|failed|error|errors|skipped|xfailed)\b")
POSTGRES_FOLDERS = "/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/pgsql/bin"
HOW_TO_POSTGRES = "`apt install postgresql`, or set DATABASE_URL to a server of yours"


@dataclass(slots=True)
class Outcome:
    """What has been run so far."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    wrong: list[str] = field(default_factory=list)
    skips: list[str] = field(default_factory=list)

    def note(self, what: str, *, passed: int = 0, failed: int = 0, skipped: int = 0) -> None:
        self.passed, self.failed, self.skipped = (
            self.passed + passed,
            self.failed + failed,
            self.skipped + skipped,
        )
        if failed:
            self.wrong.append(what)


def run(words: Sequence[str], env: Mapping[str, str]) -> tuple[int, str]:
    """Run Python with `words`; what it prints is shown as it comes, and returned."""
    process = subprocess.Popen(
        [PYTHON, *words], cwd=ROOT, env=dict(env), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        print(line, end="", flush=True)
        lines.append(line)
    return process.wait(), "".join(lines)


def clean_environment(scratch: Path) -> dict[str, str]:
    """What the shell says of another installation must reach neither the checks nor the tests."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GONGJIAN_", "DJANGO_")) and name != "DATABASE_URL"
    }
    plans = os.environ.get("GONGJIAN_PLANS")
    return {
        **kept,
        **({"GONGJIAN_PLANS": plans} if plans else {}),
        "GONGJIAN_VAR": str(scratch / "var"),
        "GONGJIAN_ENV": "",
        "GONGJIAN_LANG": "en",
        "PYTHONDONTWRITEBYTECODE": "",
    }


# --- Checks -----------------------------------------------------------------------------------------------
def check(outcome: Outcome, env: Mapping[str, str]) -> None:
    for name, words in CHECKS.items():
        print(f"--- {name}", flush=True)
        code, _ = run(words, env)
        outcome.note(name, passed=code == 0, failed=code != 0)


# --- Tests ------------------------------------------------------------------------------------------------
def test(outcome: Outcome, engine: str, env: Mapping[str, str]) -> None:
    parts = {
        "tests": ["-m", "not browser", "-n", "auto"],
        # Each process of these has servers and a browser of its own: more than two only wait for each other.
        "browser tests": ["-m", "browser", "-n", "2", "--dist", "loadfile"],
    }
    for name, words in parts.items():
        what = f"{name} on {engine}"
        print(f"--- {what}", flush=True)
        started = time.monotonic()
        code, output = run(["-m", "pytest", "-r", "sfE", "--tb", "short", *words], env)
        counted = {word: int(number) for number, word in SUMMARY.findall(last_line(output))}
        failed = counted.get("failed", 0) + counted.get("error", 0) + counted.get("errors", 0)
        outcome.note(
            what,
            passed=counted.get("passed", 0),
            failed=failed or (code != 0),
            skipped=counted.get("skipped", 0),
        )
        outcome.skips += [f"{what}: {reason}" for reason in skip_reasons(output)]
        print(f"    {what}: {time.monotonic() - started:.0f} s", flush=True)


def last_line(output: str) -> str:
    return next((line for line in reversed(output.splitlines()) if SUMMARY.search(line)), "")


def skip_reasons(output: str) -> list[str]:
    """The reasons of pytest's short summary, each once, with how many tests gave it."""
    counted: dict[str, int] = {}
    for number, reason in re.findall(r"^SKIPPED \[(\d+)\] [^:]+(?::\d+)?: (.+)$", output, re.MULTILINE):
        counted[reason] = counted.get(reason, 0) + int(number)
    return [f"{reason} ({number} tests)" for reason, number in counted.items()]


# --- PostgreSQL -------------------------------------------------------------------------------------------
def postgres_programs() -> Path | None:
    """The folder that has initdb and postgres, the newest version first."""
    on_path = shutil.which("initdb")
    folders = [path for pattern in POSTGRES_FOLDERS for path in Path("/").glob(pattern.lstrip("/"))]
    folders.sort(key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))] or [0], reverse=True)
    folders += [Path(on_path).resolve().parent] if on_path else []
    return next(
        (path for path in folders if (path / "initdb").exists() and (path / "postgres").exists()), None
    )


@contextmanager
def throw_away_postgres(programs: Path) -> Iterator[str]:
    """A server of our own in a temporary folder, on a socket only; yields the URL of a database on it."""
    folder = Path(tempfile.mkdtemp(prefix="gj-pg-"))  # short: a socket's path has 107 bytes at most
    data = folder / "data"
    as_user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = "postgres" if has_user("postgres") else "nobody"
        shutil.chown(folder, user)
        as_user = ["runuser", "-u", user, "--"]

    def pg(program: str, *words: str) -> None:
        subprocess.run(
            [*as_user, str(programs / program), *words],
            check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
        )  # fmt: skip

    # Nobody keeps this data: without waiting for the disk the tests take half the time.
    options = {
        "listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off", "synchronous_commit": "off",
        "full_page_writes": "off", "max_connections": "100", "shared_buffers": "128MB", "autovacuum": "off",
    }  # fmt: skip
    try:
        # Another collation than C, so that a test finds what depends on it.
        pg("initdb", "--pgdata", str(data), "--username", "gongjian", "--auth", "trust", "--no-sync",
           "--encoding", "UTF8", "--locale", "C.UTF-8")  # fmt: skip
        pg("pg_ctl", "--pgdata", str(data), "--wait", "--timeout", "60", "--log", str(folder / "log"),
           "--options", " ".join(f"-c {name}='{value}'" for name, value in options.items()), "start")  # fmt: skip
        folder.chmod(0o755)
        yield f"postgres://gongjian@{str(folder).replace('/', '%2F')}/gongjian"
    finally:
        if (data / "postmaster.pid").exists():
            pg("pg_ctl", "--pgdata", str(data), "--mode", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def has_user(name: str) -> bool:
    return subprocess.run(["id", name], capture_output=True, check=False).returncode == 0


@contextmanager
def postgres() -> Iterator[str | None]:
    """The URL of a server: the one that DATABASE_URL names, else one of our own, else None."""
    named = os.environ.get("DATABASE_URL", "")
    if named.startswith(("postgres://", "postgresql://")):
        yield named
        return
    programs = postgres_programs()
    if programs is None:
        yield None
        return
    with throw_away_postgres(programs) as url:
        yield url


# --- All of it --------------------------------------------------------------------------------------------
def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--db", choices=["all", "sqlite", "postgres"], default="all")
    parser.add_argument("--only-checks", action="store_true")
    asked = parser.parse_args(argv)
    # Told to stop, it stops what it started: an exception passes through every clean-up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="gongjian-test-") as scratch:
        env = clean_environment(Path(scratch))
        check(outcome, env)
        if not asked.only_checks and asked.db in ("all", "sqlite"):
            test(outcome, "SQLite", env)
        if not asked.only_checks and asked.db in ("all", "postgres"):
            with postgres() as url:
                if url is not None:
                    ours = {} if url == os.environ.get("DATABASE_URL") else {"SERVER_IS_THROWN_AWAY": "1"}
                    test(outcome, "PostgreSQL", {**env, "DATABASE_URL": url, **ours})
                else:
                    outcome.skips.append(
                        f"all tests on PostgreSQL: its programs were not found; {HOW_TO_POSTGRES}"
                    )
                    outcome.note("PostgreSQL", skipped=1, failed=asked.db == "postgres")
    return tell(outcome)


def tell(outcome: Outcome) -> int:
    print()
    for skip in outcome.skips:
        print(f"skipped: {skip}")
    for what in outcome.wrong:
        print(f"failed: {what}")
    print(f"{outcome.passed} passed, {outcome.failed} failed, {outcome.skipped} skipped")
    return 1 if outcome.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
