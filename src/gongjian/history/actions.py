"""Writing history: called by every action inside its own transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from gongjian.history.models import Entry


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Any,
    at: datetime,
    area_path: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> Entry:
    """Note that `by` did `verb` to `subject`; must run inside the action's transaction.

    verb     dotted and in the past: `campaign.started`.
    by       the person, or None when the system acted.
    before   the changed fields as they were; never a sealed value.
    after    the changed fields as they are now.
    raises   TransactionManagementError outside a transaction: an action whose history may be lost is a fault.
    """
    return _write(
        verb,
        at=at,
        by=by,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=str(subject)[:200],
        area_path=area_path,
        before=before or {},
        after=after or {},
        note=note,
    )


def record_view(
    subject: models.Model, field: str, *, reason: str, by: Any, at: datetime, area_path: str = ""
) -> Entry:
    """Note that `by` opened the sealed `field` of `subject`, and why; call it before showing the value."""
    return record(
        "sealed.opened", subject, by=by, at=at, area_path=area_path, after={"field": field}, note=reason
    )


def record_export(
    model: type[models.Model],
    *,
    name: str,
    rows: int,
    by: Any,
    at: datetime,
    filters: Mapping[str, Any] | None = None,
    area_path: str = "",
) -> Entry:
    """Note that `by` took a list of `model` out of the system.

    name      what the file was called.
    rows      how many records it holds.
    filters   what the list was narrowed to; never words that somebody typed (`kernel.tables.hand_out`).
    """
    return _write(
        "list.exported",
        at=at,
        by=by,
        subject_type=model._meta.label_lower,
        subject_id="",
        subject_label=name[:200],
        area_path=area_path,
        before={},
        after={"rows": rows, **{key: value for key, value in (filters or {}).items() if value}},
        note="",
    )


def _write(verb: str, **columns: Any) -> Entry:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(f"{verb} was recorded outside a transaction")
    return Entry.objects.create(verb=verb, **columns)
