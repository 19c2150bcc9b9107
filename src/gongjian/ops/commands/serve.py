"""`gongjian serve`: the web server, with a background worker when asked for."""

import argparse
import os
from collections.abc import Sequence
from typing import NoReturn

from django.utils.translation import gettext as _

from gongjian.ops import servers, static
from gongjian.ops.errors import OperatorError
from gongjian.ops.health import pending_migrations
from gongjian.ops.supervisor import Supervisor


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="gongjian serve", description=_("Start the web server."))
    parser.add_argument("--bind", default="127.0.0.1:8000", help=_("address and port, or unix:PATH"))
    parser.add_argument("--workers", type=int, default=2, help=_("processes"))
    parser.add_argument("--threads", type=int, default=4, help=_("threads of each process"))
    parser.add_argument(
        "--with-worker", action="store_true", help=_("run one background worker beside it, as a child")
    )
    asked = parser.parse_args(argv)
    refuse_unprepared()
    if not asked.with_worker:
        become(servers.web(asked.bind, workers=asked.workers, threads=asked.threads))
    pair = servers.children(asked.bind, workers=asked.workers, threads=asked.threads)
    return Supervisor(pair).run()


def become(line: list[str]) -> NoReturn:
    """This process turns into the server, so that signals reach it."""
    os.execv(line[0], line)  # noqa: S606 - our own interpreter, no shell


def refuse_unprepared() -> None:
    """raises   OperatorError when the database or the static files are not those of this version."""
    if pending_migrations() or not static.is_gathered():
        raise OperatorError(_("This installation is not prepared for this version: run `gongjian migrate`."))
