"""`gongjian backup [FILE]`: everything in one archive, while people work."""

import argparse
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.ops import archive


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="gongjian backup", description=_("Write database and files into one archive, while people work.")
    )
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        help=_("the archive to write; without one, gongjian-DATE.tar.gz in the backups of the data folder"),
    )
    parser.add_argument(
        "--keep-days",
        type=int,
        metavar="N",
        help=_("remove the dated archives beside it that are older than N days, once it is written"),
    )
    parser.add_argument(
        "--with-secrets",
        action="store_true",
        help=_("put the keys in too: whoever has the archive can then read the encrypted fields"),
    )
    asked = parser.parse_args(argv)
    now = timezone.now()
    file = asked.file or _dated(timezone.localdate(now))
    counted = archive.back_up(file, with_secrets=asked.with_secrets, at=now)
    print(
        _("%(file)s: database and %(files)s files, %(size)s MB before packing.")
        % {"file": file, "files": counted["files"], "size": round(counted["bytes"] / 1e6, 1)}
    )
    if not asked.with_secrets:
        print(_("The keys are not in it. Keep a copy of secrets.env apart from the backups."))
    if asked.keep_days is not None:
        _clear(file.parent, before=timezone.localdate(now) - timedelta(days=asked.keep_days))
    return 0


def _dated(day: date) -> Path:
    folder = Path(settings.VAR) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"gongjian-{day.isoformat()}.tar.gz"


def _clear(folder: Path, *, before: date) -> None:
    """Remove archives that bear an earlier day in their name; any other file is somebody's."""
    for path in folder.glob("gongjian-*.tar.gz"):
        try:
            day = date.fromisoformat(path.name.removeprefix("gongjian-").removesuffix(".tar.gz"))
        except ValueError:
            continue
        if day < before:
            path.unlink()
