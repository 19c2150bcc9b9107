"""Sealing every sealed field anew with the newest key.

Goes in batches and skips what the newest key has sealed already, so it may be stopped and begun again. It runs
while people work: each batch locks its own rows for a moment.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from gongjian.kernel import crypto
from gongjian.kernel.crypto import SealedTextField

BATCH = 500


@dataclass(frozen=True, slots=True)
class Sealed:
    """A model and its sealed columns."""

    model: type[models.Model]
    fields: tuple[str, ...]

    def outdated(self, number: int) -> "models.QuerySet[models.Model]":
        """Rows in which a value is sealed with another key than `number`."""
        rows = self.model._base_manager.all()
        condition = Q(pk__in=())
        for name in self.fields:
            raw = f"raw_{name}"
            # As text: the field itself would open the value, and compare with it sealed anew.
            rows = rows.alias(**{raw: Cast(name, TextField())})
            condition |= Q(**{f"{raw}__gt": ""}) & ~Q(**{f"{raw}__startswith": f"v1.{number}."})
        return rows.filter(condition)


def sealed_models() -> Iterator[Sealed]:
    """Every installed model that has a sealed field."""
    for model in apps.get_models():
        names = tuple(f.name for f in model._meta.local_concrete_fields if isinstance(f, SealedTextField))
        if names and not model._meta.proxy:
            yield Sealed(model, names)


def count_outdated() -> int:
    """How many rows are sealed with another key than the newest."""
    number = crypto.keys()[0].number
    return sum(sealed.outdated(number).count() for sealed in sealed_models())


def reseal(progress: Callable[[int], None]) -> int:
    """Seal every outdated row with the newest key; returns how many there were.

    progress   told after each batch how many are done.
    raises     SealError when a row cannot be opened: nothing of its batch is saved, those before it are.
    """
    number, done = crypto.keys()[0].number, 0
    for sealed in sealed_models():
        while batch := _reseal_batch(sealed, number):
            done += batch
            progress(done)
    return done


@transaction.atomic
def _reseal_batch(sealed: Sealed, number: int) -> int:
    # Locked, so that what a person saves meanwhile is not overwritten with what it was before.
    rows = list(
        sealed.outdated(number)
        .select_for_update(of=("self",))
        .only("pk", *sealed.fields)
        .order_by("pk")[:BATCH]
    )
    # Writing seals: the values were opened when they were read.
    sealed.model._base_manager.bulk_update(rows, list(sealed.fields), batch_size=BATCH)
    return len(rows)


# --- The keys themselves ----------------------------------------------------------------------------------
def next_number() -> int:
    in_force = crypto.keys()
    return max(key.number for key in in_force) + 1


def put_new_key_first() -> int:
    """Add a fresh key in front of those in the file of secrets; returns its number."""
    fresh = next_number()
    _write([crypto.new_key(fresh), *_pairs()])
    return fresh


def drop_old_keys() -> int:
    """Leave only the newest key in the file; returns how many went. Check first that nothing needs them."""
    pairs = _pairs()
    _write(pairs[:1])
    return len(pairs) - 1


def keys_file() -> Path | None:
    """Where the keys are kept; None when the environment gives them, which we cannot change."""
    file: Path | None = settings.GONGJIAN_KEYS_FILE
    return file


def _pairs() -> list[str]:
    value = next(v for n, v in _settings() if n == "GONGJIAN_KEYS")
    return [pair.strip() for pair in value.split(",") if pair.strip()]


def _settings() -> list[tuple[str, str]]:
    file = keys_file()
    lines = file.read_text().splitlines() if file else []
    parted = (line.partition("=") for line in lines if "=" in line)
    return [(name.strip(), value.strip()) for name, _, value in parted]


def _write(pairs: list[str]) -> None:
    """Replace the keys in the file in one stroke: a reader sees the old file or the new one."""
    file = keys_file()
    if file is None:
        raise ValueError("the keys are not kept in a file")
    beside = file.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        for name, value in _settings():
            out.write(f"{name}={','.join(pairs) if name == 'GONGJIAN_KEYS' else value}\n")
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
