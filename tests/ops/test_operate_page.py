"""Every command of docs/operate.md that needs no root is run, in the order of the page."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gongjian.cli import COMMANDS
from houses import House

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_page_works_as_it_is_written(house: House, tmp_path: Path):
    # A folder as `make setup` leaves it, with its own command.
    shutil.copy(ROOT / ".env.example", tmp_path)
    command = tmp_path / ".venv" / "bin" / "gongjian"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gongjian "$@"\n')
    command.chmod(0o755)
    blocks = re.findall(r"```sh test\n(.*?)```", PAGE, re.DOTALL)
    env = {**house.environment(), "PATH": os.environ["PATH"]}
    del env["GONGJIAN_ENV"]  # the page's own .env
    if not house.database_url:
        del env["GONGJIAN_VAR"]
    else:
        house.run("demo", "reset")

    for block in blocks:
        done = subprocess.run(
            ["sh", "-e", "-c", block], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), block

    assert len(blocks) == 7


def test_the_page_names_only_commands_that_there_are():
    assert set(re.findall(r"\bgongjian ([a-z]+)\b", PAGE)) <= set(COMMANDS)


def test_the_page_names_only_targets_that_there_are():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert set(re.findall(r"(?:`|-- )make ([a-z-]+)", PAGE)) <= targets


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "deploy").iterdir()), ids=lambda path: path.name)
def test_the_units_and_the_front_server_are_named_on_the_page(path: Path):
    assert re.sub(r"gongjian-\w+\.service", "gongjian-*.service", path.name) in PAGE
