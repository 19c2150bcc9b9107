"""`gongjian backup FILE`: everything in one archive, while people work."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.ops import archive


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="gongjian backup", description=_("Write database and files into one archive, while people work.")
    )
    parser.add_argument(
        "file", type=Path, help=_("the archive to write, for example gongjian-2026-03-01.tar.gz")
    )
    parser.add_argument(
        "--with-secrets",
        action="store_true",
        help=_("put the keys in too: whoever has the archive can then read the encrypted fields"),
    )
    asked = parser.parse_args(argv)
    counted = archive.back_up(asked.file, with_secrets=asked.with_secrets, at=timezone.now())
    print(
        _("%(file)s: database and %(files)s files, %(size)s MB before packing.")
        % {"file": asked.file, "files": counted["files"], "size": round(counted["bytes"] / 1e6, 1)}
    )
    if not asked.with_secrets:
        print(_("The keys are not in it. Keep a copy of secrets.env apart from the backups."))
    return 0
