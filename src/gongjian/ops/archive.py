"""One archive that holds an installation: the database, the files, and the secrets when asked for.

A gzipped tar, in this order:

    head.json             what it is: version, engine, migrations, time; read before anything else
    database              a copy of the SQLite file, or a dump of PostgreSQL in its own format
    files/…               as they lie in the data folder
    secrets.env           only with the secrets
    hashes.json           SHA-256 of each of the others

The database is copied at one instant while people work; the files after it, so that every file the database
knows of is there. A file is never changed once it is kept.
"""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

import gongjian
from gongjian.environment import SECRETS_FILE
from gongjian.kernel import crypto
from gongjian.ops import databases
from gongjian.ops.errors import OperatorError
from gongjian.ops.health import known_migrations

FORMAT = "gongjian-backup/1"
HEAD, DATABASE, FILES, SECRETS, HASHES = "head.json", "database", "files", "secrets.env", "hashes.json"
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Head:
    """What an archive says of itself.

    migrations   "app.name" of each that the database had seen.
    keys         the numbers and fingerprints of the keys that open its sealed fields, the sealing one first.
    """

    format: str
    version: str
    engine: str
    made_at: str
    migrations: tuple[str, ...]
    keys: tuple[str, ...]
    has_secrets: bool

    @classmethod
    def parse(cls, text: bytes) -> "Head":
        """raises   OperatorError when this is not the head of an archive of ours."""
        try:
            found = json.loads(text)
            return cls(**{**found, "migrations": tuple(found["migrations"]), "keys": tuple(found["keys"])})
        except (ValueError, TypeError, KeyError) as error:
            raise OperatorError(_("This file is not a backup of Gongjian.")) from error


# --- Making one -------------------------------------------------------------------------------------------
def back_up(target: Path, *, with_secrets: bool, at: datetime) -> Mapping[str, int]:
    """Write the archive to `target`; returns how many files and bytes it holds.

    The archive appears under its name only when it is whole, readable by its owner alone.

    raises   OperatorError when the target exists, cannot be written, or the database cannot be copied.
    """
    if target.exists():
        raise OperatorError(_("%(file)s exists already: name another file.") % {"file": target})
    beside = target.with_name(f"{target.name}.part")
    try:
        with _private(beside) as out, tempfile.TemporaryDirectory(prefix="gongjian-backup-") as folder:
            copy = Path(folder) / DATABASE
            databases.copy_out(copy)
            counted = _write(out, copy, with_secrets=with_secrets, at=at)
        beside.replace(target)
    except OSError as error:
        raise OperatorError(
            _("The backup cannot be written: %(reason)s.") % {"reason": error.strerror or error}
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return counted


@contextmanager
def _private(path: Path) -> Iterator[io.BufferedWriter]:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


def _write(out: io.BufferedWriter, database: Path, *, with_secrets: bool, at: datetime) -> dict[str, int]:
    hashes: dict[str, str] = {}
    counted = {"files": 0, "bytes": database.stat().st_size}
    # Pictures and office files are compressed already: more effort costs minutes and gains nothing.
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=3) as tar:
        _add_bytes(tar, HEAD, json.dumps(asdict(_head(with_secrets, at)), indent=1).encode(), hashes, at)
        _add_file(tar, DATABASE, database, hashes)
        for path in _files():
            name = f"{FILES}/{path.relative_to(settings.FILES_ROOT).as_posix()}"
            _add_file(tar, name, path, hashes)
            counted["files"] += 1
            counted["bytes"] += path.stat().st_size
        if with_secrets:
            _add_bytes(tar, SECRETS, _secrets(), hashes, at)
        _add_bytes(tar, HASHES, json.dumps(hashes, indent=0).encode(), {}, at)
    return counted


def _head(with_secrets: bool, at: datetime) -> Head:
    from django.db.migrations.recorder import MigrationRecorder

    seen = MigrationRecorder(connection).applied_migrations()
    return Head(
        format=FORMAT,
        version=gongjian.__version__,
        engine=connection.vendor,
        made_at=at.isoformat(timespec="seconds"),
        migrations=tuple(sorted(f"{app}.{name}" for app, name in seen)),
        keys=fingerprints(crypto.keys()),
        has_secrets=with_secrets,
    )


def fingerprints(keys: tuple[crypto.Key, ...]) -> tuple[str, ...]:
    """`number:hash` of each key. A key is 32 random bytes: its hash tells nothing of it."""
    return tuple(f"{key.number}:{hashlib.sha256(key.secret).hexdigest()[:16]}" for key in keys)


def _files() -> Iterator[Path]:
    root = Path(settings.FILES_ROOT)
    yield from sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())


def _secrets() -> bytes:
    in_force = crypto.keys()
    values = {
        "GONGJIAN_SECRET_KEY": settings.SECRET_KEY,
        "GONGJIAN_KEYS": ",".join(crypto.written(key) for key in in_force),
        "GONGJIAN_INDEX_KEY": settings.GONGJIAN_INDEX_KEY,
    }
    return "".join(f"{name}={value}\n" for name, value in values.items()).encode()


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes, hashes: dict[str, str], at: datetime) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = len(content), 0o600, int(at.timestamp())
    tar.addfile(info, io.BytesIO(content))
    hashes[name] = hashlib.sha256(content).hexdigest()


def _add_file(tar: tarfile.TarFile, name: str, path: Path, hashes: dict[str, str]) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = path.stat().st_size, 0o600, int(path.stat().st_mtime)
    with path.open("rb") as file:
        reading = _Hashing(file)
        tar.addfile(info, reading)
    hashes[name] = reading.hash.hexdigest()


class _Hashing:
    """A file that is hashed while it is read, so that nothing is read twice."""

    def __init__(self, file: Any) -> None:
        self.file, self.hash = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self.file.read(size)
        self.hash.update(piece)
        return piece


# --- Putting one back -------------------------------------------------------------------------------------
def restore(source: Path, *, force: bool, told: Callable[[str], None]) -> Head:
    """Put the archive in place of this installation's database and files. All of it, or nothing.

    Everything is unpacked beside the data and checked first. The files that were there stay in a folder beside,
    whose name `told` is given.

    raises   OperatorError when the file is no archive, is damaged, does not fit this version or engine, cannot
             be opened with the keys at hand, or when there is data here and `force` is not set.
    """
    Path(settings.VAR).mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix="restore-", dir=settings.VAR))
    try:
        head = _unpack(source, staging)
        _refuse_unfit(head)
        if not force and not databases.is_empty():
            raise OperatorError(
                _("There is data here already. Restoring replaces all of it; say --force if that is wanted.")
            )
        new_secrets = _secrets_to_take(head, staging, force=force)
        _refuse_missing_keys(head, staging if new_secrets else None)
        _swap(staging, told, new_secrets=new_secrets)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return head


def _unpack(source: Path, staging: Path) -> Head:
    """Unpack `source` into `staging`, checking every member against its hash."""
    hashes: dict[str, str] = {}
    try:
        with tarfile.open(source, mode="r|gz") as tar:
            for number, member in enumerate(tar):
                name = _safe_name(member)
                if number == 0 and name != HEAD:
                    raise OperatorError(_("This file is not a backup of Gongjian."))
                hashes[name] = _extract(tar, member, staging / name)
                if number == 0:
                    _refuse_format((staging / HEAD).read_bytes())
    except FileNotFoundError as error:
        raise OperatorError(_("There is no file %(file)s.") % {"file": source}) from error
    except (tarfile.TarError, EOFError, OSError) as error:
        raise OperatorError(
            _("The backup cannot be read: it is damaged or cut off (%(reason)s).") % {"reason": error}
        ) from error
    wanted = json.loads((staging / HASHES).read_bytes()) if HASHES in hashes else None
    hashes.pop(HASHES, None)
    if wanted != hashes:
        raise OperatorError(_("The backup is damaged: its contents do not have the hashes it states."))
    return Head.parse((staging / HEAD).read_bytes())


def _safe_name(member: tarfile.TarInfo) -> str:
    """The member's name, when it is an ordinary file that stays inside the folder."""
    path = PurePosixPath(member.name)
    known = {HEAD, DATABASE, SECRETS, HASHES}
    if (
        not member.isfile()
        or path.is_absolute()
        or ".." in path.parts
        or (member.name not in known and path.parts[0] != FILES)
    ):
        raise OperatorError(_("This file is not a backup of Gongjian."))
    return member.name


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> str:
    content = tar.extractfile(member)
    assert content is not None  # noqa: S101 - an ordinary file, see _safe_name
    target.parent.mkdir(parents=True, exist_ok=True)
    reading = _Hashing(content)
    with _private(target) as out:
        while piece := reading.read(CHUNK):
            out.write(piece)
    return reading.hash.hexdigest()


def _refuse_format(head: bytes) -> None:
    found = Head.parse(head)
    if found.format != FORMAT:
        raise OperatorError(
            _("This backup has the format %(format)s, which this version of Gongjian cannot read.")
            % {"format": found.format}
        )


def _refuse_unfit(head: Head) -> None:
    if head.engine != connection.vendor:
        raise OperatorError(
            _("This backup is of %(theirs)s, and DATABASE_URL names %(ours)s.")
            % {"theirs": head.engine, "ours": connection.vendor}
        )
    unknown = set(head.migrations) - {f"{app}.{name}" for app, name in known_migrations()}
    if unknown:
        raise OperatorError(
            _(
                "This backup is of version %(theirs)s, newer than this one (%(ours)s): install that version first."
            )
            % {"theirs": head.version, "ours": gongjian.__version__}
        )


def _secrets_to_take(head: Head, staging: Path, *, force: bool) -> bool:
    """Whether the archive's secrets replace ours: when it has other keys, and ours are kept in a file."""
    if not head.has_secrets or settings.GONGJIAN_KEYS_FILE is None:
        return False
    return set(head.keys) != set(fingerprints(crypto.keys())) and (force or databases.is_empty())


def _refuse_missing_keys(head: Head, staging: Path | None) -> None:
    if staging is not None:
        return
    missing = set(head.keys) - set(fingerprints(crypto.keys()))
    if missing:
        raise OperatorError(
            _(
                "The encrypted fields of this backup need key %(numbers)s, which is not among the keys here. Put "
                "back the secrets of that installation (secrets.env or GONGJIAN_KEYS), or restore a backup made "
                "with --with-secrets."
            )
            % {"numbers": ", ".join(sorted(pair.partition(":")[0] for pair in missing))}
        )


def _swap(staging: Path, told: Callable[[str], None], *, new_secrets: bool) -> None:
    """The files by renaming, then the database in one transaction; when that fails, the files go back."""
    root = Path(settings.FILES_ROOT)
    aside = root.with_name(f"{root.name}.before-{staging.name}")
    (staging / FILES).mkdir(exist_ok=True)
    if root.exists():
        root.rename(aside)
    try:
        (staging / FILES).rename(root)
        databases.copy_in(staging / DATABASE)
    except (OSError, DatabaseError, OperatorError):
        shutil.rmtree(root, ignore_errors=True)
        if aside.exists():
            aside.rename(root)
        raise
    if new_secrets:
        kept = Path(settings.VAR) / SECRETS_FILE
        shutil.copy2(kept, kept.with_name(f"{kept.name}.before-{staging.name}"))
        (staging / SECRETS).replace(kept)
    if aside.exists():
        told(str(aside))
