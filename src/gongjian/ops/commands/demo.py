"""`gongjian demo`: a district to look around in, on a database of its own."""

import argparse
import os
import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from time import sleep

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gongjian.demo import campaign, loading
from gongjian.demo.district import ACCOUNTS, OPERATOR, PASSWORD
from gongjian.jobs.queries import living_workers
from gongjian.ops import databases, servers, static
from gongjian.ops.errors import OperatorError
from gongjian.ops.health import pending_migrations
from gongjian.ops.supervisor import Supervisor

FIRST_PORT, LAST_PORT = 8000, 8099


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="gongjian demo", description=_("A district to look around in."))
    words = parser.add_subparsers(dest="word", required=True)
    words.add_parser("run", help=_("load it when it is not there, start the servers"))
    words.add_parser("load", help=_("load it when it is not there"))
    words.add_parser("reset", help=_("throw away everything done in it, load it anew"))
    asked = parser.parse_args(argv)
    if asked.word == "reset":
        throw_away()
    fresh = prepare()
    if asked.word == "run":
        return run(fresh=fresh)
    print(_("The demo district is loaded.") if fresh else _("The demo district is there already."))
    return 0


def prepare() -> bool:
    """Database, district and static files; returns whether the district is new.

    raises   OperatorError when the database holds other people than the demo's.
    """
    if pending_migrations():
        call_command("migrate", interactive=False, verbosity=0)
    static.gather()
    if loading.is_loaded() and campaign.is_begun():
        return False
    if not databases.is_empty() and not loading.is_loaded():
        raise OperatorError(
            _("This database holds other data: the demo district wants one of its own. Set GONGJIAN_VAR.")
        )
    if not loading.is_loaded():
        loading.load()
    # The pages of the demo are Chinese, and so is what the system writes in it.
    with translation.override(settings.LANGUAGE_CODE):
        campaign.begin(timezone.now())
    return True


def throw_away() -> None:
    """raises   OperatorError while the demo runs, or when the database is not the demo's."""
    if not pending_migrations():
        if living_workers(timezone.now()).exists():
            raise OperatorError(_("The demo runs: stop it first (Ctrl-C in its window)."))
        if not loading.is_loaded() and not databases.is_empty():
            raise OperatorError(_("This database is not the demo's; nothing was thrown away."))
    databases.clear()
    shutil.rmtree(settings.FILES_ROOT, ignore_errors=True)


def run(*, fresh: bool) -> int:
    port = free_port()
    pair = servers.children(f"127.0.0.1:{port}", workers=2, threads=4)
    return Supervisor(pair).run(ready=lambda supervisor: _tell_when_up(supervisor, port, fresh=fresh))


def free_port() -> int:
    """PORT when it is given, else the first free one from 8000 on.

    raises   OperatorError when there is none.
    """
    wished = os.environ.get("PORT", "")
    if wished and not (wished.isdigit() and 0 < int(wished) < 65536):
        raise OperatorError(_("PORT must be a number from 1 to 65535."))
    for port in [int(wished)] if wished else range(FIRST_PORT, LAST_PORT + 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OperatorError(_("Every port tried is taken: name a free one, `make demo PORT=9000`."))


def _tell_when_up(supervisor: Supervisor, port: int, *, fresh: bool) -> None:
    address = f"http://127.0.0.1:{port}"
    while not supervisor.stopping.is_set() and supervisor.children[0].code is None:
        if _answers(f"{address}/healthz"):
            print(banner(address, fresh=fresh), flush=True)
            return
        sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
            return True
    except urllib.error.HTTPError:
        return True  # it speaks; the worker has not beaten yet
    except OSError:
        return False


def banner(address: str, *, fresh: bool) -> str:
    """What the one who typed `make demo` reads, in both languages: nobody has chosen one yet."""
    told = [account for account in ACCOUNTS if account.chinese]
    width = max(len(account.username) for account in told)
    lines = [
        "",
        f"  共建演示区已就绪 Gongjian is ready    {address}",
        "",
        f"  账号 Accounts（密码 password: {PASSWORD}）",
        *(
            f"    {account.username:<{width}}  {account.name}  {account.chinese}\n"
            f"    {'':<{width}}        {account.english}"
            for account in told
        ),
        f"    {OPERATOR:<{width}}  系统管理员  运维：看得到一切，签发账号",
        f"    {'':<{width}}        the operator: sees everything, issues accounts",
        "",
        "  先试试：用 mei 登录，看“今日”里社区要办什么；用 lin 登录，看“创建活动”进展到哪里。",
        "  然后在 lin 的“方案”里上传一份方案（示例在 src/gongjian/samples/，或用您自己的），核对后启动创建活动。",
        "  Try first: sign in as mei and see in 今日 what the community has to do; sign in as lin and see in 创建活动",
        "  how the campaign stands. Then, as lin, upload a plan in 方案 (samples in src/gongjian/samples/, or your",
        "  own), check what was read, and start its campaign.",
        "",
        f"  {'数据已新建 new data' if fresh else '沿用上次的数据 the data of last time'}: {_shown(Path(settings.VAR))}",
        "  从头开始 to begin anew: make demo-reset",
        "  按 Ctrl-C 停止 stops",
        "",
    ]
    return "\n".join(lines)


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
