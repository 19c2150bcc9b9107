"""`gongjian restore FILE`: put a backup in place of what is here. All of it, or nothing."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from gongjian.ops import archive


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="gongjian restore", description=_("Put a backup in place: all of it, or nothing.")
    )
    parser.add_argument("file", type=Path, help=_("an archive that `gongjian backup` made"))
    parser.add_argument("--force", action="store_true", help=_("replace the data that is here"))
    asked = parser.parse_args(argv)
    head = archive.restore(asked.file, force=asked.force, told=_tell_aside)
    print(
        _("Restored: the data of %(at)s, version %(version)s.")
        % {"at": head.made_at, "version": head.version}
    )
    print(_("Now run `gongjian migrate` and start the servers again."))
    return 0


def _tell_aside(folder: str) -> None:
    print(_("The files that were here are kept in %(folder)s.") % {"folder": folder})
