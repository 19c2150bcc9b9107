"""Turns .doc, .wps, .rtf and .odt into .docx by LibreOffice, where it is installed.

Each run has a profile of its own (two on one profile lose a file without a word), a time limit, and
neither macros nor outside content.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from gongjian.engines.plans.model import UnreadableError
from gongjian.engines.plans.readers import limits
from gongjian.engines.plans.readers.refusals import bomb, corrupt

_SECONDS = 60

_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""


def program() -> str | None:
    """Where LibreOffice is, None where it is not installed."""
    found = (shutil.which(name) for name in _PROGRAMS)
    return next(
        (path for path in found if path), next((path for path in _PLACES if Path(path).exists()), None)
    )


def to_word(data: bytes, suffix: str, filter_name: str) -> bytes:
    """The same document as .docx.

    suffix, filter_name  the format as people and as LibreOffice call it. Left to guess, LibreOffice opens
            anything, a damaged file as a text of odd characters.
    costs   2 to 4 seconds and another process.
    raises  UnreadableError `needs-libreoffice`, `corrupt`, `zip-bomb`.
    """
    office = program()
    if office is None:
        raise UnreadableError(
            "needs-libreoffice",
            f"读取 {suffix} 文件要用到 LibreOffice，这台机器没有安装。"
            "请用 Word 或 WPS 另存为 .docx 再试，或请管理员安装 LibreOffice。",
        )
    with tempfile.TemporaryDirectory(prefix="gongjian-", ignore_cleanup_errors=True) as folder:
        return _convert(office, Path(folder), data, suffix, filter_name)


def _convert(office: str, folder: Path, data: bytes, suffix: str, filter_name: str) -> bytes:
    source, profile = folder / f"plan{suffix}", folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    source.write_bytes(data)
    command = [
        office,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
        f"--infilter={filter_name}",
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source)),
    ]
    _run(command, folder)
    result = folder / "out" / "plan.docx"
    if not result.exists():
        raise corrupt()
    if result.stat().st_size > 2 * limits.FILE_BYTES:
        raise bomb()
    return result.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    # A group of its own: soffice is a script that starts the real program, and both must go.
    process = subprocess.Popen(  # noqa: S603 -- a fixed program, the file's name is ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=os.environ
        | {"HOME": str(folder), "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"},
        start_new_session=True,
    )
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as slow:
        raise UnreadableError(
            "too-slow", f"转换文件超过了 {_SECONDS} 秒，已停下。请用 Word 或 WPS 另存为 .docx 再试。"
        ) from slow
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
