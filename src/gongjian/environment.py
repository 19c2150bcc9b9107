"""Reading the environment: a word we do not know, or cannot read, stops the start with one sentence."""

import os
import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import environ
from django.core.exceptions import ImproperlyConfigured

from gongjian.kernel import crypto

KNOWN = {
    "GONGJIAN_ENV",
    "GONGJIAN_LANG",
    "GONGJIAN_VAR",
    "GONGJIAN_DEBUG",
    "GONGJIAN_SECRET_KEY",
    "GONGJIAN_KEYS",
    "GONGJIAN_INDEX_KEY",
    "GONGJIAN_HOSTS",
    "GONGJIAN_ORIGINS",
    "GONGJIAN_HTTPS",
    "GONGJIAN_SESSION_IDLE_MINUTES",
    "GONGJIAN_SESSION_HOURS",
    "GONGJIAN_LOG_LEVEL",
    "GONGJIAN_DEMO",
    "GONGJIAN_PLANS",
    "GONGJIAN_JOBS_KEPT_DAYS",
    "GONGJIAN_MESSAGES_KEPT_DAYS",
    "GONGJIAN_SIGN_INS_KEPT_DAYS",
    "GONGJIAN_UPLOAD_MAX_MB",
    "GONGJIAN_UPLOAD_MAX_MEGAPIXELS",
    "GONGJIAN_UPLOADS_UNUSED_KEPT_HOURS",
    "GONGJIAN_CLAMD",
}
SECRETS_FILE = "secrets.env"


YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class Words(environ.Env):  # type: ignore[misc]  # django-environ comes without types
    """The environment, read strictly: a value that is none of its kind stops the start with one sentence."""

    def bool(self, var: str, default: Any = environ.Env.NOTSET) -> bool:
        word = self.ENVIRON.get(var)
        if word is None:
            return bool(super().bool(var, default))
        if word.lower() not in YES | NO:
            raise ImproperlyConfigured(f"{var} is {word!r}: say true or false.")
        return word.lower() in YES

    def int(self, var: str, default: Any = environ.Env.NOTSET, least: int = 0) -> int:
        word = self.ENVIRON.get(var)
        if word is None:
            return int(super().int(var, default))
        if not (word.isascii() and word.isdigit()):
            raise ImproperlyConfigured(f"{var} is {word!r}: say a whole number.")
        if int(word) < least:
            raise ImproperlyConfigured(f"{var} is {word}: say at least {least}.")
        return int(word)


@dataclass(frozen=True, slots=True)
class Secrets:
    secret_key: str
    keys: str
    index_key: str
    # Where the keys are kept, and looked up again when they change; None when the environment gives them.
    keys_file: Path | None

    def __repr__(self) -> str:  # must not reach a log through a traceback
        return "Secrets(…)"


def take_file() -> None:
    """Take the settings of a file into the environment; what is set there already wins.

    The file is `.env` in the current folder, or what GONGJIAN_ENV names: the server, the worker and a backup
    typed by hand then speak of the same installation. GONGJIAN_ENV= (empty) takes none.

    raises   ImproperlyConfigured when GONGJIAN_ENV names a file that is not there.
    """
    named = os.environ.get("GONGJIAN_ENV")
    path = Path(".env" if named is None else named)
    if named and not path.is_file():
        raise ImproperlyConfigured(f"GONGJIAN_ENV names {named}, and there is no such file.")
    if named != "" and path.is_file():
        environ.Env.read_env(path, overwrite=False)


def refuse_unknown(environment: Mapping[str, str]) -> None:
    """Stop on a misspelt setting: silently ignoring one is how a backup runs against the wrong database.

    raises   ImproperlyConfigured naming the words that no setting has.
    """
    unknown = sorted(name for name in environment if name.startswith("GONGJIAN_") and name not in KNOWN)
    if unknown:
        raise ImproperlyConfigured(
            f"Unknown settings in the environment: {', '.join(unknown)}. See .env.example for those there are."
        )


def secrets(var: Path, env: environ.Env) -> Secrets:
    """The secrets of this installation: from the environment, else from `secrets.env` in the data folder.

    The file is made with fresh secrets (mode 0600) when neither is there, so that a first start needs no
    preparation and a second one opens what the first has sealed.
    """
    names = ("GONGJIAN_SECRET_KEY", "GONGJIAN_KEYS", "GONGJIAN_INDEX_KEY")
    given = {name: env.str(name, default="") for name in names}
    keys_file = None if given["GONGJIAN_KEYS"] else var / SECRETS_FILE
    if not all(given.values()):
        kept = _kept(var / SECRETS_FILE)
        given = {name: given[name] or kept[name] for name in names}
    try:
        crypto.parse_keys(given["GONGJIAN_KEYS"])
    except ValueError as error:
        raise ImproperlyConfigured(f"GONGJIAN_KEYS cannot be read: {error}.") from error
    return Secrets(
        given["GONGJIAN_SECRET_KEY"], given["GONGJIAN_KEYS"], given["GONGJIAN_INDEX_KEY"], keys_file=keys_file
    )


def _kept(path: Path) -> dict[str, str]:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (
            f"GONGJIAN_SECRET_KEY={random.token_urlsafe(48)}\n"
            f"GONGJIAN_KEYS={crypto.new_key(1)}\n"
            f"GONGJIAN_INDEX_KEY={random.token_urlsafe(48)}\n"
        )
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass  # two processes of one start: the other has just made it
        else:
            with os.fdopen(handle, "w") as file:
                file.write(text)
    lines = (line.partition("=") for line in path.read_text().splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, _, value in lines}


def database(env: environ.Env, var: Path) -> dict[str, Any]:
    """Django's settings of the one database: SQLite in the data folder, or what DATABASE_URL names.

    raises   ImproperlyConfigured for a database that is neither SQLite nor PostgreSQL.
    """
    config: dict[str, Any] = dict(env.db_url("DATABASE_URL", default=f"sqlite:///{var / 'gongjian.sqlite3'}"))
    engine = config["ENGINE"].rpartition(".")[2]
    if engine == "sqlite3":
        # Read-then-write in a deferred transaction fails at once under load, whatever the time-out:
        # docs/decisions/0002-stack.md has the figures.
        config["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-20000;",
        }
    elif engine == "postgresql":
        # A socket's folder is written %2Fvar%2Frun%2Fpostgresql; `?sslmode=require` and the like stay.
        config["HOST"] = unquote(config.get("HOST") or "")
        config["OPTIONS"] = config.get("OPTIONS", {}) | {
            "pool": {"min_size": 1, "max_size": 6, "timeout": 20}
        }
        config["CONN_HEALTH_CHECKS"] = True
    else:
        raise ImproperlyConfigured("DATABASE_URL must name SQLite or PostgreSQL.")
    return config
