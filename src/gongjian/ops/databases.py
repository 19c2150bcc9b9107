"""Copying the database out at one instant, and putting a copy back in one transaction."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from gongjian.ops.errors import OperatorError
from gongjian.people.models import Person


def is_empty() -> bool:
    """Whether nobody has an account yet: then there is nothing to lose."""
    if Person._meta.db_table not in connection.introspection.table_names():
        return True
    return not Person.objects.exists()


def clear() -> None:
    """Throw the whole database away; the next migration makes it anew."""
    connection.close()
    if connection.vendor == "sqlite":
        for name in ("", "-wal", "-shm"):
            Path(f"{_sqlite_file()}{name}").unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()


def copy_out(target: Path) -> None:
    """A consistent copy, while others write.

    raises   OperatorError when PostgreSQL's programs are missing or refuse.
    """
    if connection.vendor == "sqlite":
        _sqlite_copy(_sqlite_file(), target)
        return
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])


def copy_in(source: Path) -> None:
    """Replace everything in the database with `source`, in one transaction.

    raises   OperatorError when it cannot be done; nothing is changed then.
    """
    if connection.vendor == "sqlite":
        connection.close()
        _sqlite_copy(source, _sqlite_file())
        return
    connection.close()
    script = source.with_suffix(".sql")
    _run(["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source)], connect=False)
    clear = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
    _run(["psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null",
          f"--command={clear}", f"--file={script}"])  # fmt: skip


# --- SQLite -----------------------------------------------------------------------------------------------
def _sqlite_file() -> Path:
    return Path(connection.settings_dict["NAME"])


def _sqlite_copy(source: Path, target: Path) -> None:
    """SQLite's own online copy: of one instant when others write, and taken back when it is broken off."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with (
            closing(sqlite3.connect(source, timeout=60)) as old,
            closing(sqlite3.connect(target, timeout=60)) as new,
        ):
            check = old.execute("PRAGMA quick_check").fetchone()
            if check != ("ok",):
                raise OperatorError(_("The database file is damaged: %(reason)s.") % {"reason": check[0]})
            old.backup(new)
    except sqlite3.Error as error:
        raise OperatorError(_("The database cannot be copied: %(reason)s.") % {"reason": error}) from error


# --- PostgreSQL -------------------------------------------------------------------------------------------
def _run(words: Sequence[str], *, connect: bool = True) -> None:
    """Run one of PostgreSQL's programs on our database; the password goes by the environment, not the line."""
    program = shutil.which(words[0])
    if program is None:
        raise OperatorError(
            _("The program %(name)s is missing: install PostgreSQL's client programs.") % {"name": words[0]}
        )
    done = subprocess.run(  # noqa: S603 - our own words, no shell
        [program, *words[1:]],
        env=_environment() if connect else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [str(done.returncode)])[0]
        raise OperatorError(_("%(name)s did not manage: %(reason)s") % {"name": words[0], "reason": reason})


def _environment() -> Mapping[str, str]:
    config: Mapping[str, Any] = settings.DATABASES["default"] | {"NAME": connection.settings_dict["NAME"]}
    words = {
        "PGDATABASE": "NAME",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGHOST": "HOST",
        "PGPORT": "PORT",
    }
    return dict(os.environ) | {name: str(config[key]) for name, key in words.items() if config.get(key)}
