"""Whether this installation works: the database, its migrations, the background worker."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from gongjian.jobs.models import Worker
from gongjian.jobs.queries import STALE_AFTER


@dataclass(frozen=True, slots=True)
class Health:
    """`beat_seconds` is how long ago a worker gave its last sign of life; None when none ever did."""

    database: bool
    migrations: bool
    beat_seconds: int | None

    @property
    def worker(self) -> bool:
        return self.beat_seconds is not None and self.beat_seconds <= STALE_AFTER.total_seconds()

    @property
    def is_well(self) -> bool:
        return self.database and self.migrations and self.worker

    def as_json(self) -> dict[str, Any]:
        return {
            "status": "ok" if self.is_well else "failing",
            "database": "ok" if self.database else "unreachable",
            "migrations": "ok" if self.migrations else "pending",
            "worker": {"status": "ok" if self.worker else "silent", "beat_seconds": self.beat_seconds},
        }


def look(at: datetime) -> Health:
    """Three queries. Says what is wrong instead of raising it."""
    try:
        missing = pending_migrations()
    except DatabaseError:
        return Health(database=False, migrations=False, beat_seconds=None)
    if missing:
        return Health(database=True, migrations=False, beat_seconds=None)
    beat = Worker.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()
    return Health(True, True, None if beat is None else max(0, int((at - beat).total_seconds())))


def pending_migrations() -> list[tuple[str, str]]:
    """The migrations of this version that the database has not seen, as (app, name)."""
    return sorted(set(known_migrations()) - set(MigrationRecorder(connection).applied_migrations()))


@lru_cache(maxsize=1)
def known_migrations() -> tuple[tuple[str, str], ...]:
    """The migrations of this version, read from its files once."""
    return tuple(MigrationLoader(None).disk_migrations or ())
