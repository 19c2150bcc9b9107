"""From a command line to Django, and from what went wrong to one sentence.

`gongjian.cli` names the functions at the end of this file; each loads Django and then the module of its name in
`gongjian.ops.commands`.
"""

import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import django
from django.core.exceptions import ImproperlyConfigured

from gongjian.kernel.refusal import Refused
from gongjian.ops.errors import OperatorError

CANNOT = 2
LANGUAGES = {"zh": "zh-hans", "en": "en"}

Main = Callable[[Sequence[str]], int]


def operator_command(name: str) -> Main:
    """The `main` of `commands/<name>.py` with Django loaded; its errors become a sentence and exit code 2."""

    def command(argv: Sequence[str]) -> int:
        try:
            start_django()
        except ImproperlyConfigured as error:
            return _cannot(error)
        # Only now: these ask for settings.
        from django.core.management.base import CommandError
        from django.db import DatabaseError, InterfaceError, OperationalError

        main: Main = importlib.import_module(f"gongjian.ops.commands.{name}").main
        try:
            return main(argv)
        except (OperatorError, Refused, CommandError) as error:
            return _cannot(error)
        except (OperationalError, InterfaceError) as error:
            return _cannot(f"{_sentence('database')} ({_first_line(error)})")
        except DatabaseError as error:
            return _cannot(f"{_sentence('tables')} ({_first_line(error)})")

    return command


def start_django() -> None:
    """Load settings and apps, once; speak the language of the command line.

    raises   ImproperlyConfigured when a setting is wrong.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjian.settings")
    django.setup()
    from django.utils import translation

    translation.activate(LANGUAGES[os.environ.get("GONGJIAN_LANG", "zh")])


def _sentence(trouble: str) -> str:
    from django.utils.translation import gettext as _

    if trouble == "database":
        return _(
            "The database cannot be used: check DATABASE_URL and GONGJIAN_VAR, and run `gongjian migrate`."
        )
    return _("The database does not fit this version: run `gongjian migrate` first.")


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _cannot(error: Any) -> int:
    sys.stderr.write(f"gongjian: {error}\n")
    return CANNOT


def demo(argv: Sequence[str]) -> int:
    """The demo has a data folder of its own and takes no `.env`: it must never meet a real installation."""
    os.environ.setdefault("GONGJIAN_ENV", "")
    os.environ.setdefault("GONGJIAN_VAR", "var/demo")
    os.environ.setdefault("GONGJIAN_LOG_LEVEL", "WARNING")  # its window is for people
    os.environ["GONGJIAN_DEMO"] = "1"
    return operator_command("demo")(argv)


admin = operator_command("admin")
backup = operator_command("backup")
calendar = operator_command("calendar")
healthcheck = operator_command("healthcheck")
key = operator_command("key")
manage = operator_command("manage")
migrate = operator_command("migrate")
restore = operator_command("restore")
serve = operator_command("serve")
worker = operator_command("worker")
