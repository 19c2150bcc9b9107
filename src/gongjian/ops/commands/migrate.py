"""`gongjian migrate`: make the database and the static files those of this version."""

import argparse
from collections.abc import Sequence

from django.core.management import call_command
from django.utils.translation import gettext as _

from gongjian.ops import static
from gongjian.ops.health import pending_migrations


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="gongjian migrate", description=_("Prepare the database and the static files for this version.")
    )
    parser.add_argument("--check", action="store_true", help=_("only say whether there is anything to do"))
    asked = parser.parse_args(argv)
    pending = pending_migrations()
    if asked.check:
        for app, name in pending:
            print(f"{app}.{name}")
        print(_("%(count)s migrations to apply.") % {"count": len(pending)})
        return 1 if pending or not static.is_gathered() else 0
    call_command("migrate", interactive=False, verbosity=0)
    static.gather()
    print(_("Ready. Migrations applied: %(count)s.") % {"count": len(pending)})
    return 0
