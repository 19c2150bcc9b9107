"""Every command of docs/operate.md is run, in the order of the page, on a clone of this checkout."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gongjian.cli import COMMANDS
from houses import House

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")


# What would change the machine itself is noted down instead; `runuser` does what it is told as whoever runs this.
STAND_INS = {
    "apt": "",
    "useradd": "",
    "chown": "",
    "systemctl": "",
    "runuser": 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"',
}


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder in place of the root of a machine, with the stand-ins in `bin/` and what they were told in `log`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, does in STAND_INS.items():
        (folder / name).write_text(f'#!/bin/sh\necho {name} "$@" >>"{tmp_path}/log"\n{does}\n')
        (folder / name).chmod(0o755)
    # A checkout of a single commit has no branch that could be pulled.
    (tmp_path / "gitconfig").write_text("[safe]\n\tdirectory = *\n")  # whoever owns this checkout
    env = {**os.environ, "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig")}
    subprocess.run(["git", "clone", "--quiet", ROOT, tmp_path / "origin"], env=env, check=True)
    subprocess.run(["git", "checkout", "--quiet", "-B", "main"], cwd=tmp_path / "origin", env=env, check=True)
    (tmp_path / "opt").mkdir()
    (tmp_path / "etc" / "systemd" / "system").mkdir(parents=True)
    return tmp_path


def on_this_machine(block: str, machine: Path) -> str:
    """A block with the folders of `machine`, and a clone of this checkout as the address of the project."""
    block = block.replace("<the address of this project>", f'"{machine / "origin"}"')
    return re.sub(r"/(?=opt/gongjian|etc/systemd)", f"{machine}/", block)


@pytest.mark.slow
@pytest.mark.skipif(
    not (ROOT / ".git").exists() or shutil.which("git") is None,
    reason="only a checkout with git can be cloned",
)
def test_the_page_works_as_it_is_written(house: House, machine: Path):
    blocks = re.findall(r"```sh (root|test)\n(.*?)```", PAGE, re.DOTALL)
    folder = machine / "opt" / "gongjian"
    env = {**house.environment(), "PATH": f"{machine / 'bin'}:{os.environ['PATH']}"}
    env["GIT_CONFIG_GLOBAL"] = str(machine / "gitconfig")
    for name in ("GONGJIAN_ENV", "VIRTUAL_ENV"):  # the page's own .env and environment
        env.pop(name, None)
    if not house.database_url:
        del env["GONGJIAN_VAR"]
    else:
        house.run("demo", "reset")

    for who, block in blocks:
        done = subprocess.run(
            ["sh", "-e", "-c", on_this_machine(block, machine)],
            cwd=folder if folder.exists() else machine, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
        assert who == "root" or done.stderr == "", block

    assert [who for who, _block in blocks].count("test") == 9
    told = (machine / "log").read_text().splitlines()
    assert [line for line in told if line.startswith("systemctl")] == [
        "systemctl daemon-reload",
        "systemctl enable --now gongjian-web gongjian-worker gongjian-backup.timer",
        *("systemctl stop gongjian-web gongjian-worker", "systemctl start gongjian-web gongjian-worker") * 2,
    ]
    commands = commands_of_units(machine / "etc" / "systemd" / "system")
    assert set(commands) == {"serve --bind 127.0.0.1:8000", "worker", "backup --keep-days 14"}
    for command in commands:
        asked = subprocess.run(
            [folder / ".venv" / "bin" / "gongjian", command.split()[0], "--help"],
            cwd=folder, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (
            asked.returncode,
            set(re.findall(r"--\S+", command)) - set(re.findall(r"--[\w-]+", asked.stdout)),
        ) == (
            0,
            set(),
        )


def commands_of_units(folder: Path) -> list[str]:
    """What the installed units start of ours."""
    found = []
    for unit in folder.glob("*.service"):
        found += re.findall(
            r"^ExecStart=/opt/gongjian/\.venv/bin/gongjian (.+)$", unit.read_text(), re.MULTILINE
        )
    return found


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "deploy").glob("gongjian-*")), ids=lambda p: p.name)
def test_systemd_finds_no_fault_in_the_units(path: Path, tmp_path: Path):
    for unit in path.parent.glob("gongjian-*"):
        # The account and the program are not on this machine.
        text = re.sub(r"^(User|Group)=.*\n", "", unit.read_text(encoding="utf-8"), flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(text.replace("/opt/gongjian/.venv/bin/gongjian", "/bin/true"))

    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / path.name], capture_output=True, text=True, check=False
    )

    # Words about the machine's own units are not about ours.
    assert [line for line in done.stderr.splitlines() if "gongjian" in line] == []


def test_the_page_names_only_commands_that_there_are():
    assert set(re.findall(r"\bgongjian ([a-z]+)\b", PAGE)) <= set(COMMANDS)


def test_the_page_names_only_targets_that_there_are():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert set(re.findall(r"(?:`|-- )make ([a-z-]+)", PAGE)) <= targets


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "deploy").iterdir()), ids=lambda path: path.name)
def test_the_units_and_the_front_server_are_named_on_the_page(path: Path):
    assert re.sub(r"gongjian-\w+\.service", "gongjian-*.service", path.name) in PAGE
