"""`gongjian admin create`: the first account."""

import argparse
import sys
from collections.abc import Sequence
from getpass import getpass

from django.utils import timezone
from django.utils.translation import gettext as _

from gongjian.ops.accounts import create_operator
from gongjian.ops.errors import OperatorError
from gongjian.people.passwords import first_password


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="gongjian admin", description=_("Accounts of operators."))
    words = parser.add_subparsers(dest="word", required=True)
    create = words.add_parser(
        "create",
        help=_("issue the account that issues all others"),
        description=_("Issue an operator's account."),
    )
    create.add_argument("--username", help=_("account name; asked for when missing"))
    create.add_argument("--name", help=_("the person's name; asked for when missing"))
    how = create.add_mutually_exclusive_group()
    how.add_argument(
        "--password-stdin", action="store_true", help=_("read the password from the standard input")
    )
    how.add_argument("--generate", action="store_true", help=_("draw a first password and print it"))
    asked = parser.parse_args(argv)
    username = asked.username or _ask(_("Account name"))
    name = asked.name or _ask(_("The person's name"))
    password = _password(from_stdin=asked.password_stdin, generate=asked.generate)
    person = create_operator(
        username=username,
        name=name,
        password=password,
        must_change_password=asked.generate,
        at=timezone.now(),
    )
    print(
        _("Account %(username)s is issued to %(name)s.") % {"username": person.username, "name": person.name}
    )
    if asked.generate:
        print(_("First password, to be changed at the first sign-in: %(password)s") % {"password": password})
    return 0


def _password(*, from_stdin: bool, generate: bool) -> str:
    if generate:
        return first_password()
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise OperatorError(_("No terminal to ask at: use --password-stdin or --generate."))
    password = getpass(_("Password: "))
    if getpass(_("Again: ")) != password:
        raise OperatorError(_("The two passwords differ: begin again."))
    return password


def _ask(what: str) -> str:
    if not sys.stdin.isatty():
        raise OperatorError(_("No terminal to ask at: give --username and --name."))
    return input(f"{what}: ").strip()
