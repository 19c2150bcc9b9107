"""`gongjian healthcheck`: what `/healthz` says, without a web server."""

import argparse
import json
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.ops.health import look


def main(argv: Sequence[str]) -> int:
    description = _("Say whether database, migrations and worker are well; exit code 1 when not.")
    argparse.ArgumentParser(prog="gongjian healthcheck", description=description).parse_args(argv)
    health = look(timezone.now())
    print(json.dumps(health.as_json(), ensure_ascii=False))
    return 0 if health.is_well else 1
