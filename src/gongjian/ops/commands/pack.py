"""`gongjian pack list|show|install`: the packs of this installation (`check` and `schema` need none)."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.engines.packs.loading import SHIPPED
from gongjian.ops.errors import OperatorError
from gongjian.programmes import definitions, queries
from gongjian.programmes.actions.packs import install, offered
from gongjian.programmes.models import Pack


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="gongjian pack", description=_("The packs of this installation."))
    todo = parser.add_subparsers(dest="todo", required=True)
    todo.add_parser("list", help=_("what is installed, and what comes with the program"))
    show = todo.add_parser("show", help=_("the standard of an installed pack"))
    show.add_argument("code")
    put = todo.add_parser("install", help=_("install packs, or newer versions of them"))
    put.add_argument("packs", nargs="+", help=_("folders, or names of packs that come with the program"))
    asked = parser.parse_args(argv)
    match asked.todo:
        case "list":
            return _list()
        case "show":
            return _show(asked.code)
        case _:
            return _install(asked.packs)


def _list() -> int:
    for pack in Pack.objects.order_by("code", "-pk"):
        print(f"{pack.code} {pack.version}  {pack.name}")
    for head in queries.not_installed():
        print(f"{head.id} {head.version}  {head.name.zh}  ({_('not installed')})")
    return 0


def _show(code: str) -> int:
    pack = Pack.objects.filter(code=code).order_by("-pk").first()
    if pack is None:
        raise OperatorError(_("No pack “%(code)s” is installed. See `gongjian pack list`.") % {"code": code})
    said = definitions.of(pack)
    print(pack)
    for indicator in said.standard.walk() if said.standard else ():
        points = f"  {indicator.full.normalize():f}" if indicator.full else ""
        print(f"{indicator.number}  {indicator.title.zh}{points}")
    return 0


def _install(names: Sequence[str]) -> int:
    for name in names:
        folder = Path(name) if Path(name).is_dir() else SHIPPED / name
        if not folder.is_dir():
            raise OperatorError(_("There is no folder and no pack “%(name)s”.") % {"name": name})
        print(_("%(pack)s is installed.") % {"pack": install(offered(folder), by=None, at=timezone.now())})
    return 0
